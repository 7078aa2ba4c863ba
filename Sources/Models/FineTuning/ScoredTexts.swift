internal import FairnessMetrics
internal import Glibc
internal import MatrixKernels
internal import NumericalKernels

/// Texts that a model has judged, counted by group as an audit counts rows.
struct ScoredTexts {
    /// The counts.
    private(set) var table: GroupTable

    /// Counts the answers of a model.
    ///
    /// Two labels make a binary task with the probability of the positive one as the score and a decision from 0.5 on;
    /// more a multi-class task. Of labels that hold or do not, the first is looked at.
    init(logits: Matrix, _ examples: TextExamples, task: TextTask, positive: Int = 1) {
        let attributes = examples.attributes.map { attribute in
            GroupingColumn(
                name: attribute.name,
                values: attribute.values.map { AttributeValue(attribute: attribute.name, value: $0) }
                    + [AttributeValue(attribute: attribute.name, value: "unknown", isUnknown: true)])
        }
        switch (examples.targets, task) {
        case (.classes(let classes), .labels(let labels)) where labels.count > 2:
            table = GroupTable(
                attributes: attributes, inputs: [.label, .prediction], task: .multiclass, classes: labels)
            add(examples) { row, weight in
                var tally = Tally()
                var ofClasses = ClassTally(count: labels.count)
                let mass = Mass(count: 1, weight: weight ?? 1, squaredWeight: (weight ?? 1) * (weight ?? 1))
                ofClasses.add(mass, label: Int(classes[row]), prediction: ScoredTexts.highest(logits, row))
                tally.add(mass, label: .positive, prediction: .positive)
                tally.classes = ofClasses
                return tally
            }
        case (.classes(let classes), _):
            table = GroupTable(attributes: attributes, inputs: [.label, .prediction, .score])
            add(examples) { row, weight in
                let margin = Double(logits[row, positive]) - Double(logits[row, 1 - positive])
                return ScoredTexts.tally(
                    label: Int(classes[row]) == positive, isSelected: margin >= 0, score: 1 / (1 + exp(-margin)), weight
                )
            }
        case (.numbers(let numbers), .multiLabel):
            table = GroupTable(attributes: attributes, inputs: [.label, .prediction, .score])
            add(examples) { row, weight in
                let logit = Double(logits[row, 0])
                return ScoredTexts.tally(
                    label: numbers[row, 0] > 0.5, isSelected: logit >= 0, score: 1 / (1 + exp(-logit)), weight)
            }
        case (.numbers(let numbers), _):
            table = GroupTable(attributes: attributes, inputs: [.label, .prediction], task: .regression)
            add(examples) { row, weight in
                var tally = Tally()
                var sample = NumericSample()
                sample.add(label: Double(numbers[row, 0]), prediction: Double(logits[row, 0]), weight: weight)
                let mass = Mass(count: 1, weight: weight ?? 1, squaredWeight: (weight ?? 1) * (weight ?? 1))
                tally.add(mass, label: .positive, prediction: .positive)
                tally.numbers = sample
                return tally
            }
        case (.tokens, _):
            table = GroupTable(attributes: attributes, inputs: [])
        }
    }

    private mutating func add(_ examples: TextExamples, _ tally: (_ row: Int, _ weight: Double?) -> Tally) {
        for row in 0..<examples.count {
            let cell = examples.attributes.map { $0.codes[row] ?? $0.values.count }
            table.add(tally(row, examples.weights?[row]), at: cell)
        }
    }

    private static func tally(label: Bool, isSelected: Bool, score: Double, _ weight: Double?) -> Tally {
        var tally = Tally()
        let mass = Mass(count: 1, weight: weight ?? 1, squaredWeight: (weight ?? 1) * (weight ?? 1))
        tally.add(mass, label: label ? .positive : .negative, prediction: isSelected ? .positive : .negative)
        var scores = ScoreSample()
        scores.add(score, label: label ? .positive : .negative, weight: weight)
        tally.scores = scores
        return tally
    }

    private static func highest(_ logits: Matrix, _ row: Int) -> Int {
        var best = 0
        for column in 1..<logits.columns where logits[row, column] > logits[row, best] { best = column }
        return best
    }
}
