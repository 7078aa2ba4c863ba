import ArgumentParser
import Explanations

/// How rows are explained, and what that may cost.
struct ExplanationOptions: ParsableArguments {
    @Option(
        help:
            "Methods, separated by commas (default: shap, the Shapley method that suits the number of words); 'assize list explainers' explains them."
    )
    var method: [String] = []

    @Option(
        help:
            "Stops as soon as every value is known to within this at --confidence, in the units of the output.")
    var precision: Double?

    @Option(
        help:
            "The most evaluations of the model for each row and method (default: 512; with --precision 4096).")
    var evaluations: Int?

    @Option(help: "The confidence of intervals (default: 0.95).")
    var confidence: Double = 0.95

    @Option(help: "Decides all draws; the same seed gives the same bytes (default: 0).")
    var seed: UInt64 = 0

    @Flag(help: "Measures how faithful each explanation is: what goes when the strongest words go, and more.")
    var faithfulness = false

    @Option(help: "Measures the pairwise interactions of so many of the strongest words.")
    var interactions: Int = 0

    func validate() throws {
        guard interactions == 0 || (2...32).contains(interactions) else {
            throw ValidationError("--interactions \(interactions) is not between 2 and 32")
        }
        guard (evaluations ?? 2) >= 2 else { throw ValidationError("--evaluations \(evaluations ?? 0) is below 2") }
    }

    /// The plan that is asked for.
    func plan() throws -> ExplanationPlan {
        let ids = method.flatMap { $0.split(separator: ",").map(String.init) }
        var plan = try ExplanationPlan(
            methods: ExplanationMethod.named(ids.isEmpty ? ["shap"] : ids),
            settings: ExplanationSettings(
                evaluations: evaluations ?? (precision == nil ? 512 : 4_096), precision: precision,
                confidence: confidence, seed: seed))
        plan.measuresFaithfulness = faithfulness
        plan.interactingPlayers = interactions
        return plan
    }
}
