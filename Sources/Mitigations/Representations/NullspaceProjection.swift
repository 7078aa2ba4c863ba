public import MatrixKernels
public import Models
internal import NumericalKernels

/// Iterative nullspace projection (INLP; Ravfogel et al. 2020): again and again a linear classifier learns the group from
/// what is left of the states, and the directions that it reads are projected away.
public struct NullspaceProjection: Sendable {
    /// The choices of a fit.
    public struct Settings: Sendable, Hashable {
        /// The most classifiers.
        public var rounds = 30
        /// The fit ends where a classifier's held-out accuracy is not above the majority's share by more than this.
        public var margin = 0.01
        /// The share of the rows that accuracy is measured on.
        public var heldOutShare = 0.2
        /// Each round's classifier. Features as they are keep its directions out of what is projected away already.
        public var classifier = LogisticSettings(ridge: 1, isStandardized: false)
        /// The seed of which rows are held out.
        public var seed: UInt64

        /// Makes settings.
        public init(seed: UInt64) { self.seed = seed }
    }

    /// What one classifier could still learn.
    public struct Round: Sendable, Hashable {
        /// Its accuracy on the held-out rows.
        public let accuracy: Double
        /// The share there of the group that is largest among the others.
        public let majority: Double
        /// Whether its directions were projected away; only the last round's may not be.
        public let isErased: Bool
    }

    /// x ↦ P x with an orthogonal projection P.
    public let map: AffineMap
    /// The rounds in order.
    public let rounds: [Round]
    /// The coefficients of each erased round's classifier, `[outputs, width]` each.
    public let directions: [DoubleMatrix]

    /// Fits a projection.
    ///
    /// - Parameters:
    ///   - states: `[rows, width]`.
    ///   - groups: The group of each row, `[rows]`; a row without one is skipped.
    ///   - groupCount: The number of groups, at least 2.
    ///   - settings: The rounds, their classifier, when they end, and the seed of the rows held out.
    /// - Throws: `MitigationsError.tooFewRows` with fewer than 10 rows of known group.
    public init(
        _ states: Matrix, groups: [Int?], groupCount: Int, settings: Settings
    ) throws(MitigationsError) {
        precondition(groups.count == states.rows, "\(groups.count) groups for \(states.rows) rows")
        precondition(
            settings.heldOutShare >= 0.05 && settings.heldOutShare < 1, "a share of \(settings.heldOutShare) held out")
        let known = groups.indices.filter { groups[$0] != nil }
        guard known.count >= 10 else { throw .tooFewRows(count: known.count, needed: 10) }
        let targets = known.map { groups[$0] ?? 0 }
        let states = states.rows(at: known)
        let split = RowSplit.split(known.count, share: settings.heldOutShare, seed: settings.seed)
        let (training, held) = (split.training.map { targets[$0] }, split.held.map { targets[$0] })
        let common = training.mostCommon(below: groupCount)
        let majority = Double(held.count { $0 == common }) / Double(held.count)
        var matrix = DoubleMatrix(identity: states.columns)
        var (rounds, directions): ([Round], [DoubleMatrix]) = ([], [])
        for _ in 0..<settings.rounds {
            let projected = AffineMap(matrix: matrix, shift: Array(repeating: 0, count: states.columns))(states)
            let model = LogisticFit(
                features: projected.rows(at: split.training), targets: training, classes: groupCount,
                settings: settings.classifier
            ).model
            let hits = zip(model.predictions(projected.rows(at: split.held)), held).count { $0 == $1 }
            let accuracy = Double(hits) / Double(held.count)
            let isErased = accuracy > majority + settings.margin
            rounds.append(Round(accuracy: accuracy, majority: majority, isErased: isErased))
            guard isErased else { break }
            directions.append(model.coefficients)
            matrix = NullspaceProjection.matrix(awayFrom: directions, width: states.columns)
        }
        map = AffineMap(matrix: matrix, shift: Array(repeating: 0, count: states.columns))
        self.rounds = rounds
        self.directions = directions
    }

    /// Returns the orthogonal projection on what all directions vanish on, `[width, width]`: I less the projector on the
    /// range of the sum of the projectors on each round's rows (Ben-Israel 2013).
    ///
    /// - Parameters:
    ///   - directions: Rows of coefficients, `[any, width]` for each round.
    ///   - width: The number of coefficients in a row.
    public static func matrix(awayFrom directions: [DoubleMatrix], width: Int) -> DoubleMatrix {
        let sum = directions.reduce(DoubleMatrix(rows: width, columns: width)) { $0 + rowSpace($1) }
        return DoubleMatrix(identity: width) - rowSpace(sum)
    }

    /// The orthogonal projector on the span of the rows, `[columns, columns]`.
    private static func rowSpace(_ matrix: DoubleMatrix) -> DoubleMatrix {
        guard let singular = SingularValues(matrix) else {
            return DoubleMatrix(rows: matrix.columns, columns: matrix.columns)
        }
        // The sum's values are of the order of 1; what is far below is rounding of directions already there.
        let basis = singular.right.rows(first: singular.rank(tolerance: 1e-8))
        return basis.transposedTimes(basis)
    }
}
