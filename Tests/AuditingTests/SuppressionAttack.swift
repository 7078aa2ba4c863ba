import Reports
import Files
import TestSupport

@testable import Auditing

/// What an attacker can work out of withheld counts who has nothing but `results.json`.
///
/// The unknowns are the rows of each combination of all attributes and strata by label and prediction. Everything that is
/// printed of a group is an equation: its count, its missing values, the numerators and denominators of its rates. What is
/// not among the groups has no rows.
struct SuppressionAttack {
    struct Group {
        var attributes: [String: String]
        var stratum: [String: String]
        var isWithheld: Bool
        var isPrimary: Bool
        /// Sums over pairs of label and prediction that are printed, with the pairs at `3 × label + prediction`.
        var sums: [(classes: [Int], value: Double)]
    }

    let groups: [Group]
    let minimum: Int
    private let cells: [[String: String]]
    /// Unknowns that are part of a printed 0.
    private var empty: Set<Int> = []

    /// The pairs that each printed number sums.
    static let rates: [(metric: String, above: [Int], below: [Int])] = [
        ("base_rate", [3, 4, 5], [0, 1, 2, 3, 4, 5]), ("selection_rate", [1, 4, 7], [0, 1, 3, 4, 6, 7]),
        ("true_positive_rate", [4], [3, 4]), ("false_positive_rate", [1], [0, 1]),
        ("positive_predictive_value", [4], [1, 4]), ("accuracy", [0, 4], [0, 1, 3, 4]),
    ]

    /// Reads what is printed.
    init(_ json: JSON) throws {
        let root = ResultsValue(json: json)
        minimum = try root.required("settings").required("minimum_cell").count()
        var groups = [try Group(root.required("overall"), stratum: [:])]
        for group in try root.list("groups") { groups.append(try Group(group, stratum: [:])) }
        for stratum in try root.list("strata") {
            let key = try SuppressionAttack.texts(stratum.required("stratum"))
            for group in try stratum.list("groups") { groups.append(try Group(group, stratum: key)) }
        }
        self.groups = groups
        let attributes = try root.required("attributes").strings()
        let controls = try root.list("controls").map { try $0.string() }
        let strata = Set(groups.map(\.stratum)).filter { !$0.isEmpty }
        var cells: [[String: String]] = [[:]]
        for attribute in attributes {
            let values = Set(groups.compactMap { $0.attributes[attribute] }).sorted()
            cells = cells.flatMap { cell in values.map { value in cell.merging([attribute: value]) { $1 } } }
        }
        if !controls.isEmpty { cells = cells.flatMap { cell in strata.map { cell.merging($0) { $1 } } } }
        let listed = Set(groups.map { $0.attributes.merging($0.stratum) { $1 } })
        let sets = Set(listed.map { Set($0.keys) })
        self.cells = cells.filter { cell in
            sets.allSatisfy { set in listed.contains(cell.filter { set.contains($0.key) }) }
        }
        for group in groups {
            for (classes, value) in group.sums where value == 0 { empty.formUnion(sum(group, classes).map(\.index)) }
        }
    }

    private func sum(_ group: Group, _ classes: [Int]) -> [(index: Int, value: Double)] {
        let wanted = group.attributes.merging(group.stratum) { $1 }
        return cells.indices.filter { cell in wanted.allSatisfy { cells[cell][$0.key] == $0.value } }
            .flatMap { cell in classes.map { (9 * cell + $0, 1.0) } }.filter { !empty.contains($0.0) }
    }

    static func texts(_ value: ResultsValue) throws -> [String: String] {
        var texts: [String: String] = [:]
        for member in try value.members() { texts[member.key] = try member.value.string() }
        return texts
    }

    /// The least and the most rows that the group at `index` may have.
    ///
    /// - Parameter labels: Whether the reasons for withholding are used: a small group has one row or more and fewer than
    ///   the minimum, another at least the minimum.
    func bounds(_ index: Int, labels: Bool) -> ClosedRange<Double>? {
        var program = LinearProgram(variables: 9 * cells.count)
        let all = Array(0..<9)
        for group in groups {
            for (classes, value) in group.sums where value > 0 { program.equal(sum(group, classes), value) }
            guard labels, group.isWithheld else { continue }
            let count = sum(group, all)
            program.atMost(count.map { ($0.index, -1) }, group.isPrimary ? -1 : -Double(minimum))
            if group.isPrimary { program.atMost(count, Double(minimum - 1)) }
        }
        let target = sum(groups[index], all)
        guard let most = program.maximum(target), let least = program.maximum(target.map { ($0.index, -1) }) else {
            return nil
        }
        return -least...most
    }
}

extension SuppressionAttack.Group {
    fileprivate init(_ value: ResultsValue, stratum: [String: String]) throws {
        self.init(
            attributes: try value.optional("attributes").map { try SuppressionAttack.texts($0) } ?? [:],
            stratum: stratum, isWithheld: try value.optional("suppressed")?.bool() ?? false,
            isPrimary: try value.optional("withheld")?.string() == "primary", sums: [])
        let metrics = try value.required("metrics")
        if let count = try value.optional("count")?.double() {
            sums.append((Array(0..<9), count))
            let missing = try value.required("missing")
            sums.append(([6, 7, 8], try missing.required("label").double()))
            sums.append(([2, 5, 8], try missing.required("prediction").double()))
        }
        for rate in SuppressionAttack.rates {
            guard let part = metrics.optional(rate.metric) else { continue }
            if let above = try part.optional("numerator")?.double() { sums.append((rate.above, above)) }
            if let below = try part.optional("denominator")?.double() { sums.append((rate.below, below)) }
        }
    }
}
