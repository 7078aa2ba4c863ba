internal import MatrixKernels
internal import Transformers

extension AdversaryInput {
    /// Where it reads, for names of objectives of which a run may have several; nothing for the usual places.
    var place: String {
        switch self {
        case .block(let number): " after block \(number)"
        case .states: " in the states"
        case .head, .meanState, .logits: ""
        }
    }

    /// Asks for every token's state where these are read.
    func prepare(_ batch: inout TrainingBatch) {
        guard self == .meanState, case .tokens(let tokens, .classifier) = batch.input else { return }
        batch.input = .tokens(tokens, .states)
    }

    /// Returns what is read of a pass, `[examples, width]`.
    func outputs(_ step: ObjectiveStep) -> Matrix {
        if self == .head, let head = step.pass.headStates { return head }
        switch self {
        case .block(let number):
            precondition(
                step.pass.lowerStates.indices.contains(number), "a model without block \(number) below its last")
            return step.pass.lowerStates[number]
        case .logits:
            guard let logits = step.pass.logits else { preconditionFailure("a model without logits") }
            return logits
        case .states, .meanState, .head:
            guard let offsets = offsets(step) else { return step.pass.states }
            return self == .meanState
                ? step.pass.states.segmentMeans(offsets) : step.pass.states.rows(at: Array(offsets.dropLast()))
        }
    }

    /// Adds gradients of what is read, `[examples, width]`.
    func add(_ gradients: Matrix, to step: inout ObjectiveStep) {
        guard self != .logits else {
            step.addLogitGradients(gradients)
            return
        }
        if case .block(let number) = self {
            step.addLowerGradients(gradients, block: number)
            return
        }
        if self == .head, step.pass.headStates != nil {
            step.addHeadGradients(gradients)
            return
        }
        guard let offsets = offsets(step) else {
            step.addStateGradients(gradients)
            return
        }
        if self == .meanState {
            step.addStateGradients(Matrix.segmentMeansBackward(gradients, offsets))
        } else {
            var spread = Matrix(rows: step.pass.states.rows, columns: step.pass.states.columns)
            spread.add(gradients, toRows: Array(offsets.dropLast()))
            step.addStateGradients(spread)
        }
    }

    /// Where each text's states begin; nil where the pass has one state for each example.
    private func offsets(_ step: ObjectiveStep) -> [Int]? {
        guard case .tokens(let tokens, let reading) = step.batch.input, reading != .classifier else { return nil }
        return tokens.offsets
    }
}
