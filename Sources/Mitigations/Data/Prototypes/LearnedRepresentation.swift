internal import Glibc
internal import MatrixKernels
public import Models
internal import NumericalKernels

/// Describes each row by how near it lies to a few learned prototypes, and writes it anew from these, so that little of the
/// group and much of the rest is left (learning fair representations: Zemel, Wu, Swersky, Pitassi, Dwork 2013).
///
/// Prototypes, the weights of the features in distances and the label of each prototype minimise
/// Aₓ · reconstruction + A_y · log loss of the label + A_z · distance of the groups' mean memberships from those of all rows
/// (`PrototypeLoss` has the formulas), by L-BFGS with the analytic gradient from rows drawn by the seed. Any number of groups;
/// rows count by their weights. The group is needed to learn and never to map: nothing but a row's features decides what
/// becomes of it, so that people of unknown group are mapped too.
///
/// A number becomes the mean of the prototypes' by membership, within the range of the rows learned from, for a prototype may
/// lie outside; a text becomes the likeliest of its values. Memberships are alike on
/// average over a group; what somebody decides from them by a threshold need not be, which is for a ledger to measure. The
/// minimum is a local one.
public struct LearnedRepresentation: RowMap {
    /// The choices.
    public struct Settings: Sendable, Hashable {
        /// The number of prototypes, at least 2.
        public var prototypes = 10
        /// How much the reconstruction of the features counts (Aₓ), the label (A_y) and parity between the groups (A_z).
        public var reconstruction = 0.1, label = 1.0, parity = 1.0
        /// ε: differences of mean memberships that are not much larger than this are hardly pressed further.
        public var rounding = 1e-3
        /// The most steps of L-BFGS.
        public var maximumSteps = 150

        /// Makes settings.
        ///
        /// - Parameter parity: A_z.
        public init(parity: Double = 1) { self.parity = parity }
    }

    /// What the reader should know.
    public let notes: [String]
    /// False: a map from features to features.
    public var needsGroup: Bool { false }
    /// What the loss came to in its parts.
    let parts: PrototypeLoss.Parts
    private let encoder: FeatureEncoder
    /// For each column the text written for levels that are too rare to have an indicator.
    private let rare: [String?]
    private let prototypes: Prototypes
    /// The least and the largest number of each column that was learned from; nil for texts.
    private let ranges: [ClosedRange<Double>?]

    /// Groups of fewer rows have no mean that one could rely on.
    private static let fewest = 10

    /// Learns prototypes from the rows of a table whose label and group are known.
    ///
    /// Costs O(rows · width · prototypes) a step, where a text is as wide as it has levels.
    ///
    /// - Throws: `MitigationsError` if there are no features, too few rows, one label or one group alone.
    public init(
        fittingTo table: LabelledRows, settings: Settings = Settings(), seed: UInt64
    ) throws(MitigationsError) {
        precondition(settings.prototypes >= 2, "\(settings.prototypes) prototypes")
        guard !table.features.isEmpty else {
            throw .usage("learned-fair-representation needs features to learn from: name columns with --features")
        }
        let rows = table.completeRows.filter { table.weight($0) > 0 }
        guard rows.count >= settings.prototypes else {
            throw .tooFewRows(count: rows.count, needed: settings.prototypes)
        }
        let targets = rows.map { table.labels[$0] == 1 }
        guard targets.contains(true), targets.contains(false) else {
            throw .data(
                "column '\(table.labelColumn)' has one label alone among the \(rows.count) rows to learn from: a "
                    + "representation that keeps the label needs both")
        }
        let groups = SpokenGroups(rows.map { table.groups[$0] ?? -1 }, fewest: Self.fewest)
        guard groups.count > 1 else {
            throw .data(
                "all \(rows.count) rows to learn from are of one group: a representation that is alike for all needs two"
            )
        }
        let features = table.features.map { $0.rows(rows) }
        let encoder = FeatureEncoder(fittingTo: features, minimumCount: TableDesign.fewestOfLevel)
        let matrix = encoder.encode(features)
        let weights = rows.map(table.weight)
        let loss = PrototypeLoss(
            matrix, targets: targets, groups: groups.places, weights: weights, columns: features.count,
            settings: settings)
        let start = Self.start(matrix, targets, weights, columns: features.count, settings, seed: seed)
        let found = LimitedMemory.minimum(from: start.list, maximumSteps: settings.maximumSteps) { list in
            let (_, value, slope) = loss(Prototypes(list, count: start.count, width: matrix.columns))
            return (value, slope)
        }
        prototypes = Prototypes(found.point, count: start.count, width: matrix.columns)
        parts = loss(prototypes).parts
        self.encoder = encoder
        rare = zip(features, encoder.encodings).map(Self.rareText)
        ranges = features.map(Self.range)
        notes =
            [
                Self.summary(
                    parts, prototypes: start.count, steps: found.steps, variance: Self.variance(matrix, weights),
                    columns: features.count)
            ]
            + Self.warnings(parts, targets, weights)
            + groups.notes(fewest: Self.fewest, name: table.groupName)
            + (table.textColumn.map { ["The texts of '\($0)' stay as they are and may still tell the groups apart."] }
                ?? [])
    }

