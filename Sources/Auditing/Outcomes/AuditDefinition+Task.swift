internal import FairnessMetrics

extension AuditDefinition {
    /// What is wrong with the roles of an audit whose outcomes are not two-valued.
    var taskFaults: [String] {
        guard task != .binary else { return [] }
        var faults: [String] = []
        let outcome = task == .regression ? "numbers" : "classes"
        if label == nil, prediction == nil {
            faults.append("nothing to measure: --task \(task.rawValue) needs --label, --prediction or both")
        }
        for (role, expression) in [("label", label), ("prediction", prediction)] {
            guard let condition = expression?.condition else { continue }
            faults.append(
                "--\(role) takes a column of \(outcome) in --task \(task.rawValue), not a condition (\(condition)); a "
                    + "condition makes a binary audit")
        }
        if let score {
            faults.append(
                task == .regression
                    ? "--score \(score.text): in --task regression a number that is predicted is the --prediction"
                    : "--score \(score.text): --task multiclass measures labels and predictions only")
        }
        if positive != nil {
            faults.append("--positive: with --task \(task.rawValue) no value is positive; leave it out")
        }
        return faults
    }
}
