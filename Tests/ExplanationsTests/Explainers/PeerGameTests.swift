import Explanations
import MatrixKernels
import Models
import TestSupport
import Testing

/// Games that shap and lime explained too; `make_games.py` names their versions.
struct PeerGameTests {
    struct Fixture: Decodable {
        struct Local: Decodable {
            let values: [Double], intercept: Double, score: Double
        }
        struct Sampled: Decodable {
            let mean: [Double], error: [Double]
        }
        struct Game: Decodable {
            let name: String, players: Int, worth: [Double], kernel: [Double], merges: [[Int]], partition: [Double]
            let interactions: [[Double]], lime: Local, lime_sampled: Sampled
        }
        struct Linear: Decodable {
            let background: [[Double]], row: [Double], coefficients: [Double], intercept: Double, values: [Double]
            let expected: Double
        }
        let games: [Game], linear: Linear
    }

    private let fixture: Fixture
    private let settings = ExplanationSettings(evaluations: 128)

    init() throws { fixture = try Places.fixture("explanations/games.json") }

    @Test func `Shapley values are those of shap without its selection of features`() throws {
        for game in fixture.games {
            let attribution = try KernelSHAP().explain(TableGame(playerCount: game.players, game.worth), settings)
            #expect(close(attribution.values, game.kernel, 1e-7), "\(game.name)")
        }
    }

    @Test func `Owen values are those of shap's partition without a limit`() throws {
        for game in fixture.games {
            let tree = PlayerTree(
                playerCount: game.players, merges: game.merges.map { .init(left: $0[0], right: $0[1]) })
            let attribution = try PartitionSHAP(tree: tree).explain(
                TableGame(playerCount: game.players, game.worth), settings)
            #expect(close(attribution.values, game.partition, 1e-7), "\(game.name)")
        }
    }

    @Test func `shap stores half of each Shapley-Taylor interaction at both its places`() throws {
        for game in fixture.games {
            let table = TableGame(playerCount: game.players, game.worth)
            let found = try PairwiseInteractions(table, index: .shapleyTaylor, settings: settings)
            for pair in found.pairs {
                let stored = game.interactions[pair.first][pair.second]
                #expect(abs(pair.interaction.value / 2 - stored) < 1e-7, "\(game.name)")
                #expect(abs(pair.interaction.value) < 1e-12 || abs(pair.interaction.value - stored) > 1e-7)
            }
        }
    }

    @Test func `the local model is the one that lime's own regression finds with all coalitions`() throws {
        for game in fixture.games {
            let attribution = try LIME().explain(TableGame(playerCount: game.players, game.worth), settings)
            #expect(close(attribution.values, game.lime.values, 1e-9), "\(game.name)")
            #expect(abs(attribution.baseValue - game.lime.intercept) < 1e-9)
            #expect(abs(try #require(attribution.score) - game.lime.score) < 1e-9)
        }
    }

    @Test func `lime's random answers scatter about ours`() throws {
        for game in fixture.games {
            let attribution = try LIME().explain(TableGame(playerCount: game.players, game.worth), settings)
            for (value, (mean, error)) in zip(
                attribution.values, zip(game.lime_sampled.mean, game.lime_sampled.error))
            {
                #expect(abs(value - mean) < 4 * error, "\(game.name)")
            }
        }
    }

    @Test func `a linear margin is divided as by shap's linear explainer`() throws {
        let linear = fixture.linear
        let features = linear.row.count
        let background = DoubleMatrix(
            rows: linear.background.count, columns: features, linear.background.flatMap(\.self))
        let model = LogisticRegression(
            classes: 2, coefficients: DoubleMatrix(rows: 1, columns: features, linear.coefficients),
            intercepts: [linear.intercept])
        let attribution = try LinearSHAP(model, background: background).explain(linear.row)
        #expect(close(attribution.values, linear.values, 1e-12))
        #expect(abs(attribution.baseValue - linear.expected) < 1e-12)
        #expect(abs(attribution.value - attribution.baseValue - attribution.values.reduce(0, +)) < 1e-12)

        // The same by the game in which absent features have their mean.
        let means = background.columnSums().map { $0 / Double(background.rows) }
        let game = FunctionGame(playerCount: features) { s in
            (0..<features).reduce(linear.intercept) {
                $0 + linear.coefficients[$1] * (s[$1] ? linear.row[$1] : means[$1])
            }
        }
        let estimated = try SurrogateSHAP().explain(game, ExplanationSettings(evaluations: 34))
        #expect(close(estimated.values, linear.values, 1e-9))
        #expect(estimated.players.allSatisfy { ($0.standardError ?? 1) < 1e-9 })
        let against = try LinearSHAP(model, label: 0, background: background).explain(linear.row)
        #expect(close(against.values, linear.values.map { -$0 }, 1e-12))
    }
}
