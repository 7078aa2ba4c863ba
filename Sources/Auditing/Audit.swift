public import FairnessMetrics
internal import Files
public import Reports
internal import Tables

/// Runs a definition in two steps: counting reads the data once, judging needs nothing but the counts.
public enum Audit {
    /// The version that results carry.
    public static let version = "0.1.0"

    /// Counts and judges: everything a report needs.
    ///
    /// - Parameters:
    ///   - definition: What to audit. Its faults are reported all at once.
    ///   - workers: Threads that decode the data; the results do not depend on their number.
    ///   - progress: Called now and then with the bytes read and, where known, all there are.
    /// - Throws: `AuditError` for a request that makes no sense or does not fit the data, `TableError` for files that
    ///   cannot be read.
    public static func run(
        _ definition: AuditDefinition, workers: Int = 2,
        progress: (@Sendable (_ bytesDone: Int, _ bytesTotal: Int?) -> Void)? = nil
    ) throws -> AuditResults {
        let faults = definition.faults
        guard faults.isEmpty else { throw AuditError.usage(faults.joined(separator: "\n")) }
        let definition = try definition.asked(workers: workers, progress: progress)
        let furtherFaults = definition.faults
        guard furtherFaults.isEmpty else { throw AuditError.usage(furtherFaults.joined(separator: "\n")) }
        let explanations = try definition.explanationsDigest()
        let ledger = try definition.ledgerDigest()
        var results = try judge(
            tallied(definition, isPart: false, workers: workers, progress: progress), as: definition, workers: workers)
        results.explanations = explanations
        results.ledger = ledger
        guard definition.dataAudit != nil else { return results }
        if results.assessment.withholdsDetail {
            results.warnings.append(
                "groups are withheld, so the data are not audited by themselves, which could give them away: leave out "
                    + "--min-cell for that")
        } else {
            results.dataAudit = try dataRecord(definition, workers: workers, progress: progress)
        }
        return results
    }

    /// Judges what was counted; reads nothing.
    ///
    /// - Parameters:
    ///   - tallied: The counts, of one table or summed over several.
    ///   - definition: The choices that shape the verdicts. What it says of columns has been spent on the counting.
    ///   - workers: Threads that resample; the results do not depend on their number.
    /// - Throws: `AuditError` if it names a reference group that was not counted.
    static func judge(
        _ tallied: TalliedData, as definition: AuditDefinition, workers: Int = 2
    ) throws(AuditError) -> AuditResults {
        var table = tallied.table
        table.depth = definition.depth
        var settings = try settings(of: definition, table)
        settings.workers = workers
        let assessor = Assessor(settings: settings)
        var assessment = assessor.assess(table)
        if !assessment.withholdsDetail {
            assessment.measures.consistency = tallied.people.map {
                Consistency($0, settings: settings, workers: workers)
            }
        }
        assessment.memberships = tallied.memberships.map { membership in
            assessor.assess(
                membership.tally, attribute: membership.role.name, names: membership.role.columns, inputs: table.inputs)
        }
        var results = AuditResults(
            toolVersion: version, title: definition.title ?? definition.defaultTitle, summary: definition.summary,
            command: definition.command, data: tallied.data,
            roles: tallied.roles(of: assessment, minimumCell: definition.minimumCell),
            settings: AuditSettings(
                confidence: definition.confidence, margin: definition.margin, ratioMargin: definition.ratioMargin,
                minimumCell: definition.minimumCell, seed: definition.seed, threshold: definition.threshold,
                comparesUnknown: definition.comparesUnknown, references: references(definition, table), task: table.task
            ),
            assessment: assessment, gates: definition.gates.map { $0.outcome(of: assessment) },
            warnings: tallied.warnings + suppressionWarnings(assessment))
        results.settings.interval = definition.interval
        results.settings.depth = definition.depth
        results.settings.annexes = Annex.allCases.filter(definition.annexes.contains)
        results.settings.bootstrapDraws = definition.bootstrapDraws
        if let warning = assessment.bootstrapWarning(draws: definition.bootstrapDraws) {
            results.warnings.append(warning)
        }
        return results
    }

    private static func suppressionWarnings(_ assessment: Assessment) -> [String] {
        var warnings: [String] = []
        if assessment.unprotectedCells > 0 {
            warnings.append(
                "\(assessment.unprotectedCells) withheld cells cannot be hidden among others: the totals may give their "
                    + "numbers away. Lower --min-cell, or name fewer columns or wider --bins, before sharing the results"
            )
        }
        if assessment.withholdsDetail {
            warnings.append(
                "groups are withheld, so calibration, curves, distributions, rankings and the measures of whole tables, "
                    + "which could give them away, are left out: audit without --min-cell for them")
        }
        return warnings
    }

