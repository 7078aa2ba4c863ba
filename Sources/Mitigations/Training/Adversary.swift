internal import Glibc
internal import MatrixKernels
internal import NumericalKernels
internal import Transformers

/// Perceptrons that tell the group from a model's outputs.
struct Adversary: Sendable {
    let attribute: ProtectedAttribute
    let settings: AdversarySettings
    /// The best accuracy and the least cross-entropy that can be had without the model's outputs.
    let chance: Double, entropy: Double
    var parameters: Parameters
    private let labels: [Int32]
    private let labelCount: Int
    /// `[adversaries][heads]`; a head for each label, or one.
    private let heads: [[Perceptron]]

    /// What a batch showed.
    struct Outcome {
        /// The mean cross-entropy over rows and adversaries, the share of rows whose group was told, and the penalty.
        var loss = 0.0, accuracy = 0.0, diversity = 0.0
        /// The gradients of `loss` with respect to what was read, `[examples, width]`.
        var inputs: Matrix
        /// The gradients of every adversary's own loss and the weighted penalty with respect to its parameters.
        var own: Parameters
    }

    /// Makes adversaries with fresh weights.
    ///
    /// - Parameters:
    ///   - labels: The label of each example, `[examples]`; may be empty where the condition reads none.
    ///   - width: The width of what the adversaries read.
    init(
        _ attribute: ProtectedAttribute, labels: [Int32], width: Int, settings: AdversarySettings, seed: UInt64
    ) {
        let labelCount = Int(labels.max() ?? 0) + 1
        precondition(settings.count > 0 && settings.steps > 0, "\(settings.count) adversaries")
        precondition(
            settings.condition == .none || labels.count == attribute.groups.count,
            "\(labels.count) labels for \(attribute.groups.count) examples")
        precondition(
            settings.rowWeights.map { $0.count == attribute.groups.count } ?? true, "row weights for other examples")
        var layout = ParameterLayout()
        let headCount = settings.condition == .headPerLabel ? labelCount : 1
        let extra = settings.condition == .labelAsInput ? labelCount : 0
        heads = (0..<settings.count).map { adversary in
            (0..<headCount).map { head in
                Perceptron(
                    &layout, name: "adversary.\(adversary).\(head)", inputs: width + extra, hidden: settings.hidden,
                    outputs: attribute.groupCount, activation: settings.activation)
            }
        }
        parameters = Parameters(zeros: layout)
        for head in heads.flatMap(\.self) { head.draw(into: &parameters, gain: settings.gain, seed: seed) }
        self.attribute = attribute
        self.settings = settings
        self.labels = labels
        self.labelCount = labelCount
        (chance, entropy) = Adversary.prior(attribute, labels, labelCount, settings)
    }

    /// Returns what a batch shows; nil if none of its rows counts.
    ///
    /// - Parameters:
    ///   - inputs: The model's outputs, `[examples, width]`.
    ///   - examples: The rows' numbers in the data set.
    func outcome(_ inputs: Matrix, examples: [Int]) -> Outcome? {
        let weights = examples.map { settings.rowWeights?[$0] ?? 1 }
        let gates = gates(examples).filter { $0.rows.contains { weights[$0] > 0 } }
        let total = gates.reduce(0) { $0 + $1.rows.reduce(0) { $0 + weights[$1] } }
        guard total > 0 else { return nil }
        var result = Outcome(
            inputs: Matrix(rows: inputs.rows, columns: inputs.columns), own: Parameters(zeros: parameters.layout))
        for gate in gates {
            let share = gate.rows.reduce(0) { $0 + weights[$1] } / total
            let read = reading(inputs.rows(at: gate.rows), gate.rows.map { examples[$0] })
            let targets = gate.rows.map { attribute.groups[examples[$0]] }
            add(read, targets, gate.rows.map { weights[$0] }, share, gate, to: &result)
        }
        return result
    }

