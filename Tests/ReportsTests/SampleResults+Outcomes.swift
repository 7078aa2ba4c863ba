import FairnessMetrics

@testable import Reports

extension SampleResults {
    /// Results of an audit of numbers or of classes, judged by the assessor: groups of two attributes, of which some
    /// differ.
    static func outcome(_ task: AuditTask) -> AuditResults {
        let columns = [("sex", ["F", "M"]), ("race", ["A", "B", "C"])].map { name, values in
            GroupingColumn(name: name, values: values.map { AttributeValue(attribute: name, value: $0) })
        }
        let classes = task == .multiclass ? ["blue", "green", "red", "white", "yellow"] : []
        var table = GroupTable(attributes: columns, inputs: [.label, .prediction], task: task, classes: classes)
        for sex in 0..<2 {
            for race in 0..<3 {
                for row in 0..<(120 + 20 * race) {
                    let tally =
                        task == .multiclass
                        ? Self.tally(classes.count, row: row, shift: sex) : Self.tally(row: row, shift: sex)
                    table.add(tally, at: [sex, race])
                }
            }
        }
        let assessment = Assessor().assess(table)
        var settings = AuditSettings(references: [])
        settings.task = task
        return AuditResults(
            toolVersion: "0.1.0", title: "Outcomes", command: "assize audit outcomes.csv",
            data: DataDescription(
                files: [.init(path: "outcomes.csv", sha256: "00", rows: assessment.overall.count, bytes: 1)], columns: 4
            ),
            roles: [
                RoleDescription(role: "label", column: "truth", missing: 0),
                RoleDescription(role: "prediction", column: "guess", missing: 0),
            ], settings: settings, assessment: assessment)
    }

    private static func tally(row: Int, shift: Int) -> Tally {
        var numbers = NumericSample()
        let label = Double(row * 37 % 101)
        numbers.add(label: label, prediction: label + Double(row % 7) - 3 + 20 * Double(shift))
        var tally = Tally()
        tally.add(Mass(count: 1), label: .positive, prediction: .positive)
        tally.numbers = numbers
        return tally
    }

    private static func tally(_ count: Int, row: Int, shift: Int) -> Tally {
        var classes = ClassTally(count: count)
        let label = row % count
        classes.add(
            Mass(count: 1), label: label, prediction: (row / 7).isMultiple(of: 3) ? (label + shift) % count : label)
        var tally = classes.presence
        tally.classes = classes
        return tally
    }
}
