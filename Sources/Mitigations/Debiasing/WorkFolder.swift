internal import Files
internal import Glibc
internal import Models

/// The folder in which a debiasing run keeps what it has trained.
enum WorkFolder {
    /// Makes the folder, or checks that it is of the same run.
    ///
    /// - Throws: `MitigationsError.usage` if it is of another run; `FilesError.unwritable`.
    static func open(_ path: String, fingerprint: String) throws {
        try OutputFolder.make(path)
        let plan = "\(path)/plan.txt"
        if access(plan, F_OK) == 0 {
            guard try MappedFile.read(plan, limit: 1 << 20) == Array(fingerprint.utf8) else {
                throw MitigationsError.usage(
                    "\(path) holds the trials of another run, with other data or choices: name another --out, or begin "
                        + "anew with --overwrite")
            }
        } else {
            try AtomicFile.write(Array(fingerprint.utf8), to: plan)
        }
    }

    /// The name of a trial's folder.
    static func name(of trial: DebiasTrial) -> String {
        String(trial.name.map { $0 == ":" || $0 == "+" ? "_" : $0 })
    }

    /// What a training that has ended came to.
    struct Outcome {
        /// Seconds.
        let elapsed: Double
        /// Why it ended early, if it did.
        let collapse: String?
        /// The swapped copies among the texts learnt from.
        let copies: Int
    }

    /// What a training that has ended came to; nil if it has not.
    static func outcome(_ folder: String) -> Outcome? {
        let path = "\(folder)/outcome.json"
        guard access(path, F_OK) == 0, access("\(folder)/model.safetensors", F_OK) == 0,
            let bytes = try? MappedFile.read(path, limit: 1 << 20), let json = try? JSON(parsing: bytes),
            case .number(let elapsed)? = json["elapsed"]
        else { return nil }
        var (collapse, copies): (String?, Int) = (nil, 0)
        if case .string(let reason)? = json["collapse"] { collapse = reason }
        if case .integer(let count)? = json["copies"] { copies = count }
        return Outcome(elapsed: elapsed, collapse: collapse, copies: copies)
    }

    static func record(_ outcome: Outcome, in folder: String) throws(FilesError) {
        try AtomicFile.write(
            JSON.object([
                .init("elapsed", .number(outcome.elapsed)),
                .init("collapse", outcome.collapse.map { .string($0) } ?? .null),
                .init("copies", .integer(outcome.copies)),
            ]).bytes(.indented), to: "\(folder)/outcome.json")
    }

    /// Removes the weights of all trials; what they learnt from and their logs stay.
    static func removeWeights(_ work: String, _ trials: [DebiasTrial]) {
        for name in Set(trials.map(name)).sorted() {
            unlink("\(work)/\(name)/model.safetensors")
        }
        unlink("\(work)/plan.txt")
    }

    /// Forgets what the trials in a folder have come to, so that the next run there begins anew.
    static func discard(_ work: String) {
        unlink("\(work)/plan.txt")
        guard let entries = opendir(work) else { return }
        defer { closedir(entries) }
        while let entry = readdir(entries) {
            let name = withUnsafePointer(to: entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            guard !name.hasPrefix(".") else { continue }
            FineTuning.discardState(in: "\(work)/\(name)")
            unlink("\(work)/\(name)/outcome.json")
        }
    }
}
