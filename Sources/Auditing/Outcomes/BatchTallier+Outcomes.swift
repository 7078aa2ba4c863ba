internal import FairnessMetrics
internal import Tables

/// Outcomes that are not two-valued: numbers and classes beside the nine counts of each cell.
extension BatchTallier {
    /// Adds the numeric label and prediction of each row to its cell.
    mutating func addNumbers(_ batch: borrowing Batch, to result: inout CellTallies) {
        guard let some = plan.labelSource ?? plan.predictionSource else { return }
        result.numbers = result.keys.map { _ in NumericSample() }
        let weight = plan.weightSource.map(\.request)
        // Where there is only one of them, the others' place is filled but not read.
        let labels = batch.numbers(plan.labelSource?.request ?? some.request)
        let predictions = batch.numbers(plan.predictionSource?.request ?? some.request)
        let weights = batch.numbers(weight ?? some.request)
        let (hasLabel, hasPrediction) = (plan.labelSource != nil, plan.predictionSource != nil)
        for row in 0..<batch.rowCount {
            let (label, prediction) = (labels[row], predictions[row])
            result.numbers[slots.slot(of: keys[row])].add(
                label: hasLabel && !label.isNaN ? label : nil,
                prediction: hasPrediction && !prediction.isNaN ? prediction : nil,
                weight: weight == nil ? nil : weights[row])
        }
    }

    /// Counts the classes of the label and of the prediction of each row in its cell.
    ///
    /// - Throws: `AuditError.data` if a column has more classes than are compared.
    mutating func addClasses(_ batch: borrowing Batch, to result: inout CellTallies) throws(AuditError) {
        guard let some = plan.labelSource ?? plan.predictionSource else { return }
        var classes = ClassCounts()
        classSlots.removeAll()
        let labels = batch.codes(plan.labelSource?.request ?? some.request)
        let predictions = batch.codes(plan.predictionSource?.request ?? some.request)
        let (hasLabel, hasPrediction) = (plan.labelSource != nil, plan.predictionSource != nil)
        func checked(_ code: UInt32, _ role: BinaryRole?) throws(AuditError) -> Int {
            if code > UInt32(ClassNames.maximum) { throw tooManyClasses(role) }
            return Int(code)
        }
        func add(_ row: Int, _ weight: Double?) throws(AuditError) {
            classes.add(
                cell: slots.slot(of: keys[row]),
                label: hasLabel ? try checked(labels[row], plan.label) : 0,
                prediction: hasPrediction ? try checked(predictions[row], plan.prediction) : 0, weight: weight,
                slots: &classSlots)
        }
        if let weight = plan.weightSource {
            let weights = batch.numbers(weight.request)
            for row in 0..<batch.rowCount { try add(row, weights[row]) }
        } else {
            for row in 0..<batch.rowCount { try add(row, nil) }
        }
        result.classes = classes
    }

    private func tooManyClasses(_ role: BinaryRole?) -> AuditError {
        let column = (role?.expression.column ?? "").shortened
        return .data(
            "column '\(column)' has more than \(ClassNames.maximum) different values, too many to compare as classes; read "
                + "numbers with --task regression, or compare one class with the rest by a condition: "
                + "--\(role?.role ?? "label") '\(column) == VALUE'")
    }
}
