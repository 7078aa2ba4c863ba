import NumericalKernels
import TestSupport
import Testing

@testable import FairnessMetrics

/// Groups known by probabilities; row-level sandwich variances from numpy, `Fixtures/cells/make_membership.py` makes them.
struct MembershipTests {
    struct Fixture: Decodable {
        struct Case: Decodable {
            struct Metric: Decodable {
                var rate: [Double]
                var covariance: [[Double]]
                var size: [Double]
            }
            var probabilities: [[Double]]
            var label: [Int]
            var prediction: [Int]
            var weight: [Double]
            var metrics: [String: Metric]

            /// `3 × label + prediction` of a row.
            func outcome(_ row: Int) -> Int { 3 * (label[row] < 0 ? 2 : label[row]) + prediction[row] }
        }
        var cases: [Case]
    }

    static func cases() throws -> [Fixture.Case] {
        try Places.fixture("cells/membership.json", as: Fixture.self).cases
    }

    static func tally(_ test: Fixture.Case, rows: some Sequence<Int>, scale: Double = 1) -> MembershipTally {
        var tally = MembershipTally(groups: test.probabilities[0].count)
        for row in rows {
            tally.add(test.probabilities[row], outcome: test.outcome(row), weight: scale * test.weight[row])
        }
        return tally
    }

    @Test func `rates and covariances are those of the rows`() throws {
        for test in try MembershipTests.cases() {
            let tally = MembershipTests.tally(test, rows: test.label.indices)
            for (id, expected) in test.metrics {
                let metric = try #require(GroupMetric.named(id))
                let rates = MembershipRates(metric, in: tally)
                for group in expected.rate.indices {
                    let sampled = try #require(rates.measurements[group].sampled)
                    #expect(agree(sampled.value, expected.rate[group], relative: 1e-11), "\(id)")
                    #expect(agree(sampled.effectiveSize, expected.size[group], relative: 1e-8), "\(id)")
                    for other in expected.rate.indices where other != group {
                        let covariance = expected.covariance
                        let correlation =
                            covariance[group][other]
                            / (covariance[group][group] * covariance[other][other]).squareRoot()
                        #expect(agree(rates.correlation(group, other), correlation, relative: 1e-8, absolute: 1e-10))
                    }
                }
            }
        }
    }

    @Test func `the interval of a gap is that of its variance where neither rate is extreme`() throws {
        // Many rows, so that intervals are nearly symmetric.
        let test = try MembershipTests.cases()[0]
        var tally = MembershipTests.tally(test, rows: test.label.indices)
        let base = tally
        for _ in 0..<399 { tally.merge(base) }
        let metric = try #require(GroupMetric.named("selection_rate"))
        let expected = try #require(test.metrics["selection_rate"])
        let names = expected.rate.indices.map { "g\($0)" }
        let keys = names.map { GroupKey([AttributeValue(attribute: "a", value: $0)]) }
        let comparison = MembershipComparison(
            metric: metric.id, attribute: "a", keys: keys, rates: MembershipRates(metric, in: tally),
            settings: AssessmentSettings())
        let interval = comparison.interval(0, 1, z: 1.959963984540054)
        let v = expected.covariance
        let correlation = v[0][1] / (v[0][0] * v[1][1]).squareRoot()
        let errors = [0, 1].map { group in
            (expected.rate[group] * (1 - expected.rate[group]) / (400 * expected.size[group])).squareRoot()
        }
        let error =
            (errors[0] * errors[0] + errors[1] * errors[1] - 2 * correlation * errors[0] * errors[1]).squareRoot()
        #expect(agree(interval.upper - interval.lower, 2 * 1.959963984540054 * error, relative: 5e-3))
    }

