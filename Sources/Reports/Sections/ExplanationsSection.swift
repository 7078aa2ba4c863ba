internal import FairnessMetrics

extension ReportSection {
    /// What the model takes the gaps from, where its outputs were explained.
    static let explanations = ReportSection(
        id: "explanations", title: "What the gaps are made of",
        question: "Which words or features does the model take the differences between groups from?"
    ) { context in
        guard let digest = context.results.explanations else { return nil }
        return ExplanationsBody(digest: digest, data: context.results.data).nodes
    }
}

/// The main lines of a digest of explanations, and what they cannot say.
private struct ExplanationsBody {
    let digest: ExplanationsDigest
    let data: DataDescription

    /// The p-value below which a difference of explanations counts as shown.
    private static let level = 0.05

    var nodes: [Node] {
        let record = digest.gaps.enumerated().flatMap { index, gap -> [Node] in
            let heading = Node.make(
                .h3, content: "\(.user(gap.attribute)): \(.user(gap.first.name)) against \(.user(gap.second.name))")
            return [heading] + GapFigure(gap: gap, id: "explained-gap-\(index)", isBrief: true).nodes
        }
        let changes = digest.changes.enumerated().map { index, change in
            Node.paragraph(GapChangeFigure(change: change, id: "explained-change-\(index)").takeaway)
        }
        return [.takeaway(takeaway)] + record
            + (changes.isEmpty ? [] : [.make(.h3, content: "Since the earlier model")] + changes)
            + disparities + [.element(.ul, [], caveats.map { .make(.li, content: $0) })]
    }

    private var takeaway: Node {
        let told = digest.gaps.filter(\.measured.isTold)
        guard !digest.gaps.isEmpty else {
            return digest.withheld > 0
                ? "What the gaps are made of is withheld: a group is smaller than the smallest cell."
                : "The explanations say nothing of gaps between groups: they were made without protected columns, or of too few rows."
        }
        let carried = told.compactMap { gap in
            gap.contributions.filter(\.value.isTold).max { $0.value.value.magnitude < $1.value.value.magnitude }
        }
        guard let top = carried.first else {
            return
                "Of \(counted(digest.gaps.count, "explained gap")) it cannot be told which words or features carry \(digest.gaps.count == 1 ? "it" : "them")."
        }
        return
            "Of \(counted(digest.gaps.count, "explained gap")), \(told.count) \(told.count == 1 ? "is" : "are") told from noise; the largest part that can be told is that of \(.make(.strong, content: .user(top.name)))."
    }

    private var disparities: [Node] {
        guard !digest.disparities.isEmpty else { return [] }
        let shown = digest.disparities.filter { $0.adjustedPValue < Self.level }
        let text: Node
        if let first = shown.first {
            text =
                "Explanations do not serve groups alike: \(shown.count) of \(counted(digest.disparities.count, "comparison")) \(shown.count == 1 ? "shows" : "show") a difference, such as \(.text(ExplanationWording.measure(first.measure).lowercased())) of \(user: first.group) against \(user: first.referenceGroup)."
        } else {
            text =
                "None of \(counted(digest.disparities.count, "comparison")) shows that a group is explained better or worse than another; that does not show that they are explained alike."
        }
        return [.make(.h3, content: "Whether groups are explained equally well"), .paragraph(text)]
    }

    private var caveats: [Node] {
        let audited = Set(data.files.map(\.sha256))
        let isSame = !digest.dataHashes.isEmpty && digest.dataHashes.allSatisfy(audited.contains)
        let hash = String(digest.sha256.prefix(16)) + "…"
        let model: Node = digest.model.map { .code($0) } ?? "a model"
        let left: Node = digest.skipped > 0 ? " and skips \(counted(digest.skipped, "row"))" : .none
        var items: [Node] = [
            "Read from \(.code(digest.path)) (SHA-256 \(.code(hash))), which explains \(counted(digest.rows, "row")) of \(model)\(left). The audit computes nothing of this anew.",
            isSame
                ? "The rows are from a file that was audited. Whether the decisions in it are those of the explained model, the audit does not check."
                : "The rows are not from the audited files: the gaps here are not the gaps above, and may differ from them.",
            "A class that carries a gap is where the model takes it from. Whether the gap is wrong, and what would happen to people if the model changed, is not for an explanation to say.",
        ]
        for absence in digest.absences {
            items.append(
                "\(.sentence(ExplanationWording.absence(absence))): another way of taking words or features away gives other parts."
            )
        }
        if digest.withheld > 0, !digest.gaps.isEmpty {
            items.append(
                "\(counted(digest.withheld, "gap")) with a group smaller than the smallest cell \(digest.withheld == 1 ? "is" : "are") withheld, and the comparisons of explanations with \(digest.withheld == 1 ? "it" : "them")."
            )
        }
        return items + digest.notes.map { .sentence($0) }
    }
}
