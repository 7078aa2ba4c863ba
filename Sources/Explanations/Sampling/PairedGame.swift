internal import MatrixKernels

/// What pairs of complementary coalitions say about Shapley values: half the difference of what both are worth.
///
/// The other half, the mean, says nothing: interactions of an even number of players cancel in each pair.
struct PairedGame {
    let playerCount: Int
    /// v(N) − v(∅), which the values add up to.
    let difference: Double
    let sample: SubsetDesign.Sample
    /// (v(S) − v(N∖S)) / 2 of each pair, `[pairs]`.
    let odd: [Double]

    init(_ sample: SubsetDesign.Sample, evaluator: Evaluator, ends: (base: Double, everyone: Double)) throws {
        playerCount = evaluator.playerCount
        difference = ends.everyone - ends.base
        self.sample = sample
        let values = try evaluator.values(of: sample.coalitions.flatMap { [$0, $0.complement] })
        odd = sample.coalitions.indices.map { (values[2 * $0] - values[2 * $0 + 1]) / 2 }
    }

    /// zᵢ − |S| / n, `[pairs, players]`: the design within the values that add up to 0.
    var centredDesign: DoubleMatrix {
        var design = DoubleMatrix(rows: odd.count, columns: playerCount)
        for (row, coalition) in sample.coalitions.enumerated() {
            let share = Double(coalition.count) / Double(playerCount)
            for player in 0..<playerCount { design[row, player] = (coalition[player] ? 1 : 0) - share }
        }
        return design
    }

    /// 2 zᵢ − 1 of each pair and, last, of everyone, `[pairs + 1, players]`.
    var signs: DoubleMatrix { DoubleMatrix(signs: sample.coalitions + [.everyone(playerCount: playerCount)]) }
}

extension DoubleMatrix {
    /// 1 for present and −1 for absent players, `[coalitions, players]`.
    init(signs coalitions: [Coalition]) {
        self.init(rows: coalitions.count, columns: coalitions.first?.playerCount ?? 0)
        for (row, coalition) in coalitions.enumerated() {
            for player in 0..<columns { self[row, player] = coalition[player] ? 1 : -1 }
        }
    }
}
