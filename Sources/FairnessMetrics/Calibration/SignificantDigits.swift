internal import Glibc

extension Double {
    /// The number rounded to so many significant digits, which is as many as are needed for display.
    func rounded(toSignificant digits: Int) -> Double {
        guard self != 0, isFinite else { return self }
        let power = digits - 1 - Int(log10(magnitude).rounded(.down))
        guard abs(power) < 300 else { return self }
        // Division by a power of ten is correctly rounded, so that the result prints with those digits only.
        if power >= 0, power <= 22 { return (self * pow(10, Double(power))).rounded() / pow(10, Double(power)) }
        return (self / pow(10, Double(-power))).rounded() * pow(10, Double(-power))
    }
}

extension Interval {
    /// The interval with ends of as many digits as an estimate keeps.
    var rounded: Interval {
        Interval(lower.rounded(toSignificant: Estimate.digits), upper.rounded(toSignificant: Estimate.digits))
    }
}

extension Estimate {
    /// The digits that a number fitted to data keeps: rounding is then a millionth of it, and the results stay small.
    static let digits = 6

    /// The estimate with that many digits in the value, the interval and the standard error.
    var rounded: Estimate {
        guard case .defined(var value) = self else { return self }
        value.value = value.value.rounded(toSignificant: Estimate.digits)
        value.interval = value.interval.rounded
        value.standardError = value.standardError?.rounded(toSignificant: Estimate.digits)
        return .defined(value)
    }
}
