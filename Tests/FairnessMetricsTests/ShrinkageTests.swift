import Glibc
import NumericalKernels
import TestSupport
import Testing

@testable import FairnessMetrics

/// Shrunken rates; exact posteriors from scipy, `Fixtures/cells/make_shrinkage.py` makes them.
struct ShrinkageTests {
    struct Fixture: Decodable {
        struct Case: Decodable {
            var cells: [[Int]]
            var successes: [Int]
            var sizes: [Int]
            var mean: [Double]
            var lower: [Double]
            var upper: [Double]
            var own: [Double]
            var logLikelihood: Double
        }
        var cases: [Case]
        var digamma: [[Double]]
        var betaQuantile: [[Double]]
    }

    static func fixture() throws -> Fixture { try Places.fixture("cells/shrinkage.json", as: Fixture.self) }

    static func sampled(_ successes: Int, _ size: Int, weight: Double = 1) -> Sampled? {
        func mass(_ count: Int) -> Mass {
            Mass(
                count: count, weight: weight * Double(count), squaredWeight: weight * weight * Double(count))
        }
        return Measurement.proportion(mass(successes), of: mass(size), otherwise: "nobody").sampled
    }

    static func values(_ test: Fixture.Case, order: [Int]? = nil, weight: Double = 1) -> [ShrunkenValue?] {
        let order = order ?? Array(test.cells.indices)
        return CellShrinkage.values(
            order.map { sampled(test.successes[$0], test.sizes[$0], weight: weight) },
            values: order.map { test.cells[$0] }, confidence: 0.95)
    }

    @Test func `special functions agree with scipy`() throws {
        let fixture = try ShrinkageTests.fixture()
        for row in fixture.digamma {
            let (digamma, trigamma) = GammaFunction.digammaAndTrigamma(row[0])
            #expect(agree(digamma, row[1], relative: 1e-13, absolute: 1e-13))
            #expect(agree(trigamma, row[2], relative: 1e-13))
        }
        for row in fixture.betaQuantile {
            let quantile = BetaDistribution(a: row[0], b: row[1]).quantile(row[2])
            #expect(agree(quantile, row[3], relative: 1e-9, absolute: 1e-200), "Beta(\(row[0]), \(row[1])) \(row[2])")
        }
    }

