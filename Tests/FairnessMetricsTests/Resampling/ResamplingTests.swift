import NumericalKernels
import TestSupport
import Testing

@testable import FairnessMetrics

/// Intervals by resampling counts, against resampled rows and against laws they must keep.
struct ResamplingTests {
    struct Fixture: Decodable {
        struct Table: Decodable {
            var counts: [Int]
            /// Lower and upper end of scipy's BCa interval at 90 %, and the standard error of its draws.
            var ends: [String: [Double]]
        }

        var bca: [Table]
    }

    private static func settings(_ draws: Int = 500, seed: UInt64 = 1, workers: Int = 2) -> AssessmentSettings {
        var settings = AssessmentSettings()
        settings.bootstrapDraws = draws
        settings.seed = seed
        settings.workers = workers
        return settings
    }

    private static func assessed(_ settings: AssessmentSettings, inputs: Set<GroupMetric.Input>? = nil) -> Assessment {
        Assessor(settings: settings).assess(table())
    }

    /// Three groups in two columns, one of them small.
    private static func table(weight: Double = 1, isWeighted: Bool = false) -> GroupTable {
        var generator = SeededGenerator(seed: 4)
        var table = GroupTable(
            attributes: [
                GroupingColumn(name: "a", values: (0..<3).map { AttributeValue(attribute: "a", value: "\($0)") }),
                GroupingColumn(name: "b", values: (0..<2).map { AttributeValue(attribute: "b", value: "\($0)") }),
            ], inputs: [.label, .prediction])
        for cell in 0..<6 {
            var tally = Tally()
            for outcome in 0..<4 {
                let count = 6 + 30 * (cell % 3) + Int(generator.next() % 20)
                let mean = isWeighted ? weight * (1 + 0.3 * Double(outcome)) : weight
                let squares = Double(count) * mean * mean * (isWeighted ? 1.4 : 1)
                tally.add(
                    Mass(count: count, weight: Double(count) * mean, squaredWeight: squares),
                    label: outcome / 2 == 0 ? .negative : .positive,
                    prediction: outcome % 2 == 0 ? .negative : .positive)
            }
            table.add(tally, at: [cell % 3, cell / 3])
        }
        return table
    }

    @Test func `intervals agree with scipy's bootstrap of the rows`() throws {
        let fixture: Fixture = try Places.fixture("fairness/resampling.json")
        for table in fixture.bca {
            var settings = Self.settings(20_000)
            settings.confidence = 0.9
            let groups = [("all", table.counts[0], table.counts[1], table.counts[2], table.counts[3])]
            let assessment = Assessor(settings: settings).assess(DisparityTests.table(groups))
            for (id, ends) in table.ends {
                let metric = try #require(assessment.overall.metrics.first { $0.metric == id })
                let interval = try #require(metric.bootstrap)
                #expect(interval.method == .bca && interval.draws >= 19_990)
                // A quantile of a few dozen rows moves in steps of about a fifth of the standard error.
                #expect(abs(interval.interval.lower - ends[0]) <= 0.25 * ends[2], "\(id) \(table.counts) lower")
                #expect(abs(interval.interval.upper - ends[1]) <= 0.25 * ends[2], "\(id) \(table.counts) upper")
            }
        }
    }

    @Test func `draws do not depend on the number of threads, but on the seed`() {
        var one = Self.assessed(Self.settings(workers: 1))
        let three = Self.assessed(Self.settings(workers: 3))
        #expect(one == three)
        one.overall.metrics[1].bootstrap = nil
        #expect(one != three)
        #expect(Self.assessed(Self.settings(seed: 2)) != three)
    }

    @Test func `without draws nothing is added, and with draws nothing else changes`() {
        var undrawn = Self.settings()
        undrawn.bootstrapDraws = 0
        let plain = Self.assessed(undrawn)
        var resampled = Self.assessed(Self.settings())
        #expect(resampled != plain)
        for index in resampled.disparities.indices {
            resampled.disparities[index].bootstrap = nil
            resampled.disparities[index].familyInterval = nil
        }
        func bare(_ group: GroupAssessment) -> GroupAssessment {
            var group = group
            for index in group.metrics.indices { group.metrics[index].bootstrap = nil }
            return group
        }
        resampled.overall = bare(resampled.overall)
        resampled.groups = resampled.groups.map(bare)
        #expect(resampled == plain)
    }

