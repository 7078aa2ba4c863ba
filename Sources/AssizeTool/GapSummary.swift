import Explanations
import Files

/// The gaps of a document and what adds most to each, in a few lines.
struct GapSummary {
    private let document: JSON

    /// The most classes that are shown of each gap.
    static let mostClasses = 6

    init(_ document: JSON) { self.document = document }

    var text: String {
        (document["gaps"]?.elements ?? []).map(gapText).joined()
            + (document["gap_changes"]?.elements ?? []).map(changeText).joined() + disparityText
            + (document["notes"]?.elements ?? []).compactMap(\.text).map { "note: \($0)\n" }.joined()
    }

    private func gapText(_ gap: JSON) -> String {
        let groups = ["first", "second"].map { key in
            "'\(visible(gap[key]?["name"]?.text ?? ""))' (\(gap[key]?["rows"]?.whole ?? 0) rows)"
        }
        var text = "\(gap["gap"]?.text ?? "") of \(gap["output"]?.text ?? ""), \(gap["attribute"]?.text ?? ""): "
        text += "\(groups[0]) less \(groups[1]) is \(estimate(gap["measured"]))\n"
        let classes = (gap["contributions"]?.elements ?? []).sorted {
            abs($0["value"]?.real ?? 0) > abs($1["value"]?.real ?? 0)
        }
        for entry in classes.prefix(Self.mostClasses) where entry["value"]?.real != 0 {
            text += "  \(estimate(entry))  \(visible(entry["name"]?.text ?? ""))"
            if case .bool(true)? = entry["undetermined"] { text += "  (may be nothing)" }
            text += "\n"
        }
        return text + (gap["notes"]?.elements ?? []).compactMap(\.text).map { "  \($0)\n" }.joined()
    }

    private func changeText(_ change: JSON) -> String {
        let parts = change["change"]?["contributions"]?.elements ?? []
        let top = parts.indices.max { abs(parts[$0]["value"]?.real ?? 0) < abs(parts[$1]["value"]?.real ?? 0) }
        var text = "compared with before, \(change["after"]?["attribute"]?.text ?? ""): "
        text += "\(estimate(change["before"]?["measured"])) became \(estimate(change["after"]?["measured"])), "
        text += "a change of \(estimate(change["change"]?["measured"]))\n"
        if let top, parts[top]["value"]?.real != 0 {
            text += "  \(estimate(parts[top]))  \(visible(parts[top]["name"]?.text ?? "")), the largest change\n"
        }
        return text
    }

    private var disparityText: String {
        (document["explanation_disparities"]?.elements ?? []).map { entry in
            let comparisons = entry["comparisons"]?.elements ?? []
            let differing = comparisons.filter { ($0["adjusted_p_value"]?.real ?? 1) < 0.05 }
            let named = differing.map { comparison in
                "\(comparison["measure"]?.text ?? "") of '\(visible(comparison["group"]?.text ?? ""))' "
                    + estimate(comparison["difference"])
            }
            let found = named.isEmpty ? "nothing beyond chance" : named.joined(separator: ", ")
            return "explanations by \(entry["attribute"]?.text ?? ""), differences from "
                + "'\(visible(entry["reference"]?.text ?? ""))' in \(comparisons.count) measures: \(found)\n"
        }.joined()
    }

    private func estimate(_ value: JSON?) -> String {
        let ends = value?["interval"]?.elements.compactMap(\.real) ?? []
        let shown = value?["value"]?.real?.shown ?? "–"
        return ends.count == 2 && ends[1] > ends[0] ? "\(shown) [\(ends[0].shown), \(ends[1].shown)]" : shown
    }
}
