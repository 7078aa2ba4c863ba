import MatrixKernels
import TestSupport
import Testing
import Transformers

@testable import Mitigations

struct GroupLossTests {
    static let labels: [Int32] = [0, 0, 0, 1, 1, 1, 1, 0]
    static let attribute = ProtectedAttribute(name: "a", groups: [0, 0, 1, 0, 1, 1, 1, -1])

    @Test func `group DRO moves weight to the greater loss`() throws {
        // Losses: rows 0 and 1 (group 0) ln 2 each, row 2 (group 1) ln(1 + e).
        let attribute = ProtectedAttribute(name: "a", groups: [0, 0, 1])
        var objective = GroupDRO(targets: [0, 1, 0], attribute: attribute, stepSize: 0.5)
        let logits = Matrix(rows: 3, columns: 2, [0, 0, 0, 0, 0, 1])
        var step = GivenOutputs(logits: logits).step([0, 1, 2])
        let loss = objective.add(to: &step) ?? .nan
        // exp(0.5 ln 2) = √2 and exp(0.5 ln(1 + e)) = √(1 + e), each times 1/2 and scaled.
        let (first, second) = (2.0.squareRoot(), 3.718281828459045.squareRoot())
        let q = [first / (first + second), second / (first + second)]
        #expect(zip(objective.weights, q).allSatisfy { agree($0, $1, relative: 1e-6) })
        #expect(agree(loss, q[0] * 0.6931471805599453 + q[1] * 1.3132616875182228, relative: 1e-6))
        let gradients = try #require(step.logits)
        #expect(agree(Double(gradients[0, 0]), -q[0] / 4, relative: 1e-5))
        #expect(agree(Double(gradients[2, 0]), -q[1] * 0.7310585786300049, relative: 1e-5))
        // A small group counts more with an adjustment: 1/√2 against 1/√1.
        var adjusted = GroupDRO(targets: [0, 1, 0], attribute: attribute, stepSize: 0.5, adjustment: 2)
        var other = GivenOutputs(logits: logits).step([0, 1, 2])
        _ = adjusted.add(to: &other)
        #expect(adjusted.weights[1] > q[1])
        // A group that is not in the batch keeps its weight before scaling.
        var absent = GroupDRO(targets: [0, 1, 0], attribute: attribute, stepSize: 0.5)
        var some = GivenOutputs(logits: logits.rows(0..<2)).step([0, 1])
        _ = absent.add(to: &some)
        #expect(agree(absent.weights[0], first / (first + 1), relative: 1e-6))
    }

    @Test func `rows without a group count in group DRO as in plain classification`() throws {
        let attribute = ProtectedAttribute(name: "a", groups: [-1, -1, -1], groupCount: 2)
        let logits = SmallRun.matrix(3, 2, seed: 1)
        var robust = GroupDRO(targets: [0, 1, 0], attribute: attribute)
        var plain = ClassificationObjective(targets: [0, 1, 0])
        var (one, two) = (GivenOutputs(logits: logits).step([0, 1, 2]), GivenOutputs(logits: logits).step([0, 1, 2]))
        #expect(agree(robust.add(to: &one) ?? .nan, plain.add(to: &two) ?? .nan, relative: 1e-9))
        for (x, y) in zip(one.logits?.values ?? [], two.logits?.values ?? [1]) { #expect(abs(x - y) < 1e-7) }
        #expect(robust.weights == [0.5, 0.5])
    }

    @Test(
        arguments: [GroupDifference.Statistic.loss, .logit(of: 1), .probability(of: 1)],
        [GroupDifference.Condition.none, .label(1), .eachLabel])
    func `the gradients of group differences equal central differences`(
        statistic: GroupDifference.Statistic, condition: GroupDifference.Condition
    ) throws {
        let attribute = ProtectedAttribute(name: "a", groups: [0, 1, 2, 0, 1, 2, 0, -1, 1])
        let targets: [Int32] = [0, 1, 1, 1, 0, 0, 2, 1, 1]
        var objective = GroupDifference(
            statistic, condition: condition, targets: targets, attribute: attribute, weight: 1)
        let logits = SmallRun.matrix(9, 3, seed: 5)
        func loss(_ logits: Matrix) -> Double {
            var step = GivenOutputs(logits: logits).step(Array(0..<9))
            return objective.add(to: &step) ?? .nan
        }
        var step = GivenOutputs(logits: logits).step(Array(0..<9))
        #expect((objective.add(to: &step) ?? 0) > 0)
        let found = try #require(step.logits)
        for row in 0..<9 {
            let direction = SmallRun.matrix(1, 3, seed: UInt64(row))
            let expected = derivative(at: 0.01) { distance in
                var moved = logits
                for column in 0..<3 { moved[row, column] += Float(distance) * direction[0, column] }
                return loss(moved)
            }
            #expect(
                agree(SmallRun.dot(found.rows(row..<row + 1), direction), expected, relative: 1e-3, absolute: 1e-4))
        }
    }

