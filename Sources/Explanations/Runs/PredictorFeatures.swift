internal import Files
public import Models
internal import NumericalKernels

/// Rows of features that a command reads, as games in which absent features take the values of other rows.
///
/// A coalition is worth the mean answer over the background rows, each with the coalition's features replaced by those of the
/// explained row: the interventional expectation (Janzing, Minorics, Blöbaum 2020).
public struct PredictorFeatures: ExplainedRows {
    private let table: FeatureTable
    private let output: PredictorOutput
    private let background: [[JSON]]
    private let notes: [String]

    /// Prepares rows.
    ///
    /// - Parameters:
    ///   - table: The rows, and the background that absent features take their values from.
    ///   - output: The score that is divided.
    ///   - mostBackground: The most background rows that are used; of more, the seed draws so many.
    ///   - seed: Draws the background rows where there are more.
    /// - Throws: `ExplanationsError.setting` if that is below 1.
    public init(_ table: FeatureTable, output: PredictorOutput, mostBackground: Int = 50, seed: UInt64 = 0) throws {
        guard mostBackground >= 1 else {
            throw ExplanationsError.setting(
                name: "the number of background rows", value: "\(mostBackground)", remedy: "use at least one")
        }
        self.table = table
        self.output = output
        let all = table.background
        var generator = SeededGenerator(seed: seed, stream: 0x4241_434B)
        let chosen =
            all.count <= mostBackground
            ? Array(all.indices) : all.indices.shuffled(using: &generator).prefix(mostBackground).sorted()
        background = chosen.map { all[$0] }
        notes =
            chosen.count < all.count
            ? ["\(chosen.count) of \(all.count) background rows were drawn; intervals do not cover that draw"] : []
    }

    /// How many rows there are.
    public var count: Int { table.rows.count }
    /// Each feature is a class of its own.
    public var classes: [String] { table.names }

    /// Returns a row's game.
    public func row(_ number: Int) throws -> ExplainedRow {
        let names = table.names
        var row = ExplainedRow(
            game: Game(row: table.rows[number], background: background, names: names, output: output), names: names,
            output: output.name,
            absence: "absent features take the values of \(background.count) background rows, and answers are averaged",
            notes: notes)
        row.contents = table.rows[number]
        row.classes = Array(names.indices)
        row.classNames = names
        return row
    }

    private struct Game: CoalitionGame {
        let row: [JSON]
        let background: [[JSON]]
        let names: [String]
        let output: PredictorOutput

        var playerCount: Int { names.count }

        func values(of coalitions: [Coalition]) throws -> [Double] {
            // Of everyone there is one answer, whatever the background.
            let inputs = coalitions.map { coalition in
                coalition.count == names.count
                    ? [row] : background.map { other in names.indices.map { coalition[$0] ? row[$0] : other[$0] } }
            }
            var values: [Double] = []
            // Some thousand inputs at a time.
            let step = max(1, 4_096 / background.count)
            for start in stride(from: 0, to: inputs.count, by: step) {
                let part = inputs[start..<min(inputs.count, start + step)]
                let answers = try output.values(part.joined().map { input($0) })
                var next = 0
                for group in part {
                    values.append(answers[next..<next + group.count].reduce(0, +) / Double(group.count))
                    next += group.count
                }
            }
            return values
        }

        private func input(_ values: [JSON]) -> JSON {
            .object([.init("features", .object(zip(names, values).map { JSONObject.Member($0, $1) }))])
        }
    }
}
