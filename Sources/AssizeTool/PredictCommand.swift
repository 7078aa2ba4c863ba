import ArgumentParser
import Files
import Models

/// `assize predict`: the answers of a checkpoint to the texts of a table.
struct PredictCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "predict",
        abstract: "Writes what a checkpoint says of each text of a table.",
        discussion: """
            The checkpoint is a folder as Hugging Face transformers saves it (BERT, DistilBERT, RoBERTa) with a head for \
            sequences. The result is CSV: row (from 0), prediction, and probability_NAME of each label; value for a \
            regression. Cells of rows without a text are empty.
            """)

    @Argument(help: "The folder of the checkpoint.")
    var checkpoint: String

    @Option(help: "CSV, TSV or JSON Lines files, read as one table; '-' is standard input.")
    var data: [String]

    @OptionGroup var texts: TextOptions

    @Option(help: "The file for the result; standard output unless named.")
    var out: String?

    @OptionGroup(title: "Reading files") var files: TableFileOptions

    @Flag(name: .shortAndLong, help: "Prints nothing but errors and the result.")
    var quiet = false

    @Option(help: "Threads; the results do not depend on it.")
    var threads: Int?

    func run() throws {
        let workers = try Machine.workers(threads)
        Machine.setThreads(workers)
        let classifier = try TextClassifier(folder: checkpoint, maximumLength: texts.maxLength)
        let table = try texts.table(data, files, workers: workers, isQuiet: quiet)
        let scores = try ProgressLine.counting("texts", isQuiet: quiet) { progress in
            try TextScores(table.texts, pairs: table.pairs, by: classifier, workers: workers, progress: progress)
        }
        if let out {
            try OutputFolder.make(forFile: out)
            try AtomicFile.write(scores.csv, to: out)
        } else {
            Terminal.write(scores.csv)
        }
        guard !quiet else { return }
        let missing = scores.rows.count { $0 == nil }
        if missing > 0 { Terminal.writeError("assize: warning: \(missing) rows without a text have no prediction\n") }
        if scores.truncated > 0 {
            Terminal.writeError(
                "assize: warning: \(scores.truncated) texts are cut to \(classifier.maximumLength) tokens\n")
        }
    }
}
