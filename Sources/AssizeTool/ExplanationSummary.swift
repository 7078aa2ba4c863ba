import Explanations
import Files

/// The strongest players of each row, in a few lines.
struct ExplanationSummary {
    private let document: JSON
    private let precision: Double?

    /// The most entries that are shown.
    static let mostEntries = 12
    /// The most entries that are shown below gaps.
    static let mostBesideGaps = 2
    /// The most players of each.
    static let mostPlayers = 5

    init(_ document: ExplanationDocument, precision: Double?) {
        self.document = document.json
        self.precision = precision
    }

    var text: String {
        let entries = document["explanations"]?.elements ?? []
        let gaps = GapSummary(document).text
        let most = gaps.isEmpty ? Self.mostEntries : Self.mostBesideGaps
        var text = gaps + entries.prefix(most).map(entryText).joined()
        if entries.count > most { text += "… and \(entries.count - most) more explanations\n" }
        let evaluations = entries.reduce(0) { $0 + ($1["evaluations"]?.whole ?? 0) }
        let rows = Set(entries.compactMap { $0["row"]?.whole }).count
        text += "\(rows) rows, \(entries.count) explanations, \(evaluations) evaluations asked for\n"
        if let precision {
            let missed = entries.count { widest($0) > precision }
            if missed > 0 {
                text +=
                    "\(missed) of \(entries.count) explanations are not known to within \(precision): "
                    + "allow more with --evaluations\n"
            }
        }
        let skipped = document["skipped"]?.elements ?? []
        if let first = skipped.first, let row = first["row"]?.whole {
            text += skipped.count == 1 ? "1 row was skipped" : "\(skipped.count) rows were skipped"
            text += "; row \(row): \(first["reason"]?.text ?? "")\n"
        }
        return text
    }

    private func entryText(_ entry: JSON) -> String {
        let output = entry["output"]?.text ?? ""
        var text = "row \(entry["row"]?.whole ?? 0)"
        if let label = entry["label"]?.text { text += ", \(label)" }
        text += ": \(output) \(rounded(entry["value"]?.real))"
        if let base = entry["base_value"]?.real { text += ", \(rounded(base)) with nobody" }
        text += " (\(entry["method"]?.text ?? ""), \(entry["evaluations"]?.whole ?? 0) evaluations"
        if case .bool(true)? = entry["exact"] { text += ", exact" }
        if let agreement = entry["agreement_with_shapley"]?.real {
            text += ", agrees with Shapley \(rounded(agreement))"
        }
        text += ")\n"
        let players = (entry["players"]?.elements ?? []).sorted {
            abs($0["value"]?.real ?? 0) > abs($1["value"]?.real ?? 0)
        }
        for player in players.prefix(Self.mostPlayers) {
            let value = player["value"]?.real
            var line = "  \((value ?? 0) < 0 ? "−" : "+")\(rounded(value.map(abs)))"
            if let ends = player["interval"]?.elements.compactMap(\.real), ends.count == 2, ends[1] > ends[0] {
                line += " ± \(rounded(max(ends[1] - (value ?? 0), (value ?? 0) - ends[0])))"
            }
            line += "  " + visible(player["name"]?.text ?? "")
            if case .bool(true)? = player["undetermined"] { line += "  (sign unknown)" }
            text += line + "\n"
        }
        return text
    }

    private func widest(_ entry: JSON) -> Double {
        (entry["players"]?.elements ?? []).reduce(0) { widest, player in
            let ends = player["interval"]?.elements.compactMap(\.real) ?? []
            let value = player["value"]?.real ?? 0
            return ends.count == 2 ? max(widest, ends[1] - value, value - ends[0]) : widest
        }
    }

    private func rounded(_ value: Double?) -> String { value?.shown ?? "–" }
}

extension Double {
    /// Three decimals, or five of a smaller number.
    var shown: String {
        guard self != 0, abs(self) < 0.001 else { return "\((self * 1_000).rounded() / 1_000)" }
        return isFinite ? "\(Float((self * 1e5).rounded() / 1e5))" : "\(self)"
    }
}

extension JSON {
    var elements: [JSON] { if case .array(let elements) = self { elements } else { [] } }
    var whole: Int? { if case .integer(let value) = self { value } else { nil } }
    var text: String? { if case .string(let value) = self { value } else { nil } }
    var real: Double? {
        switch self {
        case .integer(let value): Double(value)
        case .number(let value): value
        default: nil
        }
    }
}
