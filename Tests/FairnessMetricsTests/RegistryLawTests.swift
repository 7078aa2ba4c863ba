import NumericalKernels
import TestSupport
import Testing

@testable import FairnessMetrics

/// Laws that every metric and every disparity obeys, whatever the kind of outcome.
struct RegistryLawTests {
    /// A row with everything that any task reads.
    struct Row: Sendable {
        var group: Int
        var other: Int
        var label: Double
        var prediction: Double
        var score: Double?
        var weight: Double?
    }

    static let groupCount = 4
    static let classCount = 3

    /// Rows with ties, missing values, and a small last group.
    static func rows(weighted: Bool, seed: UInt64) -> [Row] {
        var random = SeededGenerator(seed: seed)
        return (0..<240).map { index in
            let label = (10 * random.uniform()).rounded() / 10 + (index % 3 == 0 ? 0.4 : 0)
            let score = (8 * random.uniform()).rounded() / 8
            return Row(
                group: index % 40 == 0 ? 3 : index % 3, other: Int(2 * random.uniform()), label: label,
                prediction: label + (4 * random.normal()).rounded() / 10, score: index % 17 == 0 ? nil : score,
                weight: weighted ? (16 * random.uniform()).rounded() / 8 + 0.125 : nil)
        }
    }

    /// The evidence of one row.
    static func tally(_ row: Row, _ task: AuditTask, scale: Double) -> Tally {
        let weight = row.weight.map { $0 * scale }
        let mass = weight.map { Mass(count: 1, weight: $0, squaredWeight: $0 * $0) } ?? Mass(count: 1)
        var tally = Tally()
        switch task {
        case .binary:
            let label: Outcome = row.label > 0.6 ? .positive : .negative
            tally.add(mass, label: label, prediction: row.prediction > 0.7 ? .positive : .negative)
            var scores = ScoreSample()
            scores.add(row.score, label: label, weight: weight)
            tally.scores = scores
        case .regression:
            tally.add(mass, label: .positive, prediction: .positive)
            var numbers = NumericSample()
            numbers.add(label: row.label, prediction: row.prediction, weight: weight)
            tally.numbers = numbers
        case .multiclass:
            var classes = ClassTally(count: classCount)
            func place(_ value: Double) -> Int { min(classCount - 1, max(0, Int(value * 2))) }
            classes.add(mass, label: place(row.label), prediction: place(row.prediction))
            tally = classes.presence
            tally.classes = classes
        }
        return tally
    }

    /// The table of the rows, which are added in `parts`; group `g` is shown at the place `places[g]`.
    static func assess(
        _ parts: [[Row]], _ task: AuditTask, scale: Double = 1, places: [Int] = [0, 1, 2, 3]
    ) -> Assessment {
        func values(_ attribute: String, _ count: Int, _ places: [Int]) -> [AttributeValue] {
            // Named by who they are, shown where they are put.
            (0..<count).map { place in
                AttributeValue(attribute: attribute, value: "\(places.firstIndex(of: place) ?? place)")
            }
        }
        var table = GroupTable(
            attributes: [
                GroupingColumn(name: "group", values: values("group", groupCount, places)),
                GroupingColumn(name: "other", values: values("other", 2, [0, 1])),
            ], inputs: task == .binary ? [.label, .prediction, .score] : [.label, .prediction], task: task,
            classes: task == .multiclass ? ["a", "b", "c"] : [])
        for part in parts {
            // A part is summed by itself first, as a site or a thread would.
            var sums: [[Int]: Tally] = [:]
            for row in part {
                sums[[places[row.group], row.other], default: Tally()].merge(tally(row, task, scale: scale))
            }
            for (cell, sum) in sums.sorted(by: { $0.key.lexicographicallyPrecedes($1.key) }) {
                table.add(sum, at: cell)
            }
        }
        return Assessor().assess(table)
    }

