import FairnessMetrics
import MatrixKernels
import Models
import NumericalKernels
import TestSupport
import Testing

@testable import Mitigations

struct LeakageTests {
    static func measure(
        _ probe: LeakageProbe, _ states: Matrix, _ drawn: DrawnStates, groupCount: Int = 2, training: Range<Int>
    ) -> Leakage {
        probe.measure(
            states, groups: drawn.groups.map { $0 }, groupCount: groupCount, labels: drawn.labels.map { $0 },
            labelCount: 2, split: (Array(training), Array(training.upperBound..<drawn.groups.count)), seed: 3)
    }

    @Test(arguments: [2, 3])
    func `a linear probe learned before erasure and learns nothing after`(groupCount: Int) throws {
        let drawn = DrawnStates(3000, width: 10, groupCount: groupCount, seed: 7)
        let training = 0..<1500
        var fitter = LEACEFitter(width: 10, groups: [groupCount])
        fitter.update(drawn.states.rows(training), groups: [training.map { drawn.groups[$0] }])
        let erased = try fitter.eraser()(drawn.states)
        let before = LeakageTests.measure(.linear, drawn.states, drawn, groupCount: groupCount, training: training)
        let after = LeakageTests.measure(.linear, erased, drawn, groupCount: groupCount, training: training)
        let (had, has) = (before.findings[0], after.findings[0])
        #expect(had.areas.count == (groupCount == 2 ? 1 : 3))
        for (one, other) in zip(had.areas, has.areas) {
            #expect(try #require(one.defined).interval.lower > 0.7)
            // Two errors: that of the probe's figure, and that of an eraser which other rows were the data of.
            let found = try #require(other.defined)
            #expect(abs(found.value - 0.5) < 3 * (found.standardError ?? 0))
        }
        #expect(try #require(had.advantage) > 0.15)
        #expect(abs(try #require(has.advantage)) < 0.04)
        // What the training rows teach is exactly nothing: the best coefficients are 0 up to the states' rounding.
        let fit = LogisticFit(
            features: erased.rows(training), targets: training.map { drawn.groups[$0] }, classes: groupCount)
        #expect(fit.model.coefficients.values.allSatisfy { abs($0) < 1e-5 })
    }

    @Test func `erasing within each label leaves a probe nothing there, and the pooled one leaves slopes`() throws {
        let drawn = DrawnStates(4000, width: 8, agreement: 0.5, opposed: true, seed: 8)
        let training = 0..<2000
        var fitter = LEACEFitter(width: 8, groups: [2], labels: 2)
        fitter.update(
            drawn.states.rows(training), groups: [training.map { drawn.groups[$0] }],
            labels: training.map { drawn.labels[$0] })
        func areas(_ scope: ErasureScope?) throws -> [Interval] {
            let states = try scope.map { try fitter.eraser($0)(drawn.states) } ?? drawn.states
            return try LeakageTests.measure(.linear, states, drawn, training: training).findings.dropFirst().map {
                try #require($0.areas[0].defined).interval
            }
        }
        #expect(try areas(nil).allSatisfy { $0.lower > 0.7 })
        #expect(try areas(.withinEachLabel).allSatisfy { $0.contains(0.5) })
        #expect(try areas(.pooledWithinLabels).allSatisfy { $0.lower > 0.6 })
    }

    @Test func `a network finds what a linear probe cannot`() throws {
        var generator = SeededGenerator(seed: 9)
        let values = (0..<1200).map { _ in Float(generator.normal()) }
        let states = Matrix(rows: 600, columns: 2, values)
        let groups = (0..<600).map { states[$0, 0] * states[$0, 1] > 0 ? 1 : 0 }
        var small = PerceptronProbe()
        (small.hidden, small.epochs, small.learningRate) = ([16], 20, 1e-2)
        let probe = LeakageProbe(name: "mlp", kind: .perceptron(small))
        func area(_ probe: LeakageProbe) throws -> Interval {
            let leakage = probe.measure(
                states, groups: groups.map { $0 }, groupCount: 2, split: (Array(0..<400), Array(400..<600)), seed: 1)
            #expect(leakage.findings.count == 1)
            return try #require(leakage.findings[0].areas[0].defined).interval
        }
        #expect(try area(.linear).upper < 0.7)
        #expect(try area(probe).lower > 0.85)
        let (once, again) = (try area(probe), try area(probe))
        #expect(once == again)
    }

    @Test func `figures are those counted by hand, and rows without a group are left out`() throws {
        let states = Matrix(rows: 9, columns: 1, [0, 1, 2, 3, 0, 4, 1, 9, 3])
        let groups: [Int?] = [0, 0, 1, 1, 0, 1, 1, nil, 1]
        let leakage = LeakageProbe.linear.measure(
            states, groups: groups, groupCount: 2, split: ([0, 1, 2, 3], [4, 5, 6, 7, 8]), seed: 1)
        let finding = leakage.findings[0]
        #expect(finding.trainingRows == 4 && finding.heldOutRows == 4)
        // Held out are 0 (group 0), 4, 1 and 3 (group 1): cut at 1.5, three of four are right.
        #expect(finding.accuracy.value == 0.75)
        // Of equally large groups to learn from the first counts as the largest.
        #expect(finding.majority.value == 0.25)
        #expect(finding.areas[0].value == 1)
    }

    @Test func `within a label a probe learns from and is judged on its rows alone`() throws {
        let drawn = DrawnStates(90, width: 3, agreement: 0.8, seed: 13)
        let labels: [Int?] = drawn.labels.enumerated().map { $0 % 9 == 0 ? nil : $1 }
        let leakage = LeakageProbe.linear.measure(
            drawn.states, groups: drawn.groups.map { $0 }, groupCount: 2, labels: labels, labelCount: 2,
            split: (Array(0..<50), Array(50..<90)), seed: 1)
        let counts = (0..<2).map { label in
            ((0..<50).count { labels[$0] == label }, (50..<90).count { labels[$0] == label })
        }
        #expect(counts[0] != counts[1])
        for label in 0..<2 {
            let finding = leakage.findings[label + 1]
            #expect((finding.trainingRows, finding.heldOutRows) == counts[label])
        }
        #expect(leakage.findings[0].trainingRows == 50 && leakage.findings[0].heldOutRows == 40)
    }

    @Test func `a scope with one group has no figures but a reason`() {
        let drawn = DrawnStates(40, width: 3, seed: 10)
        let leakage = LeakageProbe.linear.measure(
            drawn.states, groups: drawn.groups.map { $0 }, groupCount: 2, labels: drawn.groups.map { $0 },
            labelCount: 2, split: (Array(0..<30), Array(30..<40)), seed: 1)
        #expect(leakage.findings.map(\.scope) == [.all, .label(0), .label(1)])
        #expect(leakage.findings[0].accuracy.value != nil)
        #expect(leakage.findings[1].accuracy.undefinedReason?.contains("fewer than two groups") == true)
    }
}
