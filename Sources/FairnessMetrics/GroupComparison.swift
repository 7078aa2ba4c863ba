internal import Glibc
internal import NumericalKernels

/// A group that takes part in a comparison.
struct ComparedGroup: Sendable {
    var key: GroupKey
    /// Rows of the group, those that the metric does not use included.
    var count: Int
    var sampled: Sampled

    /// How many people of this group exceed the count that another's rate would give, for proportions.
    func excess(over other: ComparedGroup) -> Double? {
        guard case .proportion = sampled.model, let denominator = sampled.denominator else { return nil }
        return (sampled.value - other.sampled.value) * denominator.weight
    }
}

/// One metric of the groups of one set of attributes, ready to be compared in any way.
struct GroupComparison: Sendable {
    var metric: String
    /// The class that the metric takes for positive, in a multi-class audit.
    var className: String?
    var attributes: [String]
    /// The groups in which the metric could be estimated, in the order of display.
    let groups: [ComparedGroup]
    /// Known groups in which it could not.
    var notEstimable: Int
    /// The metric among rows whose group is missing, unless they are compared as a group.
    let unknown: Sampled?
    /// The metric over everybody.
    var overall: Measurement
    var settings: AssessmentSettings
    /// The p-value of the hypothesis that all groups are alike, and the test.
    let homogeneity: (p: Double, test: String)
    /// What the margin counts, where it is not the metric's plain unit.
    let marginScale: MarginScale?
    /// The largest difference that two groups can have: 1 for shares.
    let largestGap: Double

    init(
        metric: String, attributes: [String], groups: [ComparedGroup], notEstimable: Int, unknown: Sampled? = nil,
        overall: Measurement, settings: AssessmentSettings, className: String? = nil
    ) {
        self.metric = metric
        self.className = className
        self.attributes = attributes
        self.groups = groups
        self.notEstimable = notEstimable
        self.unknown = unknown
        self.overall = overall
        self.settings = settings
        let kind = GroupMetric.named(metric)
        marginScale = settings.outcome.flatMap { MarginScale(kind?.scale ?? .plain, of: $0, settings.margin) }
        largestGap = kind?.isShare == true ? 1 : .infinity
        homogeneity = groups.count < 2 ? (1, "none") : GroupComparison.homogeneityTest(groups)
    }

    /// Returns the disparity with nothing but its reason, for what cannot be compared.
    func undefined(_ aggregation: Aggregation, _ reason: String) -> Disparity {
        named(
            Disparity(
                metric: metric, attributes: attributes, aggregation: aggregation, estimate: .undefined(reason),
                verdict: .cannotTell, reason: reason.capitalisedSentence, margin: margin(aggregation),
                compared: groups.count, notEstimable: notEstimable))
    }

    /// Returns a disparity of known size, judged.
    ///
    /// - Parameter compared: How many groups were compared, if not all of `groups`.
    func judged(
        _ aggregation: Aggregation, value: Double, interval: Interval, method: String, compared: Int? = nil
    ) -> Disparity {
        let compared = compared ?? groups.count
        let judgement = Judgement(
            interval: interval, isRatio: aggregation.isRatio, margin: margin(aggregation), compared: compared,
            notEstimable: notEstimable, scale: marginScale)
        return named(
            Disparity(
                metric: metric, attributes: attributes, aggregation: aggregation,
                estimate: .defined(
                    Estimate.Value(
                        value: value, interval: interval, method: method,
                        effectiveSize: groups.reduce(0) { $0 + $1.sampled.effectiveSize })),
                verdict: judgement.verdict, reason: judgement.reason, margin: margin(aggregation),
                compared: compared, notEstimable: notEstimable))
    }

    private func named(_ disparity: Disparity) -> Disparity {
        var disparity = disparity
        disparity.className = className
        return disparity
    }

    func margin(_ aggregation: Aggregation) -> Double {
        aggregation.isRatio ? settings.ratioMargin : margin
    }

    /// The largest difference that is not material, in the metric's unit.
    var margin: Double { settings.margin * (marginScale?.unit ?? 1) }

    /// The reason why the groups cannot be compared with each other, or nil if they can.
    var tooFewGroups: String? {
        if groups.count >= 2 { return nil }
        let known = groups.count + notEstimable
        if known < 2 {
            return known == 0 ? "no known group to compare" : "only one known group: nothing to compare it with"
        }
        return "only \(groups.count) of \(known) groups could be estimated"
    }

    /// Whether every group is a plain proportion.
    var isProportion: Bool {
        groups.allSatisfy { if case .proportion = $0.sampled.model { true } else { false } }
    }

    /// The p-value of the hypothesis that all groups are alike, from the pair that speaks most against it.
    ///
    /// The pair's z is referred to Tukey's studentized range over all groups, so that the search for the pair is paid for;
    /// with two groups it is the plain test.
    private static func homogeneityTest(_ groups: [ComparedGroup]) -> (p: Double, test: String) {
        var smallest = 1.0
        // Of tests of one law the largest statistic alone needs its p-value.
        var largest = 0.0
        var fewCounts = false
        var method = PairwiseTest.Method.z
        let rates = groups.map { PairwiseTest.Rate($0.sampled) }
        for i in groups.indices {
            for j in groups.indices where j > i {
                if let first = rates[i], let second = rates[j], let z = first.z(against: second) {
                    largest = max(largest, abs(z))
                    method = .z
                    continue
                }
                let (p, used) = PairwiseTest.pValue(groups[i].sampled, groups[j].sampled)
                fewCounts = fewCounts || used == .fisher
                method = used
                smallest = min(smallest, p)
            }
        }
        if largest > 0 { smallest = min(smallest, NormalDistribution.twoSidedTail(largest)) }
        if groups.count == 2 { return (smallest, method.rawValue) }
        let z = NormalDistribution.twoSidedCritical(tail: smallest)
        let p = z.isFinite ? StudentizedRange.upperTail(z * 2.0.squareRoot(), groups: groups.count) : 0
        let base =
            method == .z || method == .fisher
            ? (fewCounts ? "two_proportion_z_or_fisher_exact" : "two_proportion_z") : method.rawValue
        return (p, base + "_tukey")
    }
}

extension String {
    /// The text with a capital first letter and a full stop.
    var capitalisedSentence: String {
        guard let first else { return self }
        return first.uppercased() + dropFirst() + (hasSuffix(".") ? "" : ".")
    }
}
