import NumericalKernels
import TestSupport

@testable import FairnessMetrics

/// Small tables for the measures of whole tables, and what AIF360 says of some; `Fixtures/fairness/make_measures.py`.
enum MeasureTables {
    struct Known: Decodable {
        /// TP, FP, FN and TN of each group.
        var table: [[Int]]
        var theil: Double
        var ge2: Double
        var variation: Double
        var betweenTheil: Double?
        var between2: Double?
        var labelEDF: Double
        var amplification: Double
    }

    static func known() throws -> [Known] { try Places.fixture("fairness/measures.json", as: [Known].self) }

    /// A table with one attribute `g`, whose groups have these counts of TP, FP, FN and TN.
    ///
    /// - Parameters:
    ///   - weights: The weight of every row of a group.
    ///   - unknown: The position of the group that stands for missing values.
    static func table(_ groups: [[Int]], weights: [Double]? = nil, unknown: Int? = nil) -> GroupTable {
        let values = groups.indices.map {
            AttributeValue(attribute: "g", value: "\($0)", isUnknown: $0 == unknown)
        }
        var table = GroupTable(
            attributes: [GroupingColumn(name: "g", values: values)], inputs: [.label, .prediction])
        for (index, counts) in groups.enumerated() where counts.contains(where: { $0 > 0 }) {
            table.add(tally(counts, weight: weights?[index] ?? 1), at: [index])
        }
        return table
    }

    static func tally(_ counts: [Int], weight: Double = 1) -> Tally {
        let kinds: [(Outcome, Outcome)] = [
            (.positive, .positive), (.negative, .positive), (.positive, .negative), (.negative, .negative),
        ]
        var tally = Tally()
        for (count, kind) in zip(counts, kinds) where count > 0 {
            let mass = Mass(
                count: count, weight: weight * Double(count), squaredWeight: weight * weight * Double(count))
            tally.add(mass, label: kind.0, prediction: kind.1)
        }
        return tally
    }

    /// The counts of TP, FP, FN and TN of paired rows.
    static func counts(_ labels: String, _ predictions: String) -> [Int] {
        var counts = [0, 0, 0, 0]
        for pair in zip(labels, predictions) {
            switch pair {
            case ("1", "1"): counts[0] += 1
            case ("0", "1"): counts[1] += 1
            case ("1", "0"): counts[2] += 1
            default: counts[3] += 1
            }
        }
        return counts
    }

    static func measures(
        _ table: GroupTable, _ change: (inout AssessmentSettings) -> Void = { _ in }
    ) -> TableMeasures {
        var settings = AssessmentSettings()
        change(&settings)
        return Assessor(settings: settings).assess(table).measures
    }
}
