import Models
import NumericalKernels
import TestSupport
import Testing

@testable import Mitigations

/// A table of two numbers and a text, with groups that differ in their labels and their numbers.
enum SampleRows {
    static func table(
        groups: [String], count: Int, weights: Bool = false, seed: UInt64 = 3, unknown: Int = 0
    ) -> LabelledRows {
        var generator = SeededGenerator(seed: seed)
        var (labels, names): ([Int?], [String?]) = ([], [])
        var (first, second, kinds): ([Double], [Double], [String?]) = ([], [], [])
        for row in 0..<count {
            let group = row % groups.count
            let number = generator.normal() + Double(group)
            labels.append(
                row < unknown ? nil : generator.uniform() < 0.2 + 0.5 * Double(group) / Double(groups.count) ? 1 : 0)
            names.append(row % 50 == 49 && unknown > 0 ? nil : groups[group])
            first.append(number)
            second.append((generator.normal() * 2 + Double(labels[row] ?? 0) * 3).rounded())
            kinds.append(["x", "y", "z"][Int(generator.uniform() * 3)])
        }
        return LabelledRows(
            columns: [
                .init(name: "id", texts: (0..<count).map { "n\($0)" }),
                .init(name: "first", texts: first.map { "\($0)" }),
                .init(name: "second", texts: second.map { "\($0)" }),
                .init(name: "kind", texts: kinds.map { $0 ?? "" }),
                .init(name: "group", texts: names.map { $0 ?? "" }),
                .init(name: "label", texts: labels.map { $0.map { ["no", "yes"][$0] } ?? "" }),
            ], labels: labels, labelNames: ["no", "yes"], labelColumn: "label", labelTexts: ["no", "yes"],
            attributes: [TextTable.Attribute(name: "group", names)], protectedColumns: ["group"],
            weights: weights ? (0..<count).map { 1 + Double($0 % 3) } : nil,
            features: [
                FeatureColumn(name: "first", values: .numbers(first)),
                FeatureColumn(name: "second", values: .numbers(second)),
                FeatureColumn(name: "kind", values: .texts(kinds)),
            ])
    }

    /// The share of positive weight in each group.
    static func rates(_ rows: RebalancedRows, _ table: LabelledRows) -> [Int: Double] {
        var (positive, all): ([Int: Double], [Int: Double]) = ([:], [:])
        for (row, weight) in zip(rows.rows, rows.weights) {
            guard let group = table.groups[row.source], let label = row.label else { continue }
            all[group, default: 0] += weight
            if label == 1 { positive[group, default: 0] += weight }
        }
        return all.reduce(into: [:]) { $0[$1.key] = (positive[$1.key] ?? 0) / $1.value }
    }
}

struct DataMethodTests {
    static let groups = ["a", "b", "c", "d"]

