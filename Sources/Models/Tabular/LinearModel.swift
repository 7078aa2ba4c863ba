internal import Files
public import MatrixKernels

/// A logistic regression with the names of what it reads and says, as a file holds it.
///
/// ```json
/// {"schema": "assize.linear/1", "features": ["age", "income"], "classes": ["no", "yes"],
///  "coefficients": [[0.04, -0.3]], "intercepts": [1.5], "means": [41.2, 3.5]}
/// ```
/// `coefficients` are those of `LogisticRegression`, in the units of the features: of two classes one list, for the second
/// against the first; of more a list each. `means` are those of the features over the rows that absent features are taken
/// from, such as the ones it was fitted to; they may be left out.
public struct LinearModel: Predictor, Equatable {
    /// The name of the format.
    public static let schema = "assize.linear/1"

    /// The names of the columns that it reads, `[features]`.
    public let features: [String]
    /// The names of the classes, in the order of the logits.
    public let outputs: [String]
    /// The coefficients and intercepts.
    public let regression: LogisticRegression
    /// The mean of each feature over a background, `[features]`; nil if nobody knows.
    public let means: [Double]?

    /// Names the parts of a regression.
    public init(features: [String], classes: [String], regression: LogisticRegression, means: [Double]? = nil) {
        precondition(
            features.count == regression.featureCount && classes.count == regression.classes
                && means.map { $0.count == features.count } ?? true,
            "\(features.count) features, \(classes.count) classes and \(means?.count ?? 0) means for "
                + "[\(regression.classes), \(regression.featureCount)]")
        self.features = features
        outputs = classes
        self.regression = regression
        self.means = means
    }

    /// Returns the probabilities, `[rows, classes]`, of rows of features, `[features]` each.
    public func scores(_ inputs: [[Double]]) -> Matrix {
        let table = Matrix(rows: inputs.count, columns: features.count, inputs.joined().map { Float($0) })
        let found = regression.probabilities(table)
        return Matrix(rows: found.rows, columns: found.columns, found.values.map { Float($0) })
    }

    /// Returns the logits of one row, `[classes]`, in double precision; of two classes the first has 0.
    ///
    /// - Parameter features: `[features]`.
    public func logits(_ features: [Double]) -> [Double] {
        precondition(features.count == self.features.count, "\(features.count) features for \(self.features.count)")
        let sums = regression.intercepts.indices.map { row in
            features.indices.reduce(regression.intercepts[row]) { $0 + regression.coefficients[row, $1] * features[$1] }
        }
        return outputs.count == 2 ? [0] + sums : sums
    }
}
