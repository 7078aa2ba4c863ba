import TestSupport
import Testing

@testable import FairnessMetrics

/// Outcomes of several classes: against scikit-learn, and against the binary audit of each class.
struct MulticlassTests {
    let tables: [OutcomesFixture.Classes]

    init() throws { tables = try OutcomesFixture.read().classes }

    @Test func `metrics over all classes and of each are scikit-learn's`() throws {
        var compared = 0
        for table in tables {
            let assessment = Assessor().assess(table.table)
            for (name, expected) in table.groups {
                let group = try #require(assessment.groups.first { $0.key.label == name })
                for (metric, value) in expected.values {
                    #expect(agree(try #require(group.estimate(metric)?.value), value, relative: 1e-12), "\(metric)")
                    compared += 1
                }
                for (className, metrics) in expected.classes {
                    for (metric, value) in metrics {
                        let ours = try #require(group.estimate(metric, ofClass: className)?.value)
                        #expect(agree(ours, value, relative: 1e-12, absolute: 1e-14), "\(metric) of \(className)")
                        compared += 1
                    }
                }
            }
        }
        #expect(compared > 250)
    }

    @Test func `macro F1 varies as the infinitesimal jackknife says`() throws {
        for table in tables {
            for (cell, tally) in table.table.sums(over: [0]) {
                let expected = try #require(table.groups["\(cell[0])"])
                let sampled = try #require(GroupMetric.macroF1.measure(tally).sampled)
                guard case .wider(.logit(let error, _), _) = sampled.model else {
                    Issue.record("not on the logit scale")
                    continue
                }
                let spread = sampled.value * (1 - sampled.value)
                let added = spread / (sampled.effectiveSize * sampled.effectiveSize)
                #expect(agree(error * error * spread * spread - added, expected.macroF1Variance, relative: 1e-3))
            }
        }
    }

    @Test func `each class compares as in a binary audit of it`() throws {
        let table = tables[1].table
        let all = Assessor().assess(table)
        for (index, name) in table.classes.enumerated() {
            var binary = GroupTable(attributes: table.attributes, inputs: table.inputs)
            for (cell, tally) in table.cells {
                binary.add(try #require(tally.classes).against(index), at: cell)
            }
            let alone = Assessor().assess(binary)
            for metric in GroupMetric.ofClasses {
                for aggregation in [Aggregation.difference, .ratio] {
                    let one = alone.disparities.first { $0.metric == metric.id && $0.aggregation == aggregation }
                    var other = all.disparities.first {
                        $0.metric == metric.id && $0.aggregation == aggregation && $0.className == name
                    }
                    other?.className = nil
                    // The families differ, and nothing else.
                    other?.adjustedPValue = one?.adjustedPValue
                    other?.falseDiscoveryRate = one?.falseDiscoveryRate
                    other?.benjaminiYekutieli = one?.benjaminiYekutieli
                    other?.labelNoise = one?.labelNoise ?? []
                    #expect(other == one && one != nil, "\(metric.id) \(aggregation) of \(name)")
                }
            }
            let parity = all.disparities.first {
                $0.aggregation == .demographicParityDifference && $0.className == name
            }
            #expect(
                parity?.estimate == alone.disparities.first { $0.aggregation == .demographicParityDifference }?.estimate
            )
        }
    }

    @Test func `equalized odds is the worst of all classes, and its interval pays for the search`() throws {
        let assessment = Assessor().assess(tables[2].table)
        let odds = try #require(assessment.disparities.first { $0.aggregation == .equalizedOddsDifference })
        let rates = assessment.disparities.filter {
            $0.aggregation == .difference && $0.className != nil
                && ["true_positive_rate", "false_positive_rate"].contains($0.metric)
        }
        let worst = try #require(rates.max { ($0.estimate.value ?? 0) < ($1.estimate.value ?? 0) })
        #expect(rates.count == 2 * 5 && odds.className == worst.className && odds.metric == worst.metric)
        #expect(odds.estimate.value == worst.estimate.value)
        let (all, one) = (try #require(odds.estimate.defined), try #require(worst.estimate.defined))
        // Only the end that shows a gap has to pay.
        #expect(all.interval.lower <= one.interval.lower && all.interval.upper >= one.interval.upper)
        let smallest = try #require(rates.compactMap(\.pValue).min())
        #expect(agree(try #require(odds.pValue), min(1, 10 * smallest), relative: 1e-12))
    }

    @Test func `the family covers every class`() {
        let assessment = Assessor().assess(tables[0].table)
        // Three metrics over all classes and macro precision, five metrics of each of three classes.
        #expect(assessment.familySizes[.difference] == 4 + 5 * 3)
        #expect(assessment.familySizes[.demographicParityDifference] == 3)
    }

    @Test func `a class that is missing from a group leaves the mean undefined`() {
        var classes = ClassTally(count: 3)
        classes.add(Mass(count: 5), label: 0, prediction: 0)
        classes.add(Mass(count: 5), label: 1, prediction: 2)
        classes.add(Mass(count: 2), label: nil, prediction: 1)
        var tally = classes.presence
        tally.classes = classes
        #expect(tally.everyone.count == 12 && tally.labelled(.missing).count == 2)
        #expect(GroupMetric.accuracy.estimate(in: tally).value == 0.5)
        #expect(
            GroupMetric.balancedAccuracy.estimate(in: tally).undefinedReason
                == "the true positive rate is undefined for 1 of 3 classes, so there is no mean of them")
        #expect(GroupMetric.macroPrecision.estimate(in: tally).undefinedReason?.contains("1 of 3") == true)
        #expect(GroupMetric.macroF1.estimate(in: tally).defined?.value == 1.0 / 3)
        #expect(GroupMetric.accuracy.estimate(in: Tally()).undefinedReason != nil)
    }
}
