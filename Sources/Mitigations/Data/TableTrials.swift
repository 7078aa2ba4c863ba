internal import MatrixKernels
internal import Models
internal import NumericalKernels

/// Learns from a table with one method after another and decides rows that none of them learned from.
///
/// Every method gets the rows to learn from and the same learner (or what the method says); nothing that it invents, changes
/// or leaves out reaches the other rows.
public struct TableTrials: Sendable {
    /// What one method came to.
    public struct Trial: Sendable {
        /// The decisions on the rows held out, `[rows]`; where a draw decides, one draw by the seed.
        public let decisions: [Bool]
        /// The probabilities of the positive label behind them, and those of the rows learned from; empty where a method has
        /// none or nobody needs them.
        public var scores: [Double] = [], trainingScores: [Double] = []
        /// What became of the rows learned from; nil where a method leaves them as they are.
        public let rebalanced: RebalancedRows?
        /// Facts of the fit, by name.
        public let facts: [(name: String, value: String)]
        /// What the reader should know.
        public let notes: [String]
    }

    /// The rows learned from and those held out; labels and groups of all of them are known.
    public let training: LabelledRows, held: LabelledRows
    /// What reductions hold alike.
    public let constraint: ParityConstraint.Kind
    /// The bound that exponentiated gradient keeps in place of its strength; nil for the difference that this is.
    public let bound: ParityConstraint.Bound?
    /// What learns.
    public let learner: TableLearner
    /// The words that counterfactual copies exchange.
    public let lexicon: SwapLexicon
    /// The seed of every draw.
    public let seed: UInt64
    /// The groups that reductions hold alike; nil for rows of one that is too small to.
    private let constrained: [Int?]
    private let smallGroups: [String]
    private let design: TableDesign
    /// The features of both, `[rows, width]`.
    private let trainingMatrix: Matrix, heldMatrix: Matrix

    /// Begins trials.
    ///
    /// - Parameters:
    ///   - training: The rows to learn from.
    ///   - held: The rows to judge by, of which nothing is learned.
    ///   - constraint: What reductions hold alike.
    ///   - bound: What exponentiated gradient keeps, whatever its strength; nil for a difference of its strength.
    ///   - learner: What learns.
    ///   - lexicon: The words that counterfactual copies exchange.
    ///   - minimumCell: Reductions hold groups with fewer rows to learn from to nothing.
    ///   - seed: Of every draw.
    /// - Throws: `MitigationsError.data` if there is nothing to learn.
    public init(
        training: LabelledRows, held: LabelledRows, constraint: ParityConstraint.Kind,
        bound: ParityConstraint.Bound? = nil, learner: TableLearner = .logistic, lexicon: SwapLexicon = .english,
        minimumCell: Int = 0, seed: UInt64
    ) throws(MitigationsError) {
        let found = Set(training.labels.compactMap(\.self))
        guard found.count == 2, training.labelNames.count == 2 else {
            throw .data(
                "learning needs rows of both labels among the \(training.count) rows to learn from; column "
                    + "'\(training.labelColumn)' has \(found.count) there")
        }
        guard held.count > 0 else { throw .data("no row with label and group is left to judge by: raise --test") }
        guard !training.features.isEmpty || training.textColumn != nil else {
            throw .data("no column is left to learn from: name columns with --features, or --text")
        }
        self.training = training
        self.held = held
        self.constraint = constraint
        self.bound = bound
        self.learner = learner
        self.lexicon = lexicon
        self.seed = seed
        var counts: [Int: Int] = [:]
        for case let group? in training.groups { counts[group, default: 0] += 1 }
        let small = Set(counts.filter { $0.value < minimumCell }.keys)
        constrained = training.groups.map { group in group.flatMap { small.contains($0) ? nil : $0 } }
        smallGroups = small.sorted().map { training.groupName($0) }
        design = TableDesign(fittingTo: training)
        trainingMatrix = design.matrix(training)
        heldMatrix = design.matrix(held)
    }

    /// What is said of groups that reductions leave alone.
    private var reductionNotes: [String] {
        smallGroups.isEmpty
            ? [] : ["Too small to be held to the constraint: \(smallGroups.joined(separator: "; "))."]
    }

    /// Returns what a method makes of the rows of a table; nil for one that acts in training.
    ///
    /// - Parameters:
    ///   - table: The rows.
    ///   - method: What is done to them, and how strongly.
    ///   - learner: What massaging ranks rows with.
    ///   - lexicon: The words that counterfactual copies exchange.
    ///   - seed: Of every draw.
    public static func rebalanced(
        _ table: LabelledRows, _ method: TableMethod, learner: TableLearner = .logistic,
        lexicon: SwapLexicon = .english, seed: UInt64
    ) throws -> RebalancedRows? {
        switch method.kind {
        case .reweighing: Reweighing.applied(to: table, strength: method.strength)
        case .oversample: LabelResampling.oversampled(table, strength: method.strength, seed: seed)
        case .undersample: LabelResampling.undersampled(table, strength: method.strength, seed: seed)
        case .smote: SMOTE.applied(to: table, neighbours: Int(method.strength), seed: seed)
        case .massaging:
            try Massaging.applied(to: table, strength: method.strength, learner: learner.learner(seed: seed))
        case .disparateImpactRemover, .learnedFairRepresentation:
            try rowMap(method, fittingTo: table, seed: seed)?.applied(to: table)
        case .counterfactual: try TextAugmentation.swapped(table, lexicon: lexicon, seed: seed)
        case .synonyms: try TextAugmentation.reworded(table, share: method.strength, seed: seed)
        case .noise: try TextAugmentation.misspelt(table, share: method.strength, seed: seed)
        case .exponentiatedGradient, .gridSearch, .prejudiceRemover, .adversary, .projection: nil
        }
    }

