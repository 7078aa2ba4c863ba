import ArgumentParser
import Files
import Glibc
import Transformers

/// Encodes every line of a file and says how long it took; with `--dump`, writes the tokens to compare them.
struct TokenizeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tokenize",
        abstract: "Encodes the lines of a text file with a checkpoint's tokenizer, on one thread.",
        discussion: """
            Prints the seconds of processor time that loading and encoding took. Bytes that are not UTF-8 become U+FFFD.
            With --pairs, each line is encoded together with the next.
            """)

    @Argument(help: "A folder with tokenizer.json, vocab.txt, or vocab.json and merges.txt.")
    var folder: String

    @Argument(help: "A text file.")
    var file: String

    @Option(help: "How often the file is encoded.")
    var runs = 1

    @Option(help: "The most tokens of a line.")
    var maxLength: Int?

    @Flag(help: "Encodes each line with the next as a pair.")
    var pairs = false

    @Flag(help: "Leaves out the tokens that frame a text.")
    var plain = false

    @Option(
        help:
            "Writes the tokens of each line: id, type, word (-1 for none), first and last scalar, first and last byte.")
    var dump: String?

    func run() throws {
        let start = TokenizeCommand.processorTime
        let tokenizer = try Tokenizer(folder: folder)
        let loaded = TokenizeCommand.processorTime
        let bytes = try MappedFile.read(file)
        let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
            .map { String(decoding: $0, as: UTF8.self) }
        var tokens = 0
        let ready = TokenizeCommand.processorTime
        for _ in 0..<max(1, runs) {
            for (index, line) in lines.enumerated() {
                let pair = pairs ? lines[(index + 1) % lines.count] : nil
                tokens += try tokenizer.encode(
                    line, pair: pair, maxLength: maxLength, addsSpecialTokens: !plain
                ).count
            }
        }
        let seconds = TokenizeCommand.processorTime - ready
        print("load: \((loaded - start) * 1000) ms")
        print("encode: \(seconds) s, \(Double(bytes.count * max(1, runs)) / seconds / 1e6) MB/s, \(tokens) tokens")
        if let dump { try write(tokenizer, lines, to: dump) }
    }

    private func write(_ tokenizer: Tokenizer, _ lines: [String], to path: String) throws {
        var text: [UInt8] = []
        for (index, line) in lines.enumerated() {
            let pair = pairs ? lines[(index + 1) % lines.count] : nil
            let encoding = try tokenizer.encode(line, pair: pair, maxLength: maxLength, addsSpecialTokens: !plain)
            for token in 0..<encoding.count {
                let numbers = [
                    Int(encoding.ids[token]), Int(encoding.typeIDs[token]), encoding.wordIDs[token] ?? -1,
                    encoding.offsets[token].lowerBound, encoding.offsets[token].upperBound,
                    encoding.byteOffsets[token].lowerBound, encoding.byteOffsets[token].upperBound,
                ]
                text += numbers.map(String.init).joined(separator: " ").utf8
                text.append(UInt8(ascii: ","))
            }
            text.append(UInt8(ascii: "\n"))
        }
        try AtomicFile.write(text, to: path)
    }

    private static var processorTime: Double {
        var usage = rusage()
        getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        let user = Double(usage.ru_utime.tv_sec) + Double(usage.ru_utime.tv_usec) * 1e-6
        return user + Double(usage.ru_stime.tv_sec) + Double(usage.ru_stime.tv_usec) * 1e-6
    }
}
