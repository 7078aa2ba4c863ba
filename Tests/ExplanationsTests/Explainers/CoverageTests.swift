import Explanations
import FairnessMetrics
import Testing

/// A short version of `assize-bench games`.
struct CoverageTests {
    @Test(arguments: [
        ("kernel_shap", 96), ("surrogate_shap", 96), ("permutation_shap", 130), ("lime", 96), ("partition_shap", 30),
    ])
    func `intervals of 95 percent hold about as often, and errors have no direction`(
        _ id: String, _ evaluations: Int
    ) throws {
        let explainer = try #require(Explainers.named(id))
        var (hits, all, signed, squared) = (0, 0, 0.0, 0.0)
        for seed in 0..<60 {
            let game = TableGame.random(playerCount: 8, seed: UInt64(1_000 + seed))
            let itself = ["lime", "partition_shap"].contains(id)
            let truth = try (itself ? explainer : ExactSHAP()).explain(game, ExplanationSettings(evaluations: 256))
            let settings = ExplanationSettings(evaluations: evaluations, seed: UInt64(seed))
            let found = try explainer.explain(game, settings)
            for (player, truth) in zip(found.players, truth.values) {
                hits += player.interval.contains(truth) ? 1 : 0
                all += 1
                let z = (player.value - truth) / (player.standardError ?? .nan)
                signed += z
                squared += z * z
            }
        }
        let coverage = Double(hits) / Double(all)
        // 480 intervals, in games of eight that are not independent: two points of simulation error.
        #expect(coverage > 0.90 && coverage < 0.995, "\(coverage)")
        #expect(abs(signed / Double(all)) < 0.15, "\(signed / Double(all))")
        // Of nine pairs of orders z has Student's t with eight degrees of freedom, whose square has the mean 4/3; of the
        // fourteen pairs of a partition fewer, whose intervals are the wider for it.
        let most = ["permutation_shap": 2.2, "partition_shap": 2.6][id] ?? 1.6
        #expect(squared / Double(all) > 0.4 && squared / Double(all) < most, "\(squared / Double(all))")
    }

    @Test func `the surrogate errs less than least squares, and that less than random orders`() throws {
        var errors: [String: Double] = [:]
        for id in ["surrogate_shap", "kernel_shap", "permutation_shap"] {
            for seed in 0..<12 {
                let game = TableGame.random(playerCount: 10, seed: UInt64(seed))
                let truth = try ExactSHAP().explain(game, ExplanationSettings(evaluations: 1_024)).values
                let found = try #require(Explainers.named(id)).explain(game, ExplanationSettings(evaluations: 146))
                errors[id, default: 0] += zip(found.values, truth).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
            }
        }
        let (surrogate, kernel) = (errors["surrogate_shap"] ?? .nan, errors["kernel_shap"] ?? .nan)
        #expect(surrogate < 0.9 * kernel)
        #expect(kernel < 0.9 * (errors["permutation_shap"] ?? .nan))
    }

    @Test func `a local model hardly asks for coalitions that hardly count`() throws {
        let game = TableGame.random(playerCount: 12, seed: 3)
        _ = try LIME().explain(game, ExplanationSettings(evaluations: 200))
        // All together weigh 4 % of what the others weigh; drawn as often as others they were more than a quarter.
        let small = game.asked.count { $0.count <= 3 }
        #expect(small < 20, "\(small)")
        #expect(game.asked.count { $0.count >= 9 } > 70)
    }
}
