internal import FairnessMetrics
internal import NumericalKernels
public import Reports
internal import Tables

/// Searches data for the slices of people whose metric differs most from the rest.
public enum SliceAudit {
    /// The most rows that are searched: positions of rows are 32 bits wide.
    private static let maximumRows = Int(Int32.max)

    /// Runs a search. The columns to search are held in memory: four bytes a value while reading, eight for numbers that
    /// are cut into bins, one afterwards.
    ///
    /// - Parameters:
    ///   - definition: What to search. Its faults are reported all at once.
    ///   - workers: Threads; the results do not depend on their number.
    ///   - progress: Called now and then with the bytes read and, where known, all there are.
    /// - Throws: `AuditError` for a request that makes no sense or does not fit the data, `TableError` for files that
    ///   cannot be read.
    public static func run(
        _ definition: SliceDefinition, workers: Int = 2,
        progress: (@Sendable (_ bytesDone: Int, _ bytesTotal: Int?) -> Void)? = nil
    ) throws -> SliceResults {
        let faults = definition.faults
        guard faults.isEmpty else { throw AuditError.usage(faults.joined(separator: "\n")) }
        let metric = try definition.chosenMetric.get()
        var audit = definition.audit
        audit.protected = definition.searched
        let read = try readRows(audit, workers: workers, progress: progress)
        guard read.batch.outcomes.count <= maximumRows else {
            throw AuditError.data("\(read.batch.outcomes.count) rows; the most that can be searched is \(maximumRows)")
        }
        let readings = ParallelMap.map(read.plan.grouping.count, workers: workers) { column in
            reading(of: column, in: read)
        }
        var search = SliceSearch(metric: metric)
        search.depth = definition.depth
        search.minimumRows = definition.minimumRows
        search.seed = audit.seed
        search.confidence = audit.confidence
        search.margin = audit.margin
        search.workers = workers
        let table = SliceTable(columns: readings.map(\.column), outcomes: read.batch.outcomes)
        search.test =
            switch definition.permutations {
            case nil: search.usualTest(of: table)
            case 0: .heldOut
            case let draws?: .permutation(draws: draws)
            }
        let findings = search.run(on: table)
        return SliceResults(
            toolVersion: Audit.version, title: audit.title ?? "Slices of \(audit.dataName)", command: audit.command,
            data: DataDescription(
                files: zip(audit.data, read.summary.files).map {
                    DataDescription.File(path: $0, sha256: $1.sha256, rows: $1.rows, bytes: $1.bytes)
                }, columns: read.columns, source: audit.source, licence: audit.licence,
                isSynthetic: audit.isSynthetic),
            roles: try roles(audit, read), columns: readings.map(\.description), metric: metric.id,
            settings: SliceSettings(
                depth: search.depth, minimumRows: search.minimumRows, permutations: search.test.draws,
                seed: search.seed, confidence: search.confidence, margin: search.margin, threshold: audit.threshold),
            findings: findings, warnings: read.warnings)
    }

    /// A table that was read.
    private struct Read: Sendable {
        var plan: AuditPlan
        var dictionaries: [ValueDictionary]
        var batch: SliceBatch
        var summary: ScanSummary
        var columns: Int
        var warnings: [String]
    }

    private static func readRows(
        _ audit: AuditDefinition, workers: Int, progress: (@Sendable (Int, Int?) -> Void)?
    ) throws -> Read {
        let reader = try TableReader(paths: audit.resolvedPaths, options: audit.table)
        let plan = try AuditPlan(audit, reader: reader)
        var quick = audit
        let plain = plan.grouping.filter { role in
            if case .values = role.rule { true } else { false }
        }.map(\.expression.column)
        // A role of bins without edges is decoded as numbers.
        for column in try NumericColumns.found(among: plain, of: audit) { quick.bins[column] = [] }
        guard quick.bins.count > audit.bins.count else {
            return try readRows(reader, plan, workers: workers, progress: progress)
        }
        do {
            let plan = try AuditPlan(quick, reader: reader)
            return try readRows(reader, plan, workers: workers, progress: progress)
        } catch is TableError {
            // Further down the column was not all numbers, or the file has a fault that shows again.
            return try readRows(reader, plan, workers: workers, progress: progress)
        }
    }

    private static func readRows(
        _ reader: TableReader, _ plan: AuditPlan, workers: Int, progress: (@Sendable (Int, Int?) -> Void)?
    ) throws -> Read {
        var batch = SliceBatch(columns: plan.grouping.count)
        var dictionaries: [ValueDictionary] = []
        let summary = try reader.scan(
            plan.requests, workers: workers, progress: progress,
            makeWorker: { found in
                dictionaries = found
                return SliceRowReader(plan: plan, dictionaries: found)
            },
            merge: { (part: SliceBatch) in batch.append(part) })
        return Read(
            plan: plan, dictionaries: dictionaries, batch: batch, summary: summary, columns: reader.columns.count,
            warnings: reader.warnings)
    }

    private static func reading(of column: Int, in read: Read) -> SliceColumnReading {
        let source = read.plan.groupingSources[column]
        let role = read.plan.grouping[column]
        switch source.decoding {
        case .category:
            return SliceColumnReading(
                role, codes: read.batch.codes[column], dictionary: read.dictionaries[source.request].values)
        default: return SliceColumnReading(role, numbers: read.batch.numbers[column])
        }
    }

    private static func roles(_ audit: AuditDefinition, _ read: Read) throws -> [RoleDescription] {
        let missing = UInt8(Outcome.missing.rawValue)
        func positive(_ role: BinaryRole?, _ source: AuditPlan.Source?) throws(AuditError) -> String? {
            guard let role, let source else { return nil }
            return try role.validate(
                found: source.decoding == .category ? read.dictionaries[source.request].values : [""])
        }
        var roles: [RoleDescription] = []
        if let label = audit.label {
            roles.append(
                RoleDescription(
                    role: ColumnRole.label.rawValue, column: label.text,
                    positive: try positive(read.plan.label, read.plan.labelSource),
                    missing: read.batch.outcomes.count { $0 / 3 == missing }))
        }
        let undecided = read.batch.outcomes.count { $0 % 3 == missing }
        if let prediction = audit.prediction {
            roles.append(
                RoleDescription(
                    role: ColumnRole.prediction.rawValue, column: prediction.text,
                    positive: try positive(read.plan.prediction, read.plan.predictionSource),
                    missing: undecided))
        } else if let score = audit.score, let threshold = audit.threshold {
            roles.append(
                RoleDescription(
                    role: ColumnRole.score.rawValue, column: score.text, positive: "\(score.text) >= \(threshold)",
                    missing: undecided))
        }
        return roles
    }
}
