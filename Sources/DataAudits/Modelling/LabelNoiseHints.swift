internal import FairnessMetrics
internal import Reports

/// Whether labels contradict what a model expects, by group: a hint at wrong labels, or at people whom the features
/// describe less well.
enum LabelNoiseHints {
    /// Sets each group's contradicted labels, as far as there are more than the model itself expects, against the others'.
    ///
    /// A label is contradicted as in confident learning (Northcutt, Jiang, Chuang 2021): the held-out probability of the
    /// other label is at least the mean that this other label has where it is given. A model that is right about the
    /// uncertainty expects some such labels; only the excess counts.
    static func contrasts(
        _ model: HeldOutModel, _ attributes: [ComparedGroups], label: String
    ) -> [Contrast] {
        func mean(_ isPositive: Bool) -> Double {
            let own = model.targets.indices.filter { model.targets[$0] == isPositive }
            let sum = own.reduce(0.0) { sum, row in
                sum + (isPositive ? model.probabilities[row] : 1 - model.probabilities[row])
            }
            return sum / Double(max(1, own.count))
        }
        let (positiveFrom, negativeFrom) = (mean(true), mean(false))
        let excess = model.targets.indices.map { row -> Double in
            let p = model.probabilities[row]
            // The more likely label, where one is likely enough to contradict the other.
            if p >= positiveFrom, p >= 0.5 { return (model.targets[row] ? 0 : 1) - (1 - p) }
            if 1 - p >= negativeFrom, p < 0.5 { return (model.targets[row] ? 1 : 0) - p }
            return 0
        }
        return attributes.flatMap { groups in
            groups.contrasted.map { group in
                func moments(_ isMember: (Int) -> Bool) -> Contrast.Measured? {
                    var (sum, square, count) = (0.0, 0.0, 0)
                    for (place, row) in model.rows.enumerated()
                    where groups.codes[row] >= 0 && isMember(Int(groups.codes[row])) {
                        sum += excess[place]
                        square += excess[place] * excess[place]
                        count += 1
                    }
                    guard count >= 50 else { return nil }
                    let mean = sum / Double(count)
                    let variance = max(0, square / Double(count) - mean * mean)
                    guard variance > 0 else { return nil }
                    return .init(value: mean, error: (variance / Double(count - 1)).squareRoot(), rows: count)
                }
                var evidence = Contrast.Evidence.undefined("too few rows")
                if let own = moments({ $0 == group }), let others = moments({ $0 != group }) {
                    evidence = .excess(own, others)
                }
                return Contrast(detail: label, group: groups.keys[group], evidence: evidence)
            }
        }
    }
}
