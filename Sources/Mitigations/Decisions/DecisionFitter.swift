/// A rule as it was fitted.
public struct DecisionFit: Sendable {
    /// What a rule reads of a row.
    public enum Input: String, Sendable, CaseIterable {
        /// The score.
        case score
        /// The decision, as 0 or 1.
        case prediction
    }

    /// The method.
    public let method: DecisionMethod
    /// What the rule reads.
    public let input: Input
    /// The rule.
    public let rule: DecisionRule
    /// What each group comes to on the rows that it was fitted on, by expectation; those of no group last.
    public let masses: [SelectedMass]
    /// What was found, by name.
    public let findings: [(name: String, value: Double)]
    /// What a reader should know; one sentence each.
    public let notes: [String]
}

/// Fits rules to the same rows.
///
/// Groups that are too small, or lack a label that the constraint needs, follow the fallback: the common threshold.
public struct DecisionFitter: Sendable {
    /// The choices.
    public let settings: DecisionSettings
    /// The rows with their scores, and the same with their decisions as scores of 0 and 1.
    private let scored: ScoredRows?, decided: ScoredRows
    /// What the groups are called.
    private let names: [String]
    /// The groups of each sample, those of no group last.
    private let scoredGroups: [GroupScores], decidedGroups: [GroupScores]
    /// The groups that get a rule of their own.
    private let fitted: [Int]
    /// Why others do not.
    private let leftOut: [String]

    /// Sorts the rows.
    ///
    /// - Parameters:
    ///   - scored: The rows with their scores; nil where only decisions are known.
    ///   - decided: The same rows with their decisions as scores of 0 and 1.
    ///   - names: What the groups are called, `[groups]`.
    ///   - settings: What shall be alike and how nearly, the objective, and the smallest group.
    /// - Throws: `MitigationsError.data` if fewer than two groups can be compared.
    public init(
        scored: ScoredRows?, decided: ScoredRows, names: [String], settings: DecisionSettings
    ) throws(MitigationsError) {
        precondition(names.count == decided.cellCount, "\(names.count) names of \(decided.cellCount) groups")
        self.settings = settings
        self.scored = scored
        self.decided = decided
        self.names = names
        decidedGroups = decided.orderedRows().map { GroupScores(decided, rows: $0, mayInvert: true) }
        scoredGroups =
            scored.map { sample in sample.orderedRows().map { GroupScores(sample, rows: $0) } } ?? decidedGroups
        var (fitted, leftOut): ([Int], [String]) = ([], [])
        for (cell, group) in scoredGroups.dropLast().enumerated() where group.rows > 0 {
            let reason: String? =
                if group.rows < settings.minimumCell {
                    "\(group.rows) row\(group.rows == 1 ? "" : "s") to fit on, fewer than \(settings.minimumCell)"
                } else if group.allPositives <= 0 {
                    "no row with a positive label and a weight to fit on"
                } else if group.allNegatives <= 0 {
                    "no row with a negative label and a weight to fit on"
                } else {
                    nil
                }
            if let reason {
                leftOut.append("'\(names[cell])' has \(reason): it follows the threshold for everybody.")
            } else {
                fitted.append(cell)
            }
        }
        self.fitted = fitted
        self.leftOut = leftOut
        guard fitted.count > 1 else {
            throw .data(
                "rules need two groups with rows of both labels to fit on, but of \(names.count) there "
                    + (fitted.count == 1 ? "is 1" : "are \(fitted.count)")
                    + (leftOut.isEmpty ? "" : " (\(leftOut.joined(separator: " ")))")
                    + "; name other --protected columns, or give more rows")
        }
    }

    /// Whether there are scores, and whether all of them lie in 0…1.
    public var hasScores: Bool { scored != nil }
    /// Whether all scores lie in 0…1.
    public var areProbabilities: Bool { scored?.scores.allSatisfy { (0...1).contains($0) } ?? false }

