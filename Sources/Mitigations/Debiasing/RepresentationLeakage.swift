internal import FairnessMetrics
internal import Files
internal import MatrixKernels
internal import Models
internal import NumericalKernels
internal import Transformers

/// How well probes tell a protected attribute from the states that a model's output layer reads.
///
/// A linear and a non-linear probe learn from texts that the model learned from too, at most 4,000 of them, and are judged on
/// texts that neither has seen, of all labels and of each label apart.
public struct RepresentationLeakage: Sendable {
    /// The attribute.
    public let attribute: String
    /// What a logistic regression finds, and a perceptron with one hidden layer.
    public let linear: Leakage, perceptron: Leakage

    /// The most texts that probes learn from.
    private static let mostRows = 4_000

    /// Measures every attribute of the texts.
    ///
    /// - Parameter map: What is done to the states before the output layer reads them; nil if nothing is.
    static func measure(
        _ model: TextModel, _ map: AffineMap?, training: TextExamples, held: TextExamples, seed: UInt64
    ) throws -> [RepresentationLeakage] {
        var chosen = Array(0..<training.count)
        if chosen.count > mostRows {
            chosen = RowSplit.split(training.count, share: Double(mostRows) / Double(training.count), seed: seed).held
        }
        func states(_ examples: TextExamples, _ rows: [Int]) throws -> Matrix {
            let states = try model.states(examples.texts.packed(rows), at: .head)
            return map.map { $0(states) } ?? states
        }
        let learned = try states(training, chosen)
        let judged = try states(held, Array(0..<held.count))
        let all = Matrix(stacking: [learned, judged])
        let labels = chosen.map { training.label($0) } + (0..<held.count).map { held.label($0) }
        let split = (training: Array(0..<learned.rows), held: Array(learned.rows..<all.rows))
        return zip(training.attributes, held.attributes).map { first, second in
            let groups = chosen.map { first.codes[$0] } + second.codes
            func found(_ probe: LeakageProbe) -> Leakage {
                probe.measure(
                    all, groups: groups, groupCount: first.values.count, labels: labels, labelCount: 2, split: split,
                    seed: seed)
            }
            return RepresentationLeakage(
                attribute: first.name, linear: found(.linear), perceptron: found(.perceptron))
        }
    }

    /// The area under the ROC curve that the linear probe reaches, by attribute and within each label.
    public var summary: String {
        func area(_ finding: Leakage.Finding) -> String {
            finding.largestArea.map { "\((1000 * $0).rounded() / 1000)" } ?? "–"
        }
        return "\(attribute) \(linear.findings.map(area).joined(separator: " / "))"
    }

    /// The findings of both probes.
    var json: JSON {
        func estimate(_ estimate: Estimate) -> JSON {
            guard let value = estimate.defined else {
                return .object([.init("undefined", .string(estimate.undefinedReason ?? ""))])
            }
            return .object([
                .init("value", .number(value.value)),
                .init("interval", .array([.number(value.interval.lower), .number(value.interval.upper)])),
            ])
        }
        func findings(_ leakage: Leakage) -> JSON {
            .array(
                leakage.findings.map { finding in
                    let scope: JSON
                    switch finding.scope {
                    case .all: scope = .string("all")
                    case .label(let label): scope = .integer(label)
                    }
                    return .object([
                        .init("label", scope), .init("accuracy", estimate(finding.accuracy)),
                        .init("majority", estimate(finding.majority)),
                        .init("roc_auc", .array(finding.areas.map(estimate))),
                        .init("texts", .integer(finding.heldOutRows)),
                    ])
                })
        }
        return .object([
            .init("attribute", .string(attribute)), .init("linear", findings(linear)),
            .init("mlp", findings(perceptron)),
        ])
    }
}

extension TextExamples {
    /// The place of a text's label.
    fileprivate func label(_ row: Int) -> Int? {
        guard case .classes(let classes) = targets else { return nil }
        return Int(classes[row])
    }
}
