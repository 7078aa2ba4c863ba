import Foundation
import Models
import TestSupport
import Testing
import Transformers

@testable import Mitigations

/// What each method that acts in training adds to a run.
struct DebiasObjectivesTests {
    private static func with<Result>(
        _ trial: String, _ choices: AdversaryChoices = AdversaryChoices(),
        _ body: (FineTuning.Additions, TextExamples) throws -> Result
    ) throws -> Result {
        try Places.withTemporaryFolder { folder in
            try TinyCheckpoint.writeConfiguration(to: folder)
            let data = folder.appending(path: "data.jsonl")
            try Data(TinyCheckpoint.lines(60).utf8).write(to: data)
            var roles = TextTable.Roles(text: "text")
            roles.labels = ["label"]
            roles.protected = ["group"]
            let table = try TextTable(paths: [data.path], roles: roles)
            let task = try TextTask(table)
            let checkpoint = try TextCheckpoint(scratch: folder.path, for: task.purpose(seed: 1), seed: 1)
            let examples = try TextExamples(table, task: task, tokenizer: checkpoint.tokenizer, maximumLength: 16)
            var settings = DebiasSettings()
            (settings.training.learningRate, settings.training.seed) = (1e-4, 3)
            settings.adversaries = choices
            let additions = try DebiasTrial(trial).additions(
                examples, checkpoint.model, settings: settings, positive: 1)
            return try body(additions, examples)
        }
    }

    @Test(arguments: [
        ("adversary:2", ["adversary on group", "predictions"]),
        ("diverse-adversaries:1", ["adversary on group", "predictions"]),
        ("linear-adversary:1", ["linear adversary on group", "predictions"]),
        ("projection:1", ["projection from group", "predictions"]), ("fair-batch:0.1", ["FairBatch", "predictions"]),
        ("group-difference:1", ["difference between groups of group", "predictions"]),
        ("group-dro:0.01", ["predictions"]), ("balanced", ["predictions"]), ("dropout:0.2", ["predictions"]),
        ("counterfactual", ["predictions"]),
        ("plain", []), ("leace", []), ("thresholds", []),
    ])
    func `a method adds its objectives, and training is watched for collapse`(trial: String, names: [String]) throws {
        try DebiasObjectivesTests.with(trial) { additions, _ in
            #expect(additions.objectives.map(\.name) == names)
            #expect((additions.stop != nil) == !names.isEmpty)
            #expect(additions.task?.name == (trial.hasPrefix("group-dro") ? "group DRO" : nil))
        }
    }

    @Test func `three adversaries have three times the weights of one`() throws {
        func count(_ trial: String) throws -> Int {
            try DebiasObjectivesTests.with(trial) { additions, _ in additions.objectives[0].parameters?.count ?? 0 }
        }
        let one = try count("adversary:1")
        #expect(try one > 0 && count("diverse-adversaries:1") == 3 * one)
    }

    @Test func `adversaries on every block share the strength`() throws {
        var choices = AdversaryChoices()
        (choices.reading, choices.schedule) = (.everyBlock, .controlled)
        for trial in ["adversary:2", "linear-adversary:2"] {
            try DebiasObjectivesTests.with(trial, choices) { additions, _ in
                let adversaries = additions.objectives.dropLast()
                #expect(Set(adversaries.map(\.name)).count == adversaries.count)
                #expect(adversaries.count > 2 && adversaries.first?.name.hasSuffix("on group after block 0") == true)
                for adversary in adversaries { #expect(adversary.state[0] == 2 / Double(adversaries.count)) }
            }
        }
    }

    @Test func `the criterion decides what methods see`() throws {
        var (opportunity, parity) = (AdversaryChoices(), AdversaryChoices())
        opportunity.criterion = .equalOpportunity
        parity.criterion = .demographicParity
        func objective(_ trial: String, _ choices: AdversaryChoices) throws -> any Objective {
            try DebiasObjectivesTests.with(trial, choices) { additions, _ in additions.objectives[0] }
        }
        // A head for each label, or one for all.
        let odds = try objective("adversary:1", AdversaryChoices()).parameters?.count
        #expect(try odds == objective("adversary:1", parity).parameters.map { 2 * $0.count })
        #expect(try odds == objective("adversary:1", opportunity).parameters.map { 2 * $0.count })
        #expect(
            try (objective("group-difference:1", parity) as? GroupDifference)?.condition
                == GroupDifference.Condition.none)
        #expect(try (objective("group-difference:1", opportunity) as? GroupDifference)?.condition == .label(1))
        #expect(try (objective("fair-batch:0.1", opportunity) as? FairBatch)?.criterion == .equalOpportunity(label: 1))
        let error = #expect(throws: MitigationsError.self) { try objective("fair-batch:0.1", parity) }
        #expect(error?.description.contains("--criterion") == true)
        var tensor = AdversaryChoices()
        tensor.projection = .tensor
        #expect(try (objective("projection:1", AdversaryChoices()) as? GradientProjection)?.scope == .wholeVector)
        #expect(try (objective("projection:1", tensor) as? GradientProjection)?.scope == .eachTensor)
    }

    @Test(arguments: AdversaryChoices.Schedule.allCases)
    func `every schedule ends at the strength or holds it from there`(schedule: AdversaryChoices.Schedule) {
        var choices = AdversaryChoices()
        choices.schedule = schedule
        let strength = choices.strength(2)
        #expect(abs(strength.value(progress: 0.999, controlled: 2) - 2) < 1e-3)
        let early = strength.value(progress: 0.01, controlled: 2)
        #expect(schedule == .constant || schedule == .controlled ? early == 2 : early < 0.3)
    }

    @Test(arguments: [("balanced", BalancedWeighting.groupWithinLabel), ("balanced-joint", .joint)])
    func `balanced trials weigh texts by their cells`(trial: String, weighting: BalancedWeighting) throws {
        try DebiasObjectivesTests.with(trial) { additions, examples in
            guard case .classes(let labels) = examples.targets else { throw CancellationError() }
            let wanted = weighting.weights(labels: labels, groups: examples.attributes[0].codes)
            #expect(additions.weights == wanted && Set(wanted ?? []).count > 1)
        }
        #expect(try DebiasObjectivesTests.with("adversary:1") { additions, _ in additions.weights } == nil)
    }

    @Test func `group DRO protects every combination of label and group`() throws {
        try DebiasObjectivesTests.with("group-dro:0.5") { additions, _ in
            let objective = try #require(additions.task as? GroupDRO)
            #expect(objective.attribute.groupCount == 4 && Set(objective.attribute.groups) == [0, 1, 2, 3])
            #expect(objective.stepSize == 0.5)
        }
    }
}
