internal import FairnessMetrics

/// Every trial on the development texts, with a picture of accuracy against the gap.
struct TrialsSection {
    let record: DebiasRecord

    var body: [Node]? {
        [.takeaway(takeaway), TradeOffChart(record: record).node ?? .none, table.node, .note(note)]
    }

    private var takeaway: Node {
        let collapsed = record.trials.count { $0.collapse != nil }
        let front = record.trials.count(where: \.isOnFront)
        return """
            Of \(counted(record.trials.count, "trial")), \(front) \(front == 1 ? "is" : "are") beaten by no other in both \
            accuracy and gap\(collapsed > 0 ? ", and \(collapsed) came to nothing" : ""). Trials whose intervals overlap \
            may change places on other texts.
            """
    }

    private var note: Node {
        """
        Numbers are of the development texts, with 95 % intervals; the choice was made on them, so the chosen trial’s look \
        better than they are: only the test texts judge it. Leakage: the area under the ROC curve of a linear probe for the \
        group among all texts; 0.5 is chance.
        """
    }

    private var table: DataTable {
        DataTable(
            id: "trials-table", caption: "Trials, in the order in which they were asked for",
            columns: [
                .init("Trial", .text), .init("Accuracy"), .init("ROC AUC"), .init("Gap"), .init("Distance"),
                .init("Leakage"), .init("Training"), .init("", .text),
            ],
            rows: record.trials.enumerated().map { index, trial in
                let place = Node.text("\(index + 1). ")
                guard let measures = trial.measures else {
                    return [
                        .fragment([place, .user(trial.name)]), "–", "–", "–", "–", "–", seconds(trial),
                        "collapsed: \(.sentence(trial.collapse ?? "a figure is undefined"))",
                    ]
                }
                return [
                    .fragment([place, .user(trial.name)]), .cell(measures.accuracy) { $0.percent },
                    .cell(measures.rocAUC) { $0.plain }, .cell(measures.gap) { $0.percent },
                    .cell(measures.distance) { $0.plain }, leakage(trial), seconds(trial), remarks(trial),
                ]
            }, style: "data moves")
    }

    private func seconds(_ trial: DebiasRecord.Trial) -> Node { "\(trial.seconds.fixed(0))\u{202F}s" }

    private func leakage(_ trial: DebiasRecord.Trial) -> Node {
        .joined(trial.leakage.map { .cell($0.linear.first?.area) { $0.plain } }, by: " ")
    }

    private func remarks(_ trial: DebiasRecord.Trial) -> Node {
        var remarks: [String] = []
        if trial.name == record.chosen { remarks.append("chosen") }
        if trial.isOnFront { remarks.append("on the front") }
        if !trial.fitsCheckpoint { remarks.append("no checkpoint can hold it") }
        return .text(remarks.isEmpty ? "–" : remarks.joined(separator: ", "))
    }
}
