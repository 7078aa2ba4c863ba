import Explanations
import Testing

/// The golden game's values, computed apart from this suite.
struct GoldenGameTests {
    private let game = TableGame(playerCount: 5, TableGame.golden)
    private let settings = ExplanationSettings(evaluations: 32)
    private let shapley = [0.34039430, -0.18714711, 0.29775865, -0.05314127, 0.00138179]

    @Test func `the game is the golden one`() {
        #expect(close([game.worth[0], game.worth[31]], [0.2689414214, 0.6681877722], 1e-10))
    }

    @Test(arguments: ["exact_shap", "kernel_shap", "surrogate_shap"])
    func `all coalitions give the Shapley values`(_ id: String) throws {
        let explainer = try #require(Explainers.named(id))
        let attribution = try explainer.explain(game, settings)
        #expect(close(attribution.values, shapley, 1e-8))
        #expect(attribution.isExact && attribution.evaluations == 32)
        #expect(attribution.players.allSatisfy { $0.standardError == 0 && !$0.isUndetermined })
        #expect(attribution.rankStability == 1)
    }

    @Test func `the partition gives Owen values`() throws {
        let tree = PlayerTree(
            playerCount: 5,
            merges: [
                .init(left: 0, right: 1), .init(left: 3, right: 4), .init(left: 2, right: 6), .init(left: 5, right: 7),
            ])
        let attribution = try PartitionSHAP(tree: tree).explain(game, settings)
        #expect(
            close(attribution.values, [0.31128923, -0.25698961, 0.33880149, -0.02742062, 0.03356585], 1e-8))
        #expect(attribution.isExact)
    }

    @Test func `interactions of the first and the third player`() throws {
        let shapley = try PairwiseInteractions(game, index: .shapley, settings: settings)
        let taylor = try PairwiseInteractions(game, index: .shapleyTaylor, settings: settings)
        let pair = try #require(shapley.pairs.firstIndex { $0.first == 0 && $0.second == 2 })
        #expect(abs(shapley.pairs[pair].interaction.value - 0.25818517) < 1e-8)
        #expect(abs(taylor.pairs[pair].interaction.value - 0.22930556) < 1e-8)
        #expect(shapley.isExact && shapley.pairs.count == 10)
    }

    @Test func `the local regression of infinitely many draws`() throws {
        let attribution = try LIME().explain(game, settings)
        #expect(close(attribution.values, [0.381603, -0.231167, 0.342036, -0.111293, -0.063882], 1e-6))
        #expect(abs(attribution.baseValue - 0.37781) < 1e-5)
        #expect(attribution.isExact)
    }

    @Test func `leaving one out`() throws {
        let attribution = try LeaveOneOut().explain(game, ExplanationSettings(evaluations: 7))
        let expected = (0..<5).map { game.worth[31] - game.worth[31 & ~(1 << $0)] }
        #expect(close(attribution.values, expected, 0))
        #expect(attribution.evaluations == 7)
    }

    @Test func `random orders come near, by as much as they say`() throws {
        let attribution = try PermutationSHAP().explain(game, ExplanationSettings(evaluations: 2 + 8 * 400))
        for (player, value) in zip(attribution.players, shapley) {
            let error = try #require(player.standardError)
            #expect(error > 0 && error < 0.01)
            #expect(abs(player.value - value) < 4 * error)
        }
        #expect(attribution.evaluations == 32)
    }
}
