import ArgumentParser
import Auditing

/// What an audit of the data themselves looks at.
struct DataAuditOptions: ParsableArguments {
    @Flag(
        help: ArgumentHelp(
            "Audits the data themselves: missing values, copies, doubtful labels, proxies and more, by group.",
            discussion:
                "Needs no label and no decision. All columns without another part count as descriptions of people, "
                + "or those that --features names. The options below imply it."))
    var dataAudit = false

    @Option(help: "How frequent groups are in the population: a table with the protected columns and share or count.")
    var population: String?

    @Option(
        help: "A second table of the same columns, such as what the model meets in use: what has changed, by group?")
    var against: String?

    @Option(help: "The column that says which part of the data a row belongs to, such as train and test.")
    var split: String?

    @Option(
        help: "Columns of labels that several people gave, separated by commas: do they disagree more about a group?")
    var annotators: [String] = []

    @Option(help: "A file of words that name groups, one a line ('kind: word'), in place of those that are shipped.")
    var terms: String?

    @Option(
        help:
            "Pairs of words by which texts name somebody else, beside those of gender, race and religion: a table of attribute,first,second."
    )
    var swaps: String?

    /// Writes what is given into a definition.
    func apply(to definition: inout AuditDefinition) {
        guard
            dataAudit || population != nil || against != nil || split != nil || !annotators.isEmpty || terms != nil
                || swaps != nil
        else { return }
        var choices = definition.dataAudit ?? DataAuditChoices()
        if let population { choices.population = population }
        if let against { choices.against = against }
        if let split { choices.split = split }
        if !annotators.isEmpty {
            choices.annotators = annotators.flatMap { $0.split(separator: ",") }.map { String($0.drop { $0 == " " }) }
        }
        if let terms { choices.terms = terms }
        if let swaps { choices.swaps = swaps }
        definition.dataAudit = choices
    }
}
