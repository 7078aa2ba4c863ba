internal import FairnessMetrics

/// How a report speaks of the parts of a data audit.
struct DataAuditWording {
    let kind: DataAuditPart.Kind

    /// The parts whose remarks count rows.
    static let copies: [DataAuditPart.Kind] = [.duplicates, .nearDuplicates, .labelConflicts]

    init(_ kind: DataAuditPart.Kind) { self.kind = kind }

    /// The heading of a table.
    var title: String {
        switch kind {
        case .representation: "Groups and the population"
        case .missing: "Missing values by group"
        case .missingByLabel: "Missing values by label, within each group"
        case .duplicates: "Rows that are there more than once"
        case .nearDuplicates: "Rows that nearly repeat another"
        case .labelConflicts: "People alike with different labels"
        case .annotators: "Disagreement among those who labelled"
        case .labelNoise: "Labels that contradict what is expected"
        case .proxies: "How well features tell the group"
        case .association: "What a feature means for the label"
        case .outliers: "Extreme numbers"
        case .coding: "Ways of writing"
        case .terms: "Texts that name a group"
        case .termUse: "Terms in the texts of each group"
        case .swapPairs: "Texts alike but for whom they name"
        case .drift: "Changes between the two tables"
        }
    }

    /// What is asked, when the answer is that nothing was found.
    var nothing: String {
        switch kind {
        case .representation: "no group’s share departs materially from the population’s"
        case .missing: "no column is missing materially more often in one group"
        case .missingByLabel: "within no group does it depend materially on the label whether a value is missing"
        case .duplicates: "no group’s rows are there twice materially more often than others’"
        case .nearDuplicates: "no group’s rows are nearly repeated materially more often"
        case .labelConflicts: "in no group do people who are alike have different labels materially more often"
        case .annotators: "those who labelled disagree about no group materially more often"
        case .labelNoise: "no group’s labels contradict what is expected materially more often"
        case .proxies: "no feature tells a group well"
        case .association: "no feature means something materially different for the label in one group"
        case .outliers: "no group has materially more extreme numbers"
        case .coding: "no column is shown to be written differently in one group"
        case .terms: "no term’s texts have materially other labels"
        case .termUse: "no group’s texts hold a term materially more often"
        case .swapPairs: "no texts have materially other labels than those that differ only in whom they name"
        case .drift: "no group and no feature within a group has changed materially"
        }
    }

    /// The heading of the group's value.
    var valueHeading: String {
        switch kind {
        case .representation: "Share of rows"
        case .missing: "Missing"
        case .missingByLabel: "Missing with the label"
        case .duplicates: "There more than once"
        case .nearDuplicates: "Nearly repeated"
        case .labelConflicts: "Other label than the double"
        case .annotators: "Not all agree"
        case .labelNoise: "Contradicted beyond chance"
        case .proxies: "AUC"
        case .association: "Rank correlation"
        case .outliers, .coding: "Share"
        case .terms: "With the term"
        case .termUse: "Texts with it"
        case .swapPairs: "Texts that name it"
        case .drift: "First table"
        }
    }

    /// The heading of what it is compared with; nil where that is a constant.
    var restHeading: String? {
        switch kind {
        case .representation: "Population"
        case .missingByLabel: "Without the label"
        case .terms: "Without the term"
        case .swapPairs: "Their counterparts"
        case .drift: "Second table"
        case .proxies: nil
        default: "Others"
        }
    }

    /// The heading of the gap.
    var gapHeading: String {
        switch kind {
        case .representation: "Ratio"
        case .proxies: "Above chance"
        case .drift: "Change"
        default: "Difference"
        }
    }

    /// Whether values are shares.
    func isShare(_ finding: DataFinding) -> Bool {
        switch kind {
        case .proxies, .association: false
        case .drift: finding.rest != nil
        default: true
        }
    }

    /// A value in words.
    func value(_ number: Double, of finding: DataFinding) -> String {
        isShare(finding) ? number.percent : number.fixed(3)
    }

    /// A gap in words.
    func gap(_ number: Double, of finding: DataFinding) -> String {
        if kind == .representation { return number.fixed(2) }
        return isShare(finding) ? number.points : number.fixed(3)
    }

    /// What a finding says, in a sentence without its full stop.
    func sentence(_ finding: DataFinding, label: String?) -> Node {
        let group = Node.group(finding.group)
        let column: Node = finding.column.map { .code($0) } ?? "the row"
        guard let value = finding.value.value else { return "nothing can be said of \(group)" }
        let own = self.value(value, of: finding)
        let others = finding.rest?.value.map { self.value($0, of: finding) } ?? ""
        let detail: Node = finding.detail.map { .sentence($0) } ?? .none
        switch kind {
        case .representation: return "\(group) make up \(own) of the rows and \(others) of the population"
        case .missing:
            let also: Node = finding.detail == nil ? .none : " (\(detail))"
            return "\(column)\(also) is missing for \(own) of \(group) and \(others) of the others"
        case .missingByLabel:
            return
                "among \(group), \(column) is missing for \(own) of those with \(detail) and \(others) of those without"
        case .duplicates:
            return "\(own) of the different rows of \(group) are there more than once, \(others) of the others’"
        case .nearDuplicates:
            return "\(own) of the rows of \(group) nearly repeat an earlier one, \(others) of the others’"
        case .labelConflicts:
            return
                "of \(group) with an exact double, \(own) have another label than that double; of the others \(others)"
        case .annotators:
            return "those who labelled disagree on \(own) of the rows of \(group) and on \(others) of the others’"
        case .labelNoise:
            let side = value > (finding.rest?.value ?? 0) ? "more" : "less"
            return """
                labels of \(group) contradict what the features lead one to expect \(side) often than others’: \
                \(own) of them beyond what chance explains, against \(others)
                """
        case .proxies:
            return finding.column == nil
                ? "all features together tell \(group) from the others with an AUC of \(own)"
                : "\(column) tells \(group) from the others with an AUC of \(own)"
        case .association:
            let level: Node = finding.detail == nil ? "the label" : detail
            return "the rank correlation of \(column) with \(level) is \(own) for \(group) and \(others) for the others"
        case .outliers: return "\(own) of \(column) of \(group) lie \(detail); of the others’ \(others)"
        case .coding: return "\(own) of \(column) of \(group) are \(detail); of the others’ \(others)"
        case .terms: return "\(own) of the texts with “\(group)” have \(detail), \(others) of those without"
        case .termUse: return "\(own) of the texts of \(group) hold “\(detail)”, \(others) of the others’"
        case .swapPairs:
            return """
                of the texts that name “\(group)” and have a counterpart that differs in nothing else, \(own) have \
                \(detail); of the counterparts \(others)
                """
        case .drift:
            return finding.column == nil
                ? "\(group) make up \(own) of the first table and \(others) of the second"
                : "\(column) of \(group) is distributed in another way (stability index \(own))"
        }
    }
}
