import NumericalKernels
import TestSupport
import Testing

@testable import FairnessMetrics

struct CalibrationAssessmentTests {
    /// People of groups a to c and of unknown group, calibrated but for b, whose chances are lower; c has five rows.
    private func table(size: Int = 600, shift: Double = 0.2, score: (Double) -> Double = { $0 }) -> GroupTable {
        let names = ["a", "b", "c"].map { AttributeValue(attribute: "g", value: $0) }
        let values = names + [AttributeValue(attribute: "g", value: "(missing)", isUnknown: true)]
        var table = GroupTable(attributes: [GroupingColumn(name: "g", values: values)], inputs: [.label, .score])
        var generator = SeededGenerator(seed: 9)
        for (group, count) in [size, size, 5, size].enumerated() {
            var tally = Tally()
            var scores = ScoreSample()
            for _ in 0..<count {
                let chance = 0.25 + 0.6 * generator.uniform()
                let isPositive = generator.uniform() < chance - (group == 1 ? shift : 0)
                tally.add(Mass(count: 1), label: isPositive ? .positive : .negative, prediction: .missing)
                scores.add(score(chance), label: isPositive ? .positive : .negative)
            }
            tally.scores = scores
            table.add(tally, at: [group])
        }
        return table
    }

    private func assess(_ table: GroupTable, minimumCell: Int = 0) -> Assessment {
        var settings = AssessmentSettings()
        settings.minimumCell = minimumCell
        return Assessor(settings: settings).assess(table)
    }

    @Test func `a group whose score promises too much is found, within the group and between the groups`() throws {
        let assessment = assess(table())
        let calibration = try #require(assessment.calibration)
        #expect(calibration.isProbability && calibration.groups.map(\.key.label) == ["a", "b", "c", "(missing)"])
        #expect(calibration.groups[0].cox?.adjustedPValue ?? 0 > 0.05)
        #expect(calibration.groups[1].cox?.adjustedPValue ?? 1 < 1e-6)
        let large = try #require(calibration.groups[1].inTheLarge.defined)
        #expect(large.interval.contains(-0.2) && !large.interval.contains(0))
        #expect(calibration.groups[2].cox == nil)
        let comparison = try #require(calibration.comparisons.first)
        // The unknown are no group, and five rows are too few.
        #expect(comparison.compared == 2 && comparison.notCompared == 1)
        #expect(comparison.test?.adjustedPValue ?? 1 < 1e-6)
        let widest = try #require(comparison.widest)
        #expect(widest.highest.label == "a" && widest.lowest.label == "b")
        #expect(widest.interval.lower > 0 && widest.interval.contains(widest.gap))
        // At the same score b turns out positive a fifth less often; a is the largest group of a and b.
        #expect(comparison.reference?.label == "a" && comparison.atSameScore.map(\.group.label) == ["b"])
        let gap = try #require(comparison.atSameScore.first?.gap.defined)
        #expect(gap.interval.contains(-0.2) && gap.interval.upper < 0)
        #expect(assessment.curves.map(\.key.label) == ["", "a", "b", "c", "(missing)"])
    }

    @Test func `without a shift nothing speaks`() throws {
        let comparison = try #require(assess(table(shift: 0)).calibration?.comparisons.first)
        #expect(comparison.test?.pValue ?? 0 > 0.05 && comparison.widest == nil)
    }

    @Test func `scores that are no probabilities keep their curves, bins and comparison, and say why`() throws {
        let assessment = assess(table { 10 * $0 })
        let calibration = try #require(assessment.calibration)
        #expect(!calibration.isProbability)
        for group in calibration.groups + [calibration.overall] {
            #expect(group.slope.undefinedReason?.contains("outside 0…1") == true)
            #expect(group.inTheLarge.defined == nil && group.cox == nil && !group.bins.isEmpty)
        }
        #expect(calibration.comparisons[0].test?.pValue ?? 1 < 1e-6)
        #expect(assessment.curves == assess(table()).curves)
    }

    @Test func `bins below the smallest cell are withheld, and everything where a group is`() throws {
        let calibration = try #require(assess(table(size: 300), minimumCell: 5).calibration)
        #expect(calibration.groups.map(\.key.label) == ["a", "b", "c", "(missing)"])
        #expect(calibration.groups.allSatisfy { $0.bins.allSatisfy { $0.count >= 5 } })
        #expect(calibration.groups.reduce(0) { $0 + $1.withheldBins } > 0)
        // The third group has five rows: it could be worked out from everybody and the others.
        let withholding = assess(table(size: 300), minimumCell: 30)
        #expect(withholding.withholdsDetail && withholding.calibration == nil && withholding.curves == [])
        #expect(withholding.measures == TableMeasures() && withholding.distributions == [])
    }

    @Test func `without scores or labels there is neither calibration nor curve`() {
        var table = table()
        table.inputs = [.score]
        #expect(assess(table).calibration == nil && assess(table).curves.isEmpty)
    }

    @Test func `the order in which rows were added changes nothing`() throws {
        let (first, second) = (table(size: 100), table(size: 100))
        var turned = GroupTable(attributes: first.attributes, inputs: first.inputs)
        for (cell, tally) in second.cells.sorted(by: { $0.key[0] > $1.key[0] }) { turned.add(tally, at: cell) }
        #expect(assess(first).calibration == assess(turned).calibration)
        #expect(assess(first).curves == assess(turned).curves)
    }
}
