internal import Files
internal import MatrixKernels
public import Models
internal import Transformers

/// Rows of a table that a linear model reads, as games in which absent features take the values of a background.
///
/// A coalition is worth the mean output over the background rows, each with the coalition's features replaced by those of the
/// explained row. Without rows the means of the model's background stand for them, which for a margin is the same.
public struct LinearRows: ExplainedRows {
    private let table: FeatureTable
    private let model: LinearModel
    private let output: ExplainedOutput
    private let label: Int?
    /// `[background rows][features]`.
    private let background: [[Double]]
    private let absence: String

    /// Prepares rows.
    ///
    /// - Parameters:
    ///   - table: The rows, and the background if there is one, with the model's features in their order.
    ///   - model: What answers; the means of its background, if it has any, stand for rows of one.
    ///   - output: What is divided; nil for the margin of two classes and the logit of more.
    ///   - label: Whose output it is; nil for the second of two classes, and of more the one that the model decides
    ///     for.
    /// - Throws: `ExplanationsError.setting` if there is neither a background nor means of one, or the output is `value`;
    ///   `ModelsError.data` for background values that are no numbers.
    public init(_ table: FeatureTable, model: LinearModel, output: ExplainedOutput?, label: Int?) throws {
        precondition(table.names == model.features, "\(table.names) for \(model.features)")
        let usual: ExplainedOutput = model.outputs.count == 2 ? .logitMargin : .logit
        guard output != .value else {
            throw ExplanationsError.output(
                .value, problem: "classification", allowed: [.logitMargin, .logOdds, .probability, .logit])
        }
        self.table = table
        self.model = model
        self.output = output ?? usual
        self.label = label ?? (model.outputs.count == 2 ? 1 : nil)
        if !table.background.isEmpty {
            background = try table.background.enumerated().map { number, row in
                try row.enumerated().map { column, cell in
                    guard let value = cell.real else {
                        throw ModelsError.data(
                            "the background's row \(number) has no number in the column '\(table.names[column])', and "
                                + "the model needs one; leave the row out, or fill it in")
                    }
                    return value
                }
            }
            absence = "absent features take the values of \(background.count) background rows, and outputs are averaged"
        } else if let means = model.means {
            background = [means]
            absence = "absent features take their means over the model's background"
        } else {
            throw ExplanationsError.setting(
                name: "the background", value: "not known",
                remedy: "the model's file has no means of one: name a table with --background")
        }
    }

    /// How many rows there are.
    public var count: Int { table.rows.count }
    /// Each feature is a class of its own.
    public var classes: [String] { table.names }

    /// Returns a row's game.
    ///
    /// - Throws: `ExplanationsError.noNumber` for a row that lacks a feature.
    public func row(_ number: Int) throws -> ExplainedRow {
        let values = try table.rows[number].enumerated().map { column, cell in
            guard let value = cell.real else { throw ExplanationsError.noNumber(column: table.names[column]) }
            return value
        }
        let logits = model.logits(values)
        let label = label ?? logits.indices.reduce(0) { logits[$1] > logits[$0] ? $1 : $0 }
        let game = Game(row: values, background: background, model: model, output: output, label: label)
        var row = ExplainedRow(
            game: game, names: table.names, output: output.rawValue, label: model.outputs[label], absence: absence)
        row.contents = table.rows[number]
        row.classes = Array(table.names.indices)
        row.classNames = table.names
        let rows = DoubleMatrix(
            rows: background.count, columns: table.names.count, background.flatMap(\.self))
        if output == .logit && model.outputs.count > 2
            || output != .probability && model.outputs.count == 2
                && (output != .logit || label == 1)
        {
            row.closedForm = { confidence in
                try LinearSHAP(model.regression, label: label, background: rows).explain(values, confidence: confidence)
            }
        }
        return row
    }

    private struct Game: CoalitionGame {
        let row: [Double]
        let background: [[Double]]
        let model: LinearModel
        let output: ExplainedOutput
        let label: Int

        var playerCount: Int { row.count }

        func values(of coalitions: [Coalition]) -> [Double] {
            coalitions.map { coalition in
                let sum = background.reduce(0.0) { sum, other in
                    let logits = model.logits(row.indices.map { coalition[$0] ? row[$0] : other[$0] })
                    return sum + output.value(of: logits, label: label, problem: .singleLabel)
                }
                return sum / Double(background.count)
            }
        }
    }
}