    @Test func `certain probabilities give the groups themselves`() throws {
        var tally = MembershipTally(groups: 2)
        let groups = [
            Tally(truePositives: 30, falsePositives: 10, falseNegatives: 20, trueNegatives: 40),
            Tally(truePositives: 10, falsePositives: 15, falseNegatives: 25, trueNegatives: 30),
        ]
        for (group, counts) in groups.enumerated() {
            for (index, mass) in counts.masses.enumerated() {
                for _ in 0..<mass.count { tally.add(group == 0 ? [1, 0] : [0, 1], outcome: index) }
            }
        }
        let assessment = Assessor().assess(tally, attribute: "a", names: ["x", "y"], inputs: [.label, .prediction])
        for (group, counts) in zip(assessment.groups, groups) {
            for rate in group.rates {
                let plain = try #require(GroupMetric.named(rate.metric)?.estimate(in: counts).defined)
                let found = try #require(rate.estimate.defined)
                #expect(agree(found.value, plain.value, relative: 1e-12))
                #expect(agree(found.interval.lower, plain.interval.lower, relative: 1e-9, absolute: 1e-12))
                let bounds = try #require(rate.bounds)
                #expect(agree(bounds.lower, plain.value, relative: 1e-9, absolute: 1e-12))
                #expect(agree(bounds.upper, plain.value, relative: 1e-9, absolute: 1e-12))
            }
        }
        // Nobody counts in both groups, so that Newcombe's interval of independent groups comes out.
        let gap = try #require(
            assessment.disparities.first { $0.metric == "selection_rate" && $0.aggregation == .differenceToReference })
        let newcombe = RecoveredInterval.difference(
            0.25 / 0.8, WilsonInterval.interval(25.0 / 80, n: 80, z: 1.959963984540054), 0.4,
            WilsonInterval.interval(0.4, n: 100, z: 1.959963984540054))
        let found = try #require(gap.estimate.defined)
        #expect(agree(found.interval.lower, newcombe.lower, relative: 1e-9))
        #expect(agree(found.interval.upper, newcombe.upper, relative: 1e-9))
        #expect(gap.group?.label == "y" && gap.reference?.label == "x")
    }

    @Test func `parts add up in any order, and the weights' scale does not matter`() throws {
        for test in try MembershipTests.cases() {
            let inputs: Set<GroupMetric.Input> = [.label, .prediction]
            let names = test.probabilities[0].indices.map { "g\($0)" }
            let whole = MembershipTests.tally(test, rows: test.label.indices)
            var parts = MembershipTests.tally(test, rows: test.label.indices.filter { $0 % 3 == 1 })
            parts.merge(MembershipTests.tally(test, rows: test.label.indices.filter { $0 % 3 != 1 }))
            let scaled = MembershipTests.tally(test, rows: test.label.indices, scale: 7)
            let assessor = Assessor()
            let first = assessor.assess(whole, attribute: "a", names: names, inputs: inputs)
            for other in [parts, scaled] {
                let second = assessor.assess(other, attribute: "a", names: names, inputs: inputs)
                for (one, two) in zip(first.disparities, second.disparities) {
                    let (a, b) = (try #require(one.estimate.defined), try #require(two.estimate.defined))
                    #expect(agree(a.value, b.value, relative: 1e-9, absolute: 1e-12))
                    #expect(agree(a.interval.lower, b.interval.lower, relative: 1e-8, absolute: 1e-10))
                    #expect(one.verdict == two.verdict)
                }
            }
        }
    }

    @Test func `bounds hold whoever the members are`() throws {
        // Every way to draw two members of four people of probability one half each; labels 1 1 0 0, decisions 1 0 1 0.
        var tally = MembershipTally(groups: 2)
        let outcomes = [4, 3, 1, 0]
        for outcome in outcomes { tally.add([0.5, 0.5], outcome: outcome) }
        for id in ["selection_rate", "true_positive_rate", "positive_predictive_value", "accuracy", "base_rate"] {
            let metric = try #require(GroupMetric.named(id))
            var values: [Double] = []
            for first in 0..<4 {
                for second in 0..<first {
                    var members = Tally()
                    for place in [first, second] {
                        members.add(
                            Mass(count: 1), label: Outcome(rawValue: outcomes[place] / 3) ?? .missing,
                            prediction: Outcome(rawValue: outcomes[place] % 3) ?? .missing)
                    }
                    if let value = metric.measure(members).sampled?.value { values.append(value) }
                }
            }
            let bounds = try #require(MembershipRates(metric, in: tally).bounds(0))
            #expect(bounds.lower == values.min() && bounds.upper == values.max(), "\(id)")
        }
    }

    @Test func `small groups are withheld with everything that goes with them`() {
        var tally = MembershipTally(groups: 2)
        for row in 0..<100 { tally.add([0.97, 0.03], outcome: row % 2) }
        var settings = AssessmentSettings()
        settings.minimumCell = 5
        let assessment = Assessor(settings: settings).assess(
            tally, attribute: "a", names: ["x", "y"], inputs: [.prediction])
        #expect(assessment.isWithheld && assessment.disparities.isEmpty)
        settings.minimumCell = 3
        #expect(
            !Assessor(settings: settings).assess(tally, attribute: "a", names: ["x", "y"], inputs: [.prediction])
                .isWithheld)
    }
}