    @Test func `the likelihood is scipy's, and its derivatives are those of differences`() throws {
        for test in try ShrinkageTests.fixture().cases {
            let levels = test.cells[0].count > 1 ? Set(test.cells.map { $0[0] }).count : 0
            let cells = test.cells.indices.map { index in
                CellModel.Cell(
                    successes: Double(test.successes[index]), size: Double(test.sizes[index]),
                    terms: test.cells[index].count == 1
                        ? [0] : [0, 1 + test.cells[index][0], 1 + levels + test.cells[index][1]])
            }
            let parameters = (cells.flatMap(\.terms).max() ?? 0) + 1
            let model = CellModel(cells: cells, parameters: parameters)
            let beta = (0..<parameters).map {
                parameters == 1 ? -0.4 : -0.4 + 0.9 * Double($0) / Double(parameters - 1)
            }
            let found = model.derivatives(beta, 7)
            let average = logistic(beta[0])
            let spread = CellModel.effectSpread
            let prior =
                0.5 * log(average * (1 - average))
                - beta.dropFirst().reduce(0) { $0 + $1 * $1 } / (2 * spread * spread)
            #expect(agree(found.value - prior, test.logLikelihood, relative: 1e-11))
            for index in beta.indices {
                func moved(_ by: Double) -> (value: Double, gradient: [Double]) {
                    var other = beta
                    other[index] += by
                    let result = model.derivatives(other, 7)
                    return (result.value, result.gradient)
                }
                let (up, down) = (moved(1e-5), moved(-1e-5))
                #expect(agree(found.gradient[index], (up.value - down.value) / 2e-5, relative: 1e-6, absolute: 1e-6))
                for other in beta.indices {
                    let curvature = -(up.gradient[other] - down.gradient[other]) / 2e-5
                    #expect(
                        agree(found.observed[index * parameters + other], curvature, relative: 1e-6, absolute: 1e-6))
                }
            }
        }
    }

    @Test func `values and intervals agree with the exact posterior`() throws {
        for test in try ShrinkageTests.fixture().cases {
            for (index, value) in ShrinkageTests.values(test).enumerated() {
                let value = try #require(value)
                // Laplace's approximation and the quadrature cost this much in the smallest tables.
                #expect(agree(value.value, test.mean[index], relative: 0, absolute: 0.01))
                #expect(agree(value.interval.lower, test.lower[index], relative: 0, absolute: 0.012))
                #expect(agree(value.interval.upper, test.upper[index], relative: 0, absolute: 0.012))
                #expect(agree(value.weightOnOwnData, test.own[index], relative: 0, absolute: 0.02))
                #expect(value.method == (test.cells[0].count > 1 ? "beta_binomial_logit" : "beta_binomial"))
            }
        }
    }

    @Test func `order, weight scale and turning success about change nothing`() throws {
        for test in try ShrinkageTests.fixture().cases {
            let plain = ShrinkageTests.values(test)
            let order = Array(test.cells.indices.reversed())
            let reversed = ShrinkageTests.values(test, order: order)
            let scaled = ShrinkageTests.values(test, weight: 3.5)
            var turned = test
            turned.successes = zip(test.sizes, test.successes).map { $0 - $1 }
            let complement = ShrinkageTests.values(turned)
            for index in plain.indices {
                let value = try #require(plain[index])
                #expect(agree(try #require(reversed[plain.count - 1 - index]).value, value.value, relative: 1e-7))
                #expect(agree(try #require(scaled[index]).value, value.value, relative: 1e-7))
                let mirrored = try #require(complement[index]).complement
                #expect(agree(mirrored.value, value.value, relative: 1e-5))
                #expect(agree(mirrored.interval.lower, value.interval.lower, relative: 1e-4, absolute: 1e-6))
            }
        }
    }

    @Test func `a value lies between the cell's own rate and what is expected, the more its own the larger`() throws {
        let sizes = [5, 50, 500, 5_000, 50_000]
        let rates = sizes.map { ShrinkageTests.sampled($0 / 5 * ($0 == 5 ? 5 : 2), $0) }
        let values = CellShrinkage.values(rates, values: sizes.indices.map { [$0] }, confidence: 0.95)
        let small = try #require(values[0])
        #expect(small.value < 0.95 && small.value > 0.4, "5 of 5 is drawn towards 0.4")
        let weights = try values.map { try #require($0).weightOnOwnData }
        #expect(weights == weights.sorted() && weights[4] > 2 * weights[1])
        #expect(try #require(values[4]).interval.contains(0.4))
    }

    @Test func `few cells, undefined cells and other metrics are left alone`() {
        let cell = ShrinkageTests.sampled(3, 10)
        let few = CellShrinkage.values([cell, cell, cell], values: [[0, 0], [0, 1], [1, 0]], confidence: 0.95)
        #expect(few.allSatisfy { $0 == nil })
        let some = CellShrinkage.values(
            [cell, nil, cell, cell, cell], values: [[0, 0], [0, 1], [1, 0], [1, 1], [2, 0]], confidence: 0.95)
        #expect(some.map { $0 == nil } == [false, true, false, false, false])
        let other = Sampled(value: 0.3, effectiveSize: 10, model: .jaccard, numerator: nil, denominator: nil)
        let jaccard = CellShrinkage.values(
            Array(repeating: other, count: 6), values: (0..<6).map { [$0] }, confidence: 0.95)
        #expect(jaccard.allSatisfy { $0 == nil })
    }

    @Test func `cells without any success keep a finite value and an interval above zero`() throws {
        let cells = (0..<6).map { _ in ShrinkageTests.sampled(0, 20) }
        for value in CellShrinkage.values(cells, values: (0..<6).map { [$0 / 3, $0 % 3] }, confidence: 0.95) {
            let value = try #require(value)
            #expect(value.value > 0 && value.value < 0.05 && value.interval.upper > value.value)
        }
    }
}
