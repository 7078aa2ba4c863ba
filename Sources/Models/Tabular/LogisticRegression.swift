internal import Glibc
public import MatrixKernels

/// Multinomial logistic regression on a table of numbers: logits x Bᵀ + a.
///
/// Two classes have one row of coefficients, for the second class against the first; more have a row each, and no class is
/// the one to compare with, as in scikit-learn.
public struct LogisticRegression: Sendable, Equatable {
    /// The number of classes, at least 2.
    public let classes: Int
    /// B, `[1 or classes, features]`, in the units of the features.
    public let coefficients: DoubleMatrix
    /// a, `[1 or classes]`; if fitted for more than two classes they sum to 0.
    public let intercepts: [Double]

    /// Makes a model of its parts.
    public init(classes: Int, coefficients: DoubleMatrix, intercepts: [Double]) {
        precondition(
            classes >= 2 && coefficients.rows == (classes == 2 ? 1 : classes) && intercepts.count == coefficients.rows,
            "[\(coefficients.rows), \(coefficients.columns)] and \(intercepts.count) for \(classes) classes")
        self.classes = classes
        self.coefficients = coefficients
        self.intercepts = intercepts
    }

    /// The number of features.
    public var featureCount: Int { coefficients.columns }

    /// Returns the logits, `[rows, classes]`, of features `[rows, features]`; of two classes the first has 0.
    public func logits(_ features: Matrix) -> DoubleMatrix {
        precondition(features.columns == featureCount, "\(features.columns) features for \(featureCount)")
        var sums = DoubleMatrix(features).timesTransposed(coefficients)
        sums.addToRows(intercepts)
        guard classes == 2 else { return sums }
        return DoubleMatrix(joining: [DoubleMatrix(rows: sums.rows, columns: 1), sums])
    }

    /// Returns the probability of each class, `[rows, classes]`.
    public func probabilities(_ features: Matrix) -> DoubleMatrix {
        var result = logits(features)
        _ = result.softmaxRows()
        return result
    }

    /// Returns the class with the largest logit, the first of equal ones, `[rows]`.
    public func predictions(_ features: Matrix) -> [Int] {
        let logits = logits(features)
        return (0..<logits.rows).map { row in
            (1..<classes).reduce(0) { logits[row, $1] > logits[row, $0] ? $1 : $0 }
        }
    }
}

extension DoubleMatrix {
    /// Replaces each row by its softmax; returns ln Σ exp of each, `[rows]`.
    package mutating func softmaxRows() -> [Double] {
        let (rows, columns) = (rows, columns)
        return values.withUnsafeMutableBufferPointer { values in
            (0..<rows).map { row in
                let range = row * columns..<(row + 1) * columns
                var highest = -Double.infinity
                for index in range { highest = max(highest, values[index]) }
                var sum = 0.0
                for index in range {
                    values[index] = exp(values[index] - highest)
                    sum += values[index]
                }
                for index in range { values[index] /= sum }
                return highest + log(sum)
            }
        }
    }
}
