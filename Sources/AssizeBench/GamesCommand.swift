import ArgumentParser
import Explanations
import FairnessMetrics
import Glibc
import NumericalKernels

/// Explains random games whose values are known, and says how often intervals hold and how large errors are.
struct GamesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "games",
        abstract: "Compares explanations of random games with their exact values.",
        discussion: """
            Games are logistic functions of main effects and of interactions of two and three players, or decisions by \
            their median. The first table is the coverage of the 95 % intervals over all players of all games, the mean \
            error in standard errors, and their root mean square (1 where standard errors are right). The second is the \
            relative root mean squared error, ‖φ̂ − φ‖ / ‖φ‖, averaged over 16 games of 16 players and four seeds of each, \
            each method against its own values of all coalitions, partition_shap along a random tree, beside what was measured of other packages on other games of about the same difficulty: compare the rows of \
            permutations.
            """)

    @Option(help: "How many games the coverage is counted over.")
    var games = 1_000

    @Option(help: "How many players those games have.")
    var players = 12

    @Option(help: "The most evaluations of each explanation of these games.")
    var evaluations = [128, 256, 512]

    @Option(help: "The seed; the same one gives the same figures.")
    var seed: UInt64 = 20_240_611

    @Option(help: "Threads.")
    var workers = 2

    @Option(help: "Only games of one law: logistic, log-odds or decision.")
    var law: String?

    @Flag(help: "Only the coverage.")
    var coverageOnly = false

    @Flag(help: "Only the errors.")
    var errorsOnly = false

    func validate() throws {
        if !(3...16).contains(players) { throw ValidationError("--players \(players) must be 3 to 16") }
        if games < 1 { throw ValidationError("--games \(games) must be 1 or more") }
        if workers < 1 { throw ValidationError("--workers \(workers) must be 1 or more") }
        if let law, RandomGame.Law(rawValue: law) == nil {
            throw ValidationError("--law '\(law)': logistic, log-odds or decision")
        }
    }

    func run() throws {
        if !errorsOnly {
            print("coverage of 95 % intervals, mean z, root mean square z; \(games) games of \(players) players")
            for law in RandomGame.Law.allCases where self.law == nil || self.law == law.rawValue {
                for count in evaluations { cover(law, evaluations: count) }
                stopped(law)
            }
        }
        if !coverageOnly { errors() }
    }

    // MARK: Coverage

    /// What is estimated of a game, and what is true.
    private struct Target: Sendable {
        let name: String
        let find: @Sendable (RandomGame, ExplanationSettings) throws -> [Attribution.Player]
        let truth: @Sendable (RandomGame) throws -> [Double]

        /// An explainer against its own values from all coalitions, or against Shapley values.
        static func explainer(_ explainer: any Explainer, against exact: any Explainer) -> Target {
            Target(name: explainer.id) {
                try explainer.explain($0, $1).players
            } truth: {
                try exact.explain($0, ExplanationSettings(evaluations: 1 << $0.playerCount)).values
            }
        }

        static func interactions(_ index: PairwiseInteractions.Index) -> Target {
            let chosen = [0, 1, 2]
            return Target(name: index.rawValue) {
                try PairwiseInteractions($0, index: index, players: chosen, settings: $1).pairs.map(\.interaction)
            } truth: {
                try PairwiseInteractions(
                    $0, index: index, players: chosen, settings: ExplanationSettings(evaluations: 1 << $0.playerCount)
                ).pairs.map(\.interaction.value)
            }
        }

        /// Owen values along each game's own tree.
        static let partition = Target(name: "partition_shap") {
            try PartitionSHAP(tree: $0.tree).explain($0, $1).players
        } truth: {
            try PartitionSHAP(tree: $0.tree).explain($0, ExplanationSettings(evaluations: .max)).values
        }

        static let estimators: [Target] = [
            .explainer(SurrogateSHAP(), against: ExactSHAP()), .explainer(KernelSHAP(), against: ExactSHAP()),
            .explainer(PermutationSHAP(), against: ExactSHAP()), .explainer(LIME(), against: LIME()), partition,
        ]
        static let all = estimators + [.interactions(.shapley), .interactions(.shapleyTaylor)]
    }

    private func cover(_ law: RandomGame.Law, evaluations: Int) {
        for target in Target.all {
            let settings = ExplanationSettings(evaluations: evaluations)
            report("\(law.rawValue), \(evaluations): ", count(target, law, settings))
        }
    }

    /// The same where the number of evaluations is found by a precision, in the units of the law.
    private func stopped(_ law: RandomGame.Law) {
        let precision =
            switch law {
            case .logistic: 0.05
            case .logOdds: 0.2
            case .decision: 0.1
            }
        for target in Target.estimators {
            let settings = ExplanationSettings(evaluations: 1_024, precision: precision)
            report("\(law.rawValue), ±\(precision): ", count(target, law, settings))
        }
    }

    /// Prints a line at once, wherever it goes.
    private func report(_ name: String, _ hits: GameHits) {
        print(name.padded(24) + hits.description)
        fflush(nil)
    }

    private func count(_ target: Target, _ law: RandomGame.Law, _ settings: ExplanationSettings) -> GameHits {
        let (players, seed) = (players, seed)
        let results = ParallelMap.map(games, workers: workers) { index -> GameHits in
            var hits = GameHits(name: target.name)
            let game = RandomGame(playerCount: players, law: law, seed: seed &+ UInt64(index))
            var settings = settings
            settings.seed = UInt64(index)
            guard let found = try? target.find(game, settings), let truth = try? target.truth(game) else { return hits }
            for (player, truth) in zip(found, truth) { hits.add(player, truth: truth) }
            return hits
        }
        return results.reduce(GameHits(name: target.name)) { $0 + $1 }
    }

    // MARK: Errors

    private func errors() {
        let counts = [128, 256, 512, 1_024]
        print("relative root mean squared error, 16 games of 16 players")
        print("".padded(44) + counts.map { "\($0)".padded(8) }.joined())
        let published: [(String, [Double])] = [
            ("shap 0.52 kernel, l1_reg off", [0.256, 0.148, 0.100, 0.064]),
            ("Covert and Lee, paired", [0.282, 0.166, 0.108, 0.077]),
            ("permutations, antithetic", [0.324, 0.215, 0.158, 0.103]),
            ("corrected c-kernel, paired", [0.231, 0.131, 0.094, 0.060]),
            ("leverage, paired", [0.248, 0.145, 0.093, 0.056]),
            ("borders enumerated, c-kernel, paired", [0.207, 0.133, 0.082, 0.058]),
        ]
        for (name, errors) in published { print(name.padded(44) + errors.map { digits($0).padded(8) }.joined()) }
        let targets: [Target] = [
            .explainer(SurrogateSHAP(), against: ExactSHAP()), .explainer(KernelSHAP(), against: ExactSHAP()),
            .explainer(PermutationSHAP(), against: ExactSHAP()), .explainer(LIME(), against: LIME()), .partition,
        ]
        for target in targets {
            let row = counts.map { error(of: target, evaluations: $0) }
            print("\(target.name), this suite".padded(44) + row.map { digits($0).padded(8) }.joined())
        }
    }

    private func error(of target: Target, evaluations: Int) -> Double {
        let (games, seeds, seed) = (16, 4, seed)
        let sums = ParallelMap.map(games, workers: workers) { index -> Double in
            let game = RandomGame(playerCount: 16, law: .logistic, seed: seed &+ UInt64(index))
            guard let truth = try? target.truth(game) else { return .nan }
            let norm = truth.reduce(0) { $0 + $1 * $1 }
            return (0..<seeds).reduce(0.0) { sum, draw in
                let settings = ExplanationSettings(evaluations: evaluations, seed: UInt64(seeds * index + draw))
                guard let found = try? target.find(game, settings) else { return .nan }
                let square = zip(found, truth).reduce(0) { $0 + ($1.0.value - $1.1) * ($1.0.value - $1.1) }
                return sum + (square / norm).squareRoot()
            }
        }
        return sums.reduce(0, +) / Double(games * seeds)
    }

    private func digits(_ value: Double) -> String { "\((value * 1_000).rounded() / 1_000)" }
}

