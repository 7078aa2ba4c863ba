internal import Files
internal import Glibc

/// The files of a run beside the checkpoint that comes of it.
struct RunFiles {
    /// The record of the run.
    let log: String
    /// What TensorBoard reads.
    let events: String
    /// What a run goes on from.
    let state: String
    /// The weights of the best evaluation so far.
    let best: String

    /// Names the files of a run in a folder that exists.
    ///
    /// - Throws: `FilesError.unwritable` if the folder for the state cannot be made.
    init(folder: String) throws(FilesError) {
        let training = "\(folder)/training"
        try OutputFolder.make(training)
        log = "\(training)/run.jsonl"
        events = "\(training)/events.out.tfevents.assize"
        state = "\(training)/state.safetensors"
        best = "\(training)/best.safetensors"
    }

    /// Removes what only an unfinished run needs.
    func removeState() {
        unlink(state)
        unlink(best)
    }
}

extension FineTuning {
    /// Whether a folder holds the state of a run that was not finished.
    public static func isUnfinished(_ folder: String) -> Bool {
        access("\(folder)/training/state.safetensors", F_OK) == 0
    }

    /// Removes the state of a run that was not finished, so that the next one begins anew.
    public static func discardState(in folder: String) {
        unlink("\(folder)/training/state.safetensors")
        unlink("\(folder)/training/best.safetensors")
    }
}
