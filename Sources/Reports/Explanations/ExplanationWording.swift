internal import FairnessMetrics

/// The ids of methods, outputs, gaps and measures in words.
enum ExplanationWording {
    private static let methods = [
        "kernel_shap": "Kernel SHAP", "partition_shap": "Partition SHAP", "permutation_shap": "Permutation SHAP",
        "exact_shap": "Exact SHAP", "linear_shap": "Linear SHAP", "surrogate_shap": "Surrogate SHAP", "lime": "LIME",
        "leave_one_out": "Leave one out", "integrated_gradients": "Integrated gradients",
        "gradient_times_input": "Gradient × input", "attention_rollout": "Attention rollout",
        "attention_relevance": "Gradient-weighted attention", "attention_flow": "Attention flow",
        "attention_times_gradient": "Attention × gradient",
    ]

    private static let outputs = [
        "logit_margin": "logit margin", "log_odds": "log-odds", "probability": "probability", "logit": "logit",
        "value": "value", "decision": "decision",
    ]

    private static let gaps = [
        "demographic_parity_difference": "the difference of means over all rows",
        "true_positive_rate_difference": "the difference of means over rows with a positive label",
        "false_positive_rate_difference": "the difference of means over rows with a negative label",
    ]

    private static let measures = [
        "comprehensiveness": "Comprehensiveness", "sufficiency": "Sufficiency",
        "area_over_perturbation": "Area over the perturbation curve", "infidelity": "Infidelity",
        "tau_with_leave_one_out": "Agreement with leave one out (τ)", "standard_error": "Mean standard error",
        "determined_share": "Share of words told from noise", "rank_stability": "Rank stability",
    ]

    /// The name of a method, an output, a gap, a measure; of an unknown id its words.
    static func method(_ id: String) -> String { methods[id] ?? words(id) }
    static func output(_ id: String) -> String {
        let change = "change of "
        return id.hasPrefix(change) ? change + output(String(id.dropFirst(change.count))) : outputs[id] ?? words(id)
    }
    static func gap(_ id: String) -> String { gaps[id] ?? words(id) }
    static func measure(_ id: String) -> String { measures[id] ?? words(id) }

    /// What becomes of an absent player.
    static func absence(_ id: String) -> String {
        switch id {
        case "mask": "absent words are replaced by the mask token"
        case "removal": "absent words are removed, and the words behind them move up"
        case "attention": "absent words are hidden from attention, and the others keep their places"
        case "background": "absent features take the values of background rows"
        default: Shortening.shortened(id, to: 200)
        }
    }

    private static func words(_ id: String) -> String {
        Shortening.shortened(id, to: 80).split(separator: "_").joined(separator: " ")
    }
}

/// Numbers of one explanation, all with as many decimals as the largest of them needs for three digits.
struct ContributionFormat {
    private let digits: Int

    /// - Parameter values: Those that will be printed.
    init(_ values: [Double]) {
        let largest = values.reduce(0) { max($0, $1.isFinite ? $1.magnitude : 0) }
        var (digits, power) = (3, 0.1)
        while digits < 9, largest > 0, largest < power {
            digits += 1
            power /= 10
        }
        self.digits = largest >= 100 ? 1 : largest >= 10 ? 2 : digits
    }

    /// The number with its sign: `+0.310`, `−0.020`, `0.000`.
    func signed(_ value: Double) -> String {
        let text = value.fixed(digits)
        return value > 0 && text.contains { "123456789∞".contains($0) } ? "+" + text : text
    }

    /// The number, with a sign only if it is negative.
    func plain(_ value: Double) -> String { value.fixed(digits) }

    /// The distance of a value from an end of its interval, which is not called 0 unless it is.
    func half(_ value: Double) -> String {
        let text = plain(value)
        return text.contains { "123456789".contains($0) } ? text : value.plain
    }

    /// `+0.290 to +0.310`.
    func range(_ interval: Interval) -> String { "\(signed(interval.lower)) to \(signed(interval.upper))" }

    /// A contribution with its interval beneath.
    func cell(_ value: ExplanationsRecord.Value) -> Node {
        // An interval narrower than what is printed says nothing beside the number.
        guard let interval = value.interval, signed(interval.lower) != signed(interval.upper) else {
            return .text(signed(value.value))
        }
        return .fragment([.text(signed(value.value)), .subline(.text(range(interval)))])
    }
}

extension ExplanationsRecord.Value {
    /// What the evidence says of the sign, in words and with a mark.
    var evidence: Node {
        if isUndetermined { return .make(.span, .class("v open"), content: "not told from noise") }
        if interval == nil, standardError == nil { return .subline("no error is known") }
        if value == 0 { return "nothing" }
        return .text(value > 0 ? "pushes up" : "pushes down")
    }
}
