internal import FairnessMetrics
internal import Glibc

extension ReportSection {
    /// The largest ratio of an outcome's probabilities, over groups and combinations.
    static let differentialFairness = ReportSection(
        id: "differential-fairness", title: "Largest ratio between any two groups",
        question: "How many times likelier is an outcome in one group than in another?"
    ) { context in
        let results = context.results.assessment.measures.differentialFairness
        guard let widest = results.last else { return nil }
        let table = DifferentialFairnessTable(context: context, results: results)
        return [.takeaway(table.sentence(widest)), table.node, .note(DifferentialFairnessTable.explanation)]
    }
}

/// ε of labels and predictions for each set of attributes.
struct DifferentialFairnessTable {
    let context: ReportContext
    let results: [DifferentialFairness]

    static let explanation: Node = """
        ε is the largest |ln(p/q)| of an outcome’s probabilities p and q in two groups, over both outcomes and all pairs \
        (Foulds et al. 2020); e^ε is that ratio. One imagined row, half of each outcome, smooths each group, so that an \
        empty cell is not infinite. A largest ratio is never 0 by chance: “by chance” is its mean if all groups were \
        alike, p how often it is then at least as large. An interval without upper end means that some group may hardly \
        ever have the outcome. Amplification is ε of the predictions minus ε of the labels.
        """

    /// What the widest set of attributes shows.
    func sentence(_ result: DifferentialFairness) -> Node {
        guard let level = result.prediction ?? result.label, let epsilon = level.epsilon.defined else {
            return "No two groups could be compared."
        }
        let subject = result.prediction == nil ? "label" : "decision"
        return """
            By \(.attributes(result.attributes)), a \(level.isPositive ? "positive" : "negative") \(subject) is \
            \(exp(epsilon.value).fixed(1)) times as likely for \(level.highest) as for \(level.lowest) (smoothed). Some two \
            groups differ by a factor of at least \(exp(epsilon.interval.lower).fixed(1)), at \
            \(context.settings.confidence.level) confidence; groups of these sizes that are all alike would show \
            \(exp(level.ifAlike).fixed(1)) on average.
            """
    }

    var node: Node {
        let both = results.contains { $0.amplification != nil }
        let subjects = DifferentialFairness.Subject.allCases.filter { subject in
            results.contains { $0[subject] != nil }
        }
        let columns: [DataTable.Column] = subjects.flatMap { subject in
            let word = subject == .label ? "label" : "decision"
            return [DataTable.Column("ε of the \(word)"), .init("By chance"), .init("Between", .text)]
        }
        return DataTable(
            id: "epsilon", caption: "Smoothed differential fairness",
            columns: [.init("Groups by", .text)] + columns + (both ? [.init("Amplification")] : []),
            rows: results.map { result in
                let left: Node = result.notEstimable == 0 ? .none : "; \(result.notEstimable) left out"
                let heading = Node.fragment([
                    .attributes(result.attributes), .subline("\(counted(result.compared, "group"))\(left)"),
                ])
                return [heading] + subjects.flatMap { cells(result[$0]) }
                    + (both ? [result.amplification.map { EstimateCell.node($0) } ?? "–"] : [])
            }
        ).node
    }

    private func cells(_ level: DifferentialFairness.Level?) -> [Node] {
        guard let level else { return ["–", "–", "–"] }
        return [
            EstimateCell.node(level.epsilon),
            .fragment([
                .text(level.ifAlike.plain),
                .subline(.text("p \(level.pValue < 0.0001 ? "" : "= ")\(level.pValue.pValueWords)")),
            ]),
            .fragment([
                "\(level.highest) over \(level.lowest)", .subline(level.isPositive ? "positive" : "negative"),
            ]),
        ]
    }
}

extension DifferentialFairness {
    /// The level of a subject, if it was measured.
    subscript(_ subject: Subject) -> Level? { subject == .label ? label : prediction }
}
