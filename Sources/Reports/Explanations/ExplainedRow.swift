internal import FairnessMetrics
internal import NumericalKernels

/// All that is said of one row: each method with its text and its waterfall, and how far the methods agree.
struct ExplainedRow {
    /// The explanations of the row, each with its number on the page.
    let explanations: [(number: Int, explanation: ExplanationsRecord.Explanation)]

    /// The most players that a table lists.
    static let mostListed = 80

    /// How many players the row's tables list.
    var listed: Int { explanations.reduce(0) { $0 + min(Self.mostListed, $1.explanation.players.count) } }

    /// The rows of `explanations`, in order: what has the same number, or without one the same text, belongs together.
    static func rows(_ explanations: [ExplanationsRecord.Explanation]) -> [ExplainedRow] {
        struct Key: Hashable {
            let row: Int?
            let text: String?
        }
        var order: [Key] = []
        var members: [Key: [(Int, ExplanationsRecord.Explanation)]] = [:]
        for (number, explanation) in explanations.enumerated() {
            let isKnown = explanation.row != nil
            // Two rows without number and text are never the same.
            let name = isKnown ? nil : explanation.text ?? "\(number)"
            let key = Key(row: explanation.row, text: name)
            if members[key] == nil { order.append(key) }
            members[key, default: []].append((number, explanation))
        }
        return order.map { ExplainedRow(explanations: members[$0] ?? []) }
    }

    /// The row on the page.
    var node: Node {
        let first = explanations[0].explanation
        var facts: [Node] = []
        if let group = first.group { facts.append("group \(user: group)") }
        if let actual = first.actual { facts.append("labelled \(user: actual)") }
        return .make(
            .div, .class("row"),
            content: .make(.h3, content: .text(first.row.map { "Row \($0)" } ?? "Text \(explanations[0].number + 1)")),
            facts.isEmpty ? .none : .make(.p, .class("byline"), content: .joined(facts, by: "; ")),
            .make(.div, .class("methods"), list: explanations.map { method($0.number, $0.explanation) }), agreement)
    }

    private func method(_ number: Int, _ explanation: ExplanationsRecord.Explanation) -> Node {
        let format = ContributionFormat(explanation.players.map(\.value.value))
        let remarks = explanation.notes.map { Node.note(.sentence($0)) }
        return .make(
            .div, .class("method"),
            list: [
                .make(.h4, content: .text(ExplanationWording.method(explanation.method))),
                .note(.fragment(Self.statement(explanation, format))),
                ColouredText(text: explanation.text, players: explanation.players).node,
            ] + remarks + [
                explanation.players.isEmpty
                    ? .none
                    : WaterfallTable(explanation: explanation, format: format, id: "fall-\(number)").node,
                PlayersTable(explanation: explanation, format: format, id: "players-\(number)").node,
            ])
    }

    /// How the values came about, in sentences.
    private static func statement(
        _ explanation: ExplanationsRecord.Explanation, _ format: ContributionFormat
    ) -> [Node] {
        let of: Node = explanation.label.map { " of \(.user($0))" } ?? ""
        var words: [Node] = [
            "The \(ExplanationWording.output(explanation.output))\(of) is \(format.plain(explanation.value))",
            explanation.baseValue.map {
                .text(", and \(format.plain($0)) with every \(explanation.noun) absent; ")
            } ?? "; ",
        ]
        if let absence = explanation.absence {
            words.append("\(.sentence(ExplanationWording.absence(absence))). ")
        } else {
            words.append("how \(explanation.noun)s are made absent, the file does not say. ")
        }
        let halves = explanation.players.compactMap { player in
            player.value.interval.map { max($0.upper - player.value.value, player.value.value - $0.lower) }
        }
        words.append(.text(counted(explanation.evaluations, "evaluation")))
        if explanation.isExact {
            words.append("; nothing is estimated")
        } else if let widest = halves.max(), widest > 0 {
            words.append("; every value is known to within ±\(format.half(widest)) at \(explanation.confidence.level)")
        }
        if let stability = explanation.rankStability {
            words.append("; of two \(explanation.noun)s the order is right with probability \(stability.fixed(2))")
        }
        if let score = explanation.score { words.append("; the method’s own model fits with R² \(score.fixed(2))") }
        return words + ["."]
    }

    /// How far each two methods order the players alike.
    private var agreement: Node {
        var rows: [[Node]] = []
        for (index, one) in explanations.enumerated() {
            for other in explanations[(index + 1)...] {
                let (first, second) = (one.explanation, other.explanation)
                guard first.players.map(\.name) == second.players.map(\.name) else { continue }
                let correlation = RankCorrelation.spearman(
                    first.players.map(\.value.value), second.players.map(\.value.value))
                rows.append([
                    .text(ExplanationWording.method(first.method) + " and " + ExplanationWording.method(second.method)),
                    correlation.map { .text($0.fixed(2)) } ?? .subline("undefined: all values are alike"),
                ])
            }
        }
        guard !rows.isEmpty, rows.count <= 45 else { return .none }
        return DataTable(
            id: "agreement-\(explanations[0].number)",
            caption: "How far methods order the \(explanations[0].explanation.noun)s alike",
            columns: [.init("Methods", .text), .init("Spearman’s correlation")], rows: rows, style: "data shares"
        ).node
    }
}
