/// How the result is chosen among trials, from what they reach on the development rows.
public enum DebiasRule: Sendable, Hashable {
    /// The smallest distance to the optimum.
    case smallestDistance
    /// The smallest gap among those that lose at most so much accuracy against the plain model.
    case smallestGap(withinAccuracy: Double)

    /// Reads `distance` or `gap:0.01`.
    public init(_ text: String) throws(MitigationsError) {
        let parts = text.split(separator: ":", maxSplits: 1).map(String.init)
        switch (parts.first, parts.count) {
        case ("distance", 1): self = .smallestDistance
        case ("gap", 1): self = .smallestGap(withinAccuracy: 0.01)
        case ("gap", 2):
            guard let loss = Double(parts[1]), loss >= 0, loss < 1 else { fallthrough }
            self = .smallestGap(withinAccuracy: loss)
        default: throw .usage("--choose '\(text)' is neither distance nor gap:0.01 (the accuracy that may be lost)")
        }
    }

    /// The rule in a sentence.
    public var explanation: String {
        switch self {
        case .smallestDistance: "the smallest distance to the optimum, √((1 − accuracy)² + gap²)"
        case .smallestGap(let loss):
            "the smallest gap among those whose accuracy is at most \(loss) below the plain model's"
        }
    }

    /// Returns the index of the best trial; of equals the first.
    ///
    /// - Parameters:
    ///   - points: The accuracy and the gap of each trial; nil where one of them is undefined or the trial collapsed.
    ///   - plain: The index of the plain model, if it was tried.
    func choose(_ points: [TradeOff?], plain: Int?) -> Int? {
        let defined = points.indices.filter { points[$0] != nil }
        func best(_ indices: [Int], _ value: (TradeOff) -> Double) -> Int? {
            indices.min { first, second in
                let (one, other) = (points[first].map(value) ?? .infinity, points[second].map(value) ?? .infinity)
                return (one, first) < (other, second)
            }
        }
        switch self {
        case .smallestDistance: return best(defined, \.distance)
        case .smallestGap(let loss):
            let reference = plain.flatMap { points[$0]?.accuracy } ?? points.compactMap { $0?.accuracy }.max() ?? 0
            return best(defined.filter { (points[$0]?.accuracy ?? 0) >= reference - loss - 1e-12 }, \.gap)
        }
    }
}
