import Foundation
import MatrixKernels
import NumericalKernels
import TestSupport
import Testing

@testable import Models

struct LogisticRegressionTests {
    struct Fixture: Decodable {
        struct Case: Decodable, CustomTestStringConvertible {
            let name: String
            let rows: Int, width: Int, classes: Int
            let ridge: Double, lasso: Double
            let standard: Bool, intercept: Bool
            let features: [Double]
            let targets: [Int]
            let weights: [Double]?
            let coefficients: [Double], intercepts: [Double]

            var testDescription: String { name }
            var matrix: Matrix { Matrix(rows: rows, columns: width, features.map { Float($0) }) }
            var settings: LogisticSettings {
                LogisticSettings(ridge: ridge, lasso: lasso, isStandardized: standard, hasIntercept: intercept)
            }
        }
        let logistic: [Case]
    }

    static let cases: [Fixture.Case] = {
        do { return try Places.fixture("mitigations/erasure.json", as: Fixture.self).logistic } catch {
            fatalError("\(error)")
        }
    }()

    @Test(arguments: cases) func `coefficients are scikit-learn's`(known: Fixture.Case) {
        let fit = LogisticFit(
            features: known.matrix, targets: known.targets, classes: known.classes, weights: known.weights,
            settings: known.settings)
        #expect(fit.isConverged)
        for (found, expected) in zip(fit.model.coefficients.values, known.coefficients) {
            #expect(agree(found, expected, relative: 1e-6, absolute: 1e-6))
            if known.lasso > 0 && expected == 0 { #expect(found == 0) }
        }
        for (found, expected) in zip(fit.model.intercepts, known.intercepts) {
            #expect(agree(found, expected, relative: 1e-6, absolute: 1e-6))
        }
    }

    @Test(arguments: cases.filter { $0.lasso == 0 })
    func `many coefficients are found without a Hessian`(known: Fixture.Case) {
        var settings = known.settings
        settings.newtonLimit = 0
        let fit = LogisticFit(
            features: known.matrix, targets: known.targets, classes: known.classes, weights: known.weights,
            settings: settings)
        #expect(fit.isConverged && fit.steps > 10)
        for (found, expected) in zip(fit.model.coefficients.values, known.coefficients) {
            #expect(agree(found, expected, relative: 1e-5, absolute: 1e-5))
        }
    }

    @Test(arguments: cases) func `no step in any direction makes the objective smaller`(known: Fixture.Case) {
        let fit = LogisticFit(
            features: known.matrix, targets: known.targets, classes: known.classes, weights: known.weights,
            settings: LogisticSettings(
                ridge: known.ridge, lasso: known.lasso, isStandardized: false, hasIntercept: known.intercept))
        func objective(_ model: LogisticRegression) -> Double {
            let probabilities = model.probabilities(known.matrix)
            var sum = 0.0
            for row in known.targets.indices {
                sum -= (known.weights?[row] ?? 1) * log(probabilities[row, known.targets[row]])
            }
            for value in model.coefficients.values { sum += known.ridge / 2 * value * value + known.lasso * abs(value) }
            return sum
        }
        let least = objective(fit.model)
        #expect(agree(least, fit.objective, relative: 1e-9))
        for index in fit.model.coefficients.values.indices {
            for step in [-1e-3, 1e-3] {
                var moved = fit.model.coefficients
                moved.values[index] += step
                let model = LogisticRegression(
                    classes: known.classes, coefficients: moved, intercepts: fit.model.intercepts)
                #expect(objective(model) > least)
            }
        }
    }

    @Test func `a row of weight 2 counts as two rows, and one of weight 0 as none`() {
        let known = LogisticRegressionTests.cases[0]
        let rows = Array(0..<40) + Array(0..<20)
        let doubled = LogisticFit(
            features: known.matrix.rows(at: rows), targets: rows.map { known.targets[$0] }, classes: 2)
        let weighted = LogisticFit(
            features: known.matrix, targets: known.targets, classes: 2,
            weights: (0..<known.rows).map { $0 < 20 ? 2 : ($0 < 40 ? 1 : 0) })
        for (one, other) in zip(doubled.model.coefficients.values, weighted.model.coefficients.values) {
            #expect(agree(one, other, relative: 1e-9))
        }
    }

    @Test func `with standardised features units do not matter`() {
        let known = LogisticRegressionTests.cases[6]
        let scaled = Matrix(
            rows: known.rows, columns: known.width,
            known.matrix.values.enumerated().map { index, value in
                index % known.width == 1 ? value * 1024 : value
            })
        let plain = LogisticFit(features: known.matrix, targets: known.targets, classes: 3).model
        let model = LogisticFit(features: scaled, targets: known.targets, classes: 3).model
        let (one, other) = (plain.probabilities(known.matrix), model.probabilities(scaled))
        #expect(zip(one.values, other.values).allSatisfy { agree($0, $1, relative: 1e-9) })
        #expect(plain.predictions(known.matrix) == model.predictions(scaled))
        for row in 0..<known.rows { #expect(abs((0..<3).reduce(0) { $0 + one[row, $1] } - 1) < 1e-12) }
    }

    @Test func `constant and repeated features do no harm, and classes without rows get small probabilities`() {
        let features = Matrix(rows: 6, columns: 3, [1, 7, 1, 2, 7, 2, 3, 7, 3, 4, 7, 4, 5, 7, 5, 6, 7, 6])
        for ridge in [0.0, 1] {
            let fit = LogisticFit(
                features: features, targets: [0, 1, 0, 1, 0, 1], classes: 3, settings: LogisticSettings(ridge: ridge))
            #expect(fit.model.coefficients.values.allSatisfy { $0.isFinite })
            #expect(fit.model.probabilities(features)[0, 2] < 0.01)
        }
    }

    @Test func `without penalty separated classes are said not to have converged or are told apart for certain`() {
        let features = Matrix(rows: 4, columns: 1, [1, 2, 3, 4])
        let fit = LogisticFit(
            features: features, targets: [0, 0, 1, 1], classes: 2, settings: LogisticSettings(ridge: 0))
        #expect(fit.model.predictions(features) == [0, 0, 1, 1])
        #expect(fit.model.coefficients.values.allSatisfy { $0.isFinite })
        #expect(!fit.isConverged || fit.objective < 1e-8)
    }
}
