import MatrixKernels
import Mitigations
import Models
import Transformers

/// What a model on the Adult table is trained with.
enum AdultMethod: String, CaseIterable {
    case plain, reversal, diverse, projection, balanced, fairbatch, dro, difference

    /// The objectives, and what examples are weighted by.
    ///
    /// - Parameters:
    ///   - strength: The adversary's, or the weight of the difference; nil for the usual one.
    ///   - width: Of the model's last hidden layer.
    func objectives(_ table: AdultTable, strength: Double?, width: Int, seed: UInt64) -> [any Objective] {
        let sex = ProtectedAttribute(name: "sex", groups: table.sexes)
        let task = ClassificationObjective(targets: table.labels)
        let balance = BalancedWeighting.groupWithinLabel.weights(
            labels: table.labels, groups: sex.groups.map { $0 < 0 ? nil : Int($0) })
        var settings = AdversarySettings()
        (settings.hidden, settings.condition, settings.steps) = ([64, 64], .headPerLabel, 2)
        switch self {
        case .plain: return [task]
        case .reversal, .diverse:
            if self == .diverse { (settings.count, settings.diversity) = (3, 1) }
            settings.input = .logits
            settings.rowWeights = balance
            return [
                task,
                GradientReversal(
                    sex, labels: table.labels, width: 2, settings: settings,
                    strength: .ganin(maximum: strength ?? 3), seed: seed),
            ]
        case .projection:
            settings.input = .logits
            settings.rowWeights = balance
            return [
                task,
                GradientProjection(
                    sex, labels: table.labels, width: 2, settings: settings,
                    strength: .ganin(maximum: strength ?? 3), seed: seed),
            ]
        case .balanced:
            return [
                ClassificationObjective(
                    targets: table.labels,
                    rowWeights: balance)
            ]
        case .fairbatch:
            return [
                task,
                FairBatch(
                    .equalizedOdds, targets: table.labels, attribute: sex, stepSize: strength ?? 0.02),
            ]
        case .dro:
            let cells = zip(table.labels, table.sexes).map { 2 * $0 + $1 }
            return [
                GroupDRO(
                    targets: table.labels, attribute: ProtectedAttribute(name: "label and sex", groups: cells),
                    stepSize: strength ?? 0.01)
            ]
        case .difference:
            return [
                task,
                GroupDifference(
                    .probability(of: 1), condition: .eachLabel, targets: table.labels, attribute: sex,
                    weight: strength ?? 3),
            ]
        }
    }
}

/// Accuracy and what differs between the sexes in decisions at one half.
struct AdultOutcome {
    /// The share of right decisions.
    let accuracy: Double
    /// The share of wrong decisions among those of a label, women's and men's.
    let falsePositiveRates: (Double, Double), falseNegativeRates: (Double, Double)
    /// The share of positive decisions, women's and men's.
    let selectionRates: (Double, Double)

    /// Judges a model on a table.
    init(_ model: FeatureModel, _ table: AdultTable) {
        let logits = model.logits(table.features)
        // By sex, label and decision.
        var counts = [Double](repeating: 0, count: 8)
        for row in 0..<table.count {
            counts[
                4 * Int(table.sexes[row]) + 2 * Int(table.labels[row]) + (logits[row, 1] > logits[row, 0] ? 1 : 0)] += 1
        }
        func rate(_ sex: Int, _ label: Int, _ decision: Int) -> Double {
            counts[4 * sex + 2 * label + decision] / (counts[4 * sex + 2 * label] + counts[4 * sex + 2 * label + 1])
        }
        accuracy = (counts[0] + counts[3] + counts[4] + counts[7]) / Double(table.count)
        falsePositiveRates = (rate(0, 0, 1), rate(1, 0, 1))
        falseNegativeRates = (rate(0, 1, 0), rate(1, 1, 0))
        selectionRates = (
            (counts[1] + counts[3]) / counts[0..<4].reduce(0, +), (counts[5] + counts[7]) / counts[4..<8].reduce(0, +)
        )
    }

    /// True positive rate of women minus that of men.
    var equalOpportunity: Double { falseNegativeRates.1 - falseNegativeRates.0 }
    /// The mean of that and the difference of false positive rates.
    var averageOdds: Double { (equalOpportunity + falsePositiveRates.0 - falsePositiveRates.1) / 2 }
    /// The mean of the two differences without their signs.
    var averageAbsoluteOdds: Double {
        (abs(equalOpportunity) + abs(falsePositiveRates.0 - falsePositiveRates.1)) / 2
    }
    /// Selection rate of women minus that of men.
    var demographicParity: Double { selectionRates.0 - selectionRates.1 }

    /// The names and values of a line of the table.
    var figures: [(name: String, value: Double)] {
        [
            ("acc", accuracy), ("AOD", averageOdds), ("|AOD|", averageAbsoluteOdds), ("EOD", equalOpportunity),
            ("DPD", demographicParity), ("FPR f", falsePositiveRates.0), ("FPR m", falsePositiveRates.1),
            ("FNR f", falseNegativeRates.0), ("FNR m", falseNegativeRates.1),
        ]
    }
}
