import ArgumentParser
import FairnessMetrics
import Mitigations

/// Lists what there is.
struct ListCommand: ParsableCommand {
    enum Kind: String, ExpressibleByArgument, CaseIterable {
        case metrics
        case aggregations
        case intervals
        case measures
        case mitigations
    }

    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract:
            "Lists the metrics with their formulas, the aggregations, the intervals, the measures of whole tables or what "
            + "debiases a checkpoint.")

    @Argument(help: "What to list.")
    var kind: Kind = .metrics

    func run() {
        switch kind {
        case .metrics:
            for metric in GroupMetric.all {
                let inputs = metric.inputs.map(\.rawValue).sorted().joined(separator: ", ")
                Terminal.write("\(metric.id)\n    \(metric.formula)\n    \(metric.question)\n")
                let better =
                    switch metric.isHigherBetter {
                    case true?: "higher is better"
                    case false?: "lower is better"
                    case nil: "neither high nor low is better"
                    }
                let needs = inputs.isEmpty ? "rows" : inputs
                Terminal.write("    needs \(needs)\(tasks(metric)); \(text(metric.range)); \(better)\n")
            }
        case .aggregations:
            for aggregation in Aggregation.allCases { Terminal.write("\(aggregation.rawValue)\n") }
        case .intervals:
            Terminal.write("--interval, of a group's rate:\n")
            for interval in RateInterval.allCases {
                Terminal.write("  \(interval.rawValue)\n    \(interval.explanation)\n")
            }
            Terminal.write("--bootstrap, by resampling the counts:\n")
            for method in BootstrapInterval.Method.allCases {
                Terminal.write("  \(method.rawValue)\n    \(method.explanation)\n")
            }
        case .mitigations:
            for method in DebiasMethod.Kind.allCases {
                let strength = method.takesStrength ? ":\(DebiasMethod(method).strength)" : ""
                let stage =
                    switch method.stage {
                    case .training: "in training"
                    case .representation: "on the representation, folded into the weights"
                    case .decision: "on decisions, so that no checkpoint can hold it"
                    }
                Terminal.write("\(method.rawValue)\(strength)\n    acts \(stage)\n    \(method.explanation)\n")
            }
        case .measures:
            for measure in TableMeasure.all {
                Terminal.write("\(measure.id)\n    \(measure.formula)\n    \(measure.question)\n")
                Terminal.write(
                    "    needs \(measure.needs); \(text(measure.range)); \(measure.direction); \(measure.source)\n")
            }
        }
    }

    private func tasks(_ metric: GroupMetric) -> String {
        var tasks = metric.tasks
        if GroupMetric.ofClasses.contains(where: { $0.id == metric.id }) { tasks.insert(.multiclass) }
        guard tasks.count < AuditTask.allCases.count else { return "" }
        return " of a \(AuditTask.allCases.filter(tasks.contains).map(\.rawValue).joined(separator: " or ")) audit"
    }

    private func text(_ range: Interval) -> String {
        func end(_ value: Double) -> String { value.isFinite ? "\(Int(value))" : value < 0 ? "−∞" : "∞" }
        return "\(end(range.lower)) to \(end(range.upper))"
    }
}
