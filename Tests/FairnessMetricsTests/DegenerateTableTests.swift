import Foundation
import NumericalKernels
import TestSupport
import Testing

@testable import FairnessMetrics

/// Laws that must hold on any table, however degenerate: thousands of seeded ones, among them empty and tiny cells, weights
/// of 0 and of 10³⁰⁰, constant scores, scores outside 0…1 and labels missing everywhere.
struct DegenerateTableTests {
    /// A row as a table reader would hand it over.
    struct Row {
        var group: Int
        var label: Outcome
        var prediction: Outcome
        var score: Double?
        var weight: Double?
    }

    /// One shape of table drawn at random.
    static func rows(_ generator: inout SeededGenerator) -> (rows: [Row], groups: Int, settings: AssessmentSettings) {
        func pick<Value>(_ values: [Value]) -> Value { values[Int(generator.next() % UInt64(values.count))] }
        let groups = pick([1, 2, 2, 3, 5, 12])
        let sizes = (0..<groups).map { _ in pick([0, 1, 1, 2, 3, 10, 40]) }
        let kinds = (0..<groups).map { _ in pick([0, 1, 2, 3, 4, 5, 6]) }
        let weighting = pick([0, 0, 1, 2, 3, 4, 5])
        let (missing, base, rate) = (pick([0, 0, 0.3, 1]), pick([0, 0.02, 0.5, 1]), pick([0, 0.05, 0.5, 1]))
        var rows: [Row] = []
        for group in 0..<groups {
            for _ in 0..<sizes[group] {
                func outcome(_ p: Double) -> Outcome {
                    generator.uniform() < missing ? .missing : generator.uniform() < p ? .positive : .negative
                }
                let score: Double? =
                    switch kinds[group] {
                    case 0: 0.7
                    case 1: generator.uniform()
                    case 2: generator.uniform() < 0.5 ? 0 : 1
                    case 3: 1e6 * generator.normal()
                    case 4: (generator.uniform() < 0.5 ? -1 : 1) * 1e300
                    case 5: generator.uniform() < 0.5 ? nil : 37
                    default: generator.uniform() < 0.01 ? nil : (10 * generator.uniform()).rounded() / 10
                    }
                let weight: Double? =
                    switch weighting {
                    case 0: nil
                    case 1: exp(2 * generator.normal())
                    case 2: generator.uniform() < 0.7 ? 0 : 1
                    case 3: generator.uniform() < 0.5 ? 1e300 : 1
                    case 4: generator.uniform() < 0.5 ? 1e-300 : 1e-200
                    default: generator.uniform() < 0.1 ? 1e9 : 1e-6
                    }
                rows.append(
                    Row(group: group, label: outcome(base), prediction: outcome(rate), score: score, weight: weight))
            }
        }
        var settings = AssessmentSettings()
        settings.confidence = pick([0.95, 0.6, 0.999_999])
        settings.margin = pick([0.05, 0])
        return (rows, groups, settings)
    }

    static func table(_ rows: [Row], groups: Int, names: [Int]? = nil) -> GroupTable {
        let names = names ?? Array(0..<groups)
        var table = GroupTable(
            attributes: [
                GroupingColumn(name: "g", values: names.map { AttributeValue(attribute: "g", value: "\($0)") })
            ], inputs: [.label, .prediction, .score])
        for row in rows {
            var tally = Tally()
            tally.add(
                row.weight.map { Mass(count: 1, weight: $0, squaredWeight: $0 * $0) } ?? Mass(count: 1),
                label: row.label, prediction: row.prediction)
            var scores = ScoreSample()
            scores.add(row.score, label: row.label, weight: row.weight)
            tally.scores = scores
            table.add(tally, at: [names.firstIndex(of: row.group) ?? 0])
        }
        return table
    }

    /// Draws a table of its own for each seed.
    static func drawn(_ seed: Int) -> (rows: [Row], groups: Int, settings: AssessmentSettings) {
        var generator = SeededGenerator(seed: 0xDE6E, stream: UInt64(seed))
        return rows(&generator)
    }

