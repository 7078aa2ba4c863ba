internal import Glibc

/// The normal distribution with mean 0 and variance 1.
public enum NormalDistribution {
    /// Returns P(Z ≤ `x`), to full relative accuracy in the lower tail.
    public static func cumulative(_ x: Double) -> Double { 0.5 * erfc(-x / 2.0.squareRoot()) }

    /// Returns P(Z > `x`), to full relative accuracy in the upper tail.
    public static func upperTail(_ x: Double) -> Double { 0.5 * erfc(x / 2.0.squareRoot()) }

    /// Returns P(|Z| ≥ |`x`|), the p-value of a two-sided z test.
    public static func twoSidedTail(_ x: Double) -> Double { erfc(abs(x) / 2.0.squareRoot()) }

    /// Returns the density at `x`.
    public static func density(_ x: Double) -> Double { exp(-0.5 * x * x) / (2 * Double.pi).squareRoot() }

    /// Returns the x with P(Z ≤ x) = `probability` (Wichura 1988, algorithm AS 241, about 1e-16 relative).
    ///
    /// - Parameter probability: Between 0 and 1; the ends give ∓infinity.
    public static func quantile(_ probability: Double) -> Double {
        precondition((0...1).contains(probability), "a probability lies in 0…1, got \(probability)")
        let centred = probability - 0.5
        if abs(centred) <= 0.425 {
            let r = 0.180625 - centred * centred
            return centred * polynomial(centralNumerator, r) / polynomial(centralDenominator, r)
        }
        let magnitude = tailQuantile(centred < 0 ? probability : 1 - probability)
        return centred < 0 ? -magnitude : magnitude
    }

    /// Returns the x ≥ 0 with P(|Z| ≥ x) = `tail`; accurate for tails as small as 1e-300.
    public static func twoSidedCritical(tail: Double) -> Double {
        precondition((0...1).contains(tail), "a probability lies in 0…1, got \(tail)")
        let half = tail / 2
        return half < 0.075 ? tailQuantile(half) : quantile(1 - half)
    }

    /// Returns the x with P(Z > x) = `tail`, for tails below 0.075.
    private static func tailQuantile(_ tail: Double) -> Double {
        guard tail > 0 else { return .infinity }
        let r = (-log(tail)).squareRoot()
        return r <= 5
            ? polynomial(middleNumerator, r - 1.6) / polynomial(middleDenominator, r - 1.6)
            : polynomial(farNumerator, r - 5) / polynomial(farDenominator, r - 5)
    }

    private static func polynomial(_ coefficients: [Double], _ x: Double) -> Double {
        var sum = 0.0
        for coefficient in coefficients.reversed() { sum = sum * x + coefficient }
        return sum
    }

    private static let centralNumerator = [
        3.3871328727963666080, 133.14166789178437745, 1971.5909503065514427, 13731.693765509461125,
        45921.953931549871457, 67265.770927008700853, 33430.575583588128105, 2509.0809287301226727,
    ]
    private static let centralDenominator = [
        1.0, 42.313330701600911252, 687.18700749205790830, 5394.1960214247511077, 21213.794301586595867,
        39307.895800092710610, 28729.085735721942674, 5226.4952788528545610,
    ]
    private static let middleNumerator = [
        1.42343711074968357734, 4.63033784615654529590, 5.76949722146069140550, 3.64784832476320460504,
        1.27045825245236838258, 0.241780725177450611770, 0.0227238449892691845833, 7.74545014278341407640e-4,
    ]
    private static let middleDenominator = [
        1.0, 2.05319162663775882187, 1.67638483018380384940, 0.689767334985100004550, 0.148103976427480074590,
        0.0151986665636164571966, 5.47593808499534494600e-4, 1.05075007164441684324e-9,
    ]
    private static let farNumerator = [
        6.65790464350110377720, 5.46378491116411436990, 1.78482653991729133580, 0.296560571828504891230,
        0.0265321895265761230930, 1.24266094738807843860e-3, 2.71155556874348757815e-5, 2.01033439929228813265e-7,
    ]
    private static let farDenominator = [
        1.0, 0.599832206555887937690, 0.136929880922735805310, 0.0148753612908506148525, 7.86869131145613259100e-4,
        1.84631831751005468180e-5, 1.42151175831644588870e-7, 2.04426310338993978564e-15,
    ]
}
