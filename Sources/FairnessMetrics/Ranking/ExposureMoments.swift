/// Weighted moments of the exposure of some rows that share a label, enough for every mean, ratio and variance.
struct ExposureMoments {
    var mass = Mass.zero
    /// Σ w v.
    var exposure = 0.0
    /// Σ w² v and Σ w² v².
    private var first = 0.0
    private var second = 0.0

    /// Adds rows with the same exposure.
    mutating func add(_ rows: Mass, exposure value: Double) {
        mass += rows
        exposure += rows.weight * value
        first += rows.squaredWeight * value
        second += rows.squaredWeight * value * value
    }

    /// Σ w² (slope · v + shift)².
    func squares(slope: Double, shift: Double) -> Double {
        max(0, slope * slope * second + 2 * slope * shift * first + shift * shift * mass.squaredWeight)
    }

    static func + (left: ExposureMoments, right: ExposureMoments) -> ExposureMoments {
        var sum = left
        sum.mass += right.mass
        sum.exposure += right.exposure
        sum.first += right.first
        sum.second += right.second
        return sum
    }
}

/// The exposure of a group, by label.
struct GroupExposure {
    /// At `Outcome.rawValue`.
    private(set) var moments = Array(repeating: ExposureMoments(), count: Outcome.allCases.count)
    /// The weight and the squared weight of the rows that the first k positions hold, for each k.
    private(set) var tops: [Mass]

    init(_ sample: ScoreSample, levels: RankLevels, discounts: [Double], topK: [Int]) {
        tops = topK.map { _ in .zero }
        var counts = topK.map { _ in 0.0 }
        let lists: [(ScoreList, Outcome)] = [
            (sample.negatives, .negative), (sample.positives, .positive), (sample.unlabelled, .missing),
        ]
        for (list, label) in lists {
            levels.forEach(of: list) { level, mass in
                moments[label.rawValue].add(mass, exposure: discounts[level])
                for (index, k) in topK.enumerated() where levels.above[level] < k {
                    let share = levels.share(ofLevel: level, inTop: k)
                    counts[index] += share * Double(mass.count)
                    tops[index].weight += share * mass.weight
                    tops[index].squaredWeight += share * mass.squaredWeight
                }
            }
        }
        for index in tops.indices { tops[index].count = Int(counts[index].rounded()) }
    }

    /// Every scored row.
    var all: ExposureMoments { moments.reduce(ExposureMoments(), +) }
    /// The scored rows that have a label.
    var labelled: ExposureMoments {
        moments[Outcome.negative.rawValue] + moments[Outcome.positive.rawValue]
    }

    /// The mean exposure of a row, between the last position's and 1.
    func mean(bounds: Interval) -> Measurement {
        let all = all
        if let fault = all.mass.fault(ifEmpty: "no row has a score") { return .undefined(fault) }
        let mean = all.exposure / all.mass.weight
        return GroupExposure.mean(
            mean, squares: all.squares(slope: 1, shift: -mean), mass: all.mass, bounds: bounds, imagined: bounds)
    }

    /// The mean exposure over the mean relevance, both of the labelled rows: what a positive label is worth in exposure.
    func perRelevance() -> Measurement {
        let rows = labelled
        if let fault = rows.mass.fault(ifEmpty: "no scored row has a label") { return .undefined(fault) }
        let relevance = moments[Outcome.positive.rawValue].mass.weight / rows.mass.weight
        guard relevance > 0 else { return .undefined("no scored row has a positive label") }
        let value = rows.exposure / rows.mass.weight / relevance
        // Influence (v − E)/U − E (y − U)/U², by label.
        let squares = [Outcome.negative, .positive].reduce(0.0) { sum, label in
            let shift = -value * Double(label.rawValue) / relevance
            return sum + moments[label.rawValue].squares(slope: 1 / relevance, shift: shift)
        }
        return GroupExposure.mean(
            value, squares: squares, mass: rows.mass, bounds: Interval(0, .infinity), imagined: nil)
    }

    /// The group's mean exposure over everybody's, the group included: 1 is parity of exposure with the share of people.
    func parity(to everybody: ExposureMoments, rest: ExposureMoments) -> Measurement {
        let own = all
        if let fault = own.mass.fault(ifEmpty: "no row has a score")
            ?? everybody.mass.fault(ifEmpty: "no row has a score")
        {
            return .undefined(fault)
        }
        let mean = everybody.exposure / everybody.mass.weight
        let value = own.exposure / own.mass.weight / mean
        let share = own.mass.weight / everybody.mass.weight
        let common = value / mean
        let squares =
            own.squares(slope: 1 / (share * mean) - common, shift: value - value / share)
            + rest.squares(slope: -common, shift: value)
        return GroupExposure.mean(
            value, squares: squares, mass: everybody.mass, bounds: Interval(0, .infinity), imagined: nil,
            size: own.mass.effectiveSize)
    }

    /// A linearised mean whose influences have this weighted sum of squares.
    private static func mean(
        _ value: Double, squares: Double, mass: Mass, bounds: Interval, imagined: Interval?, size: Double? = nil
    ) -> Measurement {
        let size = size ?? mass.effectiveSize
        if size - 1 < ScoreMean.fewestDegreesOfFreedom { return .undefined("one row alone does not show its spread") }
        let error = (squares * size / (size - 1)).squareRoot() / mass.weight
        guard value.isFinite, error.isFinite else {
            return .undefined("the weights are too large or too small to reckon with")
        }
        return .sampled(
            Sampled(
                value: value, effectiveSize: size,
                model: .mean(standardError: error, degreesOfFreedom: size - 1, bounds: bounds, imagined: imagined),
                denominator: mass))
    }
}
