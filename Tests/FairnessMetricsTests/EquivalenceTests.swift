import NumericalKernels
import TestSupport
import Testing

@testable import FairnessMetrics

/// Two one-sided tests agree with statistics' closed form, and with the verdicts.
struct EquivalenceTests {
    struct Fixture: Decodable {
        var equivalence: [[Double]]
    }

    private static func table(_ rates: [(hits: Int, rows: Int)]) -> GroupTable {
        let values = rates.indices.map { AttributeValue(attribute: "g", value: "\($0)") }
        var table = GroupTable(attributes: [GroupingColumn(name: "g", values: values)], inputs: [.prediction])
        for (index, rate) in rates.enumerated() {
            var tally = Tally()
            tally.add(Mass(count: rate.hits), label: .missing, prediction: .positive)
            tally.add(Mass(count: rate.rows - rate.hits), label: .missing, prediction: .negative)
            table.add(tally, at: [index])
        }
        return table
    }

    private static func disparities(_ rates: [(Int, Int)], confidence: Double = 0.95) -> [Disparity] {
        var settings = AssessmentSettings()
        settings.confidence = confidence
        settings.margin = 0.05
        return Assessor(settings: settings).assess(table(rates)).disparities
    }

    @Test func `large groups have the p-value of two one-sided z-tests`() throws {
        let fixture: Fixture = try Places.fixture("fairness/resampling.json")
        for row in fixture.equivalence {
            let gap = try #require(
                Self.disparities([(Int(row[0]), Int(row[1])), (Int(row[2]), Int(row[3]))]).first {
                    $0.aggregation == .difference
                })
            // Newcombe's interval is not Wald's: their z agree to a few thousandths at these sizes.
            let ours = NormalDistribution.quantile(max(1e-300, try #require(gap.equivalencePValue)))
            let theirs = NormalDistribution.quantile(max(1e-300, row[4]))
            #expect(agree(ours, theirs, relative: 0.006), "\(row): z \(ours), not \(theirs)")
        }
    }

    @Test func `the p-value is the tail at which the interval first leaves the margin`() throws {
        let tables = [
            [(300, 1_000), (310, 1_000)], [(30, 100), (33, 90), (28, 110)], [(0, 12), (1, 30), (9, 9), (4, 50)],
            [(700, 2_000), (740, 2_000), (640, 2_000), (690, 2_000)],
        ]
        for table in tables {
            for disparity in Self.disparities(table) {
                let name: Comment = "\(disparity.aggregation) \(table.count)"
                guard let p = disparity.equivalencePValue else {
                    #expect(disparity.estimate.defined == nil, name)
                    continue
                }
                #expect((0...1).contains(p), name)
                guard p > 1e-6, p < 0.2 else { continue }
                // At a confidence a little below and above 1 − 2p the interval lies within and beyond.
                for (confidence, isWithin) in [(1 - 2.02 * p, true), (1 - 1.98 * p, false)] {
                    let other = try #require(
                        Self.disparities(table, confidence: confidence).first {
                            $0.aggregation == disparity.aggregation && $0.group == disparity.group
                        })
                    let zone = Judgement.zone(isRatio: disparity.aggregation.isRatio, margin: disparity.margin)
                    let interval = try #require(other.estimate.defined).interval
                    #expect((interval.lower >= zone.lower && interval.upper <= zone.upper) == isWithin, name)
                }
            }
        }
    }

    @Test func `the verdict and the p-value agree`() {
        var seen: Set<Bool> = []
        for hits in stride(from: 280, through: 340, by: 4) {
            for rows in [1_000, 4_000, 20_000] {
                for disparity in Self.disparities([(hits * rows / 1_000, rows), (3 * rows / 10, rows)]) {
                    guard let p = disparity.equivalencePValue, abs(p - 0.025) > 1e-6 else { continue }
                    #expect((p < 0.025) == (disparity.verdict == .noMaterialDisparity), "\(disparity.aggregation)")
                    seen.insert(p < 0.025)
                }
            }
        }
        #expect(seen == [true, false])
    }

    @Test func `power at the margin is that of a z-test, and the detectable gap has power 80 %`() throws {
        let gap = try #require(
            Self.disparities([(3_000, 10_000), (3_100, 10_000)]).first { $0.aggregation == .difference })
        let error = try #require(gap.gapError)
        #expect(agree(error, (0.3 * 0.7 / 10_000 + 0.31 * 0.69 / 10_000).squareRoot(), relative: 1e-3))
        let z = 0.05 / error
        let power =
            NormalDistribution.cumulative(z - 1.959964) + NormalDistribution.cumulative(-z - 1.959964)
        #expect(agree(try #require(gap.power), power, relative: 1e-4))
        let detectable = try #require(gap.smallestDetectableGap)
        #expect(
            agree(NormalDistribution.cumulative((detectable - 0.05) / error - 1.959964), 0.8, relative: 1e-4))
    }

    @Test(arguments: [2, 12])
    func `the rows that are asked for settle the question in about four repeats of five`(groups: Int) throws {
        // True rates on a line from 0.30 to 0.44: beyond the margin, but a hundred rows a group cannot tell.
        let rates = (0..<groups).map { 0.3 + 0.14 * Double($0) / Double(groups - 1) }
        var (asked, settled) = (0.0, 0.0)
        for repetition in 0..<80 {
            var generator = SeededGenerator(seed: 8, stream: UInt64(repetition))
            func draw(_ rows: Int) -> Disparity? {
                Self.disparities(rates.map { (generator.binomial(rows, $0), rows) }).first {
                    $0.aggregation == .difference
                }
            }
            let first = try #require(draw(150))
            guard let rows = first.rowsNeeded else { continue }
            // The cheapest pair's rows, given to every group; or those of all groups together.
            let isBeyond = (first.corrected?.value ?? 0) > first.margin
            let each = min(200_000, 150 + rows / (isBeyond ? 2 : groups))
            asked += 1
            if try #require(draw(each)).verdict != .cannotTell { settled += 1 }
        }
        #expect(asked > 40)
        // A guess from one table misses the true gap now and then; half of the questions stayed open before.
        #expect(settled / asked > 0.6, "\(settled) of \(asked)")
    }
}
