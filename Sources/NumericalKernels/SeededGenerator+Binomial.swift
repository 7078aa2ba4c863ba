internal import Glibc

extension SeededGenerator {
    /// Draws how many of `trials` independent trials succeed, each with `probability`.
    ///
    /// Fewer than ten expected successes (or failures): inversion, whose time grows with their number. More: transformed
    /// rejection with a squeeze (Hörmann 1993, algorithm BTRS), whose time does not grow. Exact up to the rounding of
    /// doubles; a probability outside 0…1 is taken for the nearer end.
    public mutating func binomial(_ trials: Int, _ probability: Double) -> Int {
        if trials <= 0 || !(probability > 0) { return 0 }
        if probability >= 1 { return trials }
        if probability > 0.5 { return trials - binomialOfMinority(trials, 1 - probability) }
        return binomialOfMinority(trials, probability)
    }

    /// Draws how many of `trials` fall into each of several classes.
    ///
    /// By conditional binomials: each class takes its share of what those before it left. Draws nothing for a class with
    /// weight 0.
    ///
    /// - Parameters:
    ///   - trials: How many fall at all.
    ///   - classes: How probable each class is, up to a common factor; not negative, not all 0.
    ///   - counts: Where the counts go, as many as classes.
    public mutating func multinomial(_ trials: Int, classes: [Int], into counts: inout MutableSpan<Int>) {
        precondition(counts.count == classes.count, "\(classes.count) classes but \(counts.count) places")
        var left = trials
        var rest = classes.reduce(0, +)
        for index in classes.indices {
            let weight = classes[index]
            let count = weight == rest ? left : binomial(left, Double(weight) / Double(rest))
            counts[index] = count
            left -= count
            rest -= weight
        }
    }

    /// The same for a probability of at most one half.
    private mutating func binomialOfMinority(_ trials: Int, _ probability: Double) -> Int {
        let n = Double(trials)
        let odds = probability / (1 - probability)
        return n * probability < 10 ? inverted(n, probability, odds) : rejected(n, probability, odds)
    }

    private mutating func inverted(_ n: Double, _ probability: Double, _ odds: Double) -> Int {
        var left = uniform()
        var term = exp(n * log1p(-probability))
        var successes = 0.0
        while left > term, successes < n {
            left -= term
            successes += 1
            term *= odds * (n - successes + 1) / successes
        }
        return Int(successes)
    }

    private mutating func rejected(_ n: Double, _ probability: Double, _ odds: Double) -> Int {
        let deviation = (n * probability * (1 - probability)).squareRoot()
        let b = 1.15 + 2.53 * deviation
        let a = -0.0873 + 0.0248 * b + 0.01 * probability
        let centre = n * probability + 0.5
        let edge = 0.92 - 4.2 / b
        while true {
            let u = uniform() - 0.5
            let v = uniform()
            let us = 0.5 - abs(u)
            let k = ((2 * a / us + b) * u + centre).rounded(.down)
            if k < 0 || k > n { continue }
            // Most draws end here, without a logarithm.
            if us >= 0.07 && v <= edge { return Int(k) }
            let alpha = (2.83 + 5.1 / b) * deviation
            let mode = ((n + 1) * probability).rounded(.down)
            let bound = log(v * alpha / (a / (us * us) + b))
            let likelihood =
                (mode + 0.5) * log((mode + 1) / (odds * (n - mode + 1)))
                + (n + 1) * log((n - mode + 1) / (n - k + 1))
                + (k + 0.5) * log(odds * (n - k + 1) / (k + 1))
                + stirlingTail(mode) + stirlingTail(n - mode) - stirlingTail(k) - stirlingTail(n - k)
            if bound <= likelihood { return Int(k) }
        }
    }
}

/// ln k! less Stirling's (k + ½) ln(k + 1) − (k + 1) + ½ ln 2π.
private func stirlingTail(_ k: Double) -> Double {
    if k < 10 { return smallTails[Int(k)] }
    let inverse = 1 / (k + 1)
    let square = inverse * inverse
    return (1.0 / 12 - (1.0 / 360 - 1.0 / 1260 * square) * square) * inverse
}

private let smallTails = (0..<10).map { k in
    let x = Double(k)
    return BetaFunction.logGamma(x + 1) - (x + 0.5) * log(x + 1) + (x + 1) - 0.5 * log(2 * Double.pi)
}
