internal import DataAudits
internal import FairnessMetrics
internal import Mitigations
internal import Reports
internal import Tables

extension Audit {
    /// Audits the data of a definition themselves, if it asks for that.
    ///
    /// - Throws: What reading throws; `AuditError.data` for a population table or words that cannot be used.
    static func dataRecord(
        _ definition: AuditDefinition, workers: Int, progress: (@Sendable (Int, Int?) -> Void)?
    ) throws -> DataAuditRecord? {
        guard let choices = definition.dataAudit else { return nil }
        let table = try AuditedTable.read(definition, workers: workers, progress: progress)
        var settings = DataAuditSettings()
        settings.confidence = definition.confidence
        settings.margins.share = definition.margin
        settings.margins.ratio = definition.ratioMargin
        settings.seed = definition.seed
        settings.workers = workers
        if let path = choices.population {
            settings.population = try PopulationTable(
                path: definition.resolved(path), protected: definition.protected.map(\.text))
        }
        if let path = choices.terms { settings.terms = try IdentityTerms(path: definition.resolved(path)) }
        if let path = choices.swaps { settings.swaps = try settings.swaps.adding(file: definition.resolved(path)) }
        let against = try choices.against.map { path in
            var second = definition
            second.data = [path]
            // What a model meets in use has no label yet.
            (second.label, second.prediction, second.score, second.threshold) = (nil, nil, nil, nil)
            (second.weight, second.text) = (nil, nil)
            (second.memberships, second.strata) = ([], [])
            second.features = []
            second.dataAudit = DataAuditChoices()
            return try AuditedTable.read(second, like: table, workers: workers, progress: progress)
        }
        var record = DataAudit.record(of: table, settings: settings, against: against)
        if definition.weight != nil { record.notes.append("Rows are counted here, not weighted.") }
        return record
    }
}
