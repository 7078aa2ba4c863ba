internal import FairnessMetrics

/// An estimate in a table: its value, the interval beneath; or why there is none.
enum EstimateCell {
    static func node(_ estimate: Estimate, _ format: (Double) -> String = { $0.plain }) -> Node {
        guard let value = estimate.defined else {
            return .subline("undefined: \(.sentence(estimate.undefinedReason ?? ""))")
        }
        return .fragment([
            .text(format(value.value)),
            .subline(.text("\(format(value.interval.lower)) to \(format(value.interval.upper))")),
        ])
    }
}
