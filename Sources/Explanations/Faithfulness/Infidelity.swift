internal import NumericalKernels

/// The mean squared error of an additive explanation when players leave (Yeh et al. 2019).
struct Infidelity {
    private let values: [Double]
    private let everyone: Double
    private let confidence: Double

    init(_ values: [Double], everyone: Double, confidence: Double) {
        self.values = values
        self.everyone = everyone
        self.confidence = confidence
    }

    /// Visits all leavers if there are no more than `draws` sets of them, else draws as many.
    func measure(_ evaluator: Evaluator, draws: Int, seed: UInt64) throws -> Attribution.Player {
        let count = evaluator.playerCount
        if count < 30, (1 << count) - 1 <= draws {
            let leavers = (1..<1 << count).map { mask in
                Coalition(playerCount: count, (0..<count).filter { mask & (1 << $0) != 0 })
            }
            let errors = try squaredErrors(leavers, evaluator)
            var binomials = [1.0]
            for size in 1...count { binomials.append(binomials[size - 1] * Double(count - size + 1) / Double(size)) }
            return .exact(
                zip(leavers, errors).reduce(0) { $0 + $1.1 / (Double(count) * binomials[$1.0.count].rounded()) })
        }
        var generator = SeededGenerator(seed: seed)
        let leavers = (0..<draws).map { _ in
            generator.subset(of: count, size: Int.random(in: 1...count, using: &generator))
        }
        let errors = try squaredErrors(leavers, evaluator)
        let number = Double(draws)
        let mean = errors.reduce(0, +) / number
        let squares = errors.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        return .estimated(
            mean, variance: squares / (number * (number - 1)), degreesOfFreedom: number - 1, confidence: confidence)
    }

    private func squaredErrors(_ leavers: [Coalition], _ evaluator: Evaluator) throws -> [Double] {
        zip(leavers, try evaluator.values(of: leavers.map(\.complement))).map { leavers, left in
            let error = leavers.players.reduce(0) { $0 + values[$1] } - (everyone - left)
            return error * error
        }
    }
}
