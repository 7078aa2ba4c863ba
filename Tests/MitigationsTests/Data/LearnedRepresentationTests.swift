import Models
import Testing

@testable import Mitigations

struct LearnedRepresentationTests {
    static func settings(_ parity: Double) -> LearnedRepresentation.Settings {
        var settings = LearnedRepresentation.Settings(parity: parity)
        (settings.prototypes, settings.maximumSteps) = (5, 80)
        return settings
    }

    /// How far the groups' means of the first number, which moves with the group, lie apart.
    static func spread(_ features: [FeatureColumn], _ table: LabelledRows) -> Double {
        guard case .numbers(let numbers) = features[0].values else { return .nan }
        let means = (0..<table.groupCount).map { group in
            let own = numbers.indices.filter { table.groups[$0] == group }.map { numbers[$0] }
            return own.reduce(0, +) / Double(own.count)
        }
        return (means.max() ?? 0) - (means.min() ?? 0)
    }

    @Test(arguments: [["a", "b"], ["a", "b", "c", "d"]])
    func `the stronger parity counts, the less of the groups is left`(groups: [String]) throws {
        let table = SampleRows.table(groups: groups, count: 300)
        let maps = try [0, 0.5, 20].map {
            try LearnedRepresentation(fittingTo: table, settings: Self.settings($0), seed: 1)
        }
        let parities = maps.map(\.parts.parity)
        #expect(parities[0] > 0.1 && parities[1] < parities[0] && parities[2] < parities[1], "\(parities)")
        #expect(parities[2] < 0.02, "\(parities)")
        // Who asks for nothing loses next to nothing of what tells the groups apart.
        let before = Self.spread(table.features, table)
        let spreads = maps.map { Self.spread($0.mapped(table), table) }
        #expect(before > 0.8 && spreads[0] > 0.5 * before && spreads[2] < 0.1 * before, "\(before), \(spreads)")
    }

    @Test func `the group is not asked for when rows are mapped`() throws {
        let table = SampleRows.table(groups: ["a", "b", "c"], count: 240)
        let map = try LearnedRepresentation(fittingTo: table, settings: Self.settings(1), seed: 1)
        let blind = LabelledRows(
            columns: table.columns, labels: Array(repeating: nil, count: 240), labelNames: table.labelNames,
            labelColumn: "label", labelTexts: nil,
            attributes: [TextTable.Attribute(name: "group", Array(repeating: nil, count: 239) + ["z"])],
            protectedColumns: ["group"], weights: nil, features: table.features)
        #expect(map.mapped(blind) == map.mapped(table))
        let rows = map.applied(to: blind)
        #expect(rows.unknownCount == 0 && rows.notes.contains { $0.contains("240 in number") })
    }

