/// One proportion in every group of a `MembershipTally`, with the covariance of the groups' estimates.
struct MembershipRates {
    private let tally: MembershipTally
    /// 1 above the line, 0 below it, nil outside, for each pair of label and prediction.
    private let values: [Double?]
    /// The rate of each group, or why there is none.
    let measurements: [Measurement]

    init(_ metric: GroupMetric, in tally: MembershipTally) {
        self.tally = tally
        values = metric.contributions.map { part in
            switch part {
            case .success: 1
            case .failure: 0
            case .outside: nil
            }
        }
        let values = values
        measurements = (0..<tally.groups).map { group in
            Self.measurement(group, tally, values, otherwise: metric.measure(Tally()))
        }
    }

    /// Σ p A / Σ p B, the weighted estimator (Chen, Kallus, Mao, Svacha, Udell 2019), with its linearised variance
    /// Σ w² p² (A − R)² / (Σ w p)² turned into a size, or Kish's size of the weights w p where that is smaller.
    private static func measurement(
        _ group: Int, _ tally: MembershipTally, _ values: [Double?], otherwise empty: Measurement
    ) -> Measurement {
        var (above, below) = (Mass.zero, Mass.zero)
        for (outcome, value) in values.enumerated() {
            guard let value else { continue }
            let place = outcome * tally.groups + group
            let mass = Mass(
                count: tally.rows[outcome], weight: tally.weights[place],
                squaredWeight: tally.products[place * tally.groups + group])
            below += mass
            if value == 1 { above += mass }
        }
        guard below.weight > 0 else {
            if case .undefined = empty { return empty }
            return .undefined("nobody is expected here")
        }
        return .proportion(above, of: below, otherwise: "nobody is expected here")
    }

    /// The correlation of two groups' estimates: the same rows count in both.
    func correlation(_ first: Int, _ second: Int) -> Double {
        let (a, b, both) = (covariance(first, first), covariance(second, second), covariance(first, second))
        return a > 0 && b > 0 ? max(-1, min(1, both / (a * b).squareRoot())) : 0
    }

    /// Σ w² p_g p_h (A − R_g)(A − R_h) / (Σ w p_g Σ w p_h), up to the denominators, which correlations do not need.
    private func covariance(_ first: Int, _ second: Int) -> Double {
        guard let a = measurements[first].sampled?.value, let b = measurements[second].sampled?.value else { return 0 }
        return values.enumerated().reduce(0) { sum, entry in
            guard let value = entry.element else { return sum }
            let product = tally.products[(entry.offset * tally.groups + first) * tally.groups + second]
            return sum + product * (value - a) * (value - b)
        }
    }

    /// Where a group's rate lies whatever links outcomes and membership among people of nearly the same probability; no
    /// sampling error (Kallus, Mao, Zhou 2022).
    ///
    /// Within a bin of p_g the members can be those with A as far as there are any, or those without (Fréchet's bounds).
    /// Finer knowledge of the people would narrow the bounds; these hold without it.
    func bounds(_ group: Int) -> Interval? {
        guard let rate = measurements[group].sampled?.value else { return nil }
        var (high, low) = ((above: 0.0, below: 0.0), (above: 0.0, below: 0.0))
        for bin in 0..<MembershipTally.bins {
            var (with, without, outside, members) = (0.0, 0.0, 0.0, 0.0)
            for (outcome, value) in values.enumerated() {
                let place = (outcome * tally.groups + group) * MembershipTally.bins + bin
                members += tally.binMembers[place]
                switch value {
                case 1: with += tally.binWeights[place]
                case 0: without += tally.binWeights[place]
                default: outside += tally.binWeights[place]
                }
            }
            let most = min(with, members)
            high.above += most
            high.below += max(0, members - most - outside)
            let mostWithout = min(without, members)
            low.below += mostWithout
            low.above += max(0, members - mostWithout - outside)
        }
        func share(_ part: (above: Double, below: Double)) -> Double {
            part.above + part.below > 0 ? part.above / (part.above + part.below) : rate
        }
        return Interval(min(rate, share(low)), max(rate, share(high)))
    }
}
