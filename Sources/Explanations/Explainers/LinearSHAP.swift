public import MatrixKernels
public import Models

/// Shapley values of a logistic regression's margin in closed form (Štrumbelj, Kononenko 2014), interventional.
///
/// Absent features take their mean over the background: φᵢ = bᵢ (xᵢ − x̄ᵢ), exactly, without evaluations.
public struct LinearSHAP: Sendable {
    /// The id in results.
    public static let id = "linear_shap"
    /// What it does, in one line.
    public static let summary = "Shapley values of a linear margin in closed form"
    /// Who published it.
    public static let source = "Štrumbelj, Kononenko 2014; Lundberg, Lee 2017"

    /// The margin's coefficients, `[features]`.
    private let coefficients: [Double]
    private let intercept: Double
    /// The mean of each feature over the background, `[features]`.
    private let means: [Double]

    /// Makes the method for one class of a model.
    ///
    /// - Parameters:
    ///   - model: The model.
    ///   - label: The class whose logit is divided: of two classes 1 is the margin and 0 is less the margin.
    ///   - background: Rows that absent features are taken from, `[rows, features]`, at least one.
    /// - Throws: `ExplanationsError` for a label that the model does not have or a background of another width or without
    ///   rows.
    public init(_ model: LogisticRegression, label: Int = 1, background: DoubleMatrix) throws {
        guard (0..<model.classes).contains(label) else {
            throw ExplanationsError.setting(
                name: "label", value: "\(label)", remedy: "labels are numbered from 0 to \(model.classes - 1)")
        }
        guard background.columns == model.featureCount else {
            throw ExplanationsError.mismatch(
                what: "features in the background", count: background.columns, expected: model.featureCount)
        }
        guard background.rows > 0 else {
            throw ExplanationsError.tooFewRows(group: "background", count: 0, needed: 1)
        }
        let row = model.classes == 2 ? 0 : label
        let sign: Double = model.classes == 2 && label == 0 ? -1 : 1
        coefficients = (0..<model.featureCount).map { sign * model.coefficients[row, $0] }
        intercept = sign * model.intercepts[row]
        means = background.columnSums().map { $0 / Double(background.rows) }
    }

    /// Divides the margin of one row among its features.
    ///
    /// - Throws: `ExplanationsError` for another number of features, or one that is not finite.
    public func explain(_ features: [Double], confidence: Double = 0.95) throws -> Attribution {
        guard features.count == coefficients.count else {
            throw ExplanationsError.mismatch(what: "features", count: features.count, expected: coefficients.count)
        }
        guard !features.isEmpty else { throw ExplanationsError.noPlayers }
        let values = features.indices.map { coefficients[$0] * (features[$0] - means[$0]) }
        let base = zip(coefficients, means).reduce(intercept) { $0 + $1.0 * $1.1 }
        let everyone = zip(coefficients, features).reduce(intercept) { $0 + $1.0 * $1.1 }
        for number in [everyone, base] where !number.isFinite {
            throw ExplanationsError.notFinite(value: "\(number)", absent: [])
        }
        return .exact(
            LinearSHAP.id, base: base, everyone: everyone, evaluations: 0, confidence: confidence, values)
    }
}
