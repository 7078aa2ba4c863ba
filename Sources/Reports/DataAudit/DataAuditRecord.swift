public import FairnessMetrics

/// What an audit of the data themselves found: gaps, copies, proxies and doubtful labels by group, before any model.
///
/// Every comparison sets one group against the others of its attribute. All of them together are one family: the chance
/// that a table without any such difference raises an alarm anywhere is at most 1 − `confidence`. That chance is split
/// evenly over the parts that compare anything, and within a part by Holm's rule.
public struct DataAuditRecord: Sendable, Equatable {
    /// The confidence that holds for all comparisons at once.
    public var confidence: Double
    /// The rows measured.
    public var rows: Int
    /// Every column that was read, with the part it plays.
    public var columns: [AuditedColumn]
    /// The parts that were measured, in the order of the page.
    public var parts: [DataAuditPart]
    /// The rows that the cross-validated models saw; fewer than `rows` if a sample had to do.
    public var modelledRows: Int
    /// The margins by which verdicts are given.
    public var margins: DataAuditMargins
    /// What a reader should know of how it was measured, one sentence each.
    public var notes: [String]

    /// Makes a record of its parts.
    public init(
        confidence: Double, rows: Int, columns: [AuditedColumn], parts: [DataAuditPart], modelledRows: Int,
        margins: DataAuditMargins, notes: [String] = []
    ) {
        self.confidence = confidence
        self.rows = rows
        self.columns = columns
        self.parts = parts
        self.modelledRows = modelledRows
        self.margins = margins
        self.notes = notes
    }

    /// The part of this kind, if it was measured.
    public func part(_ kind: DataAuditPart.Kind) -> DataAuditPart? { parts.first { $0.kind == kind } }

    /// Every comparison whose verdict is that a disparity is shown.
    public var shown: [DataFinding] { parts.flatMap(\.findings).filter { $0.verdict == .disparityShown } }
}

/// How large a difference must be to matter.
public struct DataAuditMargins: Sendable, Equatable {
    /// For differences of shares.
    public var share: Double
    /// For shares against those of a population: the smallest ratio that is not material.
    public var ratio: Double
    /// For how far an AUC lies above 0.5.
    public var auc: Double
    /// For differences of rank correlations.
    public var correlation: Double
    /// For the population stability index.
    public var stability: Double
    /// For the share of labels that contradict what is expected, beyond what chance explains.
    public var noise: Double

    /// Makes margins.
    public init(
        share: Double = 0.05, ratio: Double = 0.8, auc: Double = 0.1, correlation: Double = 0.1,
        stability: Double = 0.1,
        noise: Double = 0.02
    ) {
        self.share = share
        self.ratio = ratio
        self.auc = auc
        self.correlation = correlation
        self.stability = stability
        self.noise = noise
    }
}

/// A column of the table as the data audit took it.
public struct AuditedColumn: Sendable, Equatable {
    /// What was made of a column.
    public enum Use: String, Sendable, CaseIterable {
        /// Numbers that describe people.
        case number
        /// One of several texts that describe people.
        case category
        /// A text, different for nearly everybody, that is read word by word.
        case text
        /// Nearly every row has its own value, so that it names rows and describes nobody.
        case identifier
        /// Every row has the same value.
        case constant
        /// It plays another part, such as the label.
        case role
    }

    /// The column's name.
    public var name: String
    /// What was made of it.
    public var use: Use
    /// Rows without a value.
    public var missing: Int
    /// How many different values there are; nil where they were not counted.
    public var distinct: Int?

    /// Describes a column.
    public init(name: String, use: Use, missing: Int, distinct: Int? = nil) {
        self.name = name
        self.use = use
        self.missing = missing
        self.distinct = distinct
    }
}

/// One question of a data audit with all that was compared to answer it.
public struct DataAuditPart: Sendable, Equatable {
    /// The questions.
    public enum Kind: String, Sendable, CaseIterable {
        /// Is a group as frequent as in the population?
        case representation
        /// Is a column empty more often in one group?
        case missing
        /// Within a group, does it depend on the label whether a column is empty?
        case missingByLabel = "missing_by_label"
        /// Are rows copied more often in one group?
        case duplicates
        /// Are there nearly equal rows, more often in one group?
        case nearDuplicates = "near_duplicates"
        /// Do people who are equal in every feature have different labels, more often in one group?
        case labelConflicts = "label_conflicts"
        /// Do those who labelled disagree more often about one group?
        case annotators
        /// Do labels contradict what people like these are labelled elsewhere, more often in one group?
        case labelNoise = "label_noise"
        /// How well do features tell the group?
        case proxies
        /// Does a feature mean something else for the label in one group?
        case association
        /// Are extreme numbers more frequent in one group?
        case outliers
        /// Is a column written in another way in one group?
        case coding
        /// Do texts that name a group of people have other labels?
        case terms
        /// Do the texts of a group name a group of people more often?
        case termUse = "term_use"
        /// Do texts that are alike but for whom they name have other labels?
        case swapPairs = "swap_pairs"
        /// Has a group, or a feature within a group, changed between two files?
        case drift
    }

    /// The question.
    public var kind: Kind
    /// The comparisons, flagged ones and small p-values first.
    public var findings: [DataFinding]
    /// How many comparisons were made, those that are not listed included.
    public var compared: Int
    /// What a reader should know of this part, one sentence each.
    public var notes: [String]

    /// Makes a part.
    public init(kind: Kind, findings: [DataFinding], compared: Int, notes: [String] = []) {
        self.kind = kind
        self.findings = findings
        self.compared = compared
        self.notes = notes
    }
}

/// One comparison: a group against the others of its attribute.
public struct DataFinding: Sendable, Equatable {
    /// The column it is about; nil for whole rows or all features together.
    public var column: String?
    /// What else tells the comparison from others: a label, a term, a spelling.
    public var detail: String?
    /// The group.
    public var group: GroupKey
    /// The group's value.
    public var value: Estimate
    /// The value of the others, or what the population has; nil where the value is compared with a constant.
    public var rest: Estimate?
    /// How far they are apart, with an interval that holds for all comparisons of the audit at once.
    public var gap: Estimate
    /// A further number that the part explains, such as the conditional mutual information.
    public var extra: Estimate?
    /// How many people of the group the gap concerns, for shares.
    public var people: Double?
    /// The test's p-value; nil where there is no test.
    public var pValue: Double?
    /// The p-value adjusted for all comparisons of the audit.
    public var adjustedPValue: Double?
    /// What the interval supports.
    public var verdict: Verdict

    /// Makes a finding of its parts.
    public init(
        column: String? = nil, detail: String? = nil, group: GroupKey, value: Estimate, rest: Estimate? = nil,
        gap: Estimate, extra: Estimate? = nil, people: Double? = nil, pValue: Double? = nil,
        adjustedPValue: Double? = nil, verdict: Verdict
    ) {
        self.column = column
        self.detail = detail
        self.group = group
        self.value = value
        self.rest = rest
        self.gap = gap
        self.extra = extra
        self.people = people
        self.pValue = pValue
        self.adjustedPValue = adjustedPValue
        self.verdict = verdict
    }
}
