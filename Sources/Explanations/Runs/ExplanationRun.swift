public import Files

/// Explains rows of a table one after the other, and goes on where a run that was killed has stopped.
///
/// The result is a function of the request alone: the same bytes on the same machine, whether or not the run was interrupted.
public struct ExplanationRun {
    /// The rows.
    public let rows: any ExplainedRows
    /// How each is explained.
    public let plan: ExplanationPlan
    /// The numbers of the rows to explain, ascending.
    public let numbers: [Int]
    /// Whether a row that cannot be explained ends the run; else it is skipped and listed.
    public var isStrict = false
    /// What entries say of a row beside its explanation: its `group` and its `actual` label.
    public var facts: (Int) -> [JSONObject.Member] = { _ in [] }
    /// What the document says of the data and the request.
    public var members: [JSONObject.Member] = []
    /// What identifies the request beside `members`, such as the size and age of the model's weights.
    public var fingerprint: [String] = []

    /// Whose gap is divided; nil for none.
    public var gap: GapPlan?
    /// What was said of another model before, such as one that was not debiased; nil if there is nothing to compare with.
    public var earlier: EarlierExplanations?

    /// Prepares a run.
    ///
    /// - Throws: `ExplanationsError.setting` if there is no such row, or the plan cannot be.
    public init(_ rows: any ExplainedRows, numbers: [Int], plan: ExplanationPlan) throws {
        try plan.validate()
        for number in numbers where !(0..<rows.count).contains(number) {
            throw ExplanationsError.setting(
                name: "a row", value: "\(number)", remedy: "rows are numbered from 0 to \(rows.count - 1)")
        }
        guard !numbers.isEmpty else {
            throw ExplanationsError.setting(name: "the number of rows", value: "0", remedy: "explain at least one")
        }
        self.rows = rows
        self.plan = plan
        self.numbers = Set(numbers).sorted()
    }

    /// Explains the rows.
    ///
    /// - Parameters:
    ///   - folder: Where the work is kept until all of it is done; it must exist.
    ///   - overwrite: Whether work of another request may be discarded.
    ///   - progress: Called after each row with the rows done in this sitting and those that it has to do.
    /// - Returns: The document, and the work file to remove once the document is written.
    /// - Throws: `ExplanationsError.otherRequest` if the folder holds unfinished work of another request; what explaining a
    ///   row throws, with its number.
    public func run(
        folder: String, overwrite: Bool = false, progress: (_ done: Int, _ total: Int) -> Void = { _, _ in }
    ) throws -> (document: ExplanationDocument, finish: () -> Void) {
        if gap != nil, plan.methods.allSatisfy(\.isInspecting) {
            throw ExplanationsError.setting(
                name: "the methods of a gap", value: plan.methods.map(\.id).joined(separator: ", "),
                remedy: "they look into the model, and what they say does not add up to its output: name shap too")
        }
        var members = members
        members.append(.init("plan", plan.json))
        if let gap { members.append(.init("gap_plan", gap.json)) }
        if let earlier { members.append(.init("compared_with", earlier.json)) }
        let request = JSON.object(
            members + [
                .init("fingerprint", .strings(fingerprint)),
                .init("rows", .array(numbers.map { .integer($0) })), .init("strict", .bool(isStrict)),
            ])
        var work = try ExplanationWork("\(folder)/explanations.work.jsonl", request: request, overwrite: overwrite)
        let left = numbers.filter { work.rows[$0] == nil }
        for (done, number) in left.enumerated() {
            try work.add(line(number), row: number)
            progress(done + 1, left.count)
        }
        var (entries, skipped): ([JSON], [(row: Int, reason: String)]) = ([], [])
        var classes: [Int: JSON] = [:]
        for number in numbers {
            guard let line = work.rows[number] else { continue }
            if case .string(let reason)? = line["skipped"] { skipped.append((number, reason)) }
            if case .array(let found)? = line["explanations"] {
                try earlier?.check(found, row: number)
                entries += found
            }
            classes[number] = line["classes"]
        }
        if entries.isEmpty, let first = skipped.first {
            throw ExplanationsError.row(number: first.row, reason: first.reason)
        }
        if let gap {
            members += try GapReport(
                gap, classes, names: rows.classes, confidence: plan.settings.confidence, earlier: earlier
            ).members
        }
        let document = ExplanationDocument(members, explanations: entries, skipped: skipped)
        return (document, { [work] in work.remove() })
    }

    /// What the work file keeps of a row.
    private func line(_ number: Int) throws -> JSON {
        var row: ExplainedRow
        do {
            row = try rows.row(number)
        } catch let error as ExplanationsError {
            switch error {
            case .noTokens where !isStrict, .noNumber where !isStrict:
                return .object([.init("row", .integer(number)), .init("skipped", .string(error.description))])
            default: break
            }
            throw error.ofRow(number)
        }
        if let threshold = plan.threshold { row.decide(from: threshold) }
        let found: RowExplanation
        do {
            found = try RowExplanation(row, number: number, plan: plan, facts: facts(number))
        } catch let error as ExplanationsError {
            throw error.ofRow(number)
        }
        return .object([
            .init("row", .integer(number)), .init("explanations", .array(found.entries)),
            .init("classes", found.classes ?? .null),
        ])
    }
}

extension ExplanationsError {
    /// The error with the number of the row at fault; what is at fault in every row stays as it is.
    fileprivate func ofRow(_ number: Int) -> ExplanationsError {
        switch self {
        case .setting, .noMaskToken, .noPaddingToken, .label, .output, .lexicon, .otherRequest, .row, .earlier: self
        case .notFinite, .noPlayers, .tooManyPlayers, .tooFewEvaluations, .mismatch, .tooFewRows, .noTokens, .noNumber,
            .textNotFinite, .incomplete:
            .row(number: number, reason: description)
        }
    }
}