    /// Returns features as the prototypes make them; of any rows, from their features alone.
    ///
    /// - Parameter features: The columns that were learned from, in the same order and of the same kinds.
    public func mapped(_ features: [FeatureColumn]) -> [FeatureColumn] {
        let rows = prototypes.reconstructed(DoubleMatrix(encoder.encode(features)))
        return zip(encoder.decoded(rows, rare: rare), ranges).map { column, range in
            guard let range, case .numbers(let numbers) = column.values else { return column }
            return FeatureColumn(
                name: column.name,
                values: .numbers(
                    numbers.map { $0.isNaN ? $0 : min(range.upperBound, max(range.lowerBound, $0)) }))
        }
    }

    /// Returns the features of a table's rows as the prototypes make them.
    public func mapped(_ table: LabelledRows) -> [FeatureColumn] { mapped(table.features) }

    /// Rows drawn by the seed and moved a little, each of the share of positive rows.
    private static func start(
        _ matrix: Matrix, _ targets: [Bool], _ weights: [Double], columns: Int, _ settings: Settings, seed: UInt64
    ) -> Prototypes {
        var generator = SeededGenerator(seed: seed, stream: 0x4C46_5200)
        let drawn = Array(0..<matrix.rows).shuffled(using: &generator).prefix(settings.prototypes)
        var centres = DoubleMatrix(matrix.rows(at: Array(drawn)))
        for place in centres.values.indices { centres.values[place] += 0.1 * generator.normal() }
        let rate = Self.rate(targets, weights)
        let logit = log(rate / (1 - rate))
        return Prototypes(
            labelLogits: (0..<settings.prototypes).map { _ in logit + 0.1 * generator.normal() },
            logWeights: Array(repeating: -log(Double(columns)), count: matrix.columns), centres: centres)
    }

    private static func range(_ column: FeatureColumn) -> ClosedRange<Double>? {
        guard case .numbers(let numbers) = column.values else { return nil }
        let present = numbers.filter { !$0.isNaN }
        guard let least = present.min(), let largest = present.max() else { return nil }
        return least...largest
    }

    /// The share of positive weight.
    private static func rate(_ targets: [Bool], _ weights: [Double]) -> Double {
        let (positive, all) = zip(targets, weights).reduce(into: (0.0, 0.0)) { sums, row in
            sums.1 += row.1
            if row.0 { sums.0 += row.1 }
        }
        return positive / all
    }

    /// The variance of all columns of the matrix together.
    private static func variance(_ matrix: Matrix, _ weights: [Double]) -> Double {
        var wide = DoubleMatrix(matrix)
        let total = weights.reduce(0, +)
        wide.addToRows(wide.columnSums(weights: weights).map { $0 / total }, factor: -1)
        let squares = DoubleMatrix(rows: wide.rows, columns: wide.columns, wide.values.map { $0 * $0 })
        return squares.columnSums(weights: weights).reduce(0, +) / total
    }

    /// The most frequent of the levels that share an indicator, the first in order of equal ones.
    private static func rareText(_ column: FeatureColumn, _ encoding: FeatureEncoder.Encoding) -> String? {
        guard case .levels(let levels, true, _) = encoding, case .texts(let texts) = column.values else { return nil }
        let known = Set(levels)
        var counts: [String: Int] = [:]
        for case let text? in texts where !known.contains(text) { counts[text, default: 0] += 1 }
        return counts.min { ($1.value, $0.key) < ($0.value, $1.key) }?.key
    }

    private static func summary(
        _ parts: PrototypeLoss.Parts, prototypes: Int, steps: Int, variance: Double, columns: Int
    ) -> String {
        let lost = variance > 0 ? min(1, parts.reconstruction * Double(columns) / variance) : 0
        func rounded(_ value: Double) -> Double { (1000 * value).rounded() / 1000 }
        return
            "\(prototypes) prototypes after \(steps) steps: the features lose \(Int((100 * lost).rounded())) % of their "
            + "variance, before texts are cut to the likeliest value; the groups’ mean memberships lie \(rounded(parts.parity)) "
            + "from those of all rows (in total variation, summed over the groups)."
    }

    /// What is said where the representation knows no more of the label than its share.
    private static func warnings(_ parts: PrototypeLoss.Parts, _ targets: [Bool], _ weights: [Double]) -> [String] {
        let rate = rate(targets, weights)
        let entropy = -(rate * log(rate) + (1 - rate) * log1p(-rate))
        return parts.label > 0.98 * entropy
            ? ["Next to nothing of the label is left in the representation: a smaller strength leaves more."] : []
    }
}

/// The groups whose means are made alike, numbered from 0.
private struct SpokenGroups {
    /// The place of each row's group; −1 for one that is too small.
    let places: [Int]
    let count: Int
    private let silent: [Int]

    init(_ groups: [Int], fewest: Int) {
        var counts: [Int: Int] = [:]
        for group in groups { counts[group, default: 0] += 1 }
        let large = counts.filter { $0.value >= fewest }.keys.sorted()
        let speaking = large.count > 1 ? large : counts.keys.sorted()
        let numbers = Dictionary(uniqueKeysWithValues: speaking.enumerated().map { ($1, $0) })
        places = groups.map { numbers[$0] ?? -1 }
        count = speaking.count
        silent = counts.keys.filter { numbers[$0] == nil }.sorted()
    }

    func notes(fewest: Int, name: (Int) -> String) -> [String] {
        silent.isEmpty
            ? []
            : [
                "Groups of fewer than \(fewest) rows were mapped but not held to parity: "
                    + silent.map(name).joined(separator: "; ") + "."
            ]
    }
}
