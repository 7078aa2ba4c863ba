internal import FairnessMetrics
internal import Files
internal import NumericalKernels

/// All that a run finds out of one row.
struct RowExplanation {
    /// The entries of `explanations` for the row, in the order of the methods.
    let entries: [JSON]
    /// The sums over classes of the first attribution, with how well it serves; nil where classes were not asked for.
    let classes: JSON?

    /// Explains a row.
    ///
    /// - Parameters:
    ///   - row: The row.
    ///   - number: Its number, from 0, which also decides its draws.
    ///   - facts: What else stands in each entry, such as the row's group.
    init(_ row: ExplainedRow, number: Int, plan: ExplanationPlan, facts: [JSONObject.Member]) throws {
        let cache = RowExplanation.cache(row.game)
        var settings = plan.settings
        var generator = SeededGenerator(seed: settings.seed, stream: UInt64(number))
        settings.seed = generator.next()
        var entries: [JSON] = []
        var classes: JSON?
        var shapley: [Double]?
        for method in plan.methods {
            var members = facts + row.members(number: number)
            switch method.kind {
            case .inspecting(let method):
                members += try row.members(inspecting: method, shapley: shapley)
            case .automatic, .game, .closedForm:
                let attribution = try method.attribution(of: row, cache, settings)
                if shapley == nil, attribution.method.hasSuffix("_shap") { shapley = attribution.values }
                guard case .object(let object) = try attribution.json(row: nil, output: row.output, names: row.names)
                else { continue }
                members += object.members.filter { $0.key != "players" && $0.key != "output" }
                members.append(.init("players", row.players(attribution)))
                members += row.noteMembers()
                var faithfulness: Faithfulness?
                if plan.measuresFaithfulness {
                    let found = try Faithfulness(of: attribution, in: cache, seed: settings.seed)
                    members.append(.init("faithfulness", found.json))
                    faithfulness = found
                }
                if classes == nil, let groups = row.classes {
                    let sums = try ClassSums(attribution, row, groups, faithfulness)
                    classes = sums.json
                    if let entry = sums.entry(row) { members.append(.init("classes", entry)) }
                }
                if plan.interactingPlayers > 1, entries.isEmpty, row.names.count > 1 {
                    members.append(
                        .init(
                            "interactions", try row.interactions(attribution, cache, plan.interactingPlayers, settings))
                    )
                }
            }
            entries.append(.object(members))
        }
        self.entries = entries
        self.classes = classes
    }

    private static func cache(_ game: some CoalitionGame) -> EvaluationCache { EvaluationCache(game) }
}

extension ExplanationMethod {
    /// What the method says of a row.
    fileprivate func attribution(
        of row: ExplainedRow, _ cache: EvaluationCache, _ settings: ExplanationSettings
    ) throws -> Attribution {
        guard case .closedForm = kind else { return try explainer(of: row, settings).explain(cache, settings) }
        guard let closedForm = row.closedForm else {
            throw ExplanationsError.setting(
                name: "a method", value: "'\(id)'",
                remedy:
                    "a closed form needs the margin of a linear model (--linear), and no decision, no probability and "
                    + "none of several classes' margins; shap finds the same values where the model is linear")
        }
        return try closedForm(settings.confidence)
    }

    /// The explainer for a row.
    private func explainer(of row: ExplainedRow, _ settings: ExplanationSettings) -> any Explainer {
        guard case .game(let explainer) = kind else {
            return Explainers.shapley(playerCount: row.names.count, evaluations: settings.evaluations)
        }
        return explainer is PartitionSHAP ? PartitionSHAP(tree: row.tree) : explainer
    }
}
