/// A method that looks into a checkpoint in place of asking it about coalitions.
public enum InspectingMethod: String, Sendable, CaseIterable {
    /// `IntegratedGradients`.
    case integratedGradients = "integrated_gradients"
    /// `GradientTimesInput`.
    case gradientTimesInput = "gradient_times_input"
    /// `AttentionMaps.rollout`.
    case attentionRollout = "attention_rollout"
    /// `AttentionMaps.relevance`.
    case attentionRelevance = "attention_relevance"

    /// Whether it says where the model looked, and not what its output is made of.
    var isAttention: Bool { self == .attentionRollout || self == .attentionRelevance }
}

/// A method that `assize explain` offers.
public struct ExplanationMethod: Sendable {
    /// How a method explains.
    public enum Kind: Sendable {
        /// The Shapley method that suits the number of players.
        case automatic
        /// By what coalitions are worth.
        case game(any Explainer)
        /// Without evaluations, where the model is linear.
        case closedForm
        /// By looking into the model.
        case inspecting(InspectingMethod)
    }

    /// The id on the command line, and in results but for `shap`, in whose place stands the method that was chosen.
    public let id: String
    /// What it does, in one line.
    public let summary: String
    /// Who published it, with the year.
    public let source: String
    /// How it explains.
    public let kind: Kind

    /// Whether it looks into the model, and so needs a checkpoint.
    public var isInspecting: Bool { if case .inspecting = kind { true } else { false } }

    /// All of them, the usual one first.
    public static let all: [ExplanationMethod] =
        [
            ExplanationMethod(
                id: "shap",
                summary:
                    "Shapley values: exact_shap where the evaluations suffice for every coalition, else surrogate_shap",
                source: "Shapley 1953; Lundberg, Lee 2017", kind: .automatic)
        ]
        + Explainers.all.map { ExplanationMethod(id: $0.id, summary: $0.summary, source: $0.source, kind: .game($0)) }
        + [
            ExplanationMethod(
                id: LinearSHAP.id, summary: LinearSHAP.summary + ", of a --linear model", source: LinearSHAP.source,
                kind: .closedForm)
        ]
        + InspectingMethod.allCases.map { method in
            let (summary, source) =
                switch method {
                case .integratedGradients:
                    (
                        "gradients of words' vectors along the way from a text of padding, until they add up",
                        "Sundararajan, Taly, Yan 2017"
                    )
                case .gradientTimesInput: ("one gradient times words' vectors", "Shrikumar, Greenside, Kundaje 2017")
                case .attentionRollout:
                    ("attention through all layers: \(AttentionMaps.caution)", "Abnar, Zuidema 2020")
                case .attentionRelevance:
                    ("attention weighted by its gradients: \(AttentionMaps.caution)", "Chefer, Gur, Wolf 2021")
                }
            return ExplanationMethod(
                id: method.rawValue, summary: summary, source: source, kind: .inspecting(method))
        }

    /// Returns the methods with these ids.
    ///
    /// - Throws: `ExplanationsError.setting` with all ids for one that does not exist or comes twice.
    public static func named(_ ids: [String]) throws -> [ExplanationMethod] {
        var seen = Set<String>()
        return try ids.map { id in
            guard let method = all.first(where: { $0.id == id }), seen.insert(id).inserted else {
                let remedy =
                    seen.contains(id)
                    ? "name each method once"
                    : "there is no such method; use " + all.map(\.id).joined(separator: ", ")
                throw ExplanationsError.setting(name: "a method", value: "'\(id)'", remedy: remedy)
            }
            return method
        }
    }
}
