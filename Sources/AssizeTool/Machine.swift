import ArgumentParser
import Glibc
import Models

/// What the program runs on.
enum Machine {
    /// Processors that are online, at most eight: reading is bound by memory beyond that.
    static var processors: Int { min(8, max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))))) }

    /// Returns how many threads to use: those asked for, or as many as there are processors.
    static func workers(_ threads: Int?) throws -> Int {
        guard let threads else { return processors }
        guard (1...64).contains(threads) else { throw ValidationError("--threads \(threads) is not between 1 and 64") }
        return threads
    }

    /// The processor in words, with how many of them are online: `Intel Xeon, 2 processors`.
    static var description: String {
        let count = Int(sysconf(Int32(_SC_NPROCESSORS_ONLN)))
        let name = (try? InputFile.read("/proc/cpuinfo")).flatMap { bytes in
            bytes.split(separator: UInt8(ascii: "\n")).map { String(decoding: $0, as: UTF8.self) }
                .first { $0.hasPrefix("model name") }?.split(separator: ":").dropFirst().first
        }
        let words = name?.split(separator: " ").joined(separator: " ") ?? "unknown processor"
        return "\(words), \(count) processor\(count == 1 ? "" : "s") online"
    }

    /// Makes models compute on so many threads.
    static func setThreads(_ count: Int) { TextClassifier.setThreads(count) }
}