    /// What differs between two assessments by more than rounding, groups and disparities matched by what they are about.
    static func differences(_ first: Assessment, _ second: Assessment) -> [String] {
        var found: [String] = []
        func compare(_ a: Estimate?, _ b: Estimate?, _ name: String) {
            guard let x = a?.defined, let y = b?.defined else {
                if a?.undefinedReason != b?.undefinedReason { found.append("\(name): \(a as Any), \(b as Any)") }
                return
            }
            func differ(_ p: Double, _ q: Double, _ tolerance: Double) -> Bool {
                p != q && !agree(p, q, relative: tolerance, absolute: tolerance)
            }
            if differ(x.value, y.value, 1e-12) || differ(x.interval.lower, y.interval.lower, 1e-9)
                || differ(x.interval.upper, y.interval.upper, 1e-9)
            {
                found.append("\(name): \(x), \(y)")
            }
        }
        func metrics(_ group: GroupAssessment) -> [(String, Estimate)] {
            group.metrics.map { ($0.metric, $0.estimate) }
                + group.classes.flatMap { part in part.metrics.map { ("\(part.name) \($0.metric)", $0.estimate) } }
        }
        for group in [first.overall] + first.groups {
            guard let other = ([second.overall] + second.groups).first(where: { $0.key == group.key }) else {
                found.append("\(group.key.label) is missing")
                continue
            }
            for ((name, a), (_, b)) in zip(metrics(group), metrics(other)) {
                compare(a, b, "\(name) \(group.key.label)")
            }
        }
        func name(_ d: Disparity) -> String {
            "\(d.metric) \(d.className ?? "") \(d.aggregation) \(d.attributes) \(d.group?.label ?? "")"
        }
        let others = Dictionary(second.disparities.map { (name($0), $0) }, uniquingKeysWith: { first, _ in first })
        if first.disparities.count != second.disparities.count { found.append("not as many disparities") }
        for disparity in first.disparities {
            let other = others[name(disparity)]
            compare(disparity.estimate, other?.estimate, name(disparity))
            if disparity.verdict != other?.verdict { found.append("\(name(disparity)): another verdict") }
            let p = (disparity.pValue ?? 0, other?.pValue ?? 0)
            if !agree(p.0, p.1, relative: 1e-8, absolute: 1e-12) { found.append("\(name(disparity)): p \(p)") }
        }
        return found
    }

    @Test(arguments: AuditTask.allCases, [false, true])
    func `the order of rows and the way they are split change nothing`(task: AuditTask, weighted: Bool) {
        let rows = RegistryLawTests.rows(weighted: weighted, seed: 3)
        let whole = RegistryLawTests.assess([rows], task)
        var random = SeededGenerator(seed: 9)
        let splits = [
            [Array(rows.reversed())], rows.map { [$0] }, [Array(rows[100...]), Array(rows[..<100])],
            [Array(rows[..<7]), Array(rows[7..<8]), [], Array(rows[8...])], [rows.shuffled(using: &random)],
        ]
        for (index, split) in splits.enumerated() {
            let differences = RegistryLawTests.differences(whole, RegistryLawTests.assess(split, task))
            #expect(differences == [], "split \(index)")
        }
    }

    @Test(arguments: AuditTask.allCases, [0.125, 3, 1e6])
    func `the scale of the weights changes nothing`(task: AuditTask, scale: Double) {
        let rows = RegistryLawTests.rows(weighted: true, seed: 4)
        let differences = RegistryLawTests.differences(
            RegistryLawTests.assess([rows], task), RegistryLawTests.assess([rows], task, scale: scale))
        #expect(differences == [])
    }

    @Test(arguments: AuditTask.allCases, [[3, 2, 1, 0], [1, 0, 3, 2], [2, 3, 0, 1]])
    func `where a group is shown changes nothing`(task: AuditTask, places: [Int]) {
        // No group is as frequent as another, so that the reference group is the same.
        let rows = RegistryLawTests.rows(weighted: false, seed: 5).filter { $0.group != 1 || $0.label > 0.15 }
            .filter { $0.group != 2 || $0.label > 0.25 }
        let differences = RegistryLawTests.differences(
            RegistryLawTests.assess([rows], task), RegistryLawTests.assess([rows], task, places: places))
        #expect(differences == [])
    }

    @Test func `every metric of the registry is measured and compared here`() {
        var measured = Set<String>()
        for task in AuditTask.allCases {
            let assessment = RegistryLawTests.assess([RegistryLawTests.rows(weighted: false, seed: 3)], task)
            for metric in assessment.overall.metrics where metric.estimate.defined != nil {
                measured.insert(metric.metric)
            }
        }
        #expect(measured == Set(GroupMetric.all.map(\.id)))
    }
}
