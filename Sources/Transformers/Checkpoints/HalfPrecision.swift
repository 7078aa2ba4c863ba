/// Conversions between single precision and the two formats of 16 bits, free of branches so that they vectorise.
enum HalfPrecision {
    /// Returns the value of a half (IEEE 754 binary16), exactly; NaN payloads are kept.
    @inline(__always)
    static func float(half bits: UInt16) -> Float {
        let bits = UInt32(bits)
        // Exponent and fraction land 112 steps too low; the product mends that, and makes subnormal halves normal.
        let finite = Float(bitPattern: (bits & 0x7FFF) << 13) * 0x1p112
        let special: UInt32 = bits & 0x7C00 == 0x7C00 ? 0x7F80_0000 : 0
        return Float(bitPattern: finite.bitPattern | special | (bits & 0x8000) << 16)
    }

    /// Returns the value of a bfloat16, exactly.
    @inline(__always)
    static func float(brain bits: UInt16) -> Float { Float(bitPattern: UInt32(bits) << 16) }

    /// Returns the half nearest to a value, ties to even; beyond 65,519 it is infinite.
    @inline(__always)
    static func half(_ value: Float) -> UInt16 {
        let magnitude = value.bitPattern & 0x7FFF_FFFF
        let sign = UInt16(truncatingIfNeeded: value.bitPattern >> 16) & 0x8000
        // NaN stays NaN and keeps the upper part of its payload.
        let nan = UInt16(truncatingIfNeeded: magnitude >> 13 & 0x3FF) | 0x7E00
        let rebased = magnitude &- 0x3800_0000
        let normal = UInt16(truncatingIfNeeded: (rebased &+ 0xFFF &+ (rebased >> 13 & 1)) >> 13)
        // Adding one half lets the hardware round where subnormal halves end.
        let small = UInt16(truncatingIfNeeded: (Float(bitPattern: magnitude) + 0.5).bitPattern &- 0x3F00_0000)
        let finite = magnitude < 0x3880_0000 ? small : magnitude >= 0x4780_0000 ? 0x7C00 : normal
        return sign | (magnitude > 0x7F80_0000 ? nan : finite)
    }

    /// Returns the bfloat16 nearest to a value, ties to even.
    @inline(__always)
    static func brain(_ value: Float) -> UInt16 {
        let bits = value.bitPattern
        let rounded = UInt16(truncatingIfNeeded: (bits &+ 0x7FFF &+ (bits >> 16 & 1)) >> 16)
        let nan = UInt16(truncatingIfNeeded: bits >> 16) | 0x40
        return bits & 0x7FFF_FFFF > 0x7F80_0000 ? nan : rounded
    }
}