    @Test func `a range's intervals hold its estimate, and the family's hold the range's own`() {
        for disparity in Self.assessed(Self.settings()).disparities {
            guard let estimate = disparity.estimate.defined else { continue }
            let name: Comment = "\(disparity.metric) \(disparity.aggregation) \(disparity.attributes)"
            if !disparity.aggregation.isPerGroup {
                let tolerance = 1e-6
                if let bootstrap = disparity.bootstrap {
                    #expect(bootstrap.method == .maxT, name)
                    #expect(bootstrap.interval.lower <= estimate.value + tolerance, name)
                    #expect(bootstrap.interval.upper >= estimate.value - tolerance, name)
                } else {
                    Issue.record("no interval: \(disparity.metric) \(disparity.aggregation)")
                }
            } else {
                #expect(disparity.bootstrap == nil)
            }
            guard let family = disparity.familyInterval else {
                Issue.record("no family: \(disparity.metric) \(disparity.aggregation)")
                continue
            }
            #expect(family.lower <= estimate.interval.lower + 1e-6, name)
            #expect(family.upper >= estimate.interval.upper - 1e-6, name)
        }
    }

    @Test func `with many rows the draws find Wilson's interval and Tukey's critical value`() throws {
        let groups = (0..<5).map { ("g\($0)", 8_000 + 100 * $0, 3_000, 4_000, 9_000) }
        let assessment = Assessor(settings: Self.settings(4_000)).assess(DisparityTests.table(groups))
        for metric in assessment.groups[2].metrics {
            guard let value = metric.estimate.defined, let bootstrap = metric.bootstrap else { continue }
            let width = value.interval.upper - value.interval.lower
            #expect(abs(bootstrap.interval.lower - value.interval.lower) < 0.06 * width, "\(metric.metric)")
            #expect(abs(bootstrap.interval.upper - value.interval.upper) < 0.06 * width, "\(metric.metric)")
        }
        let gap = try #require(
            assessment.disparities.first { $0.aggregation == .difference && $0.metric == "false_positive_rate" })
        let (own, drawn) = (try #require(gap.estimate.defined), try #require(gap.bootstrap))
        // Lower ends at Tukey's 2.728 and at the quantile of the draws; the gap is 0, so that both are 0 at least.
        #expect(own.interval.lower == 0 && drawn.interval.lower == 0)
        #expect(agree(drawn.interval.upper, own.interval.upper, relative: 0.1))
        let plan = Self.plan(DisparityTests.table(groups))
        let resampling = Resampling(plan, settings: Self.settings(4_000))
        let part = try #require(plan.part(["g"], "accuracy", isRatio: false))
        let critical = JointCritical(squaredMaxima: resampling.largest(part), tails: [], floor: 0)
        // The 95 % quantile of 4,000 draws has a standard error of about 0.03.
        #expect(abs(critical.value(confidence: 0.95) - CriticalValue.allPairs(groups: 5, confidence: 0.95)) < 0.12)
    }

    private static func plan(_ table: GroupTable) -> ResamplingPlan {
        let metrics = GroupMetric.available(with: table.inputs)
        let everybody = table.sums(over: [])[0].tally
        return ResamplingPlan(
            table,
            sets: table.attributeSets.map {
                MeasuredGroups(
                    table, positions: $0, suppression: Suppression(table, minimum: 0), metrics: metrics,
                    settings: settings())
            }, everybody: everybody, overall: metrics.map { $0.measure(everybody) }, metrics: metrics,
            settings: settings())
    }

