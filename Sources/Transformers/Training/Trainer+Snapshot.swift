internal import MatrixKernels
internal import NumericalKernels

extension ModelTrainer {
    /// All that a run needs, beside its data and settings, to go on to the same bits.
    public typealias Snapshot = TrainingSnapshot

    /// The state after the last step.
    public var snapshot: TrainingSnapshot {
        var tensors: [String: Matrix] = [:]
        func add(_ parameters: Parameters, _ prefix: String) {
            for (name, matrix) in parameters.named { tensors["\(prefix)/\(name)"] = matrix }
        }
        add(model.parameters, "model")
        add(optimizer.first, "first")
        add(optimizer.second, "second")
        for (index, objective) in objectives.enumerated() {
            let state = objective.state
            if !state.isEmpty { tensors["objective \(index) state"] = TrainingSnapshot.tensor(state) }
            guard let own = objective.parameters, let optimizer = ownOptimizers[index] else { continue }
            add(own, "objective \(index)")
            add(optimizer.first, "objective \(index) first")
            add(optimizer.second, "objective \(index) second")
            tensors["objective \(index) steps"] = TrainingSnapshot.tensor([Double(optimizer.step)])
        }
        return TrainingSnapshot(step: step, tensors: tensors)
    }

    /// Goes on from a snapshot of a run with the same data, model, objectives and settings.
    ///
    /// - Throws: `ModelError` that names the tensors that are missing or of another shape.
    public mutating func resume(_ snapshot: TrainingSnapshot) throws(ModelError) {
        precondition((0...stepCount).contains(snapshot.step), "step \(snapshot.step) of \(stepCount)")
        unfreeze(through: max(0, snapshot.step - 1))
        func restore(_ parameters: inout Parameters, _ prefix: String) throws(ModelError) {
            let included = parameters.matrices.map { $0.count > 0 }
            try parameters.restore(snapshot.tensors, prefix: "\(prefix)/", included)
        }
        try restore(&model.parameters, "model")
        try restore(&optimizer.first, "first")
        try restore(&optimizer.second, "second")
        optimizer.step = snapshot.step
        for index in objectives.indices {
            let count = objectives[index].state.count
            if count > 0 { objectives[index].state = try snapshot.numbers("objective \(index) state", count: count) }
            guard var own = objectives[index].parameters, var optimizer = ownOptimizers[index] else { continue }
            try restore(&own, "objective \(index)")
            try restore(&optimizer.first, "objective \(index) first")
            try restore(&optimizer.second, "objective \(index) second")
            optimizer.step =
                Int(exactly: try snapshot.numbers("objective \(index) steps", count: 1)[0]) ?? snapshot.step
            objectives[index].parameters = own
            ownOptimizers[index] = optimizer
        }
        step = snapshot.step
        forgetOrder()
    }
}
