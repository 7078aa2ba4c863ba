internal import FairnessMetrics
public import Files
internal import Models

extension Debiasing.Result {
    /// The record of the run: every trial, the choice, the result and its price, in the schema `assize.debias/1`.
    ///
    /// - Parameters:
    ///   - run: The run that this is the result of.
    ///   - facts: What the command knows of itself and of the data.
    public func json(of run: Debiasing, facts: [JSONObject.Member]) -> JSON {
        .object(
            facts + [
                .init("schema", .string("assize.debias/1")), .init("checkpoint", .string(run.checkpoint)),
                .init("seed", .string(String(run.settings.training.seed))),
                .init("labels", .strings(run.task.outputs)),
                .init("rule", .string(run.settings.rule.explanation)),
                .init(
                    "texts",
                    .object([
                        .init("training", .integer(trainingCount)), .init("development", .integer(developmentCount)),
                        .init("test", .integer(testCount)),
                    ])), .init("trials", .array(judgements.enumerated().map { json(of: $1, at: $0) })),
                .init("chosen", .string(judgements[chosen].trial.name)), .init("before", json(of: before)),
                .init("after", json(of: after)), .init("groups", .array(changes.map(\.json))),
                .init("warnings", .strings(warnings)),
            ] + proof(of: run))
    }

    private func json(of judgement: Debiasing.Judgement, at index: Int) -> JSON {
        var members: [JSONObject.Member] = [
            .init("name", .string(judgement.trial.name)), .init("seconds", .number(judgement.elapsed)),
            .init("on_front", .bool(front.contains(index))),
            .init("fits_checkpoint", .bool(judgement.trial.fitsCheckpoint)),
            .init("leakage", .array(judgement.leakage.map(\.json))),
        ]
        if let collapse = judgement.collapse { members.append(.init("collapse", .string(collapse))) }
        if let copies = judgement.copies { members.append(.init("swapped_copies", .integer(copies))) }
        if let evaluation = judgement.evaluation { members += measures(evaluation, judgement.tradeOff) }
        return .object(members)
    }

    private func json(of verdict: Debiasing.Verdict) -> JSON {
        .object(
            [
                .init("model", .string(verdict.name)), .init("leakage", .array(verdict.leakage.map(\.json))),
            ] + measures(verdict.evaluation, verdict.tradeOff))
    }

    /// What was measured, with `measures`, those of them that have an interval and are compared first.
    private func measures(_ evaluation: Evaluation, _ point: TradeOff?) -> [JSONObject.Member] {
        var measures = ["accuracy", "roc_auc"].compactMap { id in
            evaluation.assessment?.overall.estimate(id)?.defined.map {
                JSONObject.Member(id, Self.json($0.value, $0.interval))
            }
        }
        if let point {
            measures.append(.init("gap", Self.json(point.gap, point.gapInterval)))
            measures.append(.init("distance_to_optimum", Self.json(point.distance, nil)))
        }
        return [.init("measures", .object(measures))] + evaluation.members
    }

    private static func json(_ value: Double, _ interval: Interval?) -> JSON {
        .object(
            [.init("value", .number(value))]
                + (interval.map { [.init("interval", .array([.number($0.lower), .number($0.upper)]))] } ?? []))
    }
}

extension PairedGroupChange {
    /// The group and its changes with intervals of 95 %.
    var json: JSON {
        func change(_ change: PairedChange?) -> JSON {
            guard let change else { return .object([.init("undefined", .string("no texts"))]) }
            let interval = change.interval(z: 1.959963984540054)
            return .object([
                .init("before", .number(change.before)), .init("after", .number(change.after)),
                .init("change", .number(change.value)),
                .init("interval", .array([.number(interval.lower), .number(interval.upper)])),
                .init("texts", .integer(change.rows)), .init("gained", .integer(change.gained)),
                .init("lost", .integer(change.lost)),
            ])
        }
        return .object([
            .init("attribute", .string(attribute)), .init("value", .string(value)), .init("accuracy", change(accuracy)),
            .init("true_positive_rate", change(truePositiveRate)),
            .init("true_negative_rate", change(trueNegativeRate)),
            .init("lost", .bool(lost)),
        ])
    }
}