/// How often intervals held, and how far values were from the truth in their own standard errors.
private struct GameHits: Sendable {
    let name: String
    private var hits = 0, all = 0, exact = 0
    private var sum = 0.0, squares = 0.0

    init(name: String) { self.name = name }

    mutating func add(_ player: Attribution.Player, truth: Double) {
        all += 1
        if player.interval.lower - 1e-9 <= truth && truth <= player.interval.upper + 1e-9 { hits += 1 }
        guard let error = player.standardError, error > 1e-12 else {
            exact += 1
            return
        }
        let z = (player.value - truth) / error
        sum += z
        squares += z * z
    }

    static func + (left: GameHits, right: GameHits) -> GameHits {
        var result = left
        result.hits += right.hits
        result.all += right.all
        result.exact += right.exact
        result.sum += right.sum
        result.squares += right.squares
        return result
    }

    var description: String {
        guard all > 0 else { return name.padded(24) + "needs more evaluations" }
        let estimated = Double(all - exact)
        func digits(_ value: Double, _ scale: Double) -> String { "\((value * scale).rounded() / scale)" }
        return name.padded(24) + digits(100 * Double(hits) / Double(all), 10).padded(8)
            + digits(sum / estimated, 1_000).padded(10) + digits((squares / estimated).squareRoot(), 1_000).padded(8)
            + "\(all) intervals, \(exact) exact"
    }
}
