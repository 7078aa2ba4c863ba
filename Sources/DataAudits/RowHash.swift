/// Hashes of rows, of which one column can be taken out again.
enum RowHash {
    /// Returns a bijection of 64 bits in which every bit depends on every other (the finaliser of SplitMix64).
    static func mixed(_ bits: UInt64) -> UInt64 {
        var z = bits &+ 0x9E37_79B9_7F4A_7C15
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    /// Returns what the value with these bits in this column adds to the hash of its row.
    static func part(column: Int, _ bits: UInt64) -> UInt64 {
        mixed(mixed(bits) ^ (UInt64(column + 1) &* 0xD1B5_4A32_D192_ED03))
    }

    /// The hash of a text, the same in every run.
    static func text(_ text: String) -> UInt64 {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        return mixed(hash)
    }
}