    @Test func `every value is finite and inside its interval, or undefined with a reason`() {
        for seed in 0..<600 {
            let (rows, groups, settings) = DegenerateTableTests.drawn(seed)
            let assessment = Assessor(settings: settings).assess(DegenerateTableTests.table(rows, groups: groups))
            for group in assessment.groups + [assessment.overall] {
                for metric in group.metrics {
                    let share = GroupMetric.named(metric.metric)?.isShare == true
                    check(metric.estimate, "\(seed) \(metric.metric)", upperMayBeInfinite: false, isShare: share)
                }
            }
            for disparity in assessment.disparities {
                let name: Comment = "\(seed) \(disparity.metric) \(disparity.aggregation)"
                let mayBeInfinite = disparity.aggregation == .ratioToReference
                check(disparity.estimate, name, upperMayBeInfinite: mayBeInfinite, isShare: false)
                for p in [disparity.pValue, disparity.adjustedPValue, disparity.falseDiscoveryRate] {
                    if let p { #expect(p >= 0 && p <= 1, name) }
                }
                if GroupMetric.named(disparity.metric)?.isShare == true {
                    #expect(disparity.smallestDetectableGap ?? 0 <= 1, name)
                }
                for number in [disparity.smallestDetectableGap, disparity.peopleCount] {
                    if let number { #expect(number.isFinite, name) }
                }
                if let evidence = disparity.evidence { #expect(evidence.gap >= 0, name) }
                if let rows = disparity.rowsNeeded { #expect(rows >= 0, name) }
                if !disparity.aggregation.isPerGroup {
                    let present = Set(rows.map(\.group)).count
                    #expect(disparity.compared + disparity.notEstimable == present, name)
                }
            }
        }
    }

    private func check(_ estimate: Estimate, _ name: Comment, upperMayBeInfinite: Bool, isShare: Bool) {
        switch estimate {
        case .undefined(let reason): #expect(!reason.isEmpty, name)
        case .defined(let value):
            #expect(value.value.isFinite && value.interval.lower.isFinite, name)
            #expect(value.interval.upper.isFinite || upperMayBeInfinite, name)
            #expect(value.interval.contains(value.value), name)
            #expect(value.effectiveSize.isFinite && value.effectiveSize >= 0, name)
            #expect((value.standardError ?? 0).isFinite && (value.standardError ?? 0) >= 0, name)
            if isShare { #expect(value.interval.lower >= 0 && value.interval.upper <= 1, name) }
        }
    }

    @Test func `verdicts follow from interval and margin`() {
        for seed in 0..<400 {
            let (rows, groups, settings) = DegenerateTableTests.drawn(seed)
            let assessment = Assessor(settings: settings).assess(DegenerateTableTests.table(rows, groups: groups))
            for disparity in assessment.disparities {
                let name: Comment = "\(seed) \(disparity.metric) \(disparity.aggregation)"
                guard let interval = disparity.estimate.defined?.interval else {
                    #expect(disparity.verdict == .cannotTell, name)
                    continue
                }
                let margin = disparity.margin
                let (low, high) = disparity.aggregation.isRatio ? (margin, 1 / margin) : (-margin, margin)
                let isBeyond = interval.lower > high || interval.upper < low
                let isWithin = interval.lower >= low && interval.upper <= high && disparity.notEstimable == 0
                // A handful of rows may put the interval beyond the margin where the test still allows for chance.
                let isSignificant = (disparity.pValue ?? 0) <= 1 - settings.confidence
                let expected: Verdict =
                    isBeyond && isSignificant
                    ? .disparityShown : isWithin ? .noMaterialDisparity : .cannotTell
                #expect(disparity.verdict == expected, name)
            }
        }
    }

    @Test func `the order of rows and of groups changes nothing`() throws {
        for seed in 0..<300 {
            let (rows, groups, settings) = DegenerateTableTests.drawn(seed)
            var order = SeededGenerator(seed: 1, stream: UInt64(seed))
            let assessor = Assessor(settings: settings)
            let plain = assessor.assess(DegenerateTableTests.table(rows, groups: groups))
            let mixed = assessor.assess(
                DegenerateTableTests.table(
                    rows.shuffled(using: &order), groups: groups, names: Array(0..<groups).shuffled(using: &order)))
            for disparity in plain.disparities where !disparity.aggregation.isPerGroup {
                let name: Comment = "\(seed) \(disparity.metric) \(disparity.aggregation)"
                let other = try #require(
                    mixed.disparities.first {
                        $0.aggregation == disparity.aggregation
                            && ($0.metric == disparity.metric
                                || disparity.aggregation == .equalizedOddsDifference
                                || disparity.aggregation == .equalizedOddsRatio)
                    })
                expectSame(disparity.estimate, other.estimate, name)
                #expect(agree(disparity.pValue ?? 0, other.pValue ?? 0, relative: 1e-6, absolute: 1e-9), name)
                #expect(disparity.verdict == other.verdict, name)
            }
        }
    }

    @Test func `complements mirror each other`() throws {
        let pairs = [
            ("true_negative_rate", "false_positive_rate"), ("false_negative_rate", "true_positive_rate"),
            ("false_discovery_rate", "positive_predictive_value"), ("false_omission_rate", "negative_predictive_value"),
        ]
        for seed in 0..<300 {
            let (rows, groups, settings) = DegenerateTableTests.drawn(seed)
            let assessment = Assessor(settings: settings).assess(DegenerateTableTests.table(rows, groups: groups))
            for (first, second) in pairs {
                for group in assessment.groups {
                    let (a, b) = (group.estimate(first)?.defined, group.estimate(second)?.defined)
                    #expect((a == nil) == (b == nil))
                    guard let a, let b else { continue }
                    #expect(agree(a.value + b.value, 1, relative: 1e-9), "\(seed) \(first)")
                    #expect(agree(a.interval.lower + b.interval.upper, 1, relative: 1e-9), "\(seed) \(first)")
                }
                func gap(_ metric: String) -> Disparity? {
                    assessment.disparities.first { $0.metric == metric && $0.aggregation == .difference }
                }
                let (a, b) = (try #require(gap(first)), try #require(gap(second)))
                expectSame(a.estimate, b.estimate, "\(seed) \(first)")
                #expect(agree(a.pValue ?? 0, b.pValue ?? 0, relative: 1e-6, absolute: 1e-9), "\(seed) \(first)")
            }
        }
    }

    private func expectSame(_ first: Estimate, _ second: Estimate, _ name: Comment) {
        guard let a = first.defined, let b = second.defined else {
            #expect(first == second, name)
            return
        }
        #expect(agree(a.value, b.value, relative: 1e-9, absolute: 1e-9), name)
        #expect(agree(a.interval.lower, b.interval.lower, relative: 1e-9, absolute: 1e-9), name)
        #expect(agree(a.interval.upper, b.interval.upper, relative: 1e-9, absolute: 1e-9), name)
    }
}
