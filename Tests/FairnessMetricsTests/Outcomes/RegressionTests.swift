import NumericalKernels
import TestSupport
import Testing

@testable import FairnessMetrics

/// Numeric outcomes: against scikit-learn and statsmodels, and the laws that sums obey.
struct RegressionTests {
    let tables: [OutcomesFixture.Regression]

    init() throws { tables = try OutcomesFixture.read().regression }

    @Test func `metrics and standard errors are those of scikit-learn and of the infinitesimal jackknife`() throws {
        var compared = 0
        for table in tables {
            let assessment = Assessor().assess(table.table())
            let outcome = try #require(assessment.outcome)
            #expect(outcome.column == .label && agree(outcome.deviation, table.deviation, relative: 1e-12))
            for (name, expected) in table.groups {
                let group = try #require(assessment.groups.first { $0.key.label == name })
                for (metric, value) in expected.values {
                    let estimate = try #require(group.estimate(metric)?.defined)
                    #expect(agree(estimate.value, value, relative: 1e-10), "\(metric): \(estimate.value), not \(value)")
                    #expect(estimate.interval.contains(value))
                    #expect(estimate.interval.lower < value && value < estimate.interval.upper)
                    if let error = expected.errors[metric] {
                        #expect(agree(try #require(estimate.standardError), error, relative: 1e-4), "\(metric)")
                    }
                    compared += 1
                }
            }
        }
        #expect(compared == 4 * 3 * 7)
    }

    @Test func `the order of rows changes no bit`() {
        for table in tables {
            var order = Array(table.group.indices)
            var generator = SeededGenerator(seed: 5)
            let first = Assessor().assess(table.table())
            order.shuffle(using: &generator)
            // But for the sums of weights, which are no part of any comparison.
            #expect(Assessor().assess(table.table(order: order)).disparities == first.disparities)
        }
    }

    @Test func `parts merged in any grouping are the whole`() {
        let table = tables[1]
        var whole = table.table().sums(over: [])[0].tally
        whole.numbers?.sort()
        for size in [1, 7, 30] {
            let parts = stride(from: 0, to: table.group.count, by: size).map { start in
                var part = Tally(sumOf: (start..<min(start + size, table.group.count)).map(table.tally))
                part.numbers?.sort()
                return part
            }
            #expect(Tally(sumOf: parts.reversed()).numbers == whole.numbers)
        }
    }

    @Test func `scaled weights change nothing`() throws {
        var scaled = tables[1]
        scaled.weight = scaled.weight?.map { $0 * 8 }
        let (before, after) = (Assessor().assess(tables[1].table()), Assessor().assess(scaled.table()))
        for (a, b) in zip(before.disparities, after.disparities) {
            let (first, second) = (a.estimate.defined, b.estimate.defined)
            #expect(agree(first?.value ?? 0, second?.value ?? 0, relative: 1e-12))
            #expect(agree(first?.interval.upper ?? 0, second?.interval.upper ?? 0, relative: 1e-9))
            #expect(a.verdict == b.verdict)
        }
    }

    @Test func `the margin counts standard deviations, or variances of squared errors`() throws {
        let assessment = Assessor().assess(tables[0].table())
        let deviation = tables[0].deviation
        func margin(_ metric: String, _ aggregation: Aggregation = .difference) throws -> Double {
            try #require(assessment.disparities.first { $0.metric == metric && $0.aggregation == aggregation }).margin
        }
        #expect(agree(try margin("mean_absolute_error"), 0.05 * deviation, relative: 1e-12))
        #expect(agree(try margin("mean_squared_error"), 0.05 * deviation * deviation, relative: 1e-12))
        #expect(try margin("r_squared") == 0.05)
        #expect(try margin("mean_absolute_error", .ratio) == 0.8)
        #expect(agree(try margin("mean_label", .differenceToOverall), 0.05 * deviation, relative: 1e-12))
        let gap = try #require(assessment.disparities.first { $0.metric == "mean_error" })
        #expect(gap.reason.contains("0.05 standard deviations of the label ("))
        #expect(!assessment.disparities.contains { $0.metric == "mean_error" && $0.aggregation.isRatio })
    }

    @Test func `verdicts do not depend on the unit`() throws {
        var table = tables[0]
        let euros = Assessor().assess(table.table())
        table.label = table.label.map { $0 * 1024 }
        table.prediction = table.prediction.map { $0 * 1024 }
        let cents = Assessor().assess(table.table())
        #expect(euros.disparities.map(\.verdict) == cents.disparities.map(\.verdict))
        #expect(Set(euros.disparities.map(\.verdict)).count > 1)
        for (a, b) in zip(euros.disparities, cents.disparities) {
            #expect(agree(a.pValue ?? 1, b.pValue ?? 1, relative: 1e-9))
        }
    }

    private func sample(_ rows: [(Double?, Double?)], weight: Double? = nil) -> Tally {
        var numbers = NumericSample()
        for row in rows { numbers.add(label: row.0, prediction: row.1, weight: weight) }
        var tally = Tally()
        tally.add(Mass(count: rows.count), label: .positive, prediction: .positive)
        tally.numbers = numbers
        return tally
    }

    @Test func `what shows no spread is undefined, not zero`() {
        let regression = GroupMetric.available(with: [.label, .prediction], task: .regression).dropFirst()
        #expect(regression.count == 7)
        for metric in regression {
            #expect(metric.estimate(in: Tally()).undefinedReason != nil, "\(metric.id)")
            #expect(metric.estimate(in: sample([(1, 2)])).undefinedReason != nil, "\(metric.id)")
            #expect(metric.estimate(in: sample([(nil, nil)])).undefinedReason != nil, "\(metric.id)")
            #expect(metric.estimate(in: sample([(3, 3), (3, 3)])).undefinedReason != nil, "\(metric.id)")
            #expect(metric.estimate(in: sample([(1, 2), (2, 5)], weight: 0)).undefinedReason != nil, "\(metric.id)")
            #expect(
                metric.estimate(in: sample([(1e200, -1e200), (-1e300, 1e308)])).undefinedReason != nil, "\(metric.id)")
            #expect(metric.estimate(in: sample([(1, 2), (2, 5)])).defined != nil, "\(metric.id)")
        }
    }

    @Test func `a value without its counterpart counts where it can`() {
        let tally = sample([(1, 2), (3, nil), (nil, 10), (5, 4)])
        #expect(GroupMetric.meanLabel.estimate(in: tally).value == 3)
        #expect(agree(GroupMetric.meanPrediction.estimate(in: tally).value ?? 0, 16.0 / 3, relative: 1e-15))
        #expect(GroupMetric.meanError.estimate(in: tally).value == 0)
        // Both errors are 1 in size, which shows no spread.
        #expect(GroupMetric.meanAbsoluteError.estimate(in: tally).undefinedReason?.contains("same error") == true)
    }
}
