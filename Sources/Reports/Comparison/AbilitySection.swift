internal import FairnessMetrics

/// What became of general ability: the loss and the accuracy on the same texts, before and after.
struct AbilitySection {
    let change: ModelChange

    var body: [Node]? {
        guard !change.abilities.isEmpty else { return nil }
        let table = DataTable(
            id: "ability-table", caption: "How well the task is done",
            columns: [
                .init("Texts", .text), .init("Loss before"), .init("After"), .init("Change"), .init("Accuracy before"),
                .init("After"), .init("Change"),
            ], rows: change.abilities.map(cells), style: "data moves")
        let second: String =
            change.abilities.count > 1
            ? "" : " What it may have lost on other texts was not measured: --second-data names some."
        let note: Node = """
            Before: \(change.before). The loss is the mean of −ln of the probability of the right label; it also rises where \
            decisions stay and the probabilities are less apt. Intervals are of 95 % and know that both models read the same \
            texts.\(second)
            """
        return [.takeaway(lead), table.node, .note(note)]
    }

    /// What to take from it, a sentence for each set of texts.
    var lead: Node { .joined(change.abilities.map(sentence), by: " ") }

    private func sentence(_ ability: AbilityChange) -> Node {
        let texts = "\(ability.texts.grouped) \(ability.name)"
        guard let before = ability.accuracy.before.value, let after = ability.accuracy.after.value,
            let difference = ability.accuracy.change.defined, let losses = losses(ability)
        else { return "What was lost on \(texts) cannot be told: \(ability.accuracy.change.undefinedReason ?? "")." }
        let what =
            switch ability.accuracy.outcome {
            case .shrank: "Accuracy fell"
            case .grew: "Accuracy rose"
            case .same: "Accuracy is the same"
            case .cannotTell: "Accuracy did not demonstrably change"
            }
        return """
            \(what) on \(texts), from \(before.percent) to \(after.percent) (change \
            \(SwapWording.ends(difference.interval))), and the loss went from \(losses).
            """
    }

    private func losses(_ ability: AbilityChange) -> String? {
        guard let before = ability.loss.before.value, let after = ability.loss.after.value,
            let change = ability.loss.change.defined
        else { return nil }
        return "\(before.plain) to \(after.plain) (change \(Self.ends(change.interval)))"
    }

    /// `−0.012 to 0.034`.
    private static func ends(_ interval: Interval) -> String {
        "\(interval.lower.fixed(3)) to \(interval.upper.fixed(3))"
    }

    private func cells(_ ability: AbilityChange) -> [Node] {
        func loss(_ estimate: Estimate, isSigned: Bool = false) -> Node {
            guard let value = estimate.defined else { return .subline(.text(estimate.undefinedReason ?? "undefined")) }
            let sign = isSigned && value.value > 0 ? "+" : ""
            return .fragment([.text(sign + value.value.fixed(3)), .subline(.text(Self.ends(value.interval)))])
        }
        func share(_ estimate: Estimate) -> Node {
            guard let value = estimate.defined else { return "–" }
            let (lower, upper) = (value.interval.lower, value.interval.upper)
            return .fragment([
                .text(value.value.percent), .subline(.text("\((lower * 100).fixed(1)) to \(upper.percent)")),
            ])
        }
        let accuracy: Node =
            ability.accuracy.change.defined.map { value in
                .fragment([.text(SwapWording.signed(value.value)), .subline(.text(SwapWording.ends(value.interval)))])
            } ?? "–"
        return [
            "\(ability.texts) \(ability.name)", loss(ability.loss.before), loss(ability.loss.after),
            loss(ability.loss.change, isSigned: true), share(ability.accuracy.before), share(ability.accuracy.after),
            accuracy,
        ]
    }
}
