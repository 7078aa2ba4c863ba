/// The list of methods that explain any game.
public enum Explainers {
    /// All of them, each with its usual settings.
    public static let all: [any Explainer] = [
        ExactSHAP(), SurrogateSHAP(), KernelSHAP(), PermutationSHAP(), PartitionSHAP(), LIME(), LeaveOneOut(),
    ]

    /// The method with this id, or nil.
    public static func named(_ id: String) -> (any Explainer)? { all.first { $0.id == id } }

    /// The method for Shapley values of a game: exact where the evaluations suffice for every coalition, else the estimator
    /// with the smallest error.
    public static func shapley(playerCount: Int, evaluations: Int) -> any Explainer {
        playerCount <= ExactSHAP.mostPlayers && evaluations >= 1 << playerCount ? ExactSHAP() : SurrogateSHAP()
    }
}
