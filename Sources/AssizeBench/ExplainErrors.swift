import ArgumentParser
import Explanations
import Files
import Models

/// How long explanations of texts take until they err little, against a long run of a slower method on the same games.
struct ExplainErrors {
    let texts: [String]
    let model: ExplainedModel
    let unit: ExplainedText.Unit
    let absence: Absence
    let rounds: Int
    let seed: UInt64

    /// What one method does with so many evaluations of each text.
    struct Outcome {
        /// ‖φ̂ − φ‖ / ‖φ‖ of each text that has a reference, its square averaged over rounds, each with a seed of its own.
        var errors: [Double]
        /// The median time of each text over rounds, in seconds, `[texts]`.
        var seconds: [Double]
        /// The mean number of evaluations that were used.
        var evaluations: Double
    }

    /// A game of the margin of the label numbered 1, so that peers can divide the same.
    private func game(_ text: String) throws -> TextGame {
        try TextGame(text, model: model, unit: unit, absence: absence, label: 1)
    }

    private func explainer(_ id: String, _ game: TextGame, evaluations: Int) throws -> any Explainer {
        if id == "shap" { return Explainers.shapley(playerCount: game.playerCount, evaluations: evaluations) }
        if id == "partition_shap" { return PartitionSHAP(tree: PlayerTree(game.text)) }
        guard let explainer = Explainers.named(id) else {
            throw ValidationError("--methods names '\(id)': shap, " + Explainers.all.map(\.id).joined(separator: ", "))
        }
        return explainer
    }

    /// What a method's values tend to, by the method that its reference is found with.
    static func reference(of id: String) -> String {
        switch id {
        case "shap", "surrogate_shap", "kernel_shap", "permutation_shap": "kernel_shap"
        default: id
        }
    }

    /// Explains every text by a long run, `[texts][players]`.
    func references(_ id: String, evaluations: Int) throws -> [[Double]] {
        try texts.map { text in
            let game = try game(text)
            // Owen values are exact once all is visited.
            let settings = ExplanationSettings(
                evaluations: id == "partition_shap" ? .max / 4 : evaluations, seed: seed &+ 0x7265_66)
            return try explainer(id, game, evaluations: evaluations).explain(game, settings).values
        }
    }

    /// Explains every text, in as many rounds as asked for.
    ///
    /// - Parameter references: Of the first texts, `[texts or fewer][players]`.
    func measure(_ id: String, evaluations: Int, references: [[Double]]) throws -> Outcome {
        var squares = [Double](repeating: 0, count: min(texts.count, references.count))
        var times = [[Double]](repeating: [], count: texts.count)
        var used = 0.0
        for round in 0..<rounds {
            for (number, text) in texts.enumerated() {
                let start = Moment.now
                let game = try game(text)
                let settings = ExplanationSettings(
                    evaluations: evaluations, seed: seed &+ UInt64(1 + round * texts.count + number))
                let found = try explainer(id, game, evaluations: evaluations).explain(game, settings)
                times[number].append(Moment.now.since(start).wall)
                used += Double(found.evaluations)
                guard number < references.count else { continue }
                let reference = references[number]
                let norm = reference.reduce(0) { $0 + $1 * $1 }
                let square = zip(found.values, reference).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
                squares[number] += square / norm / Double(rounds)
            }
        }
        return Outcome(
            errors: squares.map { $0.squareRoot() }, seconds: times.map { Self.median($0) },
            evaluations: used / Double(rounds * texts.count))
    }

    /// The middle of some numbers.
    static func median(_ values: [Double]) -> Double {
        let sorted = values.sorted()
        return (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
    }

    /// Reads references from a file, or finds them and writes it.
    ///
    /// - Returns: `[texts][players]`, or as many of the first texts as the file has.
    func references(_ id: String, evaluations: Int, file path: String?) throws -> [[Double]] {
        guard let path = path.map({ "\($0).\(id).jsonl" }) else { return try references(id, evaluations: evaluations) }
        if let bytes = try? MappedFile.read(path) {
            let lines = bytes.split(separator: UInt8(ascii: "\n"))
            let found = try lines.prefix(texts.count).map { line -> [Double] in
                guard case .array(let values)? = try JSON(parsing: Array(line))["values"] else {
                    throw ValidationError("\(path) holds a line without values")
                }
                return try values.map { value in
                    switch value {
                    case .number(let number): return number
                    case .integer(let number): return Double(number)
                    default: throw ValidationError("\(path) holds something that is no number")
                    }
                }
            }
            guard !found.isEmpty else { throw ValidationError("\(path) has no texts") }
            return found
        }
        let found = try references(id, evaluations: evaluations)
        var bytes: [UInt8] = []
        for (text, values) in zip(texts, found) {
            let game = try game(text)
            bytes +=
                JSON.object([
                    .init("text", .string(text)), .init("ids", .array(game.text.ids.map { .integer(Int($0)) })),
                    .init("values", .array(values.map { .number($0) })),
                ]).bytes(.compact) + [0x0A]
        }
        try AtomicFile.write(bytes, to: path)
        return found
    }
}
