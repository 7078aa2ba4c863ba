internal import FairnessMetrics

/// How a ledger's steps and gaps are put in words.
struct LedgerWording {
    let ledger: MitigationLedger

    /// The step that the others are compared with.
    var first: MitigationStep? { ledger.steps.first }
    /// The step whose result was kept.
    var chosen: MitigationStep? { ledger.steps.first { $0.id == ledger.chosen } }

    /// The goal's name within a sentence.
    var goal: String { Self.name(ledger.goal) }

    /// A gap's name within a sentence, such as `false positive rate difference`.
    static func name(_ goal: MitigationLedger.Goal) -> String {
        let words =
            goal.aggregation.isComposite
            ? goal.aggregation.name : "\(MetricWording(goal.metric).name) difference"
        return words.prefix(1).lowercased() + words.dropFirst()
    }

    /// A step's name with a capital.
    static func heading(_ step: MitigationStep) -> Node {
        .user(step.name.prefix(1).uppercased() + step.name.dropFirst(), limit: 120)
    }

    /// Who is compared in the goal's gap.
    var groups: Node { .attributes(ledger.attributes) }

    /// A change in points with its interval: `−12.3 points (−15.0 to −9.6)`.
    static func change(_ estimate: Estimate) -> String? {
        estimate.defined.map { value in
            "\(signed(value.value)) points (\(signed(value.interval.lower)) to \(signed(value.interval.upper)))"
        }
    }

    /// A share as points with its sign.
    static func signed(_ value: Double) -> String {
        let text = (value * 100).fixed(1)
        return value > 0 && text != "0.0" ? "+" + text : text
    }

    /// A change in a cell: the points, the interval beneath.
    static func cell(_ estimate: Estimate) -> Node {
        guard let value = estimate.defined else {
            return .subline("undefined: \(.sentence(estimate.undefinedReason ?? ""))")
        }
        let isShown = value.interval.lower > 0 || value.interval.upper < 0
        let words = Node.text(signed(value.value))
        return .fragment([
            isShown ? .make(.strong, content: words) : words,
            .subline(.text("\(signed(value.interval.lower)) to \(signed(value.interval.upper))")),
        ])
    }

    /// The people a change concerns: `12 fewer`.
    static func people(_ count: Double?) -> String {
        guard let count else { return "–" }
        let rounded = count.rounded()
        return rounded == 0 ? "none" : "\(abs(rounded).fixed(0)) \(rounded < 0 ? "fewer" : "more")"
    }

    /// What the leading sentence says of the step that was kept.
    var lead: Node {
        guard let chosen, let shift = ledger.shift(of: chosen), let outcome = ledger.outcome(of: chosen) else {
            return "The ways stand side by side: none of them was chosen."
        }
        guard let was = shift.values.before.value, let now = shift.values.after.value else {
            return
                "A group that was judged has nobody of one label, so the gap is undefined: what \(user: chosen.name) does cannot be said."
        }
        let gap: Node = "\(goal) between groups by \(groups)"
        let size = "from \((was * 100).fixed(1)) to \((now * 100).fixed(1)) points"
        let begin: Node =
            switch outcome {
            case .helps: "With \(.user(chosen.name, limit: 120)) the \(gap) is smaller: \(size)."
            case .worsens: "With \(.user(chosen.name, limit: 120)) the \(gap) is larger: \(size)."
            case .doesNotHelp:
                "\(Self.heading(chosen)): it does not help. The \(gap) went \(size), and the interval of the change leaves no room for a material reduction."
            case .cannotTell:
                "\(Self.heading(chosen)): it cannot be told whether the \(gap) is smaller. It went \(size), which may be chance."
            }
        return "\(begin) \(price(chosen))"
    }

    /// What happened to accuracy.
    func price(_ step: MitigationStep) -> Node {
        guard let shift = step.change?.overall.first(where: { $0.metric == "accuracy" }),
            let change = shift.values.change.defined
        else { return "" }
        let words = Self.change(shift.values.change) ?? ""
        if change.interval.upper < 0 { return "Its price is accuracy: \(words)." }
        if change.interval.lower > 0 { return "Accuracy rose: \(words)." }
        return "Accuracy changed by \(words), which may be chance."
    }
}

extension StepOutcome {
    /// The outcome in words.
    var words: String {
        switch self {
        case .helps: "Helps"
        case .doesNotHelp: "Does not help"
        case .worsens: "Worsens"
        case .cannotTell: "Cannot tell"
        }
    }

    /// The outcome as a piece of a page.
    var node: Node {
        switch self {
        case .helps: .make(.span, .class("v none fell"), content: .text(words))
        case .doesNotHelp: .make(.span, .class("v same"), content: .text(words))
        case .worsens: .make(.span, .class("v shown"), content: .text(words))
        case .cannotTell: .make(.span, .class("v open"), content: .text(words))
        }
    }
}
