extension GroupMetric {
    /// Every metric there is, in the order of reports. A metric is one file in `Metrics/` and one line here.
    public static let all: [GroupMetric] = [
        .count,
        .baseRate,
        .selectionRate,
        .truePositiveRate,
        .falsePositiveRate,
        .trueNegativeRate,
        .falseNegativeRate,
        .positivePredictiveValue,
        .negativePredictiveValue,
        .falseDiscoveryRate,
        .falseOmissionRate,
        .accuracy,
        .balancedAccuracy,
        .macroPrecision,
        .f1,
        .macroF1,
        .areaUnderROCCurve,
        .averagePrecision,
        .brierScore,
        .logLoss,
        .expectedCalibrationError,
        .meanScore,
        .meanLabel,
        .meanPrediction,
        .meanError,
        .meanAbsoluteError,
        .meanSquaredError,
        .rootMeanSquaredError,
        .rSquared,
    ]

    /// The metrics that are measured of each class against all others, in a multi-class audit.
    public static let ofClasses: [GroupMetric] = [
        .baseRate,
        .selectionRate,
        .truePositiveRate,
        .falsePositiveRate,
        .positivePredictiveValue,
    ]

    /// Returns the metric with this id, or nil.
    public static func named(_ id: String) -> GroupMetric? { byId[id] }

    private static let byId = Dictionary(uniqueKeysWithValues: all.map { ($0.id, $0) })

    /// Returns the metrics that can be measured with these columns.
    public static func available(with inputs: Set<Input>, task: AuditTask = .binary) -> [GroupMetric] {
        all.filter { $0.tasks.contains(task) && $0.inputs.isSubset(of: inputs) }
    }
}
