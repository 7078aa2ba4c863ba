internal import FairnessMetrics

/// What a card says of swaps of words and of ability lost.
struct CardModelChange {
    let change: ModelChange?

    /// What becomes of answers when a text speaks of somebody else.
    var swaps: [String] {
        guard let change, !change.swapGaps.isEmpty else { return [] }
        let rows = SwapWording(change: change).shown.map { gap -> [String] in
            [MarkdownText.escaped(gap.attribute), MarkdownText.escaped(SwapWording.unitWords(gap))] + moves(gap.size)
                + [flips(gap.flips), gap.size.outcome.words]
        }
        return [
            MarkdownText.escaped(SwapWording(change: change).lead.plain, limit: 3_000),
            MarkdownText.table(
                ["Words of", "In", "Mean move before", "After", "Change", "Decisions that flip", "Move"], rows),
            MarkdownText.escaped(SwapWording.note.plain, limit: 3_000),
        ]
    }

    /// How well the task is done.
    var ability: [String] {
        guard let change, !change.abilities.isEmpty else { return [] }
        return [MarkdownText.escaped(AbilitySection(change: change).lead.plain, limit: 3_000)]
            + [MarkdownText.escaped("Before: \(change.before).")]
    }

    private func moves(_ figure: PairedEstimates) -> [String] {
        guard let before = figure.before.value, let after = figure.after.value, let change = figure.change.defined
        else {
            return ["undefined", "undefined", "undefined"]
        }
        return [
            before.points, after.points, "\(SwapWording.signed(change.value)) (\(SwapWording.ends(change.interval)))",
        ]
    }

    private func flips(_ figure: PairedEstimates) -> String {
        guard let before = figure.before.value, let after = figure.after.value else { return "undefined" }
        return "\(before.percent) → \(after.percent)"
    }
}
