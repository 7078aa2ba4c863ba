public import FairnessMetrics
internal import Models

/// Tries several ways of deciding anew: each is fitted on some rows and judged on others, against the decisions as they are.
public struct DecisionTrials: Sendable {
    /// Rows with what is known of them; each has a label.
    public struct Part: Sendable {
        /// The labels, weights and groups.
        public let rows: JudgedRows
        /// The scores, `[rows]`; nil where only decisions are known.
        public let scores: [Double]?
        /// The decisions as they are, `[rows]`.
        public let decisions: [Bool]
        /// The number of each row in its file, from 0 on, which its draw depends on, `[rows]`.
        public let numbers: [Int]

        /// Makes a part from its columns.
        public init(rows: JudgedRows, scores: [Double]?, decisions: [Bool], numbers: [Int]) {
            precondition(
                decisions.count == rows.count && numbers.count == rows.count
                    && scores.map { $0.count == rows.count } ?? true,
                "\(rows.count) rows, \(decisions.count) decisions")
            self.rows = rows
            self.scores = scores
            self.decisions = decisions
            self.numbers = numbers
        }

        /// Returns the rows at `places`, in their order.
        public func part(_ places: [Int]) -> Part {
            Part(
                rows: rows.rows(places), scores: scores.map { scores in places.map { scores[$0] } },
                decisions: places.map { decisions[$0] }, numbers: places.map { numbers[$0] })
        }

        /// Splits the rows at random into those to fit on and those to judge on, by their places.
        public func split(share: Double, seed: UInt64) -> (fit: [Int], test: [Int]) {
            let split = RowSplit.split(rows.count, share: share, seed: seed)
            return (split.training, split.held)
        }

        /// What a rule reads of each row.
        public func input(_ kind: DecisionFit.Input) -> [Double] {
            if kind == .score, let scores { return scores }
            return decisions.map { $0 ? 1 : 0 }
        }
    }

    /// What came of the trials.
    public struct Result: Sendable {
        /// The decisions as they are, then each method.
        public let steps: [MitigationStep]
        /// The rules, one for each step but the first.
        public let fits: [DecisionFit]
        /// The place of the chosen rule among `fits`.
        public let chosen: Int
        /// The groups.
        public let cells: DecisionCells
    }

    let fit: Part, test: Part
    let settings: DecisionSettings
    let assessment: AssessmentSettings
    let methods: [DecisionMethod]

    /// Prepares trials.
    ///
    /// - Parameters:
    ///   - fit: The rows that rules are fitted on.
    ///   - test: The rows that they are judged on.
    ///   - settings: What shall be alike and how nearly, the objective, and the smallest group to fit.
    ///   - assessment: How the test rows are measured, and the seed of the draws.
    ///   - methods: What is tried, beside a common threshold; the first is chosen. Empty for all that the data allow,
    ///     of which the one is chosen that comes closest, on the rows that it was fitted on, to decisions that are all
    ///     right and alike.
    public init(
        fit: Part, test: Part, settings: DecisionSettings, assessment: AssessmentSettings, methods: [DecisionMethod]
    ) {
        self.fit = fit
        self.test = test
        self.settings = settings
        self.assessment = assessment
        self.methods = methods
    }

    /// Fits and judges.
    ///
    /// - Throws: `MitigationsError` where a method does not fit the data.
    public func run() throws(MitigationsError) -> Result {
        let cells = DecisionCells(of: fit.rows)
        let names = cells.keys.map(\.label)
        let places = cells.places(of: fit.rows)
        func sample(_ scores: [Double]) -> ScoredRows {
            ScoredRows(
                labels: fit.rows.labels, scores: scores, cells: places, cellCount: names.count,
                weights: fit.rows.weights)
        }
        let fitter = try DecisionFitter(
            scored: fit.scores.map(sample), decided: sample(fit.input(.prediction)), names: names, settings: settings)
        let tried =
            methods.isEmpty
            ? DecisionMethod.usual(
                hasScores: fitter.hasScores, areProbabilities: fitter.areProbabilities,
                constraint: settings.constraint)
            // What can be had without looking at the group always stands beside.
            : fitter.hasScores && methods.allSatisfy(\.needsGroup) ? methods + [.commonThreshold] : methods
        let judge = StepJudge(test.rows, first: test.decisions, settings: assessment)
        var steps = [judge.judged(blank("as-they-are", "the decisions as they are", nil), decisions: nil)]
        var fits: [DecisionFit] = []
        let testPlaces = cells.places(of: test.rows)
        let strangers = cells.unseen(in: test.rows)
        for method in tried {
            let found = try fitter.fit(method)
            var step = blank(method.rawValue, method.name, found)
            step.parameters += parameters(found, fitter)
            step.notes = found.notes
            if method.needsGroup, !strangers.isEmpty {
                step.notes.append(
                    "\(strangers.count) of the groups judged had no row to fit on (\(strangers.prefix(5).map(\.label).joined(separator: ", "))\(strangers.count > 5 ? ", …" : "")): they follow the threshold for everybody."
                )
            }
            let probabilities = found.rule.probabilities(test.input(found.input), cells: testPlaces)
            steps.append(
                judge.judged(
                    step,
                    decisions: DecisionRule.draw(probabilities, numbers: test.numbers, seed: assessment.seed)))
            fits.append(found)
        }
        let distances = fits.map { fit in
            let (value, gap) = fitter.reached(fit)
            return ((1 - value) * (1 - value) + gap * gap).squareRoot()
        }
        let closest = distances.indices.min { distances[$0] < distances[$1] - 1e-13 } ?? 0
        return Result(steps: steps, fits: fits, chosen: methods.isEmpty ? closest : 0, cells: cells)
    }

    private func parameters(_ fit: DecisionFit, _ fitter: DecisionFitter) -> [MitigationStep.Parameter] {
        let (value, gap) = fitter.reached(fit)
        var list: [MitigationStep.Parameter] = []
        if fit.method != .bestThreshold {
            list.append(.init("constraint", settings.constraint.rawValue))
        }
        list.append(.init("objective", settings.objective.rawValue))
        switch fit.method {
        case .deterministicThresholds, .rejectOption: list.append(.init("tolerance", "\(settings.tolerance)"))
        case .calibratedOdds: list.append(.init("cost", settings.cost.rawValue))
        default: break
        }
        list += fit.findings.map { .init($0.name, rounded($0.value)) }
        list.append(.init("\(settings.objective.rawValue) where it was fitted", rounded(value)))
        list.append(.init("gap where it was fitted", rounded(gap)))
        return list
    }

    private func rounded(_ value: Double) -> String {
        let short = (value * 1e6).rounded() / 1e6
        return "\(short == 0 ? 0 : short)"
    }

    private func blank(_ id: String, _ name: String, _ fit: DecisionFit?) -> MitigationStep {
        MitigationStep(
            id: id, name: name, explanation: fit?.method.explanation ?? "", stage: fit == nil ? .none : .decision,
            needsGroup: fit?.method.needsGroup ?? false, isRandomised: fit?.rule.isRandomised ?? false,
            overall: GroupAssessment(key: GroupKey([]), count: 0, weight: 0, missing: MissingCounts(), metrics: []),
            groups: [], disparities: [])
    }
}
