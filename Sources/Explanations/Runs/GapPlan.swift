internal import Files
public import Models
internal import NumericalKernels

/// Whose gap is divided among classes of players, and which rows are explained for that.
public struct GapPlan: Sendable {
    /// Which rows count.
    public let kind: GapAttribution.Kind
    /// The protected columns.
    public let attributes: [TextTable.Attribute]
    /// Whether each row's label is positive; nil where it has none.
    public let labels: [Bool?]
    /// The most rows of each group, drawn by the seed; nil for all of them.
    public let rowsPerGroup: Int?
    /// Whether decisions are explained, so that means are rates.
    public let isOfDecisions: Bool
    /// The rows that count, drawn in each group apart, `[attributes][groups][rows]`, ascending.
    let chosen: [[[Int]]]

    /// Chooses rows.
    ///
    /// - Parameters:
    ///   - kind: Which gap is divided, and so whether labels decide which rows count.
    ///   - attributes: The protected columns; each has a gap of its own.
    ///   - labels: Empty if labels play no part.
    ///   - candidates: The rows that may be explained.
    ///   - rowsPerGroup: The most rows of each group, at least 2; nil for all of them.
    ///   - isOfDecisions: Whether decisions are explained, so that means are rates.
    ///   - seed: Draws the rows, for each group apart.
    /// - Throws: `ExplanationsError.setting` if a rate needs labels and there are none of that kind, or fewer than two rows of
    ///   each group are to be drawn.
    public init(
        kind: GapAttribution.Kind, attributes: [TextTable.Attribute], labels: [Bool?], candidates: [Int],
        rowsPerGroup: Int?, isOfDecisions: Bool, seed: UInt64
    ) throws {
        if let rowsPerGroup, rowsPerGroup < 2 {
            throw ExplanationsError.setting(
                name: "rows per group", value: "\(rowsPerGroup)", remedy: "an interval needs at least two")
        }
        let wanted: Bool? =
            switch kind {
            case .demographicParity: nil
            case .truePositiveRate: true
            case .falsePositiveRate: false
            }
        let counted = candidates.filter { wanted == nil || (labels.isEmpty ? nil : labels[$0]) == wanted }
        guard !counted.isEmpty else {
            throw ExplanationsError.setting(
                name: "the gap", value: kind.rawValue,
                remedy:
                    "no row has a label that counts for it: name the column with --label and its positive value with "
                    + "--positive")
        }
        chosen = attributes.enumerated().map { number, attribute in
            attribute.values.indices.map { group in
                let members = counted.filter { attribute.codes[$0] == group }
                guard let rowsPerGroup, members.count > rowsPerGroup else { return members }
                var generator = SeededGenerator(
                    seed: seed, stream: 0x4741_5000_0000 + UInt64(number) << 20 + UInt64(group))
                return members.shuffled(using: &generator).prefix(rowsPerGroup).sorted()
            }
        }
        self.kind = kind
        self.attributes = attributes
        self.labels = labels
        self.rowsPerGroup = rowsPerGroup
        self.isOfDecisions = isOfDecisions
    }

    /// The rows to explain, ascending.
    public var rows: [Int] { Set(chosen.joined().joined()).sorted() }

    /// What a document says of the plan.
    var json: JSON {
        .object([
            .init("kind", .string(kind.rawValue)), .init("attributes", .strings(attributes.map(\.name))),
            .init("rows_per_group", rowsPerGroup.map { .integer($0) } ?? .null),
        ])
    }
}
