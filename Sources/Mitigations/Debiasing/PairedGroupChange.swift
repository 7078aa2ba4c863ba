internal import Models

/// What became of a group between two models, on the same texts.
public struct PairedGroupChange: Sendable {
    /// The attribute and the group's value.
    public let attribute: String, value: String
    /// The share of right decisions among all of the group's texts, its positive and its negative ones; nil without any.
    public let accuracy: PairedChange?, truePositiveRate: PairedChange?, trueNegativeRate: PairedChange?

    /// Whether one of the rates fell, by what the texts themselves say.
    public var lost: Bool {
        [accuracy, truePositiveRate, trueNegativeRate].contains { ($0?.value ?? 0) < 0 }
    }

    /// Compares two models' decisions, group by group.
    ///
    /// - Parameters:
    ///   - positive: The label that counts as positive.
    ///   - before: Whether the first model decides for it, `[texts]`.
    ///   - after: Whether the second does.
    static func changes(_ examples: TextExamples, positive: Int, before: [Bool], after: [Bool]) -> [PairedGroupChange] {
        let labels = examples.isPositive(positive)
        func change(_ rows: [Int]) -> PairedChange? {
            PairedChange(before: rows.map { before[$0] == labels[$0] }, after: rows.map { after[$0] == labels[$0] })
        }
        return examples.attributes.flatMap { attribute in
            attribute.values.indices.map { value in
                let rows = attribute.codes.indices.filter { attribute.codes[$0] == value }
                return PairedGroupChange(
                    attribute: attribute.name, value: attribute.values[value], accuracy: change(rows),
                    truePositiveRate: change(rows.filter { labels[$0] }),
                    trueNegativeRate: change(rows.filter { !labels[$0] }))
            }
        }
    }
}

extension TextExamples {
    /// Whether each text has a label.
    func isPositive(_ positive: Int) -> [Bool] {
        guard case .classes(let classes) = targets else { preconditionFailure("labels that are numbers") }
        return classes.map { Int($0) == positive }
    }
}
