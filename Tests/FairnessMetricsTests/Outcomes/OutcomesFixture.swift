import TestSupport

@testable import FairnessMetrics

/// Random tables measured by scikit-learn, scipy and statsmodels.
struct OutcomesFixture: Decodable {
    struct Regression: Decodable {
        struct Group: Decodable {
            var values: [String: Double]
            var errors: [String: Double]
        }
        var group: [Int]
        var label: [Double]
        var prediction: [Double]
        var weight: [Double]?
        var groups: [String: Group]
        var deviation: Double

        /// The table with its rows in the given order, each row a tally of its own or all in one.
        func table(order: [Int]? = nil) -> GroupTable {
            let names = (0..<3).map { AttributeValue(attribute: "g", value: "\($0)") }
            var table = GroupTable(
                attributes: [GroupingColumn(name: "g", values: names)], inputs: [.label, .prediction],
                task: .regression)
            for row in order ?? Array(group.indices) {
                table.add(tally(row), at: [group[row]])
            }
            return table
        }

        func tally(_ row: Int) -> Tally {
            var tally = Tally()
            let mass = weight.map { Mass(count: 1, weight: $0[row], squaredWeight: $0[row] * $0[row]) }
            tally.add(mass ?? Mass(count: 1), label: .positive, prediction: .positive)
            var numbers = NumericSample()
            numbers.add(label: label[row], prediction: prediction[row], weight: weight?[row])
            tally.numbers = numbers
            return tally
        }
    }

    struct Classes: Decodable {
        struct Group: Decodable {
            var values: [String: Double]
            var macroF1Variance: Double
            var classes: [String: [String: Double]]
        }
        var group: [Int]
        var label: [String]
        var prediction: [String]
        var weight: [Double]?
        var groups: [String: Group]

        var table: GroupTable {
            let classes = Set(label + prediction).sorted()
            let names = (0..<2).map { AttributeValue(attribute: "g", value: "\($0)") }
            var table = GroupTable(
                attributes: [GroupingColumn(name: "g", values: names)], inputs: [.label, .prediction],
                task: .multiclass, classes: classes)
            for row in group.indices {
                let mass = weight.map { Mass(count: 1, weight: $0[row], squaredWeight: $0[row] * $0[row]) }
                var counted = ClassTally(count: classes.count)
                counted.add(
                    mass ?? Mass(count: 1), label: classes.firstIndex(of: label[row]),
                    prediction: classes.firstIndex(of: prediction[row]))
                var tally = counted.presence
                tally.classes = counted
                table.add(tally, at: [group[row]])
            }
            return table
        }
    }

    struct Distributions: Decodable {
        var x: [Double]
        var y: [Double]
        var v: [Double]?
        var w: [Double]?
        var wasserstein: Double
        var quantiles: [Double]
        var ks: Double
        var exact: Double?
        var asymptotic: Double?
    }

    var regression: [Regression]
    var classes: [Classes]
    var distributions: [Distributions]

    static func read() throws -> OutcomesFixture {
        try Places.fixture("outcomes/outcomes.json", as: OutcomesFixture.self)
    }
}
