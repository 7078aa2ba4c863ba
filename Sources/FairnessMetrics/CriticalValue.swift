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
        return cached(Key(count: groups, correlation: nil, confidence: confidence)) {
            StudentizedRange.critical(tail: 1 - confidence, groups: groups) / 2.0.squareRoot()
        }
    }

    /// z at which the intervals of `comparisons` groups against one baseline hold at once (Dunnett 1955).
    ///
    /// - Parameter correlation: A lower bound on the correlation of any two comparisons, which share the baseline's error;
    ///   it is rounded down, since less correlation asks for more (Slepian 1962).
    static func toBaseline(comparisons: Int, correlation: Double, confidence: Double) -> Double {
        guard comparisons > 1 else { return single(confidence: confidence) }
        let rounded = roundedDown(correlation)
        return cached(Key(count: comparisons, correlation: rounded, confidence: confidence)) {
            DunnettDistribution.critical(tail: 1 - confidence, comparisons: comparisons, correlation: rounded)
        }
    }

    /// The correlation that stands for this one: few distinct ones, so that few critical values are to be found.
    static func roundedDown(_ correlation: Double) -> Double {
        (min(max(correlation, 0), 1) * 50).rounded(.down) / 50
    }

    /// z at which `comparisons` two-sided intervals hold at once (Šidák 1967).
    static func several(comparisons: Int, confidence: Double) -> Double {
        NormalDistribution.twoSidedCritical(tail: -expm1(log(confidence) / Double(max(1, comparisons))))
    }

    private struct Key: Hashable {
        var count: Int
        var correlation: Double?
        var confidence: Double
    }

    private static func cached(_ key: Key, _ make: () -> Double) -> Double {
        if let known = cache.withLock({ $0[key] }) { return known }
        let value = make()
        cache.withLock { $0[key] = value }
        return value
    }

    private static let cache = Mutex<[Key: Double]>([:])
}