    private static func settings(
        of definition: AuditDefinition, _ table: GroupTable
    ) throws(AuditError) -> AssessmentSettings {
        for (attribute, value) in definition.references.sorted(by: { $0.key < $1.key }) {
            guard let column = table.attributes.first(where: { $0.name == attribute }) else {
                throw .usage(
                    "--reference names '\(attribute.shortened)', which is not a protected attribute ("
                        + table.attributes.map(\.name.shortened).joined(separator: ", ") + ")")
            }
            let known = column.values.map(\.value)
            if !known.contains(value) {
                let guess = didYouMean(value, among: known).map { "; did you mean '\($0)'" } ?? ""
                throw .data(
                    "--reference \(attribute)=\(value): no row has this value\(guess). Found: "
                        + known.prefix(20).map(\.shortened).joined(separator: ", "))
            }
        }
        var settings = definition.judgement
        settings.bootstrapDraws = definition.bootstrapDraws
        settings.topK = definition.topK
        return settings
    }

    private static func references(_ definition: AuditDefinition, _ table: GroupTable) -> [AttributeValue] {
        table.attributes.enumerated().compactMap { index, column in
            if let named = definition.references[column.name] {
                return AttributeValue(attribute: column.name, value: named)
            }
            var counts = Array(repeating: 0, count: column.values.count)
            for (cell, tally) in table.cells { counts[cell[index]] += tally.everyone.count }
            return column.values.indices.filter { !column.values[$0].isUnknown }
                .max { counts[$0] < counts[$1] }.map { column.values[$0] }
        }
    }
}

extension AuditDefinition {
    /// How groups and the gaps between them are judged, whatever is measured of them.
    public var judgement: AssessmentSettings {
        var settings = AssessmentSettings()
        settings.confidence = confidence
        settings.margin = margin
        settings.ratioMargin = ratioMargin
        settings.minimumCell = minimumCell
        settings.comparesUnknown = comparesUnknown
        settings.references = references
        settings.interval = interval
        settings.seed = seed
        return settings
    }

    /// The paths to open: relative ones start at the definition's folder.
    public var resolvedPaths: [String] { data.map { $0 == "-" ? $0 : resolved($0) } }

    /// Where the other files lie that an audit reads: the model, explanations, and what an audit of the data compares with.
    public var otherPaths: [String] {
        // Those of a definition's explanations and ledger start at the current folder already.
        [explanations, ledger].compactMap(\.self)
            + [model, dataAudit?.population, dataAudit?.against, dataAudit?.terms, dataAudit?.swaps].compactMap {
                $0.map(resolved)
            }
    }

    /// A path of the definition's file, from the current folder.
    func resolved(_ path: String) -> String {
        guard let folder, !path.hasPrefix("/") else { return path }
        return folder + "/" + path
    }

    /// What the explanations say that the report shows; nil if none are named.
    fileprivate func explanationsDigest() throws(AuditError) -> ExplanationsDigest? {
        try digest(explanations, "--explanations takes the explanations.json of assize explain") {
            json, path, bytes throws(ReportsError) in
            try ExplanationsDigest(json, path: path, bytes: bytes, minimumCell: minimumCell)
        }
    }

    /// What the ledger says that the report shows; nil if none is named.
    fileprivate func ledgerDigest() throws(AuditError) -> LedgerDigest? {
        try digest(ledger, "--ledger takes the ledger.json of assize adjust or assize rebalance") {
            json, path, bytes throws(ReportsError) in
            try LedgerDigest(json, path: path, bytes: bytes, minimumCell: minimumCell)
        }
    }

    /// What the report takes from a record of another command; nil if none is named.
    ///
    /// - Throws: `AuditError.missingDefinition` if there is no such file, `.data` if it is none of that command.
    private func digest<Digest>(
        _ path: String?, _ remedy: String, _ read: (JSON, String, [UInt8]) throws(ReportsError) -> Digest
    ) throws(AuditError) -> Digest? {
        guard let path else { return nil }
        let bytes: [UInt8]
        do { bytes = try MappedFile.read(path) } catch { throw .missingDefinition("\(error); \(remedy)") }
        do { return try read(JSON(parsing: bytes), path, bytes) } catch { throw .data("\(path): \(error); \(remedy)") }
    }

    var defaultTitle: String {
        if isTallied, data.count > 1 { return "Audit of \(data.count) tallies" }
        return "Audit of \(dataName)"
    }

    /// The first file's name, without its folder.
    var dataName: String {
        data.first == "-" ? "standard input" : data.first?.split(separator: "/").last.map(String.init) ?? "data"
    }
}

extension Assessment {
    /// What the reader must know of sets of attributes that were not resampled, or nil.
    fileprivate func bootstrapWarning(draws: Int) -> String? {
        guard draws > 0 else { return nil }
        let sets = Dictionary(grouping: groups, by: \.key.attributes)
        let left = sets.filter { set in
            set.value.contains { !$0.isSuppressed && $0.count > 2 }
                && set.value.allSatisfy { $0.metrics.allSatisfy { $0.bootstrap == nil } }
        }
        let names = left.keys.map { $0.joined(separator: " × ").shortened }.sorted()
        return names.isEmpty
            ? nil
            : "no bootstrap intervals by \(names.joined(separator: ", ")): too many groups, or only metrics of scores "
                + "and rates that never vary"
    }
}
