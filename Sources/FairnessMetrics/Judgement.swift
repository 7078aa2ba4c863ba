internal import Glibc

/// What an interval supports, given a margin.
struct Judgement {
    var verdict: Verdict
    var reason: String

    /// The zone of immaterial disparities: [−margin, margin] for a difference, [margin, 1 / margin] for a ratio.
    static func zone(isRatio: Bool, margin: Double) -> Interval {
        isRatio ? Interval(min(margin, 1 / margin), max(margin, 1 / margin)) : Interval(-margin, margin)
    }

    /// Judges an interval against the zone: outside it, inside it, or neither.
    ///
    /// Inside counts only if every group could be estimated: nothing passes on what was not measured.
    ///
    /// - Parameter scale: What the margin counts, if it is not the plain unit; its words stand in the reason.
    init(interval: Interval, isRatio: Bool, margin: Double, compared: Int, notEstimable: Int, scale: MarginScale? = nil)
    {
        let zone = Judgement.zone(isRatio: isRatio, margin: margin)
        let scale = isRatio ? nil : scale
        let shown = { (value: Double) in scale == nil ? NumberText.short(value) : NumberText.significant(value) }
        let range = "The interval, \(shown(interval.lower)) to \(shown(interval.upper)),"
        let limit =
            isRatio
            ? "the smallest acceptable ratio, \(NumberText.short(margin))"
            : "the margin, \(scale?.words ?? NumberText.short(margin))"
        if interval.lower > zone.upper || interval.upper < zone.lower {
            self = Judgement(verdict: .disparityShown, reason: "\(range) lies wholly beyond \(limit).")
        } else if interval.lower >= zone.lower && interval.upper <= zone.upper {
            self =
                notEstimable == 0
                ? Judgement(
                    verdict: .noMaterialDisparity,
                    reason: interval.contains(isRatio ? 1 : 0)
                        ? "\(range) lies wholly within \(limit)."
                        : "There is a gap, but \(range.lowercasedStart) lies wholly within \(limit).")
                : Judgement(
                    verdict: .cannotTell,
                    reason: "\(range) lies within \(limit), but \(notEstimable) of \(compared + notEstimable) groups "
                        + "could not be estimated.")
        } else {
            self = Judgement(verdict: .cannotTell, reason: "\(range) reaches both sides of \(limit).")
        }
    }

    init(verdict: Verdict, reason: String) {
        self.verdict = verdict
        self.reason = reason
    }
}

extension Disparity {
    /// Takes back a disparity that is shown by the interval but not by the test, as may happen with a handful of rows.
    mutating func requireSignificance(confidence: Double) {
        guard verdict == .disparityShown, let pValue, pValue > 1 - confidence else { return }
        verdict = .cannotTell
        reason =
            "The interval lies beyond the margin, but on so few rows chance alone gives such a gap with probability "
            + "\(NumberText.short(pValue))."
    }
}

extension String {
    fileprivate var lowercasedStart: String { prefix(1).lowercased() + dropFirst() }
}

/// Numbers as a sentence shows them.
enum NumberText {
    /// Returns `value` with at most four decimals.
    static func short(_ value: Double) -> String {
        guard value.isFinite else { return value > 0 ? "∞" : "−∞" }
        let rounded = (value * 10_000).rounded() / 10_000
        if rounded == rounded.rounded(), abs(rounded) < 1e15 { return "\(Int(rounded))" }
        return "\(rounded)"
    }

    /// Returns `value` with four significant digits, or all of a whole part that is longer.
    static func significant(_ value: Double) -> String {
        guard value.isFinite, value != 0, abs(value) < 1e15 else { return value == 0 ? "0" : short(value) }
        let digits = 3 - Int(log10(abs(value)).rounded(.down))
        guard digits > 0 else { return "\(Int(value.rounded()))" }
        let power = pow(10, Double(min(digits, 300)))
        let rounded = (value * power).rounded() / power
        return rounded == rounded.rounded() ? "\(Int(rounded))" : "\(rounded)"
    }
}
