internal import FairnessMetrics

/// What chance adds to the widest gap of the page, in a sentence.
struct RangeCorrection {
    let node: Node

    /// Tells of the comparison of most groups in the first headline metric, if more than two are compared anywhere.
    init?(_ context: ReportContext) {
        let gaps = context.attributeSets.compactMap { set in
            context.headlineMetrics.first.flatMap { context.difference(of: $0, set) }
        }.filter { $0.compared > 2 && $0.corrected != nil && $0.estimate.defined != nil }
        guard let gap = gaps.max(by: { $0.compared < $1.compared }), let value = gap.estimate.defined,
            let corrected = gap.corrected
        else { return nil }
        let metric = MetricWording(gap.metric)
        node = """
            The highest of many uncertain values lies above the highest true one, so that the widest of many gaps \
            overstates (Lum, Zhang, Bower 2022). By \(.attributes(gap.attributes)), \(counted(gap.compared, "group")), the \
            gap in the \(metric.nameWithinSentence) is \(metric.gap(value.value)); without what chance adds, about \
            \(metric.gap(corrected.value)). The results hold this correction for every gap, and the standard deviation \
            between the groups.
            """
    }
}
