import ArgumentParser
import Files
import Glibc
import MatrixKernels
import NumericalKernels
import Synchronization
import Transformers

/// Times inference and training of a model of MiniLM's shape, beside the matrix products that the machine can do.
struct TransformerCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "transformer",
        abstract: "Times inference and training of an encoder with six blocks of width 384.",
        discussion: """
            Texts have 8 to 128 tokens, log-normal around 32. Work counts no padding; a first-token last block counts as \
            what it computes. The peak is the best product [512, 384] by [384, 1536] of a second, on as many threads.
            """)

    @Option(help: "Texts to classify.")
    var texts = 512

    @Option(help: "Training steps; 0 leaves training out.")
    var steps = 20

    @Option(help: "Texts in a training batch.")
    var batch = 32

    @Option(help: "Threads.")
    var threads = 2

    @Option(help: "How often the texts are classified.")
    var runs = 3

    @Option(help: "A file of the texts' numbers of tokens, one a line; drawn if not given.")
    var lengths: String?

    @Option(help: "What to time: inference, training or both.")
    var task = Task.both

    enum Task: String, ExpressibleByArgument { case inference, training, both }

    func run() throws {
        ParallelLoop.workers.store(max(1, threads), ordering: .relaxed)
        let peak = TransformerCommand.peak(threads: max(1, threads))
        print(
            "products: \(rounded(peak.wall / 1e9)) GFLOP/s on \(threads) threads, "
                + "\(rounded(peak.processor / 1e9)) GFLOP per processor second")
        if task != .training { try infer(peak) }
        if task != .inference && steps > 0 { try train(peak) }
    }

    /// MiniLM's shape with random weights, which take as long as others.
    private static func model() throws -> TextModel {
        let configuration = EncoderConfiguration(
            architecture: .bert, vocabularySize: 30_522, width: 384, blockCount: 6, headCount: 12, innerWidth: 1_536,
            positionCount: 512, typeCount: 2)
        return try TextModel(configuration, head: .classification(labels: 2), seed: 1)
    }

    private func infer(_ peak: (wall: Double, processor: Double)) throws {
        let model = try TransformerCommand.model()
        let sequences = try sequences(texts, seed: 1)
        let tokens = PackedTokens(sequences)
        let work = sequences.reduce(0.0) { $0 + TransformerCommand.operations(length: $1.count) }
        for _ in 0..<max(1, runs) {
            let start = Moment.now
            _ = try model.logits(tokens)
            show("inference", sequences.count, tokens.tokenCount, work, start, peak)
        }
        // One text is computed by other products than many are.
        let all = try model.logits(tokens)
        var difference: Float = 0
        for number in stride(from: 0, to: sequences.count, by: 16) {
            let alone = try model.logits(PackedTokens([sequences[number]]))
            for label in 0..<2 { difference = max(difference, abs(alone[0, label] - all[number, label])) }
        }
        print("logits differ from those of one text at a time by at most \(difference)")
    }

    private func train(_ peak: (wall: Double, processor: Double)) throws {
        let sequences = try sequences(max(batch, steps * batch), seed: 2)
        var settings = Trainer.Settings(epochs: 1, seed: 3)
        settings.shape = .constant
        var trainer = Trainer(
            try TransformerCommand.model(),
            sampler: BatchSampler(lengths: sequences.map(\.count), batchSize: batch, seed: 3),
            objectives: [ClassificationObjective(targets: sequences.indices.map { Int32($0 % 2) })],
            settings: settings, tokens: { PackedTokens($0.map { sequences[$0] }) }
        ) { Optimizer(.adamW(), for: $0, learningRate: 2e-5, weightDecay: 0.01, maximumNorm: 1) }
        // The first step touches memory for the first time.
        _ = try trainer.next()
        let start = Moment.now
        var tokens = 0
        while let report = try trainer.next() { tokens += report.tokens }
        // Backward costs twice forward.
        let work = 3 * sequences.reduce(0.0) { $0 + TransformerCommand.operations(length: $1.count) }
        let share = Double(steps - 1) / Double(steps)
        show("training", (steps - 1) * batch, tokens, work * share, start, peak)
    }

    private func show(
        _ name: String, _ texts: Int, _ tokens: Int, _ work: Double, _ start: Moment,
        _ peak: (wall: Double, processor: Double)
    ) {
        let (wall, processor) = Moment.now.since(start)
        print(
            "\(name): \(rounded(Double(texts) / wall)) texts/s, \(rounded(Double(tokens) / wall)) tokens/s, "
                + "\(rounded(work / wall / 1e9)) GFLOP/s (\(rounded(100 * work / wall / peak.wall)) % of the products'), "
                + "processor time \(rounded(processor)) s of \(rounded(wall)) s, "
                + "\(rounded(work / processor / 1e9)) GFLOP per processor second "
                + "(\(rounded(100 * work / processor / peak.processor)) %), "
                + "\(Moment.peakMemory >> 20) MiB of memory at most so far")
    }

    private func rounded(_ value: Double) -> Double { (value * 100).rounded() / 100 }

    /// Operations of one text through six blocks, the last of which computes the first token alone, and the head.
    private static func operations(length: Int) -> Double {
        let n = Double(length)
        let linear = 2.0 * 12 * 384 * 384
        let attention = 4.0 * n * 384
        let whole = n * (linear + attention)
        let last = n * 2 * 2 * 384 * 384 + (2.0 * 10 * 384 * 384 + attention)
        return 5 * whole + last + 2.0 * 384 * 384
    }

    /// Token ids of texts whose lengths are log-normal, or those of the file.
    private func sequences(_ count: Int, seed: UInt64) throws -> [[Int32]] {
        let given = try lengths.map(TransformerCommand.lengths)
        if let given, given.count < count {
            throw ValidationError("--lengths has \(given.count) lines; \(count) texts are needed")
        }
        return (0..<count).map { number in
            var generator = SeededGenerator(seed: seed, stream: UInt64(number))
            let drawn = min(128, max(8, Int(exp(log(32) + 0.65 * generator.normal()).rounded())))
            let length = given?[number] ?? drawn
            return (0..<length).map { _ in Int32.random(in: 1_000..<30_000, using: &generator) }
        }
    }

    private static func lengths(_ path: String) throws -> [Int] {
        let lines = String(decoding: try MappedFile.read(path), as: UTF8.self).split(separator: "\n")
        return try lines.enumerated().map { number, line in
            guard let length = Int(line), (1...512).contains(length) else {
                throw ValidationError("\(path):\(number + 1): '\(line)' is not a length from 1 to 512")
            }
            return length
        }
    }

    /// The most operations a second, and a processor second, in matrix products, every thread with its own.
    private static func peak(threads: Int) -> (wall: Double, processor: Double) {
        // OpenBLAS's product, not our own: the measure must not improve with what is measured.
        let inputs = Matrix(rows: 512, columns: 384, (0..<512 * 384).map { Float($0 % 17) - 8 })
        let weights = Matrix(rows: 1_536, columns: 384, (0..<1_536 * 384).map { Float($0 % 13) - 6 })
        let repetitions = 20
        var best = (wall: 0.0, processor: 0.0)
        let begin = Moment.now
        while Moment.now.since(begin).wall < 1 {
            let start = Moment.now
            ParallelLoop.forEach(threads) { _ in
                for _ in 0..<repetitions { _ = inputs.timesTransposed(weights, by: .openBLAS) }
            }
            let done = 2.0 * 512 * 384 * 1_536 * Double(repetitions * threads)
            let (wall, processor) = Moment.now.since(start)
            best = (max(best.wall, done / wall), max(best.processor, done / processor))
        }
        return best
    }
}

/// A moment, and the processor time used up to it, in seconds.
struct Moment {
    private let wall: Double, processor: Double

    /// This moment.
    static var now: Moment {
        Moment(wall: seconds(CLOCK_MONOTONIC), processor: seconds(CLOCK_PROCESS_CPUTIME_ID))
    }

    /// The seconds that have passed since another moment.
    func since(_ other: Moment) -> (wall: Double, processor: Double) {
        (wall - other.wall, processor - other.processor)
    }

    /// The most memory that the process has had resident so far, in bytes.
    static var peakMemory: Int {
        var usage = rusage()
        getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        return usage.ru_maxrss << 10
    }

    private static func seconds(_ clock: clockid_t) -> Double {
        var time = timespec()
        clock_gettime(clock, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
    }
}