    @Test func `the scale of weights changes nothing`() {
        let small = Assessor(settings: Self.settings()).assess(Self.table(weight: 0.5, isWeighted: true))
        let large = Assessor(settings: Self.settings()).assess(Self.table(weight: 4, isWeighted: true))
        for (first, second) in zip(small.groups, large.groups) {
            for (one, other) in zip(first.metrics, second.metrics) {
                #expect(
                    agree(one.bootstrap?.interval.lower ?? 0, other.bootstrap?.interval.lower ?? 0, relative: 2e-6))
                #expect((one.bootstrap == nil) == (other.bootstrap == nil))
            }
        }
    }

    @Test func `weights that vary within a class widen the draws as Kish's size says`() throws {
        // Rows of one class are alike but for their weights, whose variance is as large as their mean squared.
        var tally = Tally()
        for prediction in [Outcome.positive, .negative] {
            tally.add(
                Mass(count: 2_000, weight: 2_000, squaredWeight: 4_000), label: .missing, prediction: prediction)
        }
        var table = GroupTable(
            attributes: [GroupingColumn(name: "g", values: [AttributeValue(attribute: "g", value: "x")])],
            inputs: [.prediction])
        table.add(tally, at: [0])
        let metric = try #require(
            Assessor(settings: Self.settings(4_000)).assess(table).overall.metrics.first {
                $0.metric == "selection_rate"
            })
        let (value, bootstrap) = (try #require(metric.estimate.defined), try #require(metric.bootstrap))
        // Kish: 4,000² / 8,000 = 2,000 rows.
        #expect(value.effectiveSize == 2_000)
        let ratio =
            (bootstrap.interval.upper - bootstrap.interval.lower) / (value.interval.upper - value.interval.lower)
        #expect(abs(ratio - 1) < 0.07, "\(ratio)")
    }

    @Test func `what never varies has no bootstrap interval, and the family has one all the same`() throws {
        let groups = [("none", 0, 0, 40, 60), ("some", 10, 8, 30, 52), ("more", 14, 9, 26, 51)]
        let assessment = Assessor(settings: Self.settings()).assess(DisparityTests.table(groups))
        let rate = try #require(assessment.groups[0].metrics.first { $0.metric == "selection_rate" })
        #expect(rate.estimate.value == 0 && rate.bootstrap == nil)
        let gap = try #require(
            assessment.disparities.first { $0.aggregation == .difference && $0.metric == "selection_rate" })
        #expect(gap.bootstrap == nil)
        let family = try #require(gap.familyInterval)
        let own = try #require(gap.estimate.defined).interval
        #expect(family.lower < own.lower && family.upper > own.upper)
    }

    @Test func `the largest deviation is that of trying every pair`() {
        var generator = SeededGenerator(seed: 3)
        for count in [0, 1, 2, 5, 11] {
            let variances = (0..<count * count).map { $0 % 5 == 3 ? 0 : 0.5 + generator.uniform() }
            let values = (0..<count).map { _ in SIMD8((0..<8).map { _ in generator.normal() }) }
            let maximum = PairMaximum(count: count) { (variances[$0 * count + $1], 0.1 * Double($1)) }
            let found = maximum(values.span)
            for draw in 0..<8 {
                var largest = 0.0
                for i in 0..<count {
                    for j in i + 1..<max(count, i + 1) where variances[i * count + j] > 0 {
                        let gap = values[i][draw] - 0.1 * Double(j) * values[j][draw]
                        largest = max(largest, gap * gap / variances[i * count + j])
                    }
                }
                #expect(agree(found[draw], largest, relative: 1e-12))
            }
        }
    }

    @Test func `a family of one range has its range's critical value at least`() throws {
        let critical = JointCritical(
            squaredMaxima: (1...1_000).map { Double($0 * $0) * 1e-5 }, tails: [], floor: 0)
        // The 950th of a thousand maxima.
        #expect(agree(critical.value(confidence: 0.95), (950 * 950 * 1e-5).squareRoot(), relative: 1e-6))
        let floored = JointCritical(squaredMaxima: [1, 1, 1], tails: [], floor: 1.96)
        #expect(floored.value(confidence: 0.95) == 1.96)
        let tail = JointCritical(
            squaredMaxima: [], tails: Array(repeating: { NormalDistribution.twoSidedTail($0) }, count: 4), floor: 1.9)
        #expect(
            agree(
                tail.value(confidence: 0.95), CriticalValue.several(comparisons: 4, confidence: 0.95), relative: 1e-6))
    }
}
