import MatrixKernels
import Models
import TestSupport
import Testing

@testable import Mitigations

struct ReductionTests {
    struct Fixture: Decodable {
        struct Case: Decodable, CustomTestStringConvertible {
            let data: String, attribute: String, kind: String
            let every: Int
            let columns: [String]
            let ratio: Double?
            let error: Double, violation: Double, gap: Double, tolerance: Double
            let grid: [[Double]]
            let chosen: Int

            var testDescription: String { "\(data) \(attribute) \(kind) \(ratio.map { "\($0)" } ?? "")" }
        }
        let reductions: [Case]
    }

    static let cases: [Fixture.Case] = {
        do { return try Places.fixture("mitigations/reductions.json", as: Fixture.self).reductions } catch {
            fatalError("\(error)")
        }
    }()

    static func problem(
        _ known: Fixture.Case
    ) throws -> (features: Matrix, labels: [Bool], groups: [Int], constraint: ParityConstraint) {
        let table = try SharedTable(known.data, known.columns + [known.attribute], every: known.every)
        let columns = known.columns.map { FeatureColumn(name: $0, reading: table[$0]) }
        let kind = try #require(ParityConstraint.Kind(rawValue: known.kind))
        return (
            FeatureEncoder(fittingTo: columns).encode(columns), table.labels,
            table.groups(known.attribute),
            ParityConstraint(kind, known.ratio.map { .ratio($0, slack: 0.01) } ?? .difference(0.02))
        )
    }

    @Test(
        .enabled(if: Places.hasSharedData, "needs Adult, COMPAS and German credit beside the checkout"),
        arguments: cases)
    func `exponentiated gradient comes to fairlearn's error and violation`(known: Fixture.Case) throws {
        let (features, labels, groups, constraint) = try Self.problem(known)
        let result = try ExponentiatedGradient(features, labels: labels, groups: groups, constraint: constraint)
        #expect(abs(result.error - known.error) < 1e-3, "\(result.error) for \(known.error)")
        #expect(abs(result.violation - known.violation) < 1e-3, "\(result.violation) for \(known.violation)")
        #expect(abs(result.tolerance - known.tolerance) < 1e-9)
        #expect(result.gap <= max(known.gap, known.tolerance) + 1e-3, "\(result.gap) for \(known.gap)")
        let shares = result.scorer.parts.reduce(0) { $0 + $1.share }
        #expect(abs(shares - 1) < 1e-9)
    }

    @Test(
        .enabled(if: Places.hasSharedData, "needs Adult, COMPAS and German credit beside the checkout"),
        arguments: cases)
    func `every point of the grid has fairlearn's error and violation`(known: Fixture.Case) throws {
        let (features, labels, groups, constraint) = try Self.problem(known)
        var settings = GridSearch.Settings()
        settings.size = 12
        let result = try GridSearch(
            features, labels: labels, groups: groups, constraint: constraint, settings: settings)
        #expect(result.points.count == known.grid.count)
        for (point, pair) in zip(result.points, known.grid) {
            #expect(abs(point.error - pair[0]) < 1e-3, "\(point.error) for \(pair[0])")
            #expect(abs(point.violation - pair[1]) < 1e-3, "\(point.violation) for \(pair[1])")
        }
        #expect(result.chosen == known.chosen)
    }
}

struct ReductionLawTests {
    /// Rows of four groups, whose number shifts with the group.
    static let problem: (features: Matrix, labels: [Bool], groups: [Int?]) = {
        let table = SampleRows.table(groups: ["a", "b", "c", "d"], count: 400)
        let features = FeatureEncoder(fittingTo: table.features).encode(table.features)
        return (features, table.labels.map { $0 == 1 }, table.groups)
    }()

    @Test(arguments: ParityConstraint.Kind.allCases)
    func `the mixture keeps its bound for many groups and costs some accuracy`(kind: ParityConstraint.Kind) throws {
        let (features, labels, groups) = Self.problem
        let moments = ParityMoments(
            ParityConstraint(kind), labels: labels, groups: groups, weights: Array(repeating: 1, count: 400))
        let plain = LogisticLearner().learn(features, targets: labels, weights: Array(repeating: 1, count: 400))
            .decisions(features)
        let before = moments.violations(plain).max() ?? 0
        let result = try ExponentiatedGradient(
            features, labels: labels, groups: groups, constraint: ParityConstraint(kind, .difference(0.05)))
        #expect(before > 0.05)
        #expect(result.violation < 0.05 + 2 * result.gap / 100 + 1e-9, "\(result.violation)")
        #expect(result.error + 0.05 >= moments.error(plain))
    }

    @Test func `a ratio bound holds between every group and everybody`() throws {
        let (features, labels, groups) = Self.problem
        let result = try ExponentiatedGradient(
            features, labels: labels, groups: groups,
            constraint: ParityConstraint(.demographicParity, .ratio(0.8, slack: 0)))
        let rates = result.scorer.probabilities(features)
        let all = rates.reduce(0, +) / 400
        for group in 0..<4 {
            let own = rates.indices.filter { groups[$0] == group }.map { rates[$0] }
            let mean = own.reduce(0, +) / Double(own.count)
            #expect(mean > 0.8 * all - 0.01 && 0.8 * mean < all + 0.01)
        }
    }

    @Test func `a row that counts twice is two rows`() {
        let (_, labels, groups) = Self.problem
        let constraint = ParityConstraint(.equalizedOdds)
        let weighted = ParityMoments(
            constraint, labels: labels, groups: groups, weights: labels.indices.map { $0 < 100 ? 2 : 1 })
        let doubled = ParityMoments(
            constraint, labels: labels + labels[..<100], groups: groups + groups[..<100],
            weights: Array(repeating: 1, count: 500))
        let decisions = labels.indices.map { $0 % 3 == 0 }
        for (first, second) in zip(
            weighted.violations(decisions), doubled.violations(decisions + decisions[..<100]))
        {
            #expect(agree(first, second, relative: 1e-12, absolute: 1e-12))
        }
        #expect(agree(weighted.error(decisions), doubled.error(decisions + decisions[..<100]), relative: 1e-12))
    }

    @Test(arguments: ParityConstraint.Kind.allCases)
    func `costs are what the Lagrangian loses by turning a decision`(kind: ParityConstraint.Kind) {
        let (_, labels, groups) = Self.problem
        let moments = ParityMoments(
            ParityConstraint(kind, .ratio(0.9, slack: 0)), labels: labels, groups: groups,
            weights: labels.indices.map { 1 + Double($0 % 3) })
        let multipliers = (0..<moments.count).map { Double($0 % 5) * 0.3 }
        func value(_ decisions: [Bool]) -> Double {
            zip(multipliers, moments.violations(decisions)).reduce(moments.error(decisions)) { $0 + $1.0 * $1.1 }
        }
        let costs = moments.costs(multipliers)
        var decisions = labels.indices.map { $0 % 2 == 0 }
        for row in stride(from: 0, to: 400, by: 37) {
            decisions[row] = false
            let negative = value(decisions)
            decisions[row] = true
            #expect(agree(400 * (negative - value(decisions)), costs[row], relative: 1e-9, absolute: 1e-9))
        }
    }
}
