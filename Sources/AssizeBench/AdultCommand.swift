import ArgumentParser
import MatrixKernels
import Mitigations
import NumericalKernels
import Transformers

/// Trains classifiers of the Adult table with every method that acts in training, and says what they cost and bring.
struct AdultCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "adult",
        abstract: "Trains classifiers of the Adult table with each method and compares their errors by sex.",
        discussion: """
            Prints means and deviations over the seeds: accuracy, average odds difference with its sign and of absolute \
            values, equal-opportunity and demographic-parity difference (women minus men), and the error rates of both.
            """)

    @Argument(help: "A folder with adult.data and adult.test.")
    var folder: String

    @Option(help: "How many seeds.")
    var seeds = 3

    @Option(help: "How often each example is read.")
    var epochs = 20

    @Option(help: "The examples in a batch.")
    var batch = 256

    @Option(help: "The width of the hidden layer; 0 for a logistic regression.")
    var hidden = 64

    @Option(help: "The methods, by commas: \(AdultMethod.allCases.map(\.rawValue).joined(separator: ", ")).")
    var methods = AdultMethod.allCases.map(\.rawValue).joined(separator: ",")

    @Option(help: "Strengths to try, by commas; the usual ones if none is given.")
    var strengths = ""

    @Flag(help: "Only age in decades, education in groups, race and sex, as in AIF360's demo.")
    var few = false

    @Flag(help: "Judges on a fifth of the training file, which is then not trained on, and leaves the test file alone.")
    var development = false

    func run() throws {
        let chosen = try methods.split(separator: ",").map { name in
            guard let method = AdultMethod(rawValue: String(name)) else {
                throw ValidationError("no method named '\(name)'")
            }
            return method
        }
        var (train, test) = try AdultTable.read(folder, few ? .few : .all)
        if development {
            var generator = SeededGenerator(seed: 1)
            let order = (0..<train.count).shuffled(using: &generator)
            test = train.rows(Array(order[..<(order.count / 5)]))
            train = train.rows(Array(order[(order.count / 5)...]))
        }
        print("\(train.count) rows to train on, \(test.count) to judge on, \(train.features.columns) features")
        let given = strengths.split(separator: ",").map { Double($0) }
        for method in chosen {
            for strength in given.isEmpty ? [nil] : given {
                let start = Moment.now
                let outcomes = try (1...UInt64(max(1, seeds))).map {
                    AdultOutcome(try model(method, strength, train, seed: $0), test)
                }
                show(method, strength, outcomes, seconds: Moment.now.since(start).wall / Double(outcomes.count))
            }
        }
    }

    private func model(
        _ method: AdultMethod, _ strength: Double?, _ table: AdultTable, seed: UInt64
    ) throws -> FeatureModel {
        var trainer = FeatureTrainer(
            FeatureModel(
                features: table.features.columns, hidden: hidden > 0 ? [hidden] : [], labels: 2, dropout: 0.2,
                seed: seed),
            sampler: BatchSampler(lengths: Array(repeating: 1, count: table.count), batchSize: batch, seed: seed),
            objectives: method.objectives(table, strength: strength, width: hidden, seed: seed),
            settings: TrainingSettings(epochs: epochs, seed: seed), features: table.features
        ) { Optimizer(.adamW(), for: $0, learningRate: 2e-3, weightDecay: 1e-3) }
        while try trainer.next() != nil {}
        return trainer.model
    }

    private func show(_ method: AdultMethod, _ strength: Double?, _ outcomes: [AdultOutcome], seconds: Double) {
        let columns = outcomes[0].figures.indices.map { column in
            let values = outcomes.map { $0.figures[column].value }
            let mean = values.reduce(0, +) / Double(values.count)
            let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
            let deviation = (squares / Double(max(1, values.count - 1))).squareRoot()
            return "\(outcomes[0].figures[column].name) \(rounded(mean))±\(rounded(deviation))"
        }
        let name = method.rawValue + (strength.map { " \($0)" } ?? "")
        print("\(name): \(columns.joined(separator: "  ")), \(rounded(seconds)) s")
    }

    private func rounded(_ value: Double) -> Double { (value * 10_000).rounded() / 10_000 }
}
