import FairnessMetrics
import Glibc
import NumericalKernels

/// A law that tables are drawn from, and the quantities whose true values it fixes.
struct CoverageLaw: Sendable {
    struct Target: Sendable {
        var name: String
        var truth: Double
        /// Whether the mean error is printed, not how often an interval holds the truth.
        var isBias = false
        /// Reads the interval from an assessment, or makes one from the table by other means.
        var interval: @Sendable (Assessment, GroupTable, Double, inout SeededGenerator) -> Interval?
        /// Several intervals at once, each of a truth of its own, in place of `interval`.
        var several: (@Sendable (Assessment) -> [(interval: Interval?, truth: Double)])?
    }

    var name: String
    var targets: [Target]
    /// Whether drawing or judging takes long, so that fewer tables must do.
    var isCostly = false
    /// Draws a table with this many rows in each group.
    var table: @Sendable (Int, inout SeededGenerator) -> GroupTable

    static let all: [CoverageLaw] = {
        let single: [[Double]] = [[0.05], [0.3], [0.5]]
        let pairs: [[Double]] = [[0.3, 0.3], [0.3, 0.5], [0.05, 0.1]]
        let many: [[Double]] = [5, 12].flatMap { groups in
            [
                Array(repeating: 0.3, count: groups),
                (0..<groups).map { 0.2 + 0.4 * Double($0) / Double(groups - 1) },
            ]
        }
        let scored = [
            ScoreLaw(name: "calibrated scores", centre: -0.5, spread: 1.2, slope: 1, shift: 0),
            ScoreLaw(name: "overconfident scores", centre: 0, spread: 1.5, slope: 0.5, shift: 0.5),
            ScoreLaw(name: "rare positives", centre: -3, spread: 1.2, slope: 1, shift: 0),
        ]
        var laws = (single + pairs + many).map(rates)
        laws += [weighted(informative: false), weighted(informative: true)]
        laws += [
            odds([(0.7, 0.2), (0.7, 0.2)]), odds([(0.8, 0.2), (0.6, 0.3)]),
            odds([(0.9, 0.05), (0.8, 0.05), (0.7, 0.1)]),
        ]
        laws += CellsLaw.all.map(\.law) + scored.map(scores) + outcomes
        return laws + [
            sameMeaning(bend: 0, weighted: false), sameMeaning(bend: 0.3, weighted: false),
            sameMeaning(bend: 0.3, weighted: true),
        ]
    }()

    /// Selection rates of groups of equal size.
    private static func rates(_ rates: [Double]) -> CoverageLaw {
        let (low, high) = (rates.min() ?? 0, rates.max() ?? 0)
        let listed =
            rates.count < 3
            ? rates.map { "\($0)" }.joined(separator: " and ")
            : "\(rates.count) groups " + (low == high ? "at \(low)" : "from \(low) to \((high * 10).rounded() / 10)")
        var targets: [Target]
        switch rates.count {
        case 1:
            targets = [
                metric("selection_rate", rates[0]), resampled("selection_rate", rates[0]),
                exact("selection_rate", rates[0]),
            ]
        case 2:
            targets = [
                disparity(.differenceToReference, "selection_rate", rates[1] - rates[0]),
                disparity(.ratioToReference, "selection_rate", rates[1] / rates[0]),
            ]
        default:
            targets = [
                joint("all differences to the reference", .differenceToReference, rates) {
                    $0.estimate.defined?.interval
                },
                joint("the same from joint draws", .differenceToReference, rates, \.familyInterval),
            ]
        }
        if rates.count > 1 {
            targets += [
                disparity(.difference, "selection_rate", high - low), disparity(.ratio, "selection_rate", low / high),
                Target(name: "bootstrap max-T of max − min", truth: high - low) { assessment, _, _, _ in
                    gap(assessment)?.bootstrap?.interval
                },
                Target(name: "standard deviation of the true rates", truth: deviation(rates)) { assessment, _, _, _ in
                    gap(assessment)?.corrected?.standardDeviationInterval
                },
                Target(name: "bias of max − min", truth: high - low, isBias: true) { assessment, _, _, _ in
                    gap(assessment)?.estimate.value.map { Interval($0, $0) }
                },
                Target(name: "bias of the corrected range", truth: high - low, isBias: true) { assessment, _, _, _ in
                    gap(assessment)?.corrected.map { Interval($0.value, $0.value) }
                },
                Target(name: "bootstrap of max − min", truth: high - low) { _, table, confidence, generator in
                    // A quarter of the tables do.
                    generator.next() % 4 == 0
                        ? BootstrapRange.interval(table, confidence: confidence, &generator) : nil
                },
            ]
        }
        return CoverageLaw(name: "rate \(listed)", targets: targets) { size, generator in
            table(groups: rates.count, inputs: [.prediction]) { group in
                var tally = Tally()
                let selected = generator.binomial(size, rates[group])
                tally.add(Mass(count: selected), label: .missing, prediction: .positive)
                tally.add(Mass(count: size - selected), label: .missing, prediction: .negative)
                return tally
            }
        }
    }

