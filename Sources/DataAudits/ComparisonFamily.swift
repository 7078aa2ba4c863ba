internal import FairnessMetrics
internal import NumericalKernels
internal import Reports

/// All comparisons of an audit: one family, over which the chance of any false alarm is held.
struct ComparisonFamily {
    private var parts: [(kind: DataAuditPart.Kind, contrasts: [Contrast], hidden: Int, notes: [String])] = []

    /// Adds what one question compared.
    ///
    /// - Parameter hidden: Comparisons that were made and are not listed, for which the others have to pay.
    mutating func add(_ kind: DataAuditPart.Kind, _ contrasts: [Contrast], hidden: Int = 0, notes: [String] = []) {
        parts.append((kind, contrasts, hidden, notes))
    }

    /// Judges all of them.
    ///
    /// A part of k that test anything gets 1/k of the chance; its intervals hold together by Bonferroni's inequality, its
    /// p-values are adjusted by Holm's rule and multiplied by k. By both, no more than 1 − `confidence` of tables without
    /// any difference raise an alarm.
    func judged(confidence: Double, margins: DataAuditMargins, workers: Int) -> [DataAuditPart] {
        let pValues = parts.map { part in
            ParallelMap.map(part.contrasts.count, workers: workers) { part.contrasts[$0].pValue ?? -1 }
        }
        let testing = max(1, pValues.count { $0.contains { $0 >= 0 } })
        return zip(parts, pValues).map { part, pValues in
            let tested = pValues.indices.filter { pValues[$0] >= 0 }
            let size = tested.count + part.hidden
            let ones = [Double](repeating: 1, count: part.hidden)
            let holm = PValueAdjustment.holm(tested.map { pValues[$0] } + ones)
            var adjusted = [Double?](repeating: nil, count: pValues.count)
            for (place, index) in tested.enumerated() { adjusted[index] = min(1, Double(testing) * holm[place]) }
            let z = NormalDistribution.twoSidedCritical(tail: (1 - confidence) / Double(testing * max(1, size)))
            let findings = part.contrasts.indices.map { index in
                part.contrasts[index].finding(
                    critical: z, pValue: pValues[index] < 0 ? nil : pValues[index], adjusted: adjusted[index],
                    level: confidence, margins: margins)
            }
            return DataAuditPart(
                kind: part.kind, findings: Self.ordered(findings), compared: size, notes: part.notes)
        }
    }

    /// Alarms first, the widest gap before the others; then the rest by p-value. Alarms are all kept.
    private static func ordered(_ findings: [DataFinding]) -> [DataFinding] {
        let shown = findings.enumerated().filter { $0.element.verdict == .disparityShown }
            .sorted { first, second in
                let (a, b) = (first.element.rank, second.element.rank)
                return a != b ? a > b : first.offset < second.offset
            }
        let rest = findings.enumerated().filter { $0.element.verdict != .disparityShown }
            .sorted { first, second in
                let (a, b) = (first.element.pValue ?? 2, second.element.pValue ?? 2)
                return a != b ? a < b : first.offset < second.offset
            }
        let room = max(0, DataAuditSettings.mostFindings - shown.count)
        return shown.map(\.element) + rest.prefix(room).map(\.element)
    }
}

extension DataFinding {
    /// How far the group is from the others, on a scale by which findings of one part are ordered.
    fileprivate var rank: Double {
        guard let gap = gap.value else { return 0 }
        return rest?.defined?.method == "known" ? max(gap, 1 / max(gap, 1e-9)) : gap.magnitude
    }
}
