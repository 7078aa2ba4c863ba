/// The one source of random numbers: xoshiro256++ (Blackman, Vigna 2019), seeded through SplitMix64.
///
/// Draw *i* of a simulation takes its own generator from `(seed, stream: i)`, so that the result does not depend on the
/// order or the number of threads.
public struct SeededGenerator: RandomNumberGenerator, Sendable {
    private var state: (UInt64, UInt64, UInt64, UInt64)

    /// Makes the generator of a seed, or of one numbered stream of it.
    public init(seed: UInt64, stream: UInt64 = 0) {
        var mixed = seed &+ stream &* 0xD1B5_4A32_D192_ED03
        func next() -> UInt64 {
            mixed &+= 0x9E37_79B9_7F4A_7C15
            var z = mixed
            z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
            z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
            return z ^ (z >> 31)
        }
        state = (next(), next(), next(), next())
    }

    /// Returns 64 random bits.
    public mutating func next() -> UInt64 {
        func rotated(_ x: UInt64, _ k: UInt64) -> UInt64 { (x << k) | (x >> (64 - k)) }
        let result = rotated(state.0 &+ state.3, 23) &+ state.0
        let t = state.1 << 17
        state.2 ^= state.0
        state.3 ^= state.1
        state.1 ^= state.2
        state.0 ^= state.3
        state.2 ^= t
        state.3 = rotated(state.3, 45)
        return result
    }

    /// Returns a number that is uniform in (0, 1), never an end.
    public mutating func uniform() -> Double { (Double(next() >> 11) + 0.5) * 0x1p-53 }

    /// Returns a draw from the normal distribution with mean 0 and variance 1, by inversion.
    public mutating func normal() -> Double { NormalDistribution.quantile(uniform()) }
}
