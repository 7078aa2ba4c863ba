internal import FairnessMetrics

extension ReportSection {
    /// Whether a score means the same in every group, and how each group's errors trade off.
    static let calibration = ReportSection(
        id: "calibration", title: "Calibration and error trade-off by group",
        question: "Does the same score mean the same for every group, and what does a threshold cost each?"
    ) { context in
        guard let calibration = context.results.assessment.calibration else { return nil }
        let wording = CalibrationWording(calibration: calibration, confidence: context.settings.confidence)
        let parts = context.singleSets.enumerated().flatMap { index, attributes in
            CalibrationByAttribute(
                context: context, wording: wording, attribute: attributes[0], id: "calibration-\(index)"
            ).nodes
        }
        guard !parts.isEmpty else { return nil }
        let remark: Node =
            calibration.isProbability
            ? .none
            : .paragraph(
                """
                The scores are no probabilities, so that whether they are calibrated is no question here. Whether the \
                same score goes with the same share of positives in every group still is one.
                """)
        return [.takeaway(wording.takeaway(context)), remark] + parts + [CalibrationMethods.node(calibration)]
    }
}

extension CalibrationWording {
    /// What a reader should take from the section.
    fileprivate func takeaway(_ context: ReportContext) -> Node {
        guard let surest else {
            let tested = calibration.comparisons.count { $0.test != nil }
            return tested == 0
                ? "No two groups have enough rows with both a label and a score to compare what a score means in each."
                : """
                By \(counted(tested, "attribute")) tested, people with the same score are not found to turn out \
                positive at different rates; that does not show that they are alike.
                """
        }
        let conclusion: Node =
            "by \(.attributes([surest.attribute])), the same score does not mean the same for every group."
        if let gap = surest.widest, let high = share(gap.highest, gap.bin), let low = share(gap.lowest, gap.bin) {
            return """
                Among people with a score of \(bin(gap.bin)), \(high.share.percent) of \(gap.highest) and \
                \(low.share.percent) of \(gap.lowest) turned out positive: \(conclusion)
                """
        }
        if let (gap, value) = surestAtSameScore(surest), let reference = surest.reference {
            return """
                At the same score, \(gap.group) turned out positive \(value.value.magnitude.points) \
                \(value.value > 0 ? "more" : "less") often than \(reference) (interval \(ends(value.interval))): \
                \(conclusion)
                """
        }
        return """
            By \(.attributes([surest.attribute])), the same score does not mean the same for every group, though no \
            range of scores holds enough people to show where.
            """
    }

    /// What the test between the groups of an attribute says.
    func finding(_ comparison: CalibrationComparison) -> Node {
        let left: Node =
            comparison.notCompared == 0
            ? .none : " \(counted(comparison.notCompared, "group")) with too few rows stayed out of the test."
        guard let test = comparison.test else {
            return "Too few groups have enough rows to test whether a score means the same in each.\(left)"
        }
        let p = test.adjustedPValue ?? test.pValue
        let verdict =
            speaks(comparison)
            ? "The same score does not mean the same for every group"
            : "The same score is not found to mean different things in different groups"
        return """
            \(verdict): p \(p < 0.0001 ? "" : "= ")\(p.pValueWords) (score test, \(test.degreesOfFreedom) degrees of \
            freedom, after Holm).\(left)
            """
    }
}

/// How the numbers of the section are made.
private enum CalibrationMethods {
    static func node(_ calibration: CalibrationAssessment) -> Node {
        var items: [(Node, Node)] = [
            (
                "Ranges of scores",
                """
                The same for every group and cut so that about a tenth of all rows lies in each; equal scores stay \
                together. A point stands at the group’s mean score there, its interval is Wilson’s.
                """
            )
        ]
        if calibration.isProbability {
            items += [
                (
                    "Intercept and slope",
                    """
                    logit P(y = 1) = α + β logit s, fitted to the group (Cox 1958). Calibrated: α = 0, β = 1. A slope \
                    below 1 says that scores are too extreme, above 1 too timid. Normal intervals; with weights the \
                    sandwich variance.
                    """
                ),
                (
                    "Calibrated?",
                    """
                    Score test of α = 0 and β = 1: U = Σ w (y − s) (1, logit s), whose variance Σ s (1 − s) (1, logit \
                    s)² the scores themselves state (with weights the empirical one); Holm over all groups. The \
                    results hold two more: Spiegelhalter’s (1986) compares the Brier score with what it would be were \
                    the scores right; Hosmer and Lemeshow’s (1980) depends on the cut of its ten bins.
                    """
                ),
            ]
        }
        items += [
            (
                "The same for every group?",
                """
                log odds = f(score) + a level and a slope for each group; tested is that both are 0 (Rao’s score test; \
                with weights Boos 1992). f is a chain of lines common to all groups, so that a curve that is bent, but \
                the same for all, is no finding.
                """
            ),
            (
                "Rates on the ROC curve",
                """
                The true positive rate where the false positive rate is 5, 10 and 20 %. The interval joins the doubt \
                about the threshold (from the negatives) with Wilson’s for the positives, each at √(1 − α), and holds \
                at least at 1 − α. Drawn curves are thinned; no point is further off than the error in the results.
                """
            ),
        ]
        return .details(
            "How these numbers are made",
            [
                .element(
                    .dl, [.class("prose")],
                    items.flatMap { [.make(.dt, content: $0.0), .make(.dd, content: $0.1)] })
            ])
    }
}
