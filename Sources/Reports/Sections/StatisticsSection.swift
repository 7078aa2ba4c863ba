internal import FairnessMetrics

extension ReportSection {
    /// How intervals, p-values and verdicts were made.
    static let statistics = ReportSection(
        id: "statistics", title: "How the numbers were made",
        question: "Which intervals, tests and corrections stand behind the verdicts?"
    ) { context in
        let assessment = context.results.assessment
        let level = context.settings.confidence.level
        // Half of what the confidence leaves, without the last digits that a subtraction adds.
        let tail = ((1 - context.settings.confidence) * 5e4).rounded() / 1e5
        let groups = [assessment.overall] + assessment.groups
        let methods = groups.flatMap { $0.metrics.compactMap(\.estimate.defined?.method) }
        let gapMethods = assessment.disparities.compactMap(\.estimate.defined?.method)
        let tests = assessment.disparities.compactMap(\.test)
        guard !methods.isEmpty else { return nil }
        var items: [(Node, Node)] = [("Intervals of rates", "\(MethodWording.names(methods)); each at \(level).")]
        if !gapMethods.isEmpty {
            let corrections = MethodWording.corrections(gapMethods).map { " They take \($0)." } ?? ""
            items.append(
                (
                    "Intervals of gaps",
                    """
                    \(MethodWording.names(gapMethods)).\(corrections) The intervals are simultaneous: at \(level) they hold \
                    for all groups of a comparison at once, so that picking out the highest and the lowest group does not \
                    make a gap look surer than it is.
                    """
                ))
        }
        if !tests.isEmpty {
            items.append(
                (
                    "Tests",
                    """
                    \(MethodWording.names(tests)). A p-value is the probability of a gap at least as extreme if all groups \
                    were alike; it does not say how large the gap is.
                    """
                ))
        }
        let limits = IntervalLimits(context.results).sentences
        if !limits.isEmpty { items.append(("Where intervals hold less", .text(limits.joined(separator: " ")))) }
        let families = assessment.familySizes.sorted { $0.key.name < $1.key.name }
        if !families.isEmpty {
            let sizes = families.map { "\($0.key.name.lowercased()): \(counted($0.value, "hypothesis", "hypotheses"))" }
            items.append(
                (
                    "Several tests",
                    """
                    p-values are adjusted after Holm over the family of all tests of one kind, so that the chance of even \
                    one false alarm stays below \((1 - context.settings.confidence).level); the results also hold the \
                    Benjamini-Hochberg and Benjamini-Yekutieli adjustments. Families: \(sizes.joined(separator: "; ")).
                    """
                ))
        }
        if let widest = RangeCorrection(context) { items.append(("Chance in a widest gap", widest.node)) }
        if context.settings.bootstrapDraws > 0 {
            items.append(
                (
                    "Bootstrap",
                    """
                    The counts were resampled \(context.settings.bootstrapDraws) times (seed \
                    \(String(context.settings.seed))). The results hold the intervals that follow: of rates (BCa), of gaps \
                    between all groups, and of whole families of gaps at once. Metrics of scores have none.
                    """
                ))
        }
        items += [
            (
                "Equivalence",
                """
                “No material disparity” is a finding too, and has its test: two one-sided tests show it where their \
                p-value, in the results, is \(tail.level) or less.
                """
            ),
            (
                "Power",
                """
                “Detectable” is the smallest true disparity that tables like this one would show in four repeats of \
                five. A gap below it may exist and stay unseen. “More rows” is how many further rows would \
                settle the question in four repeats of five if the present estimates hold; where more than two groups are \
                compared, their values are first shrunk by what chance adds to the widest gap.
                """
            ),
            (
                "Undefined",
                """
                A rate without anybody below the line is undefined. It is never counted as 0, it never enters a highest \
                or lowest value, and a comparison that had to leave a group out is never called free of disparity.
                """
            ),
        ]
        return [
            .takeaway("A verdict rests on the interval of the gap; where it shows a disparity, the test has to agree."),
            .element(
                .dl, [.class("prose")],
                items.flatMap { [.make(.dt, content: $0.0), .make(.dd, content: $0.1)] }),
        ] + (PowerCurve(context)?.nodes ?? [])
    }
}