    @Test func `the difference of two groups is squared`() {
        // Margins: group 0 has 2 and 4, group 1 has 1; one row's group is not known.
        var objective = GroupDifference(
            .logit(of: 1), condition: .none, targets: [0, 0, 0, 0],
            attribute: ProtectedAttribute(name: "a", groups: [0, 0, 1, -1]), weight: 3)
        var step = GivenOutputs(logits: Matrix(rows: 4, columns: 2, [0, 2, 0, 4, 1, 2, 0, 50])).step([0, 1, 2, 3])
        #expect(objective.add(to: &step) == 4)
        var single = GivenOutputs(logits: Matrix(rows: 2, columns: 2, [0, 2, 0, 4])).step([0, 1])
        #expect(objective.add(to: &single) == nil)
        #expect(single.logits == nil)
    }

    @Test func `FairBatch moves a share toward the group with the greater loss after each round`() {
        // Label 0: groups 0, 0, 1 (and one unknown); label 1: 0, 1, 1, 1.
        var objective = FairBatch(
            .equalizedOdds, targets: GroupLossTests.labels, attribute: GroupLossTests.attribute, stepSize: 0.1)
        objective.beginRound()
        #expect(objective.shares == [[2.0 / 3, 1.0 / 3], [0.25, 0.75]])
        #expect(objective.sampleWeights == [1, 1, 1, 1, 1, 1, 1, 1])
        // Group 1 of label 0 is wrong; group 0 of label 1 is right, the others of label 1 are undecided.
        let logits = Matrix(rows: 8, columns: 2, [0, 0, 0, 0, 0, 3, 0, 3, 0, 0, 0, 0, 0, 0, 9, -9])
        var step = GivenOutputs(logits: logits).step(Array(0..<8))
        #expect(objective.add(to: &step) == nil)
        #expect(step.logits == nil)
        objective.beginRound()
        // Label 0: group 1's loss lies farthest and above; label 1: group 0's lies farthest and below.
        func near(_ found: Double, _ expected: Double) -> Bool { agree(found, expected, relative: 1e-12) }
        #expect(near(objective.shares[0][1], 1.0 / 3 + 0.1) && near(objective.shares[0][0], 2.0 / 3 - 0.1))
        #expect(near(objective.shares[1][0], 0.15) && near(objective.shares[1][1], 0.85))
        // Label 1, group 1: 4 · 0.85 / 3.
        #expect(near(objective.sampleWeights?[4] ?? 0, 4 * 0.85 / 3))
        #expect(objective.sampleWeights?[7] == 1)
        // Nothing seen, nothing moved.
        let before = objective.shares
        objective.beginRound()
        #expect(objective.shares == before)
        // A share stays within 0 and 1.
        for _ in 3..<20 {
            var again = GivenOutputs(logits: logits).step(Array(0..<8))
            _ = objective.add(to: &again)
            objective.beginRound()
        }
        #expect(near(objective.shares[0][1], 1) && abs(objective.shares[0][0]) < 1e-12)
        #expect(abs(objective.shares[1][0]) < 1e-12)
        var one = FairBatch(
            .equalOpportunity(label: 1), targets: GroupLossTests.labels, attribute: GroupLossTests.attribute,
            stepSize: 0.1)
        var seen = GivenOutputs(logits: logits).step(Array(0..<8))
        _ = one.add(to: &seen)
        one.beginRound()
        #expect(one.shares[0] == [2.0 / 3, 1.0 / 3] && near(one.shares[1][0], 0.15))
    }

    @Test func `rounds make FairBatch act within one epoch`() throws {
        func shares(rounds: Int) throws -> [String: Double] {
            var trainer = SmallRun.trainer(
                [
                    SmallRun.classification,
                    FairBatch(
                        .equalizedOdds, targets: SmallRun.labels, attribute: SmallRun.attribute, stepSize: 0.02,
                        roundsPerEpoch: rounds),
                ], epochs: 1)
            while try trainer.next() != nil {}
            return trainer.objectives[1].figures
        }
        let still = try shares(rounds: 1)
        let moved = try shares(rounds: 4)
        // Three of four rounds have one before them.
        #expect(abs((moved["share 0/0"] ?? 0) - (still["share 0/0"] ?? 0)) > 0.019)
        #expect(abs((moved["share 0/0"] ?? 0) - (still["share 0/0"] ?? 0)) < 0.061)
    }

    @Test func `FairBatch chooses what the next epoch draws`() throws {
        var trainer = SmallRun.trainer([
            SmallRun.classification,
            FairBatch(
                .equalizedOdds, targets: SmallRun.labels, attribute: SmallRun.attribute, stepSize: 0.2),
        ])
        let early = try #require(try trainer.next()).figures[1]
        while try trainer.next() != nil {}
        let late = trainer.objectives[1].figures
        #expect(early != late)
        #expect(agree((late["share 1/0"] ?? 0) + (late["share 1/1"] ?? 0), 1, relative: 1e-12))
    }
}
