extension GroupMetric {
    /// The mean of all classes' precisions; undefined if a class is never predicted.
    ///
    /// The precisions are independent given the predictions.
    public static let macroPrecision = GroupMetric(
        id: "macro_precision", name: "Macro precision", formula: "mean over classes of TP / (TP + FP)",
        question: "How often is a predicted class the right one, if all classes counted alike?",
        inputs: [.label, .prediction], tasks: [.multiclass], isHigherBetter: true
    ) { tally in
        tally.classes?.average(of: positivePredictiveValue) ?? .undefined("there are no classes")
    }
}
