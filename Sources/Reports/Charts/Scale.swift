/// A linear scale across the width of a drawing, in percent, so that the drawing follows the width it is given.
struct Scale {
    let lower: Double
    let upper: Double
    let ticks: [Double]

    /// Space left free at each side, in percent of the width.
    private static let inset = 6.0

    /// Makes a scale with round ends and at most seven round steps that spans `values`.
    init(spanning values: [Double], includingZero: Bool) {
        // Beyond these bounds differences overflow; nothing that is measured comes near them.
        let finite = values.filter(\.isFinite).map { min(max($0, -1e150), 1e150) }
        var low = finite.min() ?? 0
        var high = finite.max() ?? 1
        if includingZero {
            low = min(low, 0)
            high = max(high, 0)
        }
        if high - low <= max(abs(low), abs(high), 1e-150) * 1e-12 { high = low + max(abs(low), 1) * 0.1 }
        let step = Self.roundStep((high - low) / 5.5)
        lower = (low / step + 1e-9).rounded(.down) * step
        upper = (high / step - 1e-9).rounded(.up) * step
        let count = Int(((upper - lower) / step).rounded())
        let start = lower
        ticks = (0...max(count, 1)).map { start + Double($0) * step }
    }

    /// Where `value` stands, in percent of the width; values beyond the scale stand at its end.
    func position(_ value: Double) -> Double {
        let share = (min(max(value, lower), upper) - lower) / (upper - lower)
        return Self.inset + share * (100 - 2 * Self.inset)
    }

    /// The position as an attribute's value.
    func percent(_ value: Double) -> String { Self.text(position(value)) }

    /// The distance between two values as an attribute's value.
    func percent(from start: Double, to end: Double) -> String { Self.text(max(0, position(end) - position(start))) }

    private static func text(_ percent: Double) -> String { percent.fixed(1) + "%" }

    /// The smallest of 1, 2 and 5 times a power of ten that is not below `step`.
    private static func roundStep(_ step: Double) -> Double {
        var power = 1.0
        while power > step { power /= 10 }
        while power * 10 <= step { power *= 10 }
        return ([1, 2, 5].first { $0 * power >= step * 0.9999 } ?? 10) * power
    }
}
