internal import FairnessMetrics

/// From what nobody is worth to what everyone is worth, one bar for each of the players that contribute most: a table whose
/// last column is drawn.
///
/// Where values do not add up to the output, as LIME's and those of attention, bars begin at 0.
struct WaterfallTable {
    let explanation: ExplanationsRecord.Explanation
    let format: ContributionFormat
    let id: String

    /// How many players have a bar of their own.
    private static let mostBars = 8

    private typealias Step = (name: Node, value: ExplanationsRecord.Value, from: Double, to: Double)

    /// Whether the values add up to what the output differs by.
    static func addsUp(_ explanation: ExplanationsRecord.Explanation) -> Bool {
        guard let base = explanation.baseValue else { return false }
        let sum = explanation.players.reduce(0) { $0 + $1.value.value }
        let size = explanation.players.reduce(0) { $0 + $1.value.value.magnitude }
        return (explanation.value - base - sum).magnitude <= 1e-3 * max(size, 1e-9)
    }

    /// The table.
    var node: Node {
        let adds = Self.addsUp(explanation)
        let base = explanation.baseValue ?? 0
        let steps = steps(adds, from: base)
        let ends = steps.flatMap { step in
            [step.from, step.to] + (step.value.interval.map { [step.from + $0.lower, step.from + $0.upper] } ?? [])
        }
        let scale = Scale(
            spanning: ends + (adds ? [base, explanation.value] : []), includingZero: !adds)
        let axis = ForestPlot(scale: scale).axis(
            id: "\(id)-axis", title: adds ? "From the base value to the value" : "Values",
            description: adds
                ? "Each bar begins where the one above ends; the numbers are in the row of each."
                : "Bars begin at 0; the numbers are in the row of each.", format: \.plainTick)
        let bar = ContributionBar(scale: scale, line: adds ? nil : 0)
        var rows = steps.map { [$0.name, format.cell($0.value), bar.node($0.value, from: $0.from)] }
        if adds {
            rows.insert(
                ["Base value", .text(format.plain(base)), bar.mark(base)], at: 0)
            rows.append(["Value", .text(format.plain(explanation.value)), bar.mark(explanation.value)])
        }
        return DataTable(
            id: id,
            caption: adds
                ? "What adds up to the \(ExplanationWording.output(explanation.output))"
                : "The largest values; they do not add up to the \(ExplanationWording.output(explanation.output))",
            columns: [.init(explanation.noun.capitalised, .text), .init("Value"), .init(axis, .plot)], rows: rows,
            style: "data fall"
        ).node
    }

    private func steps(_ adds: Bool, from base: Double) -> [Step] {
        let order = explanation.largestFirst
        let count = order.count <= Self.mostBars + 1 ? order.count : Self.mostBars
        var total = adds ? base : 0
        func step(_ name: Node, _ value: ExplanationsRecord.Value) -> Step {
            let from = total
            if adds { total += value.value }
            return (name, value, from, from + value.value)
        }
        var steps = order.prefix(count).map { step(explanation.players[$0].heading, explanation.players[$0].value) }
        let rest = order.dropFirst(count)
        if !rest.isEmpty, adds {
            let sum = rest.reduce(0) { $0 + explanation.players[$1].value.value }
            let value = ExplanationsRecord.Value(
                value: sum, standardError: nil, interval: nil, signProbability: nil, isUndetermined: false)
            steps.append(step("\(rest.count) other \(explanation.noun)s", value))
        }
        return steps
    }
}

extension ExplanationsRecord.Explanation {
    /// What a player is called.
    var noun: String { text == nil ? "feature" : "word" }

    /// The numbers of the players, the largest value first.
    var largestFirst: [Int] {
        players.indices.sorted { (-players[$0].value.value.magnitude, $0) < (-players[$1].value.value.magnitude, $1) }
    }
}

extension ExplanationsRecord.Player {
    /// The player's name and what the row says there.
    var heading: Node {
        content.map { "\(user: name) = \(.user($0))" } ?? .user(name)
    }
}

extension String {
    /// The text with its first letter large.
    var capitalised: Node { .text(prefix(1).uppercased() + dropFirst()) }
}
