internal import FairnessMetrics

/// Every player of an explanation in a table that a reader opens, with what else is known of the explanation.
struct PlayersTable {
    let explanation: ExplanationsRecord.Explanation
    let format: ContributionFormat
    let id: String

    /// The most pairs that are listed.
    private static let mostPairs = 10

    /// The table within its details.
    var node: Node {
        let count = explanation.players.count
        let isCut = count > ExplainedRow.mostListed
        let hasIntervals = explanation.players.contains { $0.value.interval != nil }
        let with = hasIntervals ? "with intervals" : "with values, without intervals"
        let summary: Node =
            isCut
            ? "The \(ExplainedRow.mostListed) largest of \(counted(count, explanation.noun)), \(with)"
            : "\(counted(count, explanation.noun)) \(with)"
        var nodes = [table.node]
        if isCut {
            nodes.append(.note("The other \(count - ExplainedRow.mostListed) stand in explanations.json."))
        }
        return .details(summary, nodes + [interactions, faithfulness])
    }

    private var table: DataTable {
        let players = explanation.players
        let order =
            players.count > ExplainedRow.mostListed
            ? Array(explanation.largestFirst.prefix(ExplainedRow.mostListed)) : Array(players.indices)
        let hasClasses = players.contains { $0.classification != nil }
        let hasErrors = players.contains { $0.value.standardError ?? 0 > 0 }
        var columns: [DataTable.Column] = [
            .init(explanation.noun.capitalised, .text), .init("Value"),
            .init("\(explanation.confidence.level) interval"),
        ]
        if hasErrors { columns += [.init("Standard error"), .init("Probability of the sign")] }
        if hasClasses { columns.append(.init("Class", .text)) }
        return DataTable(
            id: id, caption: "\(ExplanationWording.method(explanation.method)), every value", columns: columns,
            rows: order.map { index in
                let (player, value) = (players[index], players[index].value)
                var cells: [Node] = [
                    player.heading,
                    value.isUndetermined
                        ? .fragment([.text(format.signed(value.value)), .subline("not told from noise")])
                        : .text(format.signed(value.value)),
                    .text(value.interval.map(format.range) ?? "unknown"),
                ]
                if hasErrors {
                    cells += [
                        .text(value.standardError.map(format.plain) ?? "–"),
                        .text(value.signProbability.map(Self.probability) ?? "–"),
                    ]
                }
                if hasClasses { cells.append(player.classification.map { .user($0) } ?? "–") }
                return cells
            })
    }

    /// A probability that is not called 1 unless it is.
    private static func probability(_ value: Double) -> String {
        value < 1 && value > 0.999 ? ">\u{A0}99.9\u{202F}%" : value.percent
    }

    private var interactions: Node {
        let pairs = explanation.interactions.sorted {
            ($1.value.value.magnitude, $0.first, $0.second) < ($0.value.value.magnitude, $1.first, $1.second)
        }
        guard !pairs.isEmpty else { return .none }
        let format = ContributionFormat(pairs.map(\.value.value))
        let rest = pairs.count - Self.mostPairs
        return .fragment([
            DataTable(
                id: "\(id)-pairs", caption: "What two \(explanation.noun)s are worth together, beyond each alone",
                columns: [.init("Pair", .text), .init("Interaction"), .init("Evidence", .text)],
                rows: pairs.prefix(Self.mostPairs).map { pair in
                    [
                        "\(explanation.players[pair.first].heading) and \(explanation.players[pair.second].heading)",
                        format.cell(pair.value), pair.value.evidence,
                    ]
                }
            ).node,
            rest > 0
                ? .note("\(counted(rest, "smaller pair")) \(rest == 1 ? "stands" : "stand") in explanations.json.")
                : .none,
        ])
    }

    private var faithfulness: Node {
        guard let measures = explanation.faithfulness else { return .none }
        let lines: [(String, Double?)] = [
            ("comprehensiveness", measures.comprehensiveness), ("sufficiency", measures.sufficiency),
            ("area_over_perturbation", measures.areaOverPerturbation), ("infidelity", measures.infidelity),
            ("tau_with_leave_one_out", measures.tauWithLeaveOneOut),
        ]
        let facts = lines.compactMap { id, value in
            value.map { value in
                Node.make(
                    .div, content: .make(.dt, content: .text(ExplanationWording.measure(id))),
                    .make(.dd, content: .text(value.plain)))
            }
        }
        return facts.isEmpty
            ? .none
            : .fragment([
                .element(.dl, [.class("facts")], facts),
                .note(
                    "Comprehensiveness: how far the output falls without the \(explanation.noun)s that push most, large if the explanation is faithful; sufficiency: how far with them alone, small if it is."
                ),
            ])
    }
}
