extension Int {
    /// The number with a comma between groups of three digits: `1,795`.
    var grouped: String {
        let digits = String(magnitude)
        var text = self < 0 ? "−" : ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index).isMultiple(of: 3) { text.append(",") }
            text.append(digit)
        }
        return text
    }
}

extension Double {
    /// The number with `digits` decimals, rounded half away from zero, a comma between groups of three digits.
    func fixed(_ digits: Int) -> String {
        guard isFinite else { return isNaN ? "not a number" : self < 0 ? "−∞" : "∞" }
        let scale = (0..<digits).reduce(1.0) { power, _ in power * 10 }
        let scaled = (magnitude * scale).rounded()
        guard scaled < 1e15 else { return description }
        let whole = Int(scaled) / Int(scale)
        let fraction = String(Int(scaled) % Int(scale))
        let sign = self < 0 && scaled > 0 ? "−" : ""
        guard digits > 0 else { return sign + whole.grouped }
        return sign + whole.grouped + "." + String(repeating: "0", count: digits - fraction.count) + fraction
    }

    /// A share in percent with one decimal: `44.8 %`, the space narrow and not broken.
    var percent: String { (self * 100).fixed(1) + "\u{202F}%" }

    /// A difference of shares in percentage points: `21.4 points`.
    var points: String { (self * 100).fixed(1) + "\u{A0}points" }

    /// A count that may be weighted: whole if it is whole, else with one decimal.
    var tally: String { self == rounded() ? fixed(0) : fixed(1) }

    /// A ratio or a score: three decimals, more for small numbers, none for large ones.
    var plain: String {
        switch magnitude {
        case 0: "0"
        case 1000...: fixed(0)
        case 100...: fixed(1)
        case 0.01...: fixed(3)
        case 0.00001...: fixed(6)
        default: description
        }
    }

    /// A number at an axis, without needless zeros.
    var plainTick: String {
        var text = fixed(magnitude >= 10 ? 1 : 4)
        while text.contains("."), text.hasSuffix("0") || text.hasSuffix(".") { text.removeLast() }
        return text
    }

    /// A p-value as papers print it: `p < 0.0001`, `p = 0.0312`.
    var pValueWords: String { self < 0.0001 ? "<\u{A0}0.0001" : fixed(self < 0.001 ? 4 : 3) }

    /// A confidence level in percent without needless decimals: `95 %`.
    var level: String {
        let percent = self * 100
        let digits = percent == percent.rounded() ? 0 : (percent * 10).rounded() == percent * 10 ? 1 : 2
        return percent.fixed(digits) + "\u{202F}%"
    }
}

extension String {
    /// The text without the full stop at its end, for use within a sentence.
    var withoutFullStop: String { hasSuffix(".") ? String(dropLast()) : self }
}

/// Returns `count` with the word in its number: `1 group`, `2 groups`.
func counted(_ count: Int, _ singular: String, _ plural: String? = nil) -> String {
    "\(count.grouped) \(count == 1 ? singular : plural ?? singular + "s")"
}
