import TestSupport
import Testing

@testable import Mitigations

struct DecisionFitTests {
    static let cases: [(RateConstraint, DecisionObjective)] = RateConstraint.allCases.flatMap { constraint in
        DecisionObjective.allCases.map { (constraint, $0) }
    }

    /// The largest objective over all draws between cuts under which rates are equal, as a linear programme of its own.
    static func optimum(
        _ groups: [GroupScores], _ constraint: RateConstraint, _ objective: DecisionObjective
    ) -> Double? {
        let weights = ObjectiveWeights(objective, groups)
        let starts = groups.indices.map { index in groups[..<index].reduce(0) { $0 + $1.count } }
        var program = LinearProgram(variables: groups.reduce(0) { $0 + $1.count })
        for (start, group) in zip(starts, groups) { program.equal((0..<group.count).map { (start + $0, 1) }, 1) }
        for rate in constraint.rates {
            let first = (0..<groups[0].count).map { (index: $0, value: groups[0].rate(rate, $0) ?? 0) }
            for (start, group) in zip(starts, groups).dropFirst() {
                program.equal(
                    first + (0..<group.count).map { (index: start + $0, value: -(group.rate(rate, $0) ?? 0)) }, 0)
            }
        }
        let all = zip(starts, groups).flatMap { start, group in
            (0..<group.count).map { (index: start + $0, value: weights.value(group, $0)) }
        }
        return program.maximum(all).map { value in
            // What no decision changes.
            let masses = groups.map { $0.mass(0) }
            return value + (masses.total.value(objective) ?? 0)
        }
    }

    @Test(arguments: cases, [(1, false), (2, true)])
    func `draws reach the linear programme's optimum with rates that are equal`(
        choice: (RateConstraint, DecisionObjective), sample: (UInt64, Bool)
    ) throws {
        let groups = Int(sample.0) + 1
        let rows = SmallRows.made(
            seed: sample.0, groups: groups, rows: 30 * groups, scores: 7, weighted: sample.1)
        let fitter = try SmallRows.fitter(rows, SmallRows.settings(choice.0, choice.1))
        let fit = try fitter.fit(.groupThresholds)
        let (value, gap) = fitter.reached(fit)
        #expect(gap < 1e-12)
        let best = try #require(Self.optimum(SmallRows.groups(rows), choice.0, choice.1))
        #expect(abs(value - best) < 1e-9, "\(value) \(best)")
        guard choice.0 != .accuracyParity else { return }
        for constant in [0.0, 1] {
            let masses = rows.masses(rows.labels.map { _ in constant })
            #expect(value >= (masses.total.value(choice.1) ?? 0) - 1e-12)
        }
    }

