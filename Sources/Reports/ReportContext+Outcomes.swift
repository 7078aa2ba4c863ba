internal import FairnessMetrics

/// What reports of numeric and multi-class outcomes need to know.
extension ReportContext {
    /// The largest difference of `metric` that is not material, in its unit.
    func margin(of metric: String) -> Double {
        guard let outcome = results.assessment.outcome, let metric = GroupMetric.named(metric) else {
            return settings.margin
        }
        return outcome.margin(settings.margin, of: metric)
    }

    /// The margin of the headline metrics in words: `5.0 points`, `0.05 standard deviations of the label (0.146)`.
    var marginWords: String {
        guard let outcome = results.assessment.outcome else { return settings.margin.points }
        let size = (settings.margin * outcome.deviation).plain
        return "\(settings.margin.plainTick) standard deviations of the \(outcome.column.rawValue) (\(size))"
    }

    /// The margin of the other metrics in words.
    var otherMarginWords: String {
        guard let outcome = results.assessment.outcome else {
            return "for quantities that are no shares \(settings.margin.plain)"
        }
        let size = (settings.margin * outcome.deviation * outcome.deviation).plain
        return "for squared errors \(settings.margin.plainTick) variances of the \(outcome.column.rawValue) (\(size)); "
            + "for R squared \(settings.margin.plainTick)"
    }

    /// Whether a comparison of one class is among those that a reader sees first.
    func isMainOfClass(_ disparity: Disparity) -> Bool {
        guard disparity.isOfClass, disparity.aggregation == .difference else { return false }
        let measured = overall.classes.first?.metrics.map(\.metric) ?? []
        let main = ["selection_rate", "true_positive_rate", "false_positive_rate"].filter(measured.contains)
        return main.isEmpty ? disparity.metric == "base_rate" : main.contains(disparity.metric)
    }

    /// The metrics of single classes that the page needs of a combination of attributes: those of the gaps that it may
    /// put in words.
    func shownClasses(of group: GroupAssessment) -> [ClassAssessment] {
        let findings = classDisparities(group.key.attributes).filter { disparity in
            isMainOfClass(disparity) && disparity.verdict == .disparityShown
                && (disparity.evidence?.highest == group.key || disparity.evidence?.lowest == group.key)
        }
        return group.classes.compactMap { entry in
            let needed = Set(findings.filter { $0.className == entry.name }.map(\.metric))
            let metrics = entry.metrics.filter { needed.contains($0.metric) }
            return metrics.isEmpty ? nil : ClassAssessment(name: entry.name, metrics: metrics)
        }
    }

    /// The main comparisons of single classes by `attributes`, the largest gap that is beyond doubt first.
    func mainOfClasses(_ attributes: [String]) -> [Disparity] {
        let all = classDisparities(attributes).filter(isMainOfClass).enumerated()
        func rank(_ disparity: Disparity) -> (Double, Double) {
            guard let value = disparity.estimate.defined else { return (-1, -1) }
            return (value.interval.lower, value.value)
        }
        // The first named among equals.
        return all.sorted { first, second in
            let (a, b) = (rank(first.element), rank(second.element))
            return a != b ? a > b : first.offset < second.offset
        }.map(\.element)
    }
}

extension Disparity {
    /// Whether it compares one class between groups; equalized odds, over all classes, only names the one that sets it.
    var isOfClass: Bool {
        className != nil && aggregation != .equalizedOddsDifference && aggregation != .equalizedOddsRatio
    }
}
