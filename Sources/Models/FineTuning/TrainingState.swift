internal import Files
internal import Glibc
internal import MatrixKernels
internal import NumericalKernels
internal import Transformers

/// What a run that was ended goes on from: one file, replaced as a whole.
struct TrainingState {
    /// What the run was: data, checkpoint and settings.
    var fingerprint: String
    /// The trainer's tensors and step.
    var snapshot: Trainer.Snapshot
    /// The best evaluation so far, and how many came after it.
    var best: (step: Int, value: Double)?
    var evaluationsSinceBest = 0
    /// The bytes of the log and of the event file that belong to the steps taken.
    var logLength = 0, eventsLength = 0
    /// The losses of the steps since the last line of the log.
    var losses: [Double] = []
    /// Seconds of training so far.
    var elapsed = 0.0

    /// Writes the state; `types` are stored as 32-bit floats, bit for bit.
    func write(to path: String) throws(FilesError) {
        var writer = CheckpointWriter()
        writer.metadata = [
            "format": "assize.training/1", "fingerprint": fingerprint, "step": String(snapshot.step),
            "best_step": best.map { String($0.step) } ?? "", "best_value": best.map { $0.value.description } ?? "",
            "evaluations_since_best": String(evaluationsSinceBest), "log_length": String(logLength),
            "events_length": String(eventsLength), "elapsed": elapsed.description,
            "losses": losses.map(\.description).joined(separator: " "),
        ]
        writer.add(snapshot.tensors)
        try writer.write(to: path)
    }

    /// Reads a state; nil if there is none.
    ///
    /// - Throws: `CheckpointError.damaged` if the file holds something else, `ModelsError.usage` if it is of another run.
    static func read(_ path: String, fingerprint: String) throws -> TrainingState? {
        guard access(path, F_OK) == 0 else { return nil }
        let file = try Checkpoint(file: path)
        let metadata = file.metadata
        func number(_ key: String) throws -> Int {
            guard let value = metadata[key].flatMap(Int.init), value >= 0 else {
                throw CheckpointError.damaged(path: path, place: key, fault: "it is no saved state of a training run")
            }
            return value
        }
        let step = try number("step")
        guard metadata["fingerprint"] == fingerprint else {
            throw ModelsError.usage(
                "\(path): the run that was begun here had other data, another checkpoint or other settings; go on with "
                    + "the same ones, or begin anew with --overwrite")
        }
        var state = TrainingState(
            fingerprint: fingerprint, snapshot: Trainer.Snapshot(step: step, tensors: try file.matrices()))
        if let best = metadata["best_step"].flatMap(Int.init), let value = metadata["best_value"].flatMap(Double.init) {
            state.best = (best, value)
        }
        state.evaluationsSinceBest = try number("evaluations_since_best")
        state.logLength = try number("log_length")
        state.eventsLength = try number("events_length")
        state.losses = (metadata["losses"] ?? "").split(separator: " ").compactMap { Double($0) }
        state.elapsed = metadata["elapsed"].flatMap(Double.init) ?? 0
        return state
    }
}
