internal import NumericalKernels

/// Estimates interactions from drawn coalitions.
struct InteractionDraws {
    let index: PairwiseInteractions.Index
    let evaluator: Evaluator
    let settings: ExplanationSettings

    /// A coalition of the others and their rest, with the weight of each: half at first, and what makes up for sizes that
    /// are not as probable as their counterpart.
    private struct Draw {
        let coalition: Coalition
        let rest: Coalition
        let weights: (coalition: Double, rest: Double)
    }

    /// Returns the interaction of each couple, all from as many draws.
    func pairs(_ couples: [(Int, Int)]) throws -> [PairwiseInteractions.Pair] {
        // A draw is a coalition and its complement among the others: four evaluations each.
        let draws = settings.evaluations / (8 * couples.count)
        guard draws >= 8 else {
            throw ExplanationsError.tooFewEvaluations(
                method: index.rawValue, given: settings.evaluations, needed: 64 * couples.count)
        }
        let count = Double(draws)
        var (means, variances) = ([Double](), [Double]())
        for (number, couple) in couples.enumerated() {
            var generator = SeededGenerator(seed: settings.seed, stream: UInt64(number))
            let drawn = (0..<draws).map { _ in draw(couple, &generator) }
            let deltas = try deltas(drawn.flatMap { [$0.coalition, $0.rest] }, couple)
            let values = drawn.indices.map { place in
                drawn[place].weights.coalition * deltas[2 * place] + drawn[place].weights.rest * deltas[2 * place + 1]
            }
            let mean = values.reduce(0, +) / count
            means.append(mean)
            variances.append(values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / (count * (count - 1)))
        }
        variances = PooledVariance.moderated(variances, degreesOfFreedom: count - 1)
        return couples.indices.map { number in
            PairwiseInteractions.Pair(
                first: couples[number].0, second: couples[number].1,
                interaction: .estimated(
                    means[number], variance: variances[number], degreesOfFreedom: count - 1,
                    confidence: settings.confidence))
        }
    }

    /// A size t alike among 0…n − 2, and its counterpart n − 2 − t: weighted by the index' probability over the uniform one.
    private func draw(_ couple: (Int, Int), _ generator: inout SeededGenerator) -> Draw {
        let count = evaluator.playerCount
        let others = (0..<count).filter { $0 != couple.0 && $0 != couple.1 }
        let size = Int.random(in: 0...others.count, using: &generator)
        let drawn = generator.subset(of: others.count, size: size)
        var (coalition, rest) = (Coalition(playerCount: count), Coalition(playerCount: count))
        for (place, player) in others.enumerated() {
            if drawn[place] { coalition[player] = true } else { rest[player] = true }
        }
        let sizes = index.sizes(playerCount: count)
        let uniform = 1 / Double(sizes.count)
        return Draw(
            coalition: coalition, rest: rest,
            weights: (0.5 * sizes[size] / uniform, 0.5 * sizes[others.count - size] / uniform))
    }

    private func deltas(_ coalitions: [Coalition], _ couple: (Int, Int)) throws -> [Double] {
        let asked = coalitions.flatMap { coalition in
            var (first, second, both) = (coalition, coalition, coalition)
            first[couple.0] = true
            second[couple.1] = true
            both[couple.0] = true
            both[couple.1] = true
            return [both, first, second, coalition]
        }
        let values = try evaluator.values(of: asked)
        return coalitions.indices.map { values[4 * $0] - values[4 * $0 + 1] - values[4 * $0 + 2] + values[4 * $0 + 3] }
    }
}
