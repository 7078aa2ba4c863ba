extension GroupMetric {
    /// The mean of all classes' precisions; undefined if a class is never predicted.
    ///
    /// The precisions are independent given the predictions.
    ///
    /// Macro-averaging as Sokolova and Lapalme (2009) define it.
    public static let macroPrecision = GroupMetric(
        id: "macro_precision", name: "Macro precision", formula: "mean over classes of TP / (TP + FP)",
        question: "How often is a predicted class the right one, if all classes counted alike?",
        source: "Sokolova, Lapalme 2009",
        inputs: [.label, .prediction], tasks: [.multiclass], isHigherBetter: true
    ) { tally in
        tally.classes?.average(of: positivePredictiveValue) ?? .undefined("there are no classes")
    }
}