    /// Fits a rule.
    ///
    /// - Throws: `MitigationsError.usage` where the method needs what is not there, `.data` where no rule meets the constraint.
    public func fit(_ method: DecisionMethod) throws(MitigationsError) -> DecisionFit {
        guard hasScores || !method.needsScores else {
            throw .usage("\(method.rawValue) needs scores: name their column with --score")
        }
        guard areProbabilities || !method.needsProbabilities else {
            throw .usage(
                "\(method.rawValue) needs scores that are probabilities of the positive label, between 0 and 1")
        }
        let ofDecisions = method == .equalizedOddsOfPredictions || !hasScores
        let groups = ofDecisions ? decidedGroups : scoredGroups
        let own = fitted.map { groups[$0] }
        let weights = ObjectiveWeights(settings.objective, own)
        // Decisions alone have one cut: they stay as they are.
        let fallback =
            ofDecisions
            ? ScoreRule.threshold(0.5)
            : common(method == .bestThreshold ? .objective : .tradeOff(settings.constraint))
        var notes = method.needsGroup ? leftOut : []
        var findings: [(name: String, value: Double)] = []
        let rules: [ScoreRule]
        switch method {
        case .bestThreshold, .commonThreshold: rules = own.map { _ in fallback }
        case .groupThresholds where settings.constraint.isJoint, .equalizedOdds, .equalizedOddsOfPredictions:
            let found = OddsParity(own, objective: weights)
            rules = found.rules
            findings = [
                ("true_positive_rate", found.truePositiveRate), ("false_positive_rate", found.falsePositiveRate),
            ]
        case .groupThresholds:
            guard let found = RateParity(own, rate: settings.constraint.rates[0], objective: weights) else {
                throw noCommonRate
            }
            rules = found.rules
            findings = [("common_rate", found.rate)]
        case .deterministicThresholds:
            let found =
                settings.constraint.isJoint
                ? DeterministicThresholds(oddsOf: own, tolerance: settings.tolerance, objective: weights)
                : DeterministicThresholds(
                    own, rate: settings.constraint.rates[0], tolerance: settings.tolerance, objective: weights)
            guard let found else { throw noCommonRate }
            rules = zip(own, found.points).map { $0.rule($1) }
        case .calibratedOdds:
            let found = CalibratedOdds(own, cost: settings.cost, threshold: settings.threshold)
            rules = found.rules
            findings = zip(fitted, found.replaced).map { ("replaced share of \(names[$0])", $1) }
            if !found.isReached {
                notes.append(
                    "Not every group reaches the highest cost, even with all its scores replaced: the costs stay unequal."
                )
            }
            notes.append(
                "It makes the mean cost of scores alike (\(settings.cost.rawValue)), which need not make the rates of decisions alike."
            )
        case .rejectOption:
            let found = RejectOption(
                own, favoured: favoured(own), constraint: settings.constraint, objective: settings.objective,
                tolerance: settings.tolerance)
            rules = found.rules
            findings = [("threshold", found.threshold), ("margin", found.margin)]
            let those = zip(fitted, found.favoured).filter(\.1).map { "'\(names[$0.0])'" }
            notes.append("Close calls are decided for \(those.joined(separator: ", ")) and against the others.")
            if !found.isReached {
                notes.append(
                    "No margin brings the gap within the tolerance of \(settings.tolerance); this is the smallest.")
            }
        }
        var ofGroups = [ScoreRule?](repeating: nil, count: names.count)
        for (cell, rule) in zip(fitted, rules) { ofGroups[cell] = rule }
        let rule = DecisionRule(groups: ofGroups, fallback: fallback)
        let sample = ofDecisions ? decided : scored ?? decided
        return DecisionFit(
            method: method, input: ofDecisions ? .prediction : .score, rule: rule,
            masses: sample.masses(rule.probabilities(sample.scores, cells: sample.cells)), findings: findings,
            notes: notes)
    }

    /// The objective and the gap that a rule reaches on the rows that it was fitted on, by expectation.
    public func reached(_ fit: DecisionFit) -> (objective: Double, gap: Double) {
        (
            fit.masses.total.value(settings.objective) ?? 0,
            fitted.map { fit.masses[$0] }.gap(settings.constraint)
        )
    }

    private var noCommonRate: MitigationsError {
        .data(
            "no rules give all groups the same rate (\(settings.constraint.rawValue)) within the tolerance; raise --tolerance or choose another --constraint"
        )
    }

    private func common(_ aim: CommonThreshold.Aim) -> ScoreRule {
        CommonThreshold(
            scoredGroups, compared: scoredGroups.indices.map(fitted.contains), objective: settings.objective, aim: aim
        ).rule
    }

    /// The groups that the best threshold for everybody decides for less often than for all.
    private func favoured(_ groups: [GroupScores]) -> [Bool] {
        let rule = common(.objective)
        let masses = groups.map { group in group.mass(group.values.prefix { rule.probability($0) > 0 }.count) }
        func level(_ mass: SelectedMass) -> Double {
            let rates = settings.constraint == .accuracyParity ? [.selection] : settings.constraint.rates
            return rates.reduce(0) { $0 + (mass.rate($1) ?? 0) } / Double(rates.count)
        }
        let everybody = level(masses.total)
        return masses.map { level($0) < everybody }
    }
}
