extension ReportSection {
    /// The gates of the definition, each met or crossed.
    static let gates = ReportSection(
        id: "gates", title: "Gates", question: "Do the results meet what the definition demands?"
    ) { context in
        let gates = context.results.gates
        guard !gates.isEmpty else { return nil }
        let crossed = gates.count { !$0.isMet }
        let takeaway: Node =
            crossed == 0
            ? "\(gates.count == 1 ? "The one gate of the definition is" : "All \(gates.count) gates of the definition are") met."
            : "\(crossed) of \(counted(gates.count, "gate")) of the definition \(crossed == 1 ? "is" : "are") crossed."
        let table = DataTable(
            id: "gate-table", caption: "The gates of the definition, in its order",
            columns: [.init("Gate", .text), .init("Outcome", .text), .init("Finding", .text)],
            rows: gates.map { gate in
                [
                    .code(gate.gate),
                    .make(
                        .span, .class(gate.isMet ? "v none met" : "v shown"), content: gate.isMet ? "Met" : "Crossed"),
                    .sentence(gate.finding),
                ]
            })
        return [.takeaway(takeaway), table.node]
    }
}