    /// A rate among weighted rows, 0.3 of them selected; informative weights are larger for those.
    private static func weighted(informative: Bool) -> CoverageLaw {
        // E[w y] / E[w], with the mean of the lognormal weights cancelled.
        let lift = informative ? exp(1.0) : 1
        let truth = 0.3 * lift / (0.3 * lift + 0.7)
        let name = informative ? "informative weights" : "weights of no bearing"
        return CoverageLaw(name: name, targets: [metric("selection_rate", truth)]) { size, generator in
            table(groups: 1, inputs: [.prediction]) { _ in
                var tally = Tally()
                for _ in 0..<size {
                    let isSelected = generator.uniform() < 0.3
                    let weight = exp(0.7 * generator.normal()) * (isSelected ? lift : 1)
                    tally.add(
                        Mass(count: 1, weight: weight, squaredWeight: weight * weight), label: .missing,
                        prediction: isSelected ? .positive : .negative)
                }
                return tally
            }
        }
    }

    /// True and false positive rates of groups in which two rows of five have a positive label.
    private static func odds(_ rates: [(truePositive: Double, falsePositive: Double)]) -> CoverageLaw {
        func range(_ values: [Double]) -> Double { (values.max() ?? 0) - (values.min() ?? 0) }
        let truePositive = range(rates.map(\.truePositive))
        let truth = max(truePositive, range(rates.map(\.falsePositive)))
        let average = range(rates.map { ($0.truePositive + $0.falsePositive) / 2 })
        let name = "rates " + rates.map { "\($0.truePositive)/\($0.falsePositive)" }.joined(separator: " ")
        return CoverageLaw(
            name: name,
            targets: [
                disparity(.equalizedOddsDifference, nil, truth), disparity(.averageOddsDifference, nil, average),
                disparity(.equalOpportunityDifference, nil, truePositive),
            ]
        ) { size, generator in
            table(groups: rates.count, inputs: [.label, .prediction]) { group in
                let positives = generator.binomial(size, 0.4)
                let hits = generator.binomial(positives, rates[group].truePositive)
                let alarms = generator.binomial(size - positives, rates[group].falsePositive)
                return Tally(
                    truePositives: hits, falsePositives: alarms, falseNegatives: positives - hits,
                    trueNegatives: size - positives - alarms)
            }
        }
    }

    /// Every metric of scores, in one group.
    private static func scores(_ law: ScoreLaw) -> CoverageLaw {
        let targets = law.truths.map { metric($0.metric, $0.value) } + calibrationTargets(law)
        return CoverageLaw(name: law.name, targets: targets, isCostly: true) { size, generator in
            table(groups: 1, inputs: [.label, .score]) { _ in law.tally(size, &generator) }
        }
    }

    static func table(
        groups: Int, inputs: Set<GroupMetric.Input>, task: AuditTask = .binary, classes: [String] = [],
        _ tally: (Int) -> Tally
    ) -> GroupTable {
        let values = (0..<groups).map { AttributeValue(attribute: "group", value: "\($0)") }
        var table = GroupTable(
            attributes: [GroupingColumn(name: "group", values: values)], inputs: inputs, task: task,
            classes: classes)
        for group in 0..<groups { table.add(tally(group), at: [group]) }
        return table
    }

    private static func gap(_ assessment: Assessment) -> Disparity? {
        assessment.disparities.first { $0.aggregation == .difference && $0.metric == "selection_rate" }
    }

    /// The standard deviation of a finite list of true rates.
    private static func deviation(_ rates: [Double]) -> Double {
        let mean = rates.reduce(0, +) / Double(rates.count)
        return (rates.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(rates.count - 1)).squareRoot()
    }

    private static func resampled(_ id: String, _ truth: Double) -> Target {
        Target(name: "bootstrap BCa of \(id)", truth: truth) { assessment, _, _, _ in
            assessment.overall.metrics.first { $0.metric == id }?.bootstrap?.interval
        }
    }

    private static func exact(_ id: String, _ truth: Double) -> Target {
        Target(name: "Clopper-Pearson of \(id)", truth: truth) { _, table, confidence, _ in
            var settings = AssessmentSettings()
            settings.confidence = confidence
            settings.interval = .clopperPearson
            return Assessor(settings: settings).assess(table).overall.estimate(id)?.defined?.interval
        }
    }

    /// Whether all comparisons with the reference group hold at once, as an interval around 0 that holds it or not.
    private static func joint(
        _ name: String, _ aggregation: Aggregation, _ rates: [Double],
        _ interval: @escaping @Sendable (Disparity) -> Interval?
    ) -> Target {
        Target(name: name, truth: 0) { assessment, _, _, _ in
            let all = assessment.disparities.filter { $0.aggregation == aggregation && $0.metric == "selection_rate" }
            func rate(_ key: GroupKey?) -> Double { key.flatMap { Int($0.label) }.map { rates[$0] } ?? .nan }
            var width = 0.0
            var holds = true
            for disparity in all {
                guard let interval = interval(disparity) else { return nil }
                width += (interval.upper - interval.lower) / Double(all.count)
                holds = holds && interval.contains(rate(disparity.group) - rate(disparity.reference))
            }
            return holds ? Interval(-width / 2, width / 2) : Interval(1, 1 + width)
        }
    }

    static func metric(_ id: String, _ truth: Double) -> Target {
        Target(name: id, truth: truth) { assessment, _, _, _ in assessment.overall.estimate(id)?.defined?.interval }
    }

    private static func disparity(_ aggregation: Aggregation, _ metric: String?, _ truth: Double) -> Target {
        Target(name: aggregation.rawValue, truth: truth) { assessment, _, _, _ in
            assessment.disparities.first {
                $0.aggregation == aggregation && (metric == nil || $0.metric == metric)
            }?.estimate.defined?.interval
        }
    }
}
