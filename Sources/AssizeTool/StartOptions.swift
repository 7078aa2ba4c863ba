import ArgumentParser

/// What a model starts from.
struct StartOptions: ParsableArguments {
    @Argument(help: "The folder of the checkpoint to start from.")
    var checkpoint: String?

    @Option(help: "A folder with config.json and a tokenizer, for a model that starts from random weights.")
    var fromScratch: String?

    /// The folder, and whether it lacks weights.
    var folder: String { checkpoint ?? fromScratch ?? "" }
    var isScratch: Bool { fromScratch != nil }

    func validate() throws {
        guard (checkpoint == nil) != (fromScratch == nil) else {
            throw ValidationError("name either a checkpoint to start from or --from-scratch FOLDER")
        }
    }
}
