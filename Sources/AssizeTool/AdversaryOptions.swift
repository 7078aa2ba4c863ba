public import ArgumentParser
public import Mitigations

/// How adversaries, and the other methods that know of labels, are set up.
struct AdversaryOptions: ParsableArguments {
    @Option(help: "What is to be independent of the group: equalized-odds, equal-opportunity or demographic-parity.")
    var criterion: AdversaryChoices.Criterion = .equalizedOdds

    @Option(
        help:
            "How an adversary's strength goes: ganin (rising), constant, warm-up, or controlled (holds it near chance)."
    )
    var adversarySchedule: AdversaryChoices.Schedule = .ganin

    @Option(help: "Over what 'projection' projects: whole (all weights as one vector) or tensor (each on its own).")
    var projectionScope: AdversaryChoices.Projection = .whole

    @Option(
        help:
            "What adversaries read: head (what the output layer reads) or every-block (each block too, sharing the strength)."
    )
    var adversaryReads: AdversaryChoices.Reading = .head

    /// The choices.
    var choices: AdversaryChoices {
        var choices = AdversaryChoices()
        choices.criterion = criterion
        choices.schedule = adversarySchedule
        choices.projection = projectionScope
        choices.reading = adversaryReads
        return choices
    }
}

extension AdversaryChoices.Criterion: ExpressibleByArgument {}
extension AdversaryChoices.Schedule: ExpressibleByArgument {}
extension AdversaryChoices.Reading: ExpressibleByArgument {}
extension AdversaryChoices.Projection: ExpressibleByArgument {}
