public import FairnessMetrics
public import Reports
public import Tables

/// An audit as it was asked for: which data, which column plays which part, and the choices that shape the verdicts.
public struct AuditDefinition: Sendable {
    /// What is audited, in words; the first file's name if none is given.
    public var title: String?
    /// A paragraph about the system, the decision and the people concerned.
    public var summary: String?
    /// Paths of the data files, read one after the other as one table.
    public var data: [String] = []
    /// The folder that relative paths start from; nil is the current one.
    public var folder: String?
    /// The file that the definition was read from, if it was.
    public var file: String?
    /// How the files are written.
    public var table = TableOptions()
    /// What kind of outcome label and prediction are.
    public var task = AuditTask.binary
    /// What happened or what is true.
    public var label: ColumnExpression?
    /// What was decided.
    public var prediction: ColumnExpression?
    /// A number that decisions follow, higher for the positive decision.
    public var score: ColumnExpression?
    /// The score from which on a row counts as selected.
    public var threshold: Double?
    /// The value that counts as positive in label and prediction.
    public var positive: String?
    /// The protected attributes.
    public var protected: [ColumnExpression] = []
    /// Attributes known only as probabilities, judged beside the protected ones and not crossed with them.
    public var memberships: [MembershipRole] = []
    /// The reference value of attributes.
    public var references: [String: String] = [:]
    /// Edges that cut a numeric protected column into bins: an edge belongs to the bin above it.
    public var bins: [String: [Double]] = [:]
    /// A column of nonnegative weights.
    public var weight: String?
    /// Columns that describe people and are neither outcome nor protected: by these an audit finds who is alike.
    public var features: [String] = []
    /// What the data themselves are audited for, if they are: gaps, copies, proxies, doubtful labels.
    public var dataAudit: DataAuditChoices?
    /// The column that holds the text a decision was made on. An audit checks that it is there and names it.
    public var text: String?
    /// The folder of a checkpoint whose answers to the texts are audited, in place of a prediction or a score.
    public var model: String?
    /// The most tokens that the model reads of a text; nil for as many as it can.
    public var maximumLength: Int?
    /// An `explanations.json` whose gaps the report shows; a relative path starts at the current folder.
    public var explanations: String?
    /// A `ledger.json` of what was tried, which the report shows; a relative path starts at the current folder.
    public var ledger: String?
    /// What the model answered, once it was asked.
    var answers: ModelAnswers?
    /// Control columns.
    public var strata: [ColumnExpression] = []
    /// How many first positions of the ranking by score are looked at; if none is named, 1 % and 10 % of the rows and as
    /// many as were selected.
    public var topK: [Int] = []
    /// The confidence level of every interval.
    public var confidence = 0.95
    /// The largest difference that is not material.
    public var margin = 0.05
    /// The smallest ratio that is not material.
    public var ratioMargin = 0.8
    /// The interval of a group's rate.
    public var interval = RateInterval.wilson
    /// How many times the counts are resampled for further intervals; 0 for none.
    public var bootstrapDraws = 0
    /// Cells with fewer rows are withheld.
    public var minimumCell = 0
    /// The seed of every random draw.
    public var seed: UInt64 = 0
    /// Whether missing protected values are compared as a group.
    public var comparesUnknown = false
    /// How many protected attributes are crossed at most; nil for all of them.
    public var depth: Int?
    /// What the report computes for rules besides.
    public var annexes: [Annex] = []
    /// What must hold for the audit to pass.
    public var gates: [Gate] = []
    /// Where the data come from.
    public var source: String?
    /// The data's licence.
    public var licence: String?
    /// Whether the data were generated.
    public var isSynthetic = false
    /// The command that runs this audit again.
    public var command = "assize audit"

    /// Makes a definition that names nothing yet.
    public init() {}

    /// The most columns that may form groups, strata included.
    public static let maximumGroupingColumns = 6
    /// The most values that a column that forms groups may have.
    public static let maximumGroupingValues = 1_000

    /// The fewest draws that give a quantile of a tail.
    public static let fewestDraws = 200
    /// The most draws; more change no interval that is worth the wait.
    public static let mostDraws = 20_000

    /// Every fault that can be seen without the data.
    public var faults: [String] {
        guard !data.isEmpty else { return ["no data file is named"] + roleFaults + judgementFaults }
        if isTallied { return talliedFaults + judgementFaults }
        let tallies = data.filter { $0.hasSuffix(Self.tallyEnding) }
        guard tallies.isEmpty else {
            return [
                "tallies (\(tallies.joined(separator: ", "))) cannot be read together with tables; make tallies of the tables first: "
                    + "assize tally"
            ]
        }
        return roleFaults + dataAuditFaults + judgementFaults
    }