    /// Returns what a method fits to the rows of a table and then changes others by too; nil for one that does not.
    static func rowMap(
        _ method: TableMethod, fittingTo table: LabelledRows, seed: UInt64
    ) throws -> (any RowMap)? {
        switch method.kind {
        case .disparateImpactRemover: DisparateImpactRemover(fittingTo: table, level: method.strength, seed: seed)
        case .learnedFairRepresentation:
            try LearnedRepresentation(
                fittingTo: table, settings: LearnedRepresentation.Settings(parity: method.strength), seed: seed)
        default: nil
        }
    }

    /// Learns from the rows as they are.
    public func plain() throws -> Trial {
        let scorer = try learner.learner(seed: seed).fit(
            trainingMatrix, targets: labels, weights: (0..<training.count).map(training.weight))
        let scores = scorer.probabilities(heldMatrix)
        return Trial(
            decisions: scores.map { $0 > 0.5 }, scores: scores, trainingScores: scorer.probabilities(trainingMatrix),
            rebalanced: nil, facts: [], notes: [])
    }

    /// Learns with a method.
    public func trial(_ method: TableMethod) throws -> Trial {
        if let map = try Self.rowMap(method, fittingTo: training, seed: seed) {
            // The rows held out are changed by what the others taught.
            return try learned(
                from: map.applied(to: training), learner.learner(seed: seed),
                held: design.matrix(map.mapped(held), of: held))
        }
        if let rebalanced = try Self.rebalanced(training, method, learner: learner, lexicon: lexicon, seed: seed) {
            return try learned(from: rebalanced, learner.learner(seed: seed))
        }
        switch method.kind {
        case .exponentiatedGradient: return try exponentiatedGradient(bound ?? .difference(method.strength))
        case .gridSearch: return try gridSearch(size: Int(method.strength))
        case .prejudiceRemover:
            var rows = RebalancedRows(training)
            if learner != .logistic {
                rows.notes.append("The prejudice remover is a logistic regression, whatever learns the other lines.")
            }
            return try learned(
                from: rows, PrejudiceRemover(groups: training.groups.map { $0 ?? -1 }, strength: method.strength))
        default:
            var adversarial = AdversarialLearner(
                groups: training.groups.map { $0 ?? -1 }, isProjected: method.kind == .projection,
                strength: method.strength, seed: seed)
            adversarial.hidden = learner.hidden
            return try learned(from: RebalancedRows(training), adversarial)
        }
    }

    private func learned(
        from rebalanced: RebalancedRows, _ learner: any WeightedLearner, held features: Matrix? = nil
    ) throws -> Trial {
        let scorer = try learner.fit(
            design.matrix(rebalanced, of: training), targets: rebalanced.rows.map { $0.label == 1 },
            weights: rebalanced.weights)
        return Trial(
            decisions: scorer.decisions(features ?? heldMatrix), rebalanced: rebalanced, facts: [],
            notes: rebalanced.notes)
    }

    private var labels: [Bool] { training.labels.map { $0 == 1 } }

    private func exponentiatedGradient(_ bound: ParityConstraint.Bound) throws -> Trial {
        let result = try ExponentiatedGradient(
            trainingMatrix, labels: labels, groups: constrained, weights: training.weights,
            constraint: ParityConstraint(constraint, bound), learner: learner.learner(seed: seed))
        // Each row draws for itself.
        let decisions = result.scorer.probabilities(heldMatrix).enumerated().map { row, probability in
            var generator = SeededGenerator(seed: seed, stream: UInt64(row) + 0x4547_0000)
            return generator.uniform() < probability
        }
        var notes = reductionNotes
        if result.gap >= result.tolerance {
            notes.append(
                "After \(result.steps) steps the mixture may still be \(Self.rounded(result.gap)) from the best one; near "
                    + "enough would have been \(Self.rounded(result.tolerance)).")
        }
        return Trial(
            decisions: decisions, rebalanced: nil,
            facts: [
                ("classifiers mixed", "\(result.scorer.parts.count)"), ("steps", "\(result.steps)"),
                ("error on the rows learned from", "\(Self.rounded(result.error))"),
                ("violation on the rows learned from", "\(Self.rounded(result.violation))"),
            ], notes: notes)
    }

    private func gridSearch(size: Int) throws -> Trial {
        var settings = GridSearch.Settings()
        settings.size = size
        let result = try GridSearch(
            trainingMatrix, labels: labels, groups: constrained, weights: training.weights,
            constraint: ParityConstraint(constraint), learner: learner.learner(seed: seed), settings: settings)
        let point = result.points[result.chosen]
        return Trial(
            decisions: point.scorer.decisions(heldMatrix), rebalanced: nil,
            facts: [
                ("classifiers", "\(result.points.count)"), ("chosen", "\(result.chosen + 1)"),
                ("error on the rows learned from", "\(Self.rounded(point.error))"),
                ("violation on the rows learned from", "\(Self.rounded(point.violation))"),
            ], notes: reductionNotes)
    }

    private static func rounded(_ value: Double) -> Double { (10_000 * value).rounded() / 10_000 }
}