    @Test(arguments: [false, true]) func `reweighing makes label and group independent`(weighted: Bool) throws {
        let table = SampleRows.table(groups: Self.groups, count: 400, weights: weighted)
        let before = SampleRows.rates(RebalancedRows(table), table)
        #expect((before.values.max() ?? 0) - (before.values.min() ?? 0) > 0.2)
        let rows = Reweighing.applied(to: table)
        let rates = SampleRows.rates(rows, table).values
        #expect((rates.max() ?? 0) - (rates.min() ?? 1) < 1e-12)
        // The weight of each group, of each label and of all is as before.
        #expect(
            agree(
                rows.weights.reduce(0, +), (table.weights ?? Array(repeating: 1, count: 400)).reduce(0, +),
                relative: 1e-12))
        #expect(Reweighing.applied(to: table, strength: 0).weights == (0..<400).map(table.weight))
    }

    struct Weights: Decodable {
        struct Case: Decodable, CustomTestStringConvertible {
            let data: String, attribute: String, group: String
            let weighted: Bool
            let cells: [String: Double]

            var testDescription: String { "\(data) \(attribute) \(weighted)" }
        }
        let reweighing: [Case]
    }

    static let weights: [Weights.Case] = {
        do { return try Places.fixture("mitigations/reductions.json", as: Weights.self).reweighing } catch {
            fatalError("\(error)")
        }
    }()

    @Test(
        .enabled(if: Places.hasSharedData, "needs Adult, COMPAS and German credit beside the checkout"),
        arguments: weights)
    func `factors are AIF360's`(known: Weights.Case) throws {
        let shared = try SharedTable(known.data, [known.attribute])
        let groups = shared[known.attribute].map { $0 == known.group ? "1" : "0" }
        let table = LabelledRows(
            columns: [], labels: shared.labels.map { $0 ? 1 : 0 }, labelNames: ["0", "1"], labelColumn: "y",
            labelTexts: nil, attributes: [TextTable.Attribute(name: "g", groups)], protectedColumns: ["g"],
            weights: known.weighted ? groups.indices.map { 1 + Double($0 % 3) } : nil, features: [])
        let factors = Reweighing.factors(table)
        for group in 0...1 {
            for label in 0...1 {
                let factor = try #require(factors[GroupAndLabel(group: group, label: label)])
                #expect(abs(factor - (known.cells["\(group)\(label)"] ?? 0)) < 1e-9)
            }
        }
    }

    @Test func `rows without label or group keep their weight and their place`() {
        let table = SampleRows.table(groups: Self.groups, count: 200, unknown: 7)
        let rows = Reweighing.applied(to: table)
        #expect(rows.unknownCount == 7 + 4)
        for row in 0..<7 { #expect(rows.weights[row] == 1) }
    }

    @Test func `sampling levels the shares with the fewest rows`() {
        let table = SampleRows.table(groups: ["a", "b", "c"], count: 600)
        let over = LabelResampling.oversampled(table, seed: 1)
        let under = LabelResampling.undersampled(table, seed: 1)
        for rows in [over, under] {
            let rates = SampleRows.rates(rows, table).values
            #expect((rates.max() ?? 0) - (rates.min() ?? 1) < 0.005)
        }
        #expect(over.rows.count > 600 && under.rows.count < 600)
        #expect(over.rows[..<600].allSatisfy { $0.origin == .original })
        #expect(over.rows[600...].allSatisfy { $0.origin == .copied && $0.texts.isEmpty })
        // No other common share needs fewer additions.
        let counts = CellCounts(table.cells(table.completeRows))
        let chosen = counts.additions.reduce(0) { $0 + $1.negatives + $1.positives }
        for target in stride(from: 0.05, to: 0.95, by: 0.01) {
            var needed = 0.0
            for place in counts.groups.indices {
                let (negative, positive) = (Double(counts.negatives[place]), Double(counts.positives[place]))
                needed += max(0, target * negative / (1 - target) - positive)
                needed += max(0, positive * (1 - target) / target - negative)
            }
            #expect(Double(chosen) <= needed + Double(counts.groups.count))
        }
    }

    @Test func `invented rows lie on segments inside their cell`() throws {
        let table = SampleRows.table(groups: ["a", "b"], count: 300)
        let rows = SMOTE.applied(to: table, seed: 5)
        #expect(rows.rows.count > 310)
        let cells = table.cells(table.completeRows)
        guard case .numbers(let first) = rows.features[0].values, case .numbers(let second) = rows.features[1].values,
            case .texts(let kinds) = rows.features[2].values
        else {
            Issue.record("kinds of columns changed")
            return
        }
        for place in 300..<rows.rows.count {
            let row = rows.rows[place]
            #expect(row.origin == .synthetic && row.texts["id"] == "")
            let group = try #require(table.groups[row.source])
            let members = try #require(cells[GroupAndLabel(group: group, label: row.label ?? 0)])
            #expect(members.contains(row.source))
            let isBetween = members.contains { other in
                let (dx, dy) = (first[other] - first[row.source], second[other] - second[row.source])
                let (px, py) = (first[place] - first[row.source], second[place] - second[row.source])
                let share = abs(dx) > abs(dy) ? px / dx : dy == 0 ? 0 : py / dy
                return share >= 0 && share <= 1 && abs(px - share * dx) < 1e-9 && abs(py - share * dy) < 1e-9
            }
            #expect(isBetween)
            #expect(members.contains { table.features[2].text($0) == kinds[place] })
        }
    }

    @Test func `a cell of one row is copied and told`() {
        let table = LabelledRows(
            columns: [], labels: [1, 0, 0, 0, 1, 1, 0, 1], labelNames: ["no", "yes"], labelColumn: "label",
            labelTexts: nil,
            attributes: [TextTable.Attribute(name: "g", ["a", "a", "a", "a", "b", "b", "b", "b"])],
            protectedColumns: [],
            weights: nil, features: [FeatureColumn(name: "x", values: .numbers((0..<8).map(Double.init)))])
        let rows = SMOTE.applied(to: table, seed: 1)
        #expect(rows.notes.contains { $0.contains("has one row alone") } || rows.rows.count == 8 + 1)
        let twice = SMOTE.applied(to: table, seed: 1)
        #expect(twice.rows.map(\.source) == rows.rows.map(\.source))
    }

    @Test func `massaging turns the fewest labels and the nearest to the border`() throws {
        let table = SampleRows.table(groups: ["a", "b", "c"], count: 300)
        let rows = try Massaging.applied(to: table)
        #expect(rows.rows.count == 300)
        let changed = rows.rows.indices.filter { rows.rows[$0].label != table.labels[$0] }
        let rates = SampleRows.rates(rows, table).values
        #expect((rates.max() ?? 0) - (rates.min() ?? 1) <= 1.0 / 100 + 1e-12)
        // As many are positive as before, so half of the changes go each way; each group changes in one direction alone.
        #expect(rows.rows.count { $0.label == 1 } == table.labels.count { $0 == 1 })
        for group in 0..<3 {
            let turned = Set(changed.filter { table.groups[$0] == group }.map { rows.rows[$0].label })
            #expect(turned.count <= 1)
        }
        for row in changed {
            #expect(rows.rows[row].origin == .changed(["label"]))
            #expect(rows.rows[row].texts["label"] == (rows.rows[row].label == 1 ? "yes" : "no"))
        }
        let half = try Massaging.applied(to: table, strength: 0.5)
        let some = Set(half.rows.indices.filter { half.rows[$0].label != table.labels[$0] })
        #expect(some.count < changed.count && some.isSubset(of: changed))
    }

    @Test func `the remover at level 1 gives every group one distribution and keeps ranks`() {
        let table = SampleRows.table(groups: ["a", "b", "c"], count: 600)
        let rows = DisparateImpactRemover(fittingTo: table, seed: 2).applied(to: table)
        for feature in 0..<2 {
            guard case .numbers(let before) = table.features[feature].values,
                case .numbers(let after) = rows.features[feature].values
            else { continue }
            let members = (0..<3).map { group in (0..<600).filter { table.groups[$0] == group } }
            let sorted = members.map { $0.map { after[$0] }.sorted() }
            #expect(sorted[0] == sorted[1] && sorted[1] == sorted[2])
            let old = members.map { $0.map { before[$0] }.sorted() }
            #expect(old[0] != old[1])
            for rows in members {
                for first in rows {
                    for second in rows where before[first] < before[second] { #expect(after[first] <= after[second]) }
                }
            }
        }
        #expect(rows.features[2] == table.features[2])
        #expect(rows.notes.contains { $0.contains("kind") })
        let none = DisparateImpactRemover(fittingTo: table, level: 0, seed: 2).applied(to: table)
        #expect(none.features == table.features && none.rows.allSatisfy { $0.origin == .original })
    }

    @Test(arguments: [
        "reweighing", "oversample", "undersample", "smote", "massaging", "disparate-impact-remover",
        "learned-fair-representation",
    ])
    func `the same seed makes the same rows`(name: String) throws {
        let table = SampleRows.table(groups: Self.groups, count: 200)
        let method = try TableMethod(name)
        let first = try #require(try TableTrials.rebalanced(table, method, seed: 9))
        let second = try #require(try TableTrials.rebalanced(table, method, seed: 9))
        #expect(first.weights == second.weights && first.features == second.features)
        #expect(
            first.rows.map(\.texts) == second.rows.map(\.texts) && first.rows.map(\.source) == second.rows.map(\.source)
        )
    }

    @Test func `methods are read with their strengths`() throws {
        #expect(try TableMethod("smote").text == "smote:5")
        #expect(try TableMethod("reweighing:0.5").strength == 0.5)
        for text in ["smot", "smote:2.5", "reweighing:2", "counterfactual:1", "oversample:x"] {
            #expect(throws: MitigationsError.self) { try TableMethod(text) }
        }
    }

    @Test(arguments: TableMethod.Kind.allCases.filter { !$0.writesTexts })
    func `every method learns and decides rows held out`(kind: TableMethod.Kind) throws {
        let table = SampleRows.table(groups: ["a", "b"], count: 600)
        let split = RowSplit.split(600, share: 0.4, seed: 1)
        let trials = try TableTrials(
            training: table.rows(split.training), held: table.rows(split.held), constraint: .demographicParity, seed: 1)
        let trial = try trials.trial(TableMethod(kind, strength: kind == .gridSearch ? 5 : nil))
        #expect(trial.decisions.count == 240)
        let right = zip(trial.decisions, trials.held.labels).count { ($0 ? 1 : 0) == $1 }
        #expect(right > 140, "\(right) of 240")
    }

    @Test func `a penalty on mutual information brings the groups' rates together`() throws {
        let table = SampleRows.table(groups: ["a", "b"], count: 800)
        let encoder = FeatureEncoder(fittingTo: table.features)
        let features = encoder.encode(table.features)
        func gap(_ strength: Double) -> Double {
            let learner = PrejudiceRemover(groups: table.groups.map { $0 ?? -1 }, strength: strength)
            let scorer = learner.learn(
                features, targets: table.labels.map { $0 == 1 }, weights: Array(repeating: 1, count: 800))
            let all = scorer.probabilities(features)
            func mean(_ group: Int) -> Double {
                let own = all.indices.filter { table.groups[$0] == group }.map { all[$0] }
                return own.reduce(0, +) / Double(own.count)
            }
            return abs(mean(0) - mean(1))
        }
        #expect(gap(0) > 0.1)
        #expect(gap(20) < 0.05)
    }
}

struct MatrixGameTests {
    @Test func `rock, paper, scissors is played evenly`() {
        let game = MatrixGame([[0, 1, -1], [-1, 0, 1], [1, -1, 0]])
        #expect(abs(game.value) < 1e-12)
        #expect((game.rowShares + game.columnShares).allSatisfy { abs($0 - 1.0 / 3) < 1e-12 })
    }

    @Test func `neither player can better a random game alone`() {
        for seed in 0..<50 {
            var generator = SeededGenerator(seed: UInt64(seed))
            let (rows, columns) = (1 + seed % 7, 1 + seed % 11)
            let payoffs = (0..<rows).map { _ in (0..<columns).map { _ in generator.normal() } }
            let game = MatrixGame(payoffs)
            let worst =
                (0..<columns).map { column in
                    (0..<rows).reduce(0) { $0 + game.rowShares[$1] * payoffs[$1][column] }
                }.max() ?? 0
            let best = payoffs.map { line in zip(line, game.columnShares).reduce(0) { $0 + $1.0 * $1.1 } }.min() ?? 0
            #expect(abs(worst - game.value) < 1e-9 && abs(best - game.value) < 1e-9)
        }
    }
}