    @Test(arguments: [2, 3, 5]) func `equalized odds from decisions reach the linear programme's optimum`(
        groups: Int
    ) throws {
        let rows = SmallRows.made(seed: UInt64(groups), groups: groups, rows: 40 * groups, scores: 9)
        for objective in DecisionObjective.allCases {
            let fitter = try SmallRows.fitter(rows, SmallRows.settings(.equalizedOdds, objective))
            let fit = try fitter.fit(.equalizedOddsOfPredictions)
            let (value, gap) = fitter.reached(fit)
            let decided = ScoredRows(
                labels: rows.labels, scores: rows.scores.map { $0 >= 0.5 ? 1 : 0 }, cells: rows.cells,
                cellCount: groups)
            let best = try #require(
                Self.optimum(SmallRows.groups(decided, mayInvert: true), .equalizedOdds, objective))
            #expect(gap < 1e-12 && abs(value - best) < 1e-9, "\(value) \(best)")
            #expect(fit.input == .prediction)
        }
    }

    @Test(arguments: cases) func `the best thresholds are those of all that there are`(
        constraint: RateConstraint, objective: DecisionObjective
    ) throws {
        for seed in 1...4 as ClosedRange<UInt64> {
            let rows = SmallRows.made(seed: seed, groups: 3, rows: 60, scores: 6, weighted: seed == 4)
            let groups = SmallRows.groups(rows)
            let tolerance = [0, 0.05, 0.2, 0.4][Int(seed) - 1]
            var best = -Double.infinity
            for first in 0..<groups[0].count {
                for second in 0..<groups[1].count {
                    for third in 0..<groups[2].count {
                        let masses = [groups[0].mass(first), groups[1].mass(second), groups[2].mass(third)]
                        guard masses.gap(constraint) <= tolerance + 1e-12 else { continue }
                        best = max(best, masses.total.value(objective) ?? 0)
                    }
                }
            }
            let fitter = try SmallRows.fitter(rows, SmallRows.settings(constraint, objective, tolerance: tolerance))
            guard best.isFinite else {
                #expect(throws: MitigationsError.self) { try fitter.fit(.deterministicThresholds) }
                continue
            }
            let fit = try fitter.fit(.deterministicThresholds)
            let (value, gap) = fitter.reached(fit)
            #expect(abs(value - best) < 1e-12 && gap <= tolerance + 1e-12, "\(value) \(best) \(gap)")
            #expect(!fit.rule.isRandomised)
        }
    }

    @Test func `a cut falls between scores, never within a tie, and keeps the rows' side`() throws {
        let rows = SmallRows.made(seed: 5, groups: 2, rows: 80, scores: 5)
        for group in SmallRows.groups(rows) {
            for point in 0..<group.count {
                let rule = group.rule(point)
                #expect(group.values.count { rule.probability($0) == 1 } == point)
            }
        }
        #expect(GroupScores.between(0.5, 0.5.nextUp) == 0.5.nextUp)
        #expect(GroupScores.between(-1e308, 1e308) == 0)
    }

    @Test(arguments: DecisionMethod.allCases) func `rules depend on neither the order of rows nor that of groups`(
        method: DecisionMethod
    ) throws {
        let rows = SmallRows.made(seed: 7, groups: 3, rows: 150, scores: 20, weighted: true)
        let settings = SmallRows.settings(
            method == .groupThresholds ? .demographicParity : .equalizedOdds, .balancedAccuracy, tolerance: 0.1)
        let first = try SmallRows.fitter(rows, settings).fit(method)
        let order = rows.labels.indices.map { ($0 * 7) % rows.labels.count }
        let other = ScoredRows(
            labels: order.map { rows.labels[$0] }, scores: order.map { rows.scores[$0] },
            cells: order.map { rows.cells[$0].map { 2 - $0 } }, cellCount: 3, weights: order.map { rows.weights[$0] })
        let second = try SmallRows.fitter(other, settings).fit(method)
        for group in 0..<3 {
            for score in stride(from: 0.0, through: 1, by: 0.025) {
                let one = first.rule.groups[group]?.probability(score) ?? -1
                let two = second.rule.groups[2 - group]?.probability(score) ?? -2
                #expect(abs(one - two) < 1e-9)
            }
        }
    }

    @Test(arguments: DecisionMethod.allCases) func `a weight of two is a row twice`(method: DecisionMethod) throws {
        let rows = SmallRows.made(seed: 9, groups: 2, rows: 80, scores: 11, weighted: true)
        let repeated = rows.labels.indices.flatMap { Array(repeating: $0, count: Int(rows.weights[$0])) }
        let twice = ScoredRows(
            labels: repeated.map { rows.labels[$0] }, scores: repeated.map { rows.scores[$0] },
            cells: repeated.map { rows.cells[$0] }, cellCount: 2)
        let settings = SmallRows.settings(.equalizedOdds, tolerance: 0.1)
        let first = try SmallRows.fitter(rows, settings).fit(method)
        let second = try SmallRows.fitter(twice, settings).fit(method)
        for (one, two) in zip(first.masses, second.masses) {
            #expect(abs(one.selectedPositives - two.selectedPositives) < 1e-9)
            #expect(abs(one.selectedNegatives - two.selectedNegatives) < 1e-9)
        }
    }

    @Test func `groups that cannot be fitted follow the threshold for everybody, and are named`() throws {
        var rows = SmallRows.made(seed: 3, groups: 3, rows: 90, scores: 9)
        rows = ScoredRows(
            labels: zip(rows.labels, rows.cells).map { $0 && $1 != 2 }, scores: rows.scores, cells: rows.cells,
            cellCount: 3)
        let fit = try SmallRows.fitter(rows, SmallRows.settings(.equalOpportunity)).fit(.groupThresholds)
        #expect(fit.rule.groups[2] == nil && fit.rule.groups[0] != nil)
        #expect(fit.notes.contains { $0.contains("'g2' has no row with a positive label") })
        let unknown = fit.rule.probabilities([0.9, 0.9], cells: [nil, 2])
        #expect(unknown == [fit.rule.fallback.probability(0.9), fit.rule.fallback.probability(0.9)])
        var settings = SmallRows.settings(.equalOpportunity)
        settings.minimumCell = 40
        #expect(throws: MitigationsError.self) { try SmallRows.fitter(rows, settings) }
    }

    @Test func `methods say what they lack`() throws {
        let rows = SmallRows.made(seed: 3, groups: 2, rows: 60, scores: 9)
        let decided = ScoredRows(
            labels: rows.labels, scores: rows.scores.map { $0 > 0.5 ? 1 : 0 }, cells: rows.cells, cellCount: 2)
        let blind = try DecisionFitter(
            scored: nil, decided: decided, names: ["a", "b"], settings: DecisionSettings())
        #expect(throws: MitigationsError.usage("reject-option needs scores: name their column with --score")) {
            try blind.fit(.rejectOption)
        }
        let large = ScoredRows(
            labels: rows.labels, scores: rows.scores.map { 10 * $0 }, cells: rows.cells, cellCount: 2)
        let scored = try DecisionFitter(
            scored: large, decided: decided, names: ["a", "b"], settings: DecisionSettings())
        #expect(throws: MitigationsError.self) { try scored.fit(.calibratedOdds) }
        #expect(throws: MitigationsError.self) { try DecisionMethod("group-threshold") }
    }

    @Test func `draws follow the probability, the seed and the row`() {
        let probabilities = (0..<4_000).map { $0 % 4 == 0 ? 0.25 : $0 % 4 == 1 ? 0 : $0 % 4 == 2 ? 1 : 0.75 }
        let numbers = Array(probabilities.indices)
        let first = DecisionRule.draw(probabilities, numbers: numbers, seed: 1)
        #expect(first == DecisionRule.draw(probabilities, numbers: numbers, seed: 1))
        #expect(first != DecisionRule.draw(probabilities, numbers: numbers, seed: 2))
        let part = DecisionRule.draw(Array(probabilities[100...]), numbers: Array(numbers[100...]), seed: 1)
        #expect(part == Array(first[100...]))
        for kind in 0..<4 {
            let share = Double(numbers.count { $0 % 4 == kind && first[$0] }) / 1_000
            #expect(abs(share - probabilities[kind]) < 0.045)
        }
    }

    @Test func `rules mix, turn round and leave out what changes nothing`() {
        let low = ScoreRule.threshold(0.3), high = ScoreRule.threshold(0.7)
        let mixed = low.mixed(with: high, share: 0.25)
        #expect(mixed.probability(0.2) == 0 && mixed.probability(0.3) == 0.75 && mixed.probability(0.7) == 1)
        #expect(mixed.isRandomised && !low.isRandomised && low.mixed(with: high, share: 0) == low)
        #expect(mixed.inverted.probability(0.5) == 0.25 && mixed.inverted.inverted == mixed)
        let idle = ScoreRule(steps: [.init(from: 1, probability: 0.5), .init(from: 0, probability: 0.5)], below: 0.5)
        #expect(idle == .constant(0.5))
    }
}
