internal import FairnessMetrics

/// What was explained and how, and what explanations cannot say.
struct ExplanationsScope {
    let record: ExplanationsRecord

    var body: [Node]? {
        let explanations = record.explanations
        let outputs = Self.distinct(explanations.map(\.output)).map(ExplanationWording.output)
        let absences = Self.distinct(explanations.compactMap(\.absence)).map(ExplanationWording.absence)
        let evaluations = explanations.reduce(0) { $0 + $1.evaluations }
        var items: [Node] = []
        if let model = record.model { items.append("Model: \(.code(model))") }
        if !outputs.isEmpty {
            items.append("Divided among the players: \(.sentence(outputs.joined(separator: ", "))).")
        }
        for absence in absences { items.append("Absence: \(.sentence(absence)).") }
        items.append("Evaluations of the model: \(evaluations); methods that share a row share them.")
        if let command = record.command { items.append("Made by \(.code(command))") }
        if !record.files.isEmpty {
            items.append("Data: \(.joined(record.files.prefix(20).map { .code($0) }, by: ", "))")
        }
        if !record.skipped.isEmpty {
            let reasons = record.skipped.prefix(3).map { "row \($0.row): \($0.reason)" }.joined(separator: "; ")
            items.append(
                "Not explained: \(counted(record.skipped.count, "row")), such as \(.sentence(reasons)).")
        }
        items += record.notes.map { .sentence($0) }
        return [
            .takeaway(
                "A value says what the model’s output would lose on average without a word or a feature, not what is true of the person or of the world."
            ),
            .element(.ul, [], items.map { .make(.li, content: $0) }),
            .note(
                "Intervals are of the method’s own draws: with more evaluations they shrink. They do not say what another way of making words absent, another model or another output would give."
            ),
        ]
    }

    /// Each once, in order.
    static func distinct(_ texts: [String]) -> [String] {
        var seen: Set<String> = []
        return texts.filter { seen.insert($0).inserted }
    }
}
