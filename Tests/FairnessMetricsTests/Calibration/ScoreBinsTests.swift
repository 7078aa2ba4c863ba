import TestSupport
import Testing

@testable import FairnessMetrics

struct ScoreBinsTests {
    @Test func `bins of equal width agree with scikit-learn's calibration curve`() throws {
        var compared = 0
        for table in try CalibrationFixture.load() {
            guard let shares = table.uniformShare, let means = table.uniformMean else { continue }
            let filled = ScoreBins.equalWidth(10).contents(table.sample()).filter { $0.rows.count > 0 }
            #expect(filled.count == shares.count)
            for (index, bin) in filled.enumerated() {
                #expect(agree(bin.share.sampled?.value ?? -1, shares[index], relative: 1e-12))
                #expect(agree(bin.scoreSum / bin.rows.weight, means[index], relative: 1e-12))
                compared += 1
            }
        }
        #expect(compared > 60)
    }

    @Test func `bins of equal count hold about a tenth each, and every row`() throws {
        for table in try CalibrationFixture.load() {
            let sample = table.sample()
            let rows = LabelledRows(sample)
            let bins = ScoreBins.equalCount(10, of: rows)
            let contents = bins.contents(sample)
            #expect((8...10).contains(bins.count))
            #expect(contents.reduce(0) { $0 + $1.rows.count } == table.score.count)
            for content in contents {
                #expect(content.rows.weight > 0.04 * rows.mass.weight && content.rows.weight < 0.2 * rows.mass.weight)
            }
        }
    }

    @Test func `few distinct scores have a bin each, and many ties stay together`() {
        let few = LabelledRows(scoreSample((1...8).flatMap { score in (0..<score).map { (Double(score), $0 > 2) } }))
        let single = ScoreBins.equalCount(10, of: few)
        #expect(single.isDiscrete && single.edges == [1, 1, 2, 3, 4, 5, 6, 7, 8])
        #expect((1...8).map { single.bin(of: Double($0)) } == Array(0..<8))
        var rows = (0..<900).map { _ in (0.5, true) }
        rows += (0..<100).map { (Double($0) / 200, false) }
        let bins = ScoreBins.equalCount(10, of: LabelledRows(scoreSample(rows)))
        #expect(bins.edges.first == 0 && bins.edges.last == 0.5)
        #expect(bins.contents(scoreSample(rows)).last?.rows.count ?? 0 >= 900)
        #expect(ScoreBins.equalCount(10, of: LabelledRows(scoreSample([(0.3, true)]))).edges == [0.3, 0.3])
        #expect(ScoreBins.equalCount(10, of: LabelledRows(ScoreSample())).count == 0)
    }

    @Test(arguments: [
        (0.1, 0.2, 0.2), (0.14, 0.16, 0.15), (0.9994, 0.9996, 0.9995), (-3, 4, 0.5), (1234.5, 1300.1, 1300),
        (0.3, 0.3, 0.3),
    ])
    func `an edge has the fewest digits that keep two scores apart`(lower: Double, upper: Double, expected: Double) {
        let edge = ScoreBins.shortest(from: lower, below: upper)
        #expect(lower <= edge && (edge < upper || lower == upper))
        #expect(abs(edge - expected) < 0.051 * max(1, abs(expected)))
    }

    @Test func `a score on an edge belongs to the bin below, the lowest one to the first`() {
        let bins = ScoreBins(edges: [0, 0.25, 0.5, 1])
        #expect([0, 0.25, 0.2500001, 0.5, 0.51, 1].map { bins.bin(of: $0) } == [0, 0, 1, 1, 2, 2])
        #expect(bins.bin(of: -1) == 0 && bins.bin(of: 2) == 2)
    }

    @Test(arguments: [0.123456789, 98765.4321, -0.00012345678, 1e-12, 3.0, 0])
    func `five significant digits are within half a unit and print short`(value: Double) {
        let rounded = value.rounded(toSignificant: 5)
        #expect(abs(rounded - value) <= abs(value) * 0.5e-4)
        #expect(rounded.description.filter(\.isNumber).count <= 9)
    }
}
