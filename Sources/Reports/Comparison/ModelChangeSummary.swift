/// What swaps of words did to answers and what ability was lost, for a terminal.
public enum ModelChangeSummary {
    /// Returns a sentence a line.
    public static func text(for change: ModelChange) -> String {
        var text = ""
        if !change.swapGaps.isEmpty { text += SwapWording(change: change).lead.plain + "\n" }
        if !change.abilities.isEmpty { text += AbilitySection(change: change).lead.plain + "\n" }
        return text
    }
}
