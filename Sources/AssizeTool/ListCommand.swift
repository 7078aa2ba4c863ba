import ArgumentParser
import Explanations
import FairnessMetrics
import Mitigations

/// Lists what there is.
struct ListCommand: ParsableCommand {
    enum Kind: String, ExpressibleByArgument, CaseIterable {
        case metrics
        case aggregations
        case intervals
        case tests
        case measures
        case mitigations
        case explainers
    }

    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract:
            """
            Lists the metrics, aggregations, intervals, tests, measures of whole tables, what debiases a checkpoint or what \
            explains one, with formula, range, direction and source.
            """)

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
                Terminal.write("    \(metric.source)\n")
            }
        case .aggregations:
            for aggregation in Aggregation.allCases {
                Terminal.write("\(aggregation.rawValue)\n    \(aggregation.formula)\n")
                Terminal.write("    of a share \(text(aggregation.range)); \(aggregation.direction)\n")
                Terminal.write("    \(aggregation.source)\n")
            }
        case .intervals:
            Terminal.write("--interval, of a group's rate:\n")
            for interval in RateInterval.allCases {
                Terminal.write("  \(interval.rawValue)\n    \(interval.explanation)\n")
            }
            Terminal.write("--bootstrap, by resampling the counts:\n")
            for method in BootstrapInterval.Method.allCases {
                Terminal.write("  \(method.rawValue)\n    \(method.explanation)\n")
            }
            Terminal.write("as results name them, z the normal critical value and n an effective size:\n")
            methods(.interval)
            Terminal.write("what a name may end with, where it holds for several groups at once:\n")
            methods(.correction)
        case .tests:
            Terminal.write("as results name them; each p-value lies in 0 to 1:\n")
            methods(.test)
            Terminal.write("what a name may end with:\n")
            methods(.correction)
            Terminal.write("adjustments over a family of m tests:\n")
            methods(.adjustment)
        case .mitigations:
            for method in TableMethod.Kind.allCases {
                let stage = method.stage == .data ? "on data" : "in training"
                Terminal.write(
                    "\(TableMethod(method).text)\n    acts \(stage), of a table (assize rebalance)\n"
                        + "    \(method.explanation)\n")
            }
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
            for method in DecisionMethod.allCases {
                let needs = method.needsGroup ? "; needs the group at decision time" : "; does not look at the group"
                Terminal.write("\(method.rawValue) (assize adjust)\n    acts on decisions\(needs)\n")
                Terminal.write("    \(method.explanation)\n    \(method.source)\n")
            }
        case .explainers:
            for method in ExplanationMethod.all {
                Terminal.write("\(method.id)\n    \(method.summary)\n    \(method.source)\n")
            }
        case .measures:
            for measure in TableMeasure.all {
                Terminal.write("\(measure.id)\n    \(measure.formula)\n    \(measure.question)\n")
                Terminal.write(
                    "    needs \(measure.needs); \(text(measure.range)); \(measure.direction)\n")
                Terminal.write("    \(measure.source)\n")
            }
        }
    }

    private func methods(_ kind: StatisticalMethod.Kind) {
        for method in StatisticalMethod.all where method.kind == kind {
            Terminal.write("  \(method.id)\n    \(method.name)\n    \(method.formula)\n")
            if let direction = method.direction { Terminal.write("    \(direction)\n") }
            Terminal.write("    \(method.source)\n")
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
