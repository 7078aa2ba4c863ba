import TestSupport
import Testing

@testable import FairnessMetrics

/// How many wrong labels close a gap, against brute force and against labels spoilt on purpose.
struct LabelNoiseTests {
    static func key(_ name: String) -> GroupKey { GroupKey([AttributeValue(attribute: "g", value: name)]) }

    static func findings(_ metric: String, _ high: Tally, _ low: Tally, margin: Double = 0.05) -> [LabelNoise] {
        LabelNoise.findings(metric, higher: (key("high"), high), lower: (key("low"), low), margin: margin)
    }

    @Test func `the share that was spoilt at random is found`() throws {
        // Both groups have true rates 300/500 and 100/500; 80 of 500 positive labels of 'high' are then lost, 48 selected.
        let low = Tally(truePositives: 300, falsePositives: 100, falseNegatives: 200, trueNegatives: 400)
        let high = Tally(
            truePositives: 300 - 48, falsePositives: 100 + 48, falseNegatives: 200 - 32, trueNegatives: 400 + 32)
        let found = try #require(
            LabelNoiseTests.findings("false_positive_rate", high, low).first {
                $0.group == LabelNoiseTests.key("high") && $0.label == .negative && $0.pattern == .nonDifferential
            })
        #expect(agree(try #require(found.vanishesAt), 80.0 / 580, relative: 1e-9))
        // The true positive rate does not move, and there is nothing to find.
        #expect(LabelNoiseTests.findings("true_positive_rate", high, low).isEmpty)
        let base = try #require(
            LabelNoiseTests.findings("base_rate", low, high).first {
                $0.group == LabelNoiseTests.key("low") && $0.label == .negative && $0.pattern == .nonDifferential
            })
        #expect(agree(try #require(base.vanishesAt), 80.0 / 580, relative: 1e-9))
    }

    @Test(arguments: LabelNoise.Metric.allCases)
    func `the worst case is that of trying every choice of labels`(metric: LabelNoise.Metric) throws {
        let high = Tally(truePositives: 30, falsePositives: 14, falseNegatives: 9, trueNegatives: 21)
        let low = Tally(truePositives: 8, falsePositives: 7, falseNegatives: 16, trueNegatives: 34)
        let (a, b) = (high, low)
        let values = [a, b].map { MendedLabels($0, for: metric).value(metric) ?? 0 }
        let (top, bottom) = values[0] > values[1] ? (a, b) : (b, a)
        let findings = LabelNoiseTests.findings(metric.rawValue, top, bottom)
        for (name, group, other) in [("high", top, bottom), ("low", bottom, top)] {
            let counts = MendedLabels(group, for: metric)
            let target = try #require(MendedLabels(other, for: metric).value(metric))
            let present = try #require(counts.value(metric))
            for label in LabelNoise.Label.allCases {
                let (selected, others) =
                    label == .negative
                    ? (counts.falsePositive, counts.trueNegative) : (counts.truePositive, counts.falseNegative)
                // The fewest whole labels with which some choice reaches the other group's value.
                var fewest: Int?
                for first in 0...Int(selected) {
                    for second in 0...Int(others) {
                        guard
                            let value = counts.mended(label, selected: Double(first), others: Double(second)).value(
                                metric),
                            target > present ? value >= target - 1e-12 : value <= target + 1e-12
                        else { continue }
                        fewest = min(fewest ?? .max, first + second)
                    }
                }
                let found = findings.first {
                    $0.group == LabelNoiseTests.key(name) && $0.label == label && $0.pattern == .worstCase
                }?.vanishesAt
                #expect((found == nil) == (fewest == nil), "\(metric) \(name) \(label)")
                if let found, let fewest {
                    let labels = found * (selected + others)
                    #expect(Int((labels - 1e-6).rounded(.up)) == fewest, "\(metric) \(name) \(label)")
                }
            }
        }
    }

    @Test func `the margin needs fewer wrong labels than the whole gap, and the worst case no more than chance`() {
        let high = Tally(truePositives: 300, falsePositives: 150, falseNegatives: 100, trueNegatives: 350)
        let low = Tally(truePositives: 200, falsePositives: 60, falseNegatives: 200, trueNegatives: 440)
        for metric in LabelNoise.Metric.allCases {
            let findings = LabelNoiseTests.findings(metric.rawValue, high, low)
            for finding in findings {
                if let whole = finding.vanishesAt, let within = finding.withinMarginAt { #expect(within <= whole) }
                guard finding.pattern == .nonDifferential, let random = finding.vanishesAt else { continue }
                let worst = findings.first {
                    $0.pattern == .worstCase && $0.group == finding.group && $0.label == finding.label
                }
                #expect((worst?.vanishesAt ?? 2) <= random + 1e-9)
            }
        }
    }

    @Test func `differences that rest on labels carry the findings, others do not`() throws {
        var table = GroupTable(
            attributes: [
                GroupingColumn(name: "g", values: ["a", "b"].map { AttributeValue(attribute: "g", value: $0) })
            ], inputs: [.label, .prediction])
        table.add(Tally(truePositives: 300, falsePositives: 150, falseNegatives: 100, trueNegatives: 350), at: [0])
        table.add(Tally(truePositives: 200, falsePositives: 60, falseNegatives: 200, trueNegatives: 440), at: [1])
        for gap in Assessor().assess(table).disparities {
            let isExpected = gap.aggregation == .difference && LabelNoise.Metric(rawValue: gap.metric) != nil
            #expect(gap.labelNoise.isEmpty == !isExpected || gap.metric == "base_rate", "\(gap.metric)")
        }
    }
}
