import FairnessMetrics

@testable import Reports

extension SampleResults {
    /// Results with an audit of the data themselves that shows something in every part.
    static func audited() -> AuditResults {
        var results = small()
        let group = results.assessment.groups[0].key
        func estimate(_ value: Double) -> Estimate {
            .defined(
                .init(
                    value: value, interval: Interval(value - 0.03, value + 0.03), method: "newcombe", denominator: 500,
                    effectiveSize: 500))
        }
        results.dataAudit = DataAuditRecord(
            confidence: 0.95, rows: 7_214,
            columns: [
                AuditedColumn(name: "priors <count>", use: .number, missing: 4, distinct: 37),
                AuditedColumn(name: "name", use: .identifier, missing: 0, distinct: 7_158),
            ],
            parts: DataAuditPart.Kind.allCases.map { kind in
                DataAuditPart(
                    kind: kind,
                    findings: [
                        DataFinding(
                            column: "priors <count>", detail: "1", group: group, value: estimate(0.4),
                            rest: estimate(0.2), gap: estimate(0.2), people: 739, pValue: 1e-6, adjustedPValue: 1e-4,
                            verdict: .disparityShown)
                    ], compared: 12, notes: ["A note on \(kind.rawValue)."])
            }, modelledRows: 7_214, margins: DataAuditMargins())
        return results
    }
}