    private func add(
        _ read: Matrix, _ targets: [Int32], _ weights: [Double], _ share: Double, _ gate: (head: Int, rows: [Int]),
        to result: inout Outcome
    ) {
        let passes = heads.map { $0[gate.head].forward(read, parameters) }
        for (adversary, pass) in passes.enumerated() {
            let loss = CrossEntropy()(pass.outputs, targets, rowWeights: weights)
            result.loss += share * (loss.value ?? 0) / Double(heads.count)
            result.accuracy +=
                share * Adversary.accuracy(pass.outputs, targets, weights) / Double(heads.count)
            var slopes = loss.gradients
            slopes.scale(by: Float(share))
            var back = heads[adversary][gate.head].backward(slopes, pass.saved, parameters, into: &result.own)
            // The mean over the adversaries, though each of them learns from its own loss.
            back.scale(by: 1 / Float(heads.count))
            result.inputs.add(leading(back, result.inputs.columns), toRows: gate.rows)
        }
        guard settings.diversity > 0 && heads.count > 1 && !settings.hidden.isEmpty else { return }
        let pairs = Double(heads.count * (heads.count - 1) / 2)
        for first in heads.indices {
            for second in heads.indices.dropFirst(first + 1) {
                let penalty = DiversityPenalty(passes[first].saved.hidden, passes[second].saved.hidden)
                result.diversity += share * penalty.value / pairs
                for (adversary, slopes) in [(first, penalty.first), (second, penalty.second)] {
                    var scaled = slopes
                    scaled.scale(by: Float(settings.diversity * share / pairs))
                    // The model is not told of the penalty.
                    _ = heads[adversary][gate.head].backward(
                        nil, hidden: scaled, passes[adversary].saved, parameters, into: &result.own)
                }
            }
        }
    }

    /// Which rows of a batch go to which head.
    private func gates(_ examples: [Int]) -> [(head: Int, rows: [Int])] {
        let known = examples.indices.filter { attribute.groups[examples[$0]] >= 0 }
        return switch settings.condition {
        case .none, .labelAsInput: [(0, known)]
        case .label(let label): [(0, known.filter { labels[examples[$0]] == label })]
        case .headPerLabel:
            (0..<labelCount).map { label in (label, known.filter { labels[examples[$0]] == label }) }
        }
    }

    /// The inputs, with the label beside them as 0 and 1 where the condition says so.
    private func reading(_ inputs: Matrix, _ examples: [Int]) -> Matrix {
        guard settings.condition == .labelAsInput else { return inputs }
        var result = Matrix(rows: inputs.rows, columns: inputs.columns + labelCount)
        for (row, example) in examples.enumerated() {
            for column in 0..<inputs.columns { result[row, column] = inputs[row, column] }
            result[row, inputs.columns + Int(labels[example])] = 1
        }
        return result
    }

    private func leading(_ matrix: Matrix, _ columns: Int) -> Matrix {
        guard matrix.columns > columns else { return matrix }
        var result = Matrix(rows: matrix.rows, columns: columns)
        for row in 0..<matrix.rows { for column in 0..<columns { result[row, column] = matrix[row, column] } }
        return result
    }

    /// The weighted share of rows whose greatest logit is the target's.
    private static func accuracy(_ logits: Matrix, _ targets: [Int32], _ weights: [Double]) -> Double {
        var (right, total) = (0.0, 0.0)
        for (row, target) in targets.enumerated() {
            let own = logits[row, Int(target)]
            // A tie goes to the lower number.
            let beaten = (0..<logits.columns).contains { column in
                logits[row, column] > own || (logits[row, column] == own && column < Int(target))
            }
            total += weights[row]
            if !beaten { right += weights[row] }
        }
        return total > 0 ? right / total : 0
    }

    /// The accuracy and the cross-entropy of telling the group from the label alone, where the condition shows it.
    private static func prior(
        _ attribute: ProtectedAttribute, _ labels: [Int32], _ labelCount: Int, _ settings: AdversarySettings
    ) -> (chance: Double, entropy: Double) {
        var cells = [[Double]](
            repeating: [Double](repeating: 0, count: attribute.groupCount), count: labelCount)
        for (example, group) in attribute.groups.enumerated() where group >= 0 {
            let label = settings.condition == .none ? 0 : labels[example]
            if case .label(let wanted) = settings.condition, wanted != label { continue }
            cells[Int(label)][Int(group)] += settings.rowWeights?[example] ?? 1
        }
        let total = cells.flatMap(\.self).reduce(0, +)
        guard total > 0 else { return (1, 0) }
        var (chance, entropy) = (0.0, 0.0)
        for cell in cells {
            let sum = cell.reduce(0, +)
            chance += (cell.max() ?? 0) / total
            for count in cell where count > 0 { entropy -= count / total * log(count / sum) }
        }
        return (chance, entropy)
    }
}
