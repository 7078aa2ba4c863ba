public import MatrixKernels
internal import NumericalKernels

extension Trainer {
    /// All that a run needs, beside its data and settings, to go on to the same bits.
    public struct Snapshot: Sendable {
        /// The number of steps taken.
        public let step: Int
        /// The model's, the optimiser's and the objectives' tensors; names begin with what they belong to.
        public let tensors: [String: Matrix]

        /// Makes a snapshot of what was saved.
        public init(step: Int, tensors: [String: Matrix]) {
            self.step = step
            self.tensors = tensors
        }
    }

    /// The state after the last step.
    public var snapshot: Snapshot {
        var tensors: [String: Matrix] = [:]
        func add(_ parameters: Parameters, _ prefix: String) {
            for (name, matrix) in parameters.named { tensors["\(prefix)/\(name)"] = matrix }
        }
        add(model.parameters, "model")
        add(optimizer.first, "first")
        add(optimizer.second, "second")
        for (index, objective) in objectives.enumerated() {
            guard let own = objective.parameters, let optimizer = ownOptimizers[index] else { continue }
            add(own, "objective \(index)")
            add(optimizer.first, "objective \(index) first")
            add(optimizer.second, "objective \(index) second")
        }
        return Snapshot(step: step, tensors: tensors)
    }

    /// Goes on from a snapshot of a run with the same data, model, objectives and settings.
    ///
    /// - Throws: `ModelError` that names every tensor that is missing or of another shape.
    public mutating func resume(_ snapshot: Snapshot) throws(ModelError) {
        precondition((0...stepCount).contains(snapshot.step), "step \(snapshot.step) of \(stepCount)")
        func restore(_ parameters: inout Parameters, _ prefix: String) throws(ModelError) {
            let included = parameters.matrices.map { $0.count > 0 }
            try parameters.restore(snapshot.tensors, prefix: "\(prefix)/", included)
        }
        try restore(&model.parameters, "model")
        try restore(&optimizer.first, "first")
        try restore(&optimizer.second, "second")
        optimizer.step = snapshot.step
        for index in objectives.indices {
            guard var own = objectives[index].parameters, var optimizer = ownOptimizers[index] else { continue }
            try restore(&own, "objective \(index)")
            try restore(&optimizer.first, "objective \(index) first")
            try restore(&optimizer.second, "objective \(index) second")
            optimizer.step = snapshot.step
            objectives[index].parameters = own
            ownOptimizers[index] = optimizer
        }
        step = snapshot.step
    }
}
