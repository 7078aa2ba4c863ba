internal import FairnessMetrics
internal import Reports
internal import Tables

/// The first step of an audit: rows become counts.
extension Audit {
    /// The most groups that are crossed and compared pair by pair.
    static let maximumCells = 5_000

    /// Reads the data of a definition once and counts its cells.
    ///
    /// - Parameter isPart: Whether the counts will be added to others. The positive value that the definition names may
    ///   then be absent here, which is told and not refused.
    static func count(
        _ definition: AuditDefinition, isPart: Bool, workers: Int,
        progress: (@Sendable (_ bytesDone: Int, _ bytesTotal: Int?) -> Void)?
    ) throws -> TalliedData {
        let reader = try TableReader(paths: definition.resolvedPaths, options: definition.table)
        guard !definition.features.isEmpty, !isPart else {
            let plan = try AuditPlan(definition, reader: reader)
            return try count(definition, reader, plan, isPart: isPart, workers: workers, progress: progress)
        }
        let numeric = try NumericColumns.found(among: definition.features, of: definition)
        do {
            let plan = try AuditPlan(definition, reader: reader, numericFeatures: numeric)
            return try count(definition, reader, plan, isPart: isPart, workers: workers, progress: progress)
        } catch is TableError where !numeric.isEmpty {
            // Further down a feature was not all numbers, or the file has a fault that shows again.
            let plan = try AuditPlan(definition, reader: reader, numericFeatures: [])
            return try count(definition, reader, plan, isPart: isPart, workers: workers, progress: progress)
        }
    }

    private static func count(
        _ definition: AuditDefinition, _ reader: TableReader, _ plan: AuditPlan, isPart: Bool, workers: Int,
        progress: (@Sendable (_ bytesDone: Int, _ bytesTotal: Int?) -> Void)?
    ) throws -> TalliedData {
        var rows = FeatureBatch(features: plan.featureSources.count)
        var dictionaries: [ValueDictionary] = []
        var cells: [UInt64: Tally] = [:]
        var classCounts = ClassCountsOfCells()
        var memberships = plan.memberships.map { MembershipTally(groups: $0.columns.count) }
        let summary = try reader.scan(
            plan.requests, workers: workers, progress: progress,
            makeWorker: { found in
                dictionaries = found
                return TallyWorker(plan: plan, dictionaries: found)
            },
            merge: { (partial: CountedBatch) in
                let tallies = partial.tallies
                for (index, key) in tallies.keys.enumerated() {
                    cells[key, default: Tally()].merge(tallies.tally(at: index))
                }
                classCounts.merge(tallies)
                if let features = partial.features { rows.append(features) }
                for (index, tally) in tallies.memberships.enumerated() { memberships[index].merge(tally) }
            })
        var warnings = reader.warnings
        func decision(_ role: BinaryRole?, _ source: AuditPlan.Source?) throws -> TalliedData.Decision? {
            guard let role, let source else { return nil }
            let found = source.decoding == .category ? dictionaries[source.request].values : [""]
            if isPart, let value = role.absentValue(found: found) {
                warnings.append(
                    "no row of column '\(role.expression.column)' (\(role.role)) has the positive value '\(value)'")
            }
            let positive = try role.validate(found: found, isPart: isPart)
            return TalliedData.Decision(
                expression: role.expression.text, positive: plan.task == .binary ? positive : nil)
        }
        let classes = try classes(of: plan, dictionaries, isPart: isPart, warnings: &warnings)
        if let classes {
            let labels = classes.places(plan.labelSource, dictionaries)
            let predictions = classes.places(plan.predictionSource, dictionaries)
            for key in cells.keys {
                cells[key]?.classes = classCounts.tally(
                    of: key, count: classes.names.count, labels: labels, predictions: predictions)
            }
        }
        var tallied = TalliedData(
            label: try decision(plan.label, plan.labelSource),
            prediction: try decision(plan.prediction, plan.predictionSource),
            score: definition.score.map { score in
                TalliedData.Score(column: score.text, threshold: definition.threshold)
            },
            weight: definition.weight,
            memberships: zip(plan.memberships, memberships).map { TalliedData.Membership(role: $0, tally: $1) },
            features: definition.features, text: definition.text, grouping: plan.grouping,
            table: try groupTable(plan, definition, cells, dictionaries, classes: classes?.names ?? []),
            data: DataDescription(
                files: zip(definition.data, summary.files).map {
                    DataDescription.File(path: $0, sha256: $1.sha256, rows: $1.rows, bytes: $1.bytes)
                }, columns: reader.columns.count, source: definition.source, licence: definition.licence,
                isSynthetic: definition.isSynthetic),
            warnings: warnings)
        if !plan.featureSources.isEmpty {
            tallied.people = rows.table(plan, definition, dictionaries, attributes: tallied.table.attributes)
        } else if !definition.features.isEmpty {
            tallied.warnings.append(
                "features are not read: whether people who are alike get the same decision needs rows, and a tally holds none"
            )
        }
        return tallied
    }

    /// Gives the cells their names and the order of display.
    private static func groupTable(
        _ plan: AuditPlan, _ definition: AuditDefinition, _ cells: [UInt64: Tally], _ dictionaries: [ValueDictionary],
        classes: [String]
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
            inputs: plan.inputs, task: plan.task, classes: classes)
        for key in keys {
            let cell = (codes[key] ?? []).enumerated().map { columns[$0].position[$1] ?? 0 }
            if let tally = cells[key] { table.add(tally, at: cell) }
        }
        return table
    }
}
