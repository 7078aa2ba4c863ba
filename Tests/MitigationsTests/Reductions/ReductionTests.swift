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
