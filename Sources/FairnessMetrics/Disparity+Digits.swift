internal import Glibc

extension Disparity {
    /// Keeps six digits of what is derived from the estimate and its interval: more would be noise, and a page holds
    /// hundreds of them.
    mutating func shortenDerived() {
        benjaminiYekutieli = benjaminiYekutieli?.toSixDigits
        equivalencePValue = equivalencePValue?.toSixDigits
        power = power?.toSixDigits
        gapError = gapError?.toSixDigits
        criticalValue = criticalValue?.toSixDigits
        corrected = corrected.map { range in
            CorrectedRange(
                value: range.value.toSixDigits, interval: range.interval.toSixDigits,
                standardDeviation: range.standardDeviation.toSixDigits,
                standardDeviationInterval: range.standardDeviationInterval.toSixDigits)
        }
        bootstrap = bootstrap?.toSixDigits
        familyInterval = familyInterval?.toSixDigits
    }
}

extension BootstrapInterval {
    /// The interval with six digits of each end; draws know three at best.
    var toSixDigits: BootstrapInterval {
        BootstrapInterval(interval: interval.toSixDigits, method: method, draws: draws)
    }
}

extension Interval {
    /// The interval with six digits of each end. Rounding is monotone: what lay inside still does, if rounded likewise.
    var toSixDigits: Interval { Interval(lower.toSixDigits, upper.toSixDigits) }
}

extension Double {
    /// The nearest number of six significant decimal digits.
    var toSixDigits: Double {
        guard isFinite, self != 0 else { return self }
        // A power of ten above 1e22 is not exact, and what is smaller than this needs no rounding.
        let exponent = 5 - Int(log10(abs(self)).rounded(.down))
        guard abs(exponent) <= 22 else { return self }
        let scale = pow(10, Double(abs(exponent)))
        return exponent >= 0 ? (self * scale).rounded() / scale : (self / scale).rounded() * scale
    }
}
