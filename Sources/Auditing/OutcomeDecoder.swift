internal import FairnessMetrics
internal import Tables

/// Reads from batches of rows what label and prediction say, for one worker.
struct OutcomeDecoder {
    private let plan: AuditPlan
    private let dictionaries: [ValueDictionary]
    /// The outcome of each dictionary code seen so far.
    private var labelOutcomes: [UInt8] = []
    private var predictionOutcomes: [UInt8] = []
    /// `3 × label + prediction` of each row of the last batch, both as `Outcome`.
    private(set) var outcomes: [UInt8] = []

    init(plan: AuditPlan, dictionaries: [ValueDictionary]) {
        self.plan = plan
        self.dictionaries = dictionaries
    }

    /// Reads the outcomes of a batch.
    mutating func decode(_ batch: borrowing Batch) {
        let rows = batch.rowCount
        let missing = UInt8(Outcome.missing.rawValue)
        outcomes.removeAll(keepingCapacity: true)
        outcomes.append(contentsOf: repeatElement(plan.label == nil ? 3 * missing : 0, count: rows))
        if let role = plan.label, let source = plan.labelSource {
            OutcomeDecoder.add(to: &outcomes, role, source, scale: 3, table: &labelOutcomes, dictionaries, batch)
        }
        if let role = plan.prediction, let source = plan.predictionSource {
            OutcomeDecoder.add(to: &outcomes, role, source, scale: 1, table: &predictionOutcomes, dictionaries, batch)
        } else if let threshold = plan.threshold, let source = plan.scoreSource {
            let scores = batch.numbers(source.request)
            for row in 0..<rows {
                outcomes[row] += scores[row].isNaN ? missing : (scores[row] >= threshold ? 1 : 0)
            }
        } else {
            var target = outcomes.mutableSpan
            for row in target.indices { target[row] += missing }
        }
    }

    private static func add(
        to outcomes: inout [UInt8], _ role: BinaryRole, _ source: AuditPlan.Source, scale: UInt8,
        table: inout [UInt8], _ dictionaries: [ValueDictionary], _ batch: borrowing Batch
    ) {
        switch source.decoding {
        case .category:
            let codes = batch.codes(source.request)
            dictionaries[source.request].extend(&table) { value, code in
                // What the rule cannot read is rejected once all rows are known.
                scale * UInt8((code == 0 ? .missing : role.outcome(of: value) ?? .missing).rawValue)
            }
            var target = outcomes.mutableSpan
            for row in target.indices { target[row] += table[Int(codes[row])] }
        default:
            let numbers = batch.numbers(source.request)
            var target = outcomes.mutableSpan
            for row in target.indices { target[row] += scale * UInt8(role.outcome(of: numbers[row]).rawValue) }
        }
    }
}

extension ValueDictionary {
    /// Extends a table of what dictionary codes mean to the codes met since.
    func extend<Value>(_ table: inout [Value], meaning: (String, UInt32) -> Value) {
        while table.count < count {
            let code = UInt32(table.count)
            table.append(meaning(value(code), code))
        }
    }
}
