internal import Glibc
internal import NumericalKernels
internal import Synchronization

/// Critical values of the standard normal for one comparison and for several at once.
enum CriticalValue {
    /// z of a single two-sided interval.
    static func single(confidence: Double) -> Double {
        NormalDistribution.twoSidedCritical(tail: 1 - confidence)
    }

    /// z at which the intervals of all pairwise differences of `groups` groups hold at once (Tukey 1953, Kramer 1956).
    static func allPairs(groups: Int, confidence: Double) -> Double {
        guard groups > 2 else { return single(confidence: confidence) }
        let key = Key(groups: groups, confidence: confidence)
        if let known = cache.withLock({ $0[key] }) { return known }
        let value = StudentizedRange.critical(tail: 1 - confidence, groups: groups) / 2.0.squareRoot()
        cache.withLock { $0[key] = value }
        return value
    }

    /// z at which `comparisons` two-sided intervals hold at once (Šidák 1967).
    static func several(comparisons: Int, confidence: Double) -> Double {
        NormalDistribution.twoSidedCritical(tail: -expm1(log(confidence) / Double(max(1, comparisons))))
    }

    private struct Key: Hashable {
        var groups: Int
        var confidence: Double
    }

    private static let cache = Mutex<[Key: Double]>([:])
}
