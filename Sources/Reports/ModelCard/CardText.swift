internal import FairnessMetrics

/// The sections of a card.
struct CardText {
    let content: ModelCardContent

    init(_ content: ModelCardContent) { self.content = content }

    /// The sections in order, each beginning with a sentence that says what to take from it.
    var sections: [String] {
        let evaluation = CardEvaluation(content)
        let modelChange = CardModelChange(change: content.modelChange)
        let parts: [(String, [String])] = [
            ("", [lead] + evaluation.lead), ("Intended use", use), ("Data", data), ("Preprocessing", preprocessing),
            ("Training", training), ("What was done to reduce disparities", methods),
            ("Evaluation", evaluation.results), ("Before and after", evaluation.change),
            ("When a text speaks of somebody else", modelChange.swaps),
            ("What general ability was lost", modelChange.ability), ("Limits", limits),
            ("How to make it again", reproduction),
        ]
        return parts.flatMap { title, body -> [String] in
            let body = body.filter { !$0.isEmpty }
            return body.isEmpty ? [] : title.isEmpty ? body : ["## \(title)"] + body
        }
    }

    private func escaped(_ text: String) -> String { MarkdownText.escaped(text) }

    private var lead: String {
        let labels = content.labels.map { "“\(MarkdownText.escaped($0, limit: 60))”" }
        let shown =
            labels.prefix(12).joined(separator: ", ") + (labels.count > 12 ? " and \(labels.count - 12) more" : "")
        let what =
            switch content.task {
            case .classification: "A classifier of texts that says one of \(shown)"
            case .multiLabel: "A classifier of texts that says which of \(shown) hold"
            case .regression: "A model that reads a text and gives a number, \(shown)"
            case .maskedLanguage: "A language model that fills in hidden tokens"
            }
        let base = content.basePath.map { ", fine-tuned from \(escaped($0))" } ?? ""
        let summary = content.summary.map { " " + MarkdownText.escaped($0, limit: 1_000) } ?? ""
        return "\(what)\(base).\(summary)"
    }

    private var use: [String] {
        [
            content.intendedUse.map { MarkdownText.escaped($0, limit: 2_000) }
                ?? MarkdownText.blank("who should use this model, for which decision, about which people?"),
            content.misuse.map { "Not meant for: " + MarkdownText.escaped($0, limit: 2_000) }
                ?? MarkdownText.blank("for what should it not be used, and who could be harmed if it were?"),
        ]
    }

    private var data: [String] {
        var lines: [String] = []
        if content.data.isEmpty {
            lines.append(MarkdownText.blank("which data did the model learn from?"))
        } else {
            let count = counted(content.data.count, "file")
            let texts = content.training.flatMap { training in
                training.texts.map { texts in
                    ": \(counted(texts, "text")) learnt from"
                        + (training.heldOut.map { ", \(counted($0, "text")) held out to judge by" } ?? "")
                }
            }
            lines.append("The model learnt from \(count)\(texts ?? "").")
            let hasRows = content.data.contains { $0.rows != nil }
            lines.append(
                MarkdownText.table(
                    ["File", "SHA-256"] + (hasRows ? ["Rows"] : []),
                    content.data.map { file in
                        [escaped(file.path), escaped(file.sha256)]
                            + (hasRows ? [file.rows?.grouped ?? "not known"] : [])
                    }))
        }
        lines.append(
            content.dataSource.map { "Source: \(escaped($0))." }
                ?? MarkdownText.blank("where do the data come from, who is in them, and who labelled them?"))
        if let licence = content.dataLicence { lines.append("Licence of the data: \(escaped(licence)).") }
        return lines
    }

    private var preprocessing: [String] { [MarkdownText.list(content.preprocessing.map(escaped))] }

    private var training: [String] {
        var lines: [String] = []
        if let figures = content.training {
            let chosen = figures.chosenStep.flatMap {
                $0 == figures.steps ? nil : " The weights are those of step \($0.grouped)."
            }
            let size = figures.parameters.map { " \($0.grouped) parameters." } ?? ""
            let machine = figures.machine.map { " on \(escaped($0))" } ?? ""
            lines.append(
                "\(counted(figures.steps, "step")) in \(Self.time(figures.seconds))\(machine).\(chosen ?? "")\(size)")
        }
        lines.append(
            MarkdownText.table(
                ["Choice", "Value"], content.hyperParameters.map { [escaped($0.name), escaped($0.value)] }))
        return lines
    }

    private static func time(_ seconds: Double) -> String {
        let whole = Int(max(0, min(seconds, 1e12)).rounded())
        if whole < 60 { return counted(whole, "second") }
        return whole < 3_600
            ? "\(whole / 60) min \(whole % 60) s" : "\((whole / 3_600).grouped) h \(whole % 3_600 / 60) min"
    }

    private var methods: [String] {
        guard !content.methods.isEmpty else {
            return ["Nothing: the model was trained for its task alone, so far as the record of the run tells."]
        }
        return [
            MarkdownText.list(
                content.methods.map { method in
                    let strength = method.strength.map { "\(escaped($0.name)) \(escaped($0.value))" }
                    let rest = strength.isEmpty ? "" : " (\(strength.joined(separator: ", ")))"
                    return "**\(escaped(method.name))**: \(escaped(method.effect))\(rest)"
                })
        ]
    }

    private var limits: [String] {
        var items = content.limits.map { MarkdownText.escaped($0, limit: 1_000) }
        items.append(
            "Figures hold for people like those in the data that the model was judged on; of others they say nothing.")
        if content.audit == nil {
            items.append("No audit of the model’s answers is part of this card, so that no gap has a verdict.")
        } else {
            items.append(
                "A gap within the margin is no proof that there is none, and “cannot tell” is not “no disparity”.")
        }
        return [MarkdownText.list(items), MarkdownText.blank("which limits do those who know the setting see?")]
    }

    private var reproduction: [String] {
        let first =
            content.command.map { MarkdownText.block($0, language: "sh") }
            ?? MarkdownText.blank("the command that made this model is not in its record.")
        return [first, "Made with Assize \(escaped(content.toolVersion))."]
    }
}
