internal import FairnessMetrics
public import MatrixKernels
public import Models
internal import NumericalKernels

/// Learns the group from one part of the states and is judged on the other.
///
/// An eraser must be fitted on rows of the part that probes learn from alone, or on others altogether: one that has seen
/// the held-out rows leaves a probe less than nothing to find there. Its own sampling error is not in the intervals, which
/// are those of a probe as it is.
public struct LeakageProbe: Sendable {
    /// What learns.
    public enum Kind: Sendable, Hashable {
        /// Multinomial logistic regression on standardised states.
        case linear(LogisticSettings)
        /// A network of dense layers on standardised states.
        case perceptron(PerceptronProbe)
    }

    /// The name in reports.
    public let name: String
    /// What learns.
    public let kind: Kind

    /// Makes a probe.
    public init(name: String, kind: Kind) {
        self.name = name
        self.kind = kind
    }

    /// Logistic regression with scikit-learn's default penalty on standardised states.
    public static let linear = LeakageProbe(name: "linear", kind: .linear(LogisticSettings(ridge: 1)))
    /// One hidden layer of 128 units.
    public static let perceptron = LeakageProbe(name: "mlp", kind: .perceptron(PerceptronProbe()))

    /// Measures how well the group can be told from states, among all rows and among those of each label.
    ///
    /// - Parameters:
    ///   - states: `[rows, width]`.
    ///   - groups: The group of each row, `[rows]`; a row without one is left out.
    ///   - groupCount: The number of groups, at least 2.
    ///   - labels: The label of each row, `[rows]`; a row without one counts among all rows alone. nil measures only
    ///     there.
    ///   - labelCount: The number of labels, which are numbered from 0.
    ///   - split: The rows to learn from and to be judged on.
    ///   - confidence: The level of the intervals.
    ///   - seed: Decides what a network starts from and how it reads its rows.
    public func measure(
        _ states: Matrix, groups: [Int?], groupCount: Int, labels: [Int?]? = nil, labelCount: Int = 0,
        split: (training: [Int], held: [Int]), confidence: Double = 0.95, seed: UInt64
    ) -> Leakage {
        precondition(
            groups.count == states.rows && labels?.count ?? states.rows == states.rows && groupCount >= 2,
            "\(groups.count) groups of \(groupCount) and \(labels?.count ?? states.rows) labels for \(states.rows) rows"
        )
        let scopes = [Leakage.Scope.all] + (labels == nil ? [] : (0..<labelCount).map { .label($0) })
        let findings = scopes.map { scope in
            func rows(_ numbers: [Int]) -> [Int] {
                numbers.filter { row in
                    guard groups[row] != nil else { return false }
                    guard case .label(let label) = scope else { return true }
                    return labels?[row] == label
                }
            }
            return finding(
                states, groups, groupCount, scope, rows(split.training), rows(split.held), confidence, seed)
        }
        return Leakage(probe: name, findings: findings)
    }

    private func finding(
        _ states: Matrix, _ groups: [Int?], _ groupCount: Int, _ scope: Leakage.Scope, _ training: [Int], _ held: [Int],
        _ confidence: Double, _ seed: UInt64
    ) -> Leakage.Finding {
        let (targets, truth) = (training.map { groups[$0] ?? 0 }, held.map { groups[$0] ?? 0 })
        let areas = groupCount == 2 ? [1] : Array(0..<groupCount)
        func unmeasured(_ reason: String) -> Leakage.Finding {
            Leakage.Finding(
                scope: scope, trainingRows: training.count, heldOutRows: held.count, majority: .undefined(reason),
                accuracy: .undefined(reason), areas: areas.map { _ in .undefined(reason) })
        }
        guard Set(targets).count >= 2 else { return unmeasured("the rows to learn from have fewer than two groups") }
        guard !held.isEmpty else { return unmeasured("no row with a known group is held out") }
        let logits = logits(states.rows(at: training), targets, groupCount, states.rows(at: held), seed)
        let common = targets.mostCommon(below: groupCount)
        let predictions = truth.indices.map { row in
            (1..<groupCount).reduce(0) { logits[row, $1] > logits[row, $0] ? $1 : $0 }
        }
        func share(_ hits: Int) -> Estimate {
            GroupMetric.accuracy.estimate(
                in: Tally(truePositives: hits, falsePositives: truth.count - hits, falseNegatives: 0, trueNegatives: 0),
                confidence: confidence)
        }
        return Leakage.Finding(
            scope: scope, trainingRows: training.count, heldOutRows: held.count,
            majority: share(truth.count { $0 == common }),
            accuracy: share(zip(predictions, truth).count { $0 == $1 }),
            areas: areas.map { LeakageProbe.area(logits, truth, group: $0, confidence) })
    }

    /// Returns the held-out rows' logits, `[rows, groups]`.
    private func logits(
        _ training: Matrix, _ targets: [Int], _ groupCount: Int, _ held: Matrix, _ seed: UInt64
    ) -> DoubleMatrix {
        switch kind {
        case .linear(let settings):
            LogisticFit(features: training, targets: targets, classes: groupCount, settings: settings)
                .model.logits(held)
        case .perceptron(let probe): probe.logits(training, targets, groupCount, held, seed: seed)
        }
    }

    /// The area of one group against the others, by the margin of its logit over theirs.
    private static func area(_ logits: DoubleMatrix, _ truth: [Int], group: Int, _ confidence: Double) -> Estimate {
        var sample = ScoreSample()
        for row in truth.indices {
            let others = (0..<logits.columns).filter { $0 != group }.map { logits[row, $0] }
            sample.add(
                logits[row, group] - others.logSumExp, label: truth[row] == group ? .positive : .negative)
        }
        var tally = Tally()
        tally.scores = sample
        return GroupMetric.areaUnderROCCurve.estimate(in: tally, confidence: confidence)
    }
}
