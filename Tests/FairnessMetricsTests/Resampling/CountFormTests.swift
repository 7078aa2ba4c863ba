import NumericalKernels
import TestSupport
import Testing

@testable import FairnessMetrics

/// What resampling evaluates is the metric itself.
struct CountFormTests {
    static let counted = GroupMetric.all.filter {
        $0.tasks.contains(.binary) && !$0.inputs.isEmpty && !$0.inputs.contains(.score)
    }

    @Test(arguments: counted.map(\.id))
    func `the form of counts has the metric's value`(id: String) throws {
        let metric = try #require(GroupMetric.named(id))
        let form = try #require(metric.countForm, "every metric of counts can be resampled")
        var generator = SeededGenerator(seed: 9)
        var defined = 0
        for _ in 0..<200 {
            var tally = Tally()
            for outcome in 0..<9 where generator.next() % 3 > 0 {
                let count = Int(generator.next() % 7)
                let weight = Double(count) * (0.2 + generator.uniform())
                guard count > 0 else { continue }
                tally.add(
                    Mass(count: count, weight: weight, squaredWeight: weight * weight / Double(count) * 1.1),
                    label: Outcome.allCases[outcome / 3], prediction: Outcome.allCases[outcome % 3])
            }
            let weights = tally.masses.map(\.weight)
            let value = form.value(weights.span, at: 0)
            // Eight draws at once, of which the last two are this one and one without any row.
            var vectors = weights.map { SIMD8(repeating: $0 + 1) }
            for index in vectors.indices {
                (vectors[index][6], vectors[index][7]) = (weights[index], 0)
            }
            let several = form.value(vectors.span, at: 0)
            #expect(several[6] == value || several[6].isNaN && value.isNaN)
            #expect(several[0] > 0 && several[7].isNaN)
            if let expected = metric.estimate(in: tally).value {
                defined += 1
                #expect(agree(value, expected, relative: 1e-12))
            } else {
                #expect(value.isNaN)
            }
        }
        #expect(defined > 100)
    }

    @Test func `metrics of scores have no form`() {
        for metric in GroupMetric.all where metric.inputs.contains(.score) { #expect(metric.countForm == nil) }
    }

    @Test func `the acceleration is that of leaving out each row`() throws {
        let rows: [(Outcome, Outcome, Int)] = [
            (.positive, .positive, 5), (.positive, .negative, 3), (.negative, .positive, 2), (.negative, .negative, 8),
        ]
        var tally = Tally()
        for (label, prediction, count) in rows { tally.add(Mass(count: count), label: label, prediction: prediction) }
        for metric in [GroupMetric.truePositiveRate, .accuracy, .f1, .balancedAccuracy] {
            // Two further rows stand in other groups.
            var values = Array(repeating: try #require(metric.estimate(in: tally).value), count: 2)
            for left in rows {
                var rest = Tally()
                for row in rows {
                    rest.add(
                        Mass(count: row.2 - (row.0 == left.0 && row.1 == left.1 ? 1 : 0)), label: row.0,
                        prediction: row.1)
                }
                values += Array(repeating: try #require(metric.estimate(in: rest).value), count: left.2)
            }
            let mean = values.reduce(0, +) / 20
            let squares = values.reduce(0) { $0 + (mean - $1) * (mean - $1) }
            let cubes = values.reduce(0) { $0 + (mean - $1) * (mean - $1) * (mean - $1) }
            let expected = cubes / (6 * squares * squares.squareRoot())
            let form = try #require(metric.countForm)
            let found = try #require(BCaInterval.acceleration(form, in: tally, rows: 20))
            #expect(agree(found, expected, relative: 1e-9, absolute: 1e-12), "\(metric.id)")
        }
    }
}
