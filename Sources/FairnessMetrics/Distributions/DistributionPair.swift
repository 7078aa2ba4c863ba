internal import Glibc

/// The weighted distribution functions of two samples on all values that occur in either.
struct DistributionPair {
    /// One of the two samples.
    struct Sample {
        var mass: Mass
        /// The share of the weight at or below each value.
        var shares: [Double]
        /// The squared standard error of the mean, linearised, with n / (n − 1) for Kish's n.
        var meanVariance = 0.0
    }

    /// The distinct values, ascending.
    private(set) var values: [Double] = []
    private(set) var first: Sample
    private(set) var second: Sample

    /// Sets a group beside another sample, or beside everybody who is not in it.
    ///
    /// - Parameters:
    ///   - group: The group's values, sorted.
    ///   - other: The other sample's values, sorted; or those of everybody, the group's among them.
    ///   - containsGroup: Whether `other` is everybody, from whom the group is taken away.
    init(_ group: ScoreList, _ other: ScoreList, containsGroup: Bool) {
        let capacity = group.count + other.count
        var masses: (first: [Mass], second: [Mass]) = ([], [])
        masses.first.reserveCapacity(capacity)
        masses.second.reserveCapacity(capacity)
        values.reserveCapacity(capacity)
        var (i, j) = (0, 0)
        let (own, others) = (group.scores, other.scores)
        while i < own.count || j < others.count {
            let takesFirst = j == others.count || i < own.count && own[i] <= others[j]
            let takesSecond = i == own.count || j < others.count && others[j] <= own[i]
            let here = takesFirst ? group.mass(at: i) : .zero
            let there = takesSecond ? other.mass(at: j) : .zero
            values.append(takesFirst ? own[i] : others[j])
            masses.first.append(here)
            masses.second.append(containsGroup ? there - here : there)
            i += takesFirst ? 1 : 0
            j += takesSecond ? 1 : 0
        }
        first = DistributionPair.sample(values, masses.first)
        second = DistributionPair.sample(values, masses.second)
    }

    private static func sample(_ values: [Double], _ masses: [Mass]) -> Sample {
        let mass = masses.reduce(.zero, +)
        var sample = Sample(mass: mass, shares: [])
        guard mass.weight > 0 else { return sample }
        sample.shares.reserveCapacity(values.count)
        var (below, sum) = (0.0, 0.0)
        for index in values.indices {
            below += masses[index].weight
            sum += masses[index].weight * values[index]
            sample.shares.append(min(1, below / mass.weight))
        }
        let mean = sum / mass.weight
        var squares = 0.0
        for index in values.indices {
            squares += masses[index].squaredWeight * (values[index] - mean) * (values[index] - mean)
        }
        let size = mass.effectiveSize
        if size > 1 { sample.meanVariance = squares / (mass.weight * mass.weight) * size / (size - 1) }
        return sample
    }

    /// Why the two cannot be compared, or nil if they can.
    var fault: String? {
        for (sample, who) in [(first, "the group"), (second, "the group compared with")] {
            if let fault = sample.mass.fault(ifEmpty: "no row of \(who) has a value") { return fault }
            if sample.mass.effectiveSize < 1.5 { return "one row alone of \(who) does not show how values spread" }
        }
        // Squares and sums of such values overflow.
        if let low = values.first, let high = values.last, max(abs(low), abs(high)) > 1e140 {
            return "the values are too large to be compared"
        }
        return nil
    }

    /// n m / (n + m) for the effective sizes.
    var harmonicSize: Double {
        let (n, m) = (first.mass.effectiveSize, second.mass.effectiveSize)
        return n * m / (n + m)
    }

    /// D = sup |F − G| (Kolmogorov 1933, Smirnov 1939).
    var kolmogorovSmirnov: Double {
        var largest = 0.0
        for index in values.indices { largest = max(largest, abs(first.shares[index] - second.shares[index])) }
        return largest
    }

    /// W₁ = ∫ |F − G|, the mean distance that values must move to turn one distribution into the other.
    var wasserstein: Double {
        var sum = 0.0
        for index in values.indices.dropLast() {
            sum += abs(first.shares[index] - second.shares[index]) * (values[index + 1] - values[index])
        }
        return sum
    }

    /// √(2/π) ∫ √(F (1 − F) / n + G (1 − G) / m) over the values at which the sign of F − G is in doubt: the mean of what
    /// chance alone adds to W₁ there.
    var wassersteinNoise: Double {
        let (n, m) = (first.mass.effectiveSize, second.mass.effectiveSize)
        var sum = 0.0
        for index in values.indices.dropLast() {
            let (f, g) = (first.shares[index], second.shares[index])
            let error = max(0, f * (1 - f) / n + g * (1 - g) / m).squareRoot()
            if abs(f - g) <= 3 * error { sum += error * (values[index + 1] - values[index]) }
        }
        return (2 / Double.pi).squareRoot() * sum
    }
}
