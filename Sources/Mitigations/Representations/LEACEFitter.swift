public import MatrixKernels

/// Gathers what least-squares concept erasure (LEACE; Belrose et al. 2023) needs of states and groups, in one pass and
/// constant memory; `eraser` then makes the map.
///
/// Batches may come in any order and fitters of parts be merged: the moments are the same up to rounding.
public struct LEACEFitter: Sendable {
    /// The length of a state.
    public let width: Int
    /// The columns of a concept: the groups of all attributes, side by side.
    public let conceptCount: Int
    /// The number of labels; 1 where none are asked for.
    public let labelCount: Int
    private let groupCounts: [Int]
    /// Of states with themselves, and of states with concepts within each label.
    private var states: CrossMoments
    private var strata: [CrossMoments]

    /// Makes a fitter of one or more protected attributes.
    ///
    /// - Parameters:
    ///   - width: The length of a state.
    ///   - groups: The number of groups of each attribute.
    ///   - labels: The number of labels, for erasing within them.
    public init(width: Int, groups: [Int], labels: Int = 1) {
        precondition(!groups.isEmpty && groups.allSatisfy { $0 > 0 }, "attributes of \(groups) groups")
        self.init(width: width, groupCounts: groups, concepts: groups.reduce(0, +), labels: labels)
    }

    /// Makes a fitter of numeric concepts, such as an age.
    public init(width: Int, concepts: Int, labels: Int = 1) {
        self.init(width: width, groupCounts: [], concepts: concepts, labels: labels)
    }

    private init(width: Int, groupCounts: [Int], concepts: Int, labels: Int) {
        precondition(width > 0 && concepts > 0 && labels > 0, "\(width) states, \(concepts) concepts, \(labels) labels")
        self.width = width
        self.groupCounts = groupCounts
        conceptCount = concepts
        labelCount = labels
        states = CrossMoments(width: width, concepts: width)
        strata = Array(repeating: CrossMoments(width: width, concepts: concepts), count: labels)
    }

    /// The number of rows taken in.
    public var count: Int { states.count }

    /// The mean state, `[width]`.
    public var mean: [Double] { states.stateMeans }

    /// Takes in rows.
    ///
    /// - Parameters:
    ///   - rows: The states, `[rows, width]`.
    ///   - groups: The group of each row for each attribute, `[attributes][rows]`; a row that lacks one is skipped.
    ///   - labels: The label of each row, `[rows]`; a row without one is skipped. nil with one label.
    public mutating func update(_ rows: Matrix, groups: [[Int?]], labels: [Int?]? = nil) {
        precondition(
            groups.count == groupCounts.count && groups.allSatisfy { $0.count == rows.rows },
            "\(groups.count) attributes of \(groups.map(\.count)) rows for \(groupCounts.count) of \(rows.rows)")
        precondition(labels?.count ?? rows.rows == rows.rows, "\(labels?.count ?? 0) labels for \(rows.rows) rows")
        let known = (0..<rows.rows).filter { row in
            groups.allSatisfy { $0[row] != nil } && (labels.map { $0[row] != nil } ?? true)
        }
        var concepts = DoubleMatrix(rows: known.count, columns: conceptCount)
        var first = 0
        for (attribute, count) in zip(groups, groupCounts) {
            for (position, row) in known.enumerated() {
                guard let group = attribute[row] else { continue }
                precondition(group >= 0 && group < count, "group \(group) of \(count)")
                concepts[position, first + group] = 1
            }
            first += count
        }
        update(rows.rows(at: known), concepts: concepts, labels: labels.map { all in known.map { all[$0] ?? 0 } })
    }

    /// Takes in rows with numeric concepts.
    ///
    /// - Parameters:
    ///   - rows: The states, `[rows, width]`.
    ///   - concepts: `[rows, concepts]`.
    ///   - labels: The label of each row, `[rows]`; nil with one label.
    public mutating func update(_ rows: Matrix, concepts: DoubleMatrix, labels: [Int]? = nil) {
        update(DoubleMatrix(rows), concepts: concepts, labels: labels)
    }

    /// Takes in rows of states in Double.
    public mutating func update(_ rows: DoubleMatrix, concepts: DoubleMatrix, labels: [Int]? = nil) {
        precondition(
            rows.columns == width && concepts.columns == conceptCount && concepts.rows == rows.rows,
            "[\(rows.rows), \(rows.columns)] with [\(concepts.rows), \(concepts.columns)]")
        let labels = labels ?? Array(repeating: 0, count: rows.rows)
        precondition(
            labels.count == rows.rows && labels.allSatisfy { $0 >= 0 && $0 < labelCount },
            "labels for \(labels.count) of \(rows.rows) rows, of \(labelCount)")
        states.merge(CrossMoments(rows, rows))
        for label in 0..<labelCount {
            let own = labels.indices.filter { labels[$0] == label }
            if own.count == labels.count {
                strata[label].merge(CrossMoments(rows, concepts))
            } else if !own.isEmpty {
                strata[label].merge(CrossMoments(rows.rows(at: own), concepts.rows(at: own)))
            }
        }
    }

    /// Takes in all rows of another fitter of the same shape.
    public mutating func merge(_ other: LEACEFitter) {
        precondition(
            other.width == width && other.conceptCount == conceptCount && other.labelCount == labelCount,
            "a fitter of [\(other.width), \(other.conceptCount), \(other.labelCount)] into "
                + "[\(width), \(conceptCount), \(labelCount)]")
        states.merge(other.states)
        for label in strata.indices { strata[label].merge(other.strata[label]) }
    }

    /// Returns the eraser of what was taken in.
    ///
    /// - Throws: `MitigationsError.tooFewRows` with fewer than 2 rows, `.notFinite` if a state is not a number.
    public func eraser(
        _ scope: ErasureScope = .marginal, convention: ErasureConvention = .exact
    ) throws(MitigationsError) -> ConceptEraser {
        guard count >= 2 else { throw .tooFewRows(count: count, needed: 2) }
        return try ConceptEraser(
            mean: mean, covariance: covariance(isShrunk: convention.isShrunk), cross: cross(scope),
            convention: convention)
    }

    /// The covariance of the states, `[width, width]`: with n − 1, or shrunk.
    func covariance(isShrunk: Bool) -> DoubleMatrix {
        let sums = 0.5 * (states.products + states.products.transposed)
        guard isShrunk else { return (1 / Double(count - 1)) * sums }
        return (1 / Double(count) * sums).linearlyShrunk(rows: count)
    }

    /// The covariances of states and concepts that the map is to make 0, `[width, any]`, with n − 1.
    func cross(_ scope: ErasureScope) -> DoubleMatrix {
        let scale = 1 / Double(count - 1)
        switch scope {
        case .marginal:
            let all = strata.reduce(into: CrossMoments(width: width, concepts: conceptCount)) { $0.merge($1) }
            return scale * all.products
        case .pooledWithinLabels:
            return scale * strata.map(\.products).reduce(DoubleMatrix(rows: width, columns: conceptCount), +)
        case .withinEachLabel: return scale * DoubleMatrix(joining: strata.map(\.products))
        case .withinLabel(let label):
            precondition(label >= 0 && label < labelCount, "label \(label) of \(labelCount)")
            return scale * strata[label].products
        }
    }
}
