public import MatrixKernels
internal import NumericalKernels

/// -ln p(target), averaged over the rows (softmax cross-entropy).
public struct CrossEntropy: Sendable {
    /// How much of the target is spread evenly over all classes, from 0 to below 1 (Szegedy et al. 2016).
    public var labelSmoothing: Double
    /// A weight for each class, `[classes]`; the mean is weighted by the targets'. nil weighs all alike.
    public var classWeights: [Double]?
    /// Rows with this target do not count.
    public var ignoredTarget: Int32?

    /// Makes a loss.
    public init(labelSmoothing: Double = 0, classWeights: [Double]? = nil, ignoredTarget: Int32? = -100) {
        precondition((0..<1).contains(labelSmoothing), "a label smoothing of \(labelSmoothing)")
        self.labelSmoothing = labelSmoothing
        self.classWeights = classWeights
        self.ignoredTarget = ignoredTarget
    }

    /// Returns the loss and its gradients.
    ///
    /// - Parameters:
    ///   - logits: `[rows, classes]`.
    ///   - targets: A class for each row, `[rows]`.
    ///   - rowWeights: How much each row counts, `[rows]`; nil counts all alike.
    public func callAsFunction(_ logits: Matrix, _ targets: [Int32], rowWeights: [Double]? = nil) -> Loss {
        let classes = logits.columns
        precondition(targets.count == logits.rows, "\(targets.count) targets for \(logits.rows) rows")
        precondition(rowWeights.map { $0.count == logits.rows } ?? true, "row weights for other rows")
        precondition(classWeights.map { $0.count == classes } ?? true, "class weights for other classes")
        let weights = classWeights ?? [Double](repeating: 1, count: classes)
        let weightSum = weights.reduce(0, +)
        let spread = labelSmoothing / Double(classes)
        var counted = [Double](repeating: 0, count: targets.count)
        for (row, target) in targets.enumerated() where target != ignoredTarget {
            precondition(target >= 0 && Int(target) < classes, "target \(target) of \(classes) classes")
            counted[row] = (rowWeights?[row] ?? 1) * weights[Int(target)]
        }
        let total = counted.reduce(0, +)
        guard total > 0 else { return Loss(value: nil, gradients: Matrix(rows: logits.rows, columns: classes)) }
        var probabilities = logits
        let normalizers = probabilities.softmaxRows()
        var gradients = probabilities.mutableSpan
        var sum = 0.0
        for (row, target) in targets.enumerated() {
            let first = row * classes
            guard target != ignoredTarget else {
                for column in 0..<classes { gradients[first + column] = 0 }
                continue
            }
            let rowWeight = (rowWeights?[row] ?? 1) / total
            let own = (1 - labelSmoothing) * weights[Int(target)]
            sum += rowWeight * own * (normalizers[row] - Double(logits[row, Int(target)]))
            let scale = rowWeight * (own + spread * weightSum)
            for column in 0..<classes { gradients[first + column] *= Float(scale) }
            gradients[first + Int(target)] -= Float(rowWeight * own)
            guard spread > 0 else { continue }
            for column in 0..<classes {
                let share = rowWeight * spread * weights[column]
                sum += share * (normalizers[row] - Double(logits[row, column]))
                gradients[first + column] -= Float(share)
            }
        }
        return Loss(value: sum, gradients: probabilities)
    }
}