    @Test func `rows held out are decided alike whoever they are of`() throws {
        let table = SampleRows.table(groups: ["a", "b"], count: 300)
        let split = RowSplit.split(300, share: 0.4, seed: 1)
        let held = table.rows(split.held)
        let turned = LabelledRows(
            columns: held.columns, labels: held.labels, labelNames: held.labelNames, labelColumn: held.labelColumn,
            labelTexts: held.labelTexts,
            attributes: [TextTable.Attribute(name: "group", held.groups.map { $0 == 0 ? "b" : "a" })],
            protectedColumns: ["group"], weights: nil, features: held.features)
        func decisions(_ held: LabelledRows, _ kind: TableMethod.Kind) throws -> [Bool] {
            try TableTrials(
                training: table.rows(split.training), held: held, constraint: .demographicParity, seed: 1
            ).trial(TableMethod(kind)).decisions
        }
        #expect(
            try decisions(held, .learnedFairRepresentation) == decisions(turned, .learnedFairRepresentation))
        // The remover, which needs the group, decides otherwise.
        #expect(try decisions(held, .disparateImpactRemover) != decisions(turned, .disparateImpactRemover))
    }

    @Test func `numbers stay numbers and texts become values that were there`() throws {
        let table = SampleRows.table(groups: ["a", "b"], count: 200, weights: true)
        let map = try LearnedRepresentation(fittingTo: table, settings: Self.settings(1), seed: 1)
        let rows = map.applied(to: table)
        guard case .numbers(let before) = table.features[0].values, case .numbers(let after) = rows.features[0].values,
            case .texts(let kinds) = rows.features[2].values
        else {
            Issue.record("kinds of columns changed")
            return
        }
        #expect(Set(kinds).isSubset(of: ["x", "y", "z"]))
        // Prototypes may lie outside of the rows; what is written does not.
        #expect((after.max() ?? 0) <= (before.max() ?? 0) && (after.min() ?? 0) >= (before.min() ?? 0))
        #expect(Set(after).count > 100)
        for (place, row) in rows.rows.enumerated() {
            #expect(row.label == table.labels[place] && row.source == place)
            // Only what is cut to the range's end may be as it was.
            let isMoved = before[place] != after[place]
            #expect(row.texts["first"] == (isMoved ? "\(after[place])" : nil) && row.texts["label"] == nil)
            guard case .changed(let names) = row.origin else {
                Issue.record("row \(place) is \(row.origin.text)")
                return
            }
            #expect(names.contains("first") == isMoved)
            #expect(names.contains("kind") == (kinds[place] != table.features[2].text(place)))
        }
        #expect(rows.weights == table.weights)
    }

    @Test func `the seed decides where the prototypes begin`() throws {
        let table = SampleRows.table(groups: ["a", "b"], count: 120)
        func numbers(_ seed: UInt64) throws -> [FeatureColumn] {
            try LearnedRepresentation(fittingTo: table, settings: Self.settings(1), seed: seed).mapped(table)
        }
        #expect(try numbers(1) == numbers(1))
        #expect(try numbers(1) != numbers(2))
    }

    @Test func `what cannot be learned from is refused with the reason`() throws {
        let table = SampleRows.table(groups: ["a", "b"], count: 100)
        func refusal(_ change: (LabelledRows) -> LabelledRows) -> MitigationsError? {
            do {
                _ = try LearnedRepresentation(fittingTo: change(table), seed: 1)
                return nil
            } catch { return error }
        }
        func with(_ table: LabelledRows, features: [FeatureColumn]? = nil, label: Int? = nil) -> LabelledRows {
            LabelledRows(
                columns: [], labels: label.map { Array(repeating: $0, count: table.count) } ?? table.labels,
                labelNames: table.labelNames, labelColumn: "label", labelTexts: nil, attributes: table.attributes,
                protectedColumns: [], weights: nil, features: features ?? table.features)
        }
        #expect(refusal { with($0, features: []) }?.description.contains("--features") == true)
        #expect(refusal { with($0, label: 1) }?.description.contains("one label alone") == true)
        #expect(refusal { $0.rows(Array(stride(from: 0, to: 100, by: 2))) }?.description.contains("one group") == true)
        #expect(refusal { $0.rows(Array(0..<9)) } == .tooFewRows(count: 9, needed: 10))
    }

    @Test func `a group of a few rows is told`() throws {
        let table = SampleRows.table(groups: ["a", "b"], count: 100)
        var names: [String?] = table.groups.map { $0 == 0 ? "a" : "b" }
        for row in 0..<3 { names[row] = "c" }
        let rare = LabelledRows(
            columns: [], labels: table.labels, labelNames: table.labelNames, labelColumn: "label", labelTexts: nil,
            attributes: [TextTable.Attribute(name: "group", names)], protectedColumns: [], weights: nil,
            features: table.features)
        let map = try LearnedRepresentation(fittingTo: rare, settings: Self.settings(1), seed: 1)
        #expect(map.notes.contains { $0.contains("not held to parity: c.") }, "\(map.notes)")
        // With a parity that outweighs all else nothing is left, and that is told too.
        let flat = try LearnedRepresentation(
            fittingTo: with(table, "first"), settings: Self.settings(1000), seed: 1)
        #expect(flat.notes.contains { $0.contains("Next to nothing of the label") }, "\(flat.notes)")
    }

    /// The table with one column that says the group and nothing else.
    private func with(_ table: LabelledRows, _ name: String) -> LabelledRows {
        LabelledRows(
            columns: [], labels: table.labels, labelNames: table.labelNames, labelColumn: "label", labelTexts: nil,
            attributes: table.attributes, protectedColumns: [], weights: nil,
            features: [FeatureColumn(name: name, values: .numbers(table.groups.map { Double($0 ?? 0) }))])
    }
}
