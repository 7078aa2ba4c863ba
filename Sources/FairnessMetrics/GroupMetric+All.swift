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
        .f1,
        .areaUnderROCCurve,
        .averagePrecision,
        .brierScore,
        .logLoss,
        .expectedCalibrationError,
        .meanScore,
    ]

    /// Returns the metric with this id, or nil.
    public static func named(_ id: String) -> GroupMetric? { all.first { $0.id == id } }

    /// Returns the metrics that can be measured with these columns.
    public static func available(with inputs: Set<Input>) -> [GroupMetric] {
        all.filter { $0.inputs.isSubset(of: inputs) }
    }
}
