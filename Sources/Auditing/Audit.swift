internal import FairnessMetrics
public import Reports
internal import Tables

/// Runs a definition: reads the data once, measures, judges, and returns everything a report needs.
public enum Audit {
    /// The version that results carry.
    public static let version = "0.1.0"

    /// Runs an audit.
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
        let reader = try TableReader(paths: definition.resolvedPaths, options: definition.table)
        let plan = try AuditPlan(definition, reader: reader)
        var dictionaries: [ValueDictionary] = []
        var cells: [UInt64: Tally] = [:]
        let summary = try reader.scan(
            plan.requests, workers: workers, progress: progress,
            makeWorker: { found in
                dictionaries = found
                return TallyWorker(plan: plan, dictionaries: found)
            },
            merge: { (partial: CellTallies) in
                for (index, key) in partial.keys.enumerated() {
                    cells[key, default: Tally()].merge(partial.tally(at: index))
                }
            })
        let positives = try positives(of: plan, dictionaries)
        let table = try groupTable(plan, definition, cells, dictionaries)
        let assessment = Assessor(settings: try settings(of: definition, table)).assess(table)
        return AuditResults(
            toolVersion: version, title: definition.title ?? definition.defaultTitle, summary: definition.summary,
            command: definition.command,
            data: DataDescription(
                files: zip(definition.data, summary.files).map {
                    DataDescription.File(path: $0, sha256: $1.sha256, rows: $1.rows, bytes: $1.bytes)
                }, columns: reader.columns.count, source: definition.source, licence: definition.licence,
                isSynthetic: definition.isSynthetic),
            roles: roles(of: definition, plan, positives, assessment, table),
            settings: AuditSettings(
                confidence: definition.confidence, margin: definition.margin, ratioMargin: definition.ratioMargin,
                minimumCell: definition.minimumCell, seed: definition.seed, threshold: definition.threshold,
                comparesUnknown: definition.comparesUnknown, references: references(definition, table)),
            assessment: assessment, gates: definition.gates.map { $0.outcome(of: assessment) },
            warnings: reader.warnings)
    }

    /// How a report names the positive value of each binary role, once all values are known.
    static func positives(of plan: AuditPlan, _ dictionaries: [ValueDictionary]) throws -> [String: String] {
        var positives: [String: String] = [:]
        for (role, source) in [(plan.label, plan.labelSource), (plan.prediction, plan.predictionSource)] {
            guard let role, let source else { continue }
            let values = source.decoding == .category ? dictionaries[source.request].values : [""]
            positives[role.role] = try role.validate(found: values)
        }
        return positives
    }

    /// Gives the cells their names and the order of display.
    private static func groupTable(
        _ plan: AuditPlan, _ definition: AuditDefinition, _ cells: [UInt64: Tally], _ dictionaries: [ValueDictionary]
    ) throws(AuditError) -> GroupTable {
        let count = plan.grouping.count
        let keys = cells.keys.sorted()
        guard keys.count <= maximumCells else {
            throw .data(
                "the protected and strata columns form \(keys.count) groups, more than \(maximumCells): name fewer "
                    + "columns or cut numbers into --bins")
        }
        let codes = Dictionary(uniqueKeysWithValues: keys.map { ($0, CellTallies.codes(of: $0, columns: count)) })
        let columns = plan.grouping.indices.map { index in
            let source = plan.groupingSources[index]
            return plan.grouping[index].column(
                dictionary: source.decoding == .category ? dictionaries[source.request].values : [],
                used: Set(codes.values.map { $0[index] }))
        }
        let attributes = definition.protected.count
        var table = GroupTable(
            attributes: columns[..<attributes].map(\.column), strata: columns[attributes...].map(\.column),
            inputs: plan.inputs)
        for key in keys {
            let cell = (codes[key] ?? []).enumerated().map { columns[$0].position[$1] ?? 0 }
            if let tally = cells[key] { table.add(tally, at: cell) }
        }
        return table
    }

    /// The most groups that are crossed and compared pair by pair.
    private static let maximumCells = 5_000

    private static func settings(
        of definition: AuditDefinition, _ table: GroupTable
    ) throws(AuditError) -> AssessmentSettings {
        for (attribute, value) in definition.references.sorted(by: { $0.key < $1.key }) {
            let known = table.attributes.first { $0.name == attribute }?.values.map(\.value) ?? []
            if !known.contains(value) {
                let guess = didYouMean(value, among: known).map { "; did you mean '\($0)'" } ?? ""
                throw .data(
                    "--reference \(attribute)=\(value): no row has this value\(guess). Found: "
                        + known.prefix(20).map(\.shortened).joined(separator: ", "))
            }
        }
        var settings = AssessmentSettings()
        settings.confidence = definition.confidence
        settings.margin = definition.margin
        settings.ratioMargin = definition.ratioMargin
        settings.minimumCell = definition.minimumCell
        settings.comparesUnknown = definition.comparesUnknown
        settings.references = definition.references
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

    private static func roles(
        of definition: AuditDefinition, _ plan: AuditPlan, _ positives: [String: String], _ assessment: Assessment,
        _ table: GroupTable
    ) -> [RoleDescription] {
        let missing = assessment.overall.missing
        var roles: [RoleDescription] = []
        func add(_ role: ColumnRole, _ column: String, positive: String? = nil, missing: Int = 0) {
            roles.append(RoleDescription(role: role.rawValue, column: column, positive: positive, missing: missing))
        }
        if let label = definition.label {
            add(.label, label.text, positive: positives["label"], missing: missing.label)
        }
        if let prediction = definition.prediction {
            add(.prediction, prediction.text, positive: positives["prediction"], missing: missing.prediction)
        }
        if let score = definition.score {
            let positive = definition.threshold.map { "\(score.text) >= \($0)" }
            add(.score, score.text, positive: positive, missing: missing.score)
        }
        for (index, column) in (table.attributes + table.strata).enumerated() {
            let unknown = table.cells.filter { column.values[$0.key[index]].isUnknown }
            add(
                index < table.attributes.count ? .protected : .stratum, column.name,
                missing: unknown.reduce(0) { $0 + $1.value.everyone.count })
        }
        if let weight = definition.weight { add(.weight, weight) }
        for feature in definition.features { add(.feature, feature) }
        if let text = definition.text { add(.text, text) }
        return roles
    }
}

extension AuditDefinition {
    /// The paths to open: relative ones start at the definition's folder.
    var resolvedPaths: [String] {
        data.map { path in
            guard let folder, !path.hasPrefix("/"), path != "-" else { return path }
            return folder + "/" + path
        }
    }

    var defaultTitle: String { "Audit of \(dataName)" }

    /// The first file's name, without its folder.
    var dataName: String {
        data.first == "-" ? "standard input" : data.first?.split(separator: "/").last.map(String.init) ?? "data"
    }
}
