/// What is measured of each class against all others.
struct ClassMetrics {
    /// The classes.
    let names: [String]
    /// The metrics of each.
    let metrics: [GroupMetric]

    /// Reads from a table what its classes allow; nothing at all but in a multi-class audit.
    init(_ table: GroupTable) {
        names = table.task == .multiclass ? table.classes : []
        metrics = GroupMetric.ofClasses.filter { $0.inputs.isSubset(of: table.inputs) }
    }

    /// Returns each class's metrics in a cell.
    func measure(_ tally: Tally) -> [[Measurement]] {
        guard let classes = tally.classes else { return undefined("no row counts here") }
        return names.indices.map { index in
            let tally = classes.against(index)
            return metrics.map { $0.measure(tally) }
        }
    }

    /// Returns that nothing can be measured.
    func undefined(_ reason: String) -> [[Measurement]] { names.map { _ in metrics.map { _ in .undefined(reason) } } }

    /// Returns measurements with their intervals at critical value `z`.
    func assessments(_ measured: [[Measurement]], z: Double) -> [ClassAssessment] {
        zip(names, measured).map { name, values in
            ClassAssessment(
                name: name,
                metrics: zip(metrics, values).map { MetricEstimate(metric: $0.id, estimate: $1.estimate(z: z)) })
        }
    }
}
