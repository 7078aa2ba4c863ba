public import Foundation

/// The command line tool as it was built beside the tests.
public enum BuiltTool {
    /// What a run of the tool left behind.
    public struct Run: Sendable {
        /// The exit code; 128 plus the signal if one ended it.
        public var status: Int32
        /// Standard output.
        public var output: String
        /// Standard error.
        public var errors: String
    }

    /// Runs the tool and waits for its end.
    ///
    /// - Parameters:
    ///   - arguments: What follows the tool's name.
    ///   - folder: The folder it runs in.
    ///   - input: What it reads on standard input.
    ///   - seconds: Kills it, so that it cannot tidy up, after so long; nil waits for its end.
    public static func run(
        _ arguments: [String], in folder: URL = Places.package, input: Data = Data(), killedAfter seconds: Double? = nil
    ) throws -> Run {
        let process = Process()
        process.executableURL = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()
            .appending(path: "assize")
        process.arguments = arguments
        process.currentDirectoryURL = folder
        let scratch = FileManager.default.temporaryDirectory.appending(path: "assize-run-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: scratch, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: scratch) }
        // Files and not pipes, which fill up.
        let places = ["in", "out", "err"].map { scratch.appending(path: $0) }
        try input.write(to: places[0])
        for place in places[1...] { try Data().write(to: place) }
        process.standardInput = try FileHandle(forReadingFrom: places[0])
        process.standardOutput = try FileHandle(forWritingTo: places[1])
        process.standardError = try FileHandle(forWritingTo: places[2])
        try process.run()
        if let seconds {
            let end = Date(timeIntervalSinceNow: seconds)
            while process.isRunning, Date() < end { usleep(1_000) }
            if process.isRunning { kill(process.processIdentifier, SIGKILL) }
        }
        process.waitUntilExit()
        let status = process.terminationStatus
        return Run(
            status: process.terminationReason == .uncaughtSignal ? 128 + status : status,
            output: String(decoding: try Data(contentsOf: places[1]), as: UTF8.self),
            errors: String(decoding: try Data(contentsOf: places[2]), as: UTF8.self))
    }
}