    /// What is wrong with the columns' parts.
    private var roleFaults: [String] {
        var faults: [String] = []
        faults += taskFaults
        if model != nil {
            if text == nil { faults.append("--model needs --text, the column of texts that it reads") }
            if prediction != nil || score != nil {
                faults.append("--model makes the decisions: omit --prediction and --score, or --model")
            }
            return faults + (protected.isEmpty ? ["no protected attribute: name one with --protected"] : [])
        }
        if maximumLength != nil { faults.append("--max-length needs --model") }
        if label == nil, prediction == nil, score == nil, task == .binary, dataAudit == nil {
            faults.append(
                "nothing to measure: name at least one of --label, --prediction and --score, or audit the data themselves: "
                    + "--data-audit")
        }
        if protected.isEmpty { faults.append("no protected attribute: name one with --protected") }
        let grouping = protected + strata
        if grouping.count > AuditDefinition.maximumGroupingColumns {
            faults.append(
                "\(grouping.count) protected and strata columns; the most that are crossed is "
                    + "\(AuditDefinition.maximumGroupingColumns)")
        }
        for (index, expression) in grouping.enumerated()
        where grouping[..<index].contains(where: { $0.text == expression.text }) {
            faults.append("'\(expression.text)' is named twice among --protected and --strata")
        }
        if let condition = score?.condition {
            faults.append("--score takes a column of numbers, not a condition (\(condition))")
        }
        for (index, role) in memberships.enumerated() {
            faults += role.faults
            let names = grouping.map(\.text) + memberships[..<index].map(\.name)
            if names.contains(role.name) {
                faults.append("--membership \(role.name): the name is taken; give the attribute another one")
            }
        }
        if threshold != nil, score == nil { faults.append("--threshold needs --score") }
        let roles: [(String, [String])] = [
            ("protected", protected.map(\.column)), ("the label", label.map { [$0.column] } ?? []),
            ("the prediction", prediction.map { [$0.column] } ?? []), ("the score", score.map { [$0.column] } ?? []),
            ("the weight", weight.map { [$0] } ?? []),
        ]
        for (index, feature) in features.enumerated() {
            for (role, columns) in roles where columns.contains(feature) {
                faults.append("--features names '\(feature)', which is \(role): by it nobody may be called alike")
            }
            if features[..<index].contains(feature) { faults.append("--features names '\(feature)' twice") }
        }
        if !topK.isEmpty, score == nil { faults.append("--top-k needs --score, by which everybody is ranked") }
        if threshold != nil, prediction != nil {
            faults.append("--threshold makes the decisions from the score, but --prediction names them already")
        }
        for (column, edges) in bins.sorted(by: { $0.key < $1.key }) {
            if !grouping.contains(where: { $0.text == column }) {
                faults.append("--bins names '\(column)', which is not among --protected or --strata")
            }
            if edges.isEmpty || zip(edges, edges.dropFirst()).contains(where: { $0 >= $1 }) {
                faults.append("--bins \(column): the edges must be numbers in ascending order, such as 25,45,65")
            }
        }
        for attribute in references.keys.sorted() where !protected.contains(where: { $0.text == attribute }) {
            faults.append(
                "--reference names '\(attribute)', which is not a protected attribute ("
                    + protected.map(\.text).joined(separator: ", ") + ")")
        }
        return faults
    }

    /// What is wrong with the choices that shape the verdicts.
    private var judgementFaults: [String] {
        var faults: [String] = []
        if !(confidence > 0.5 && confidence < 1) {
            faults.append("--confidence \(confidence) is not between 0.5 and 1, such as 0.95")
        }
        if !(margin >= 0 && margin < 1) { faults.append("--margin \(margin) is not between 0 and 1, such as 0.05") }
        if !(ratioMargin > 0 && ratioMargin <= 1) {
            faults.append("--ratio-margin \(ratioMargin) is not between 0 and 1, such as 0.8")
        }
        if bootstrapDraws != 0, !(Self.fewestDraws...Self.mostDraws).contains(bootstrapDraws) {
            faults.append(
                "--bootstrap \(bootstrapDraws) is not between \(Self.fewestDraws) and \(Self.mostDraws), such as 1000")
        }
        if let other = topK.first(where: { $0 < 1 }) {
            faults.append("--top-k \(other) is not a number of positions, such as 100")
        }
        if let depth, depth < 1 { faults.append("--depth \(depth) is not a number of attributes to cross, such as 2") }
        if minimumCell < 0 { faults.append("--min-cell \(minimumCell) is negative") }
        if let annex = annexes.first(where: \.needsSelections), !isTallied,
            task != .binary || prediction == nil && model == nil && (score == nil || threshold == nil)
        {
            faults.append(
                "--annex \(annex.rawValue) counts who was selected: name the decisions with --prediction, or --score with "
                    + "--threshold")
        }
        return faults
    }
}
