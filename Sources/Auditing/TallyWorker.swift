internal import FairnessMetrics
internal import Tables

/// Turns batches of rows into tallies of cells; one worker a thread.
final class TallyWorker: BatchWorker {
    private var tallier: BatchTallier

    /// Makes the worker of one thread.
    ///
    /// - Parameters:
    ///   - plan: What to read of a row.
    ///   - dictionaries: The dictionary of each request.
    init(plan: AuditPlan, dictionaries: [ValueDictionary]) {
        tallier = BatchTallier(plan: plan, dictionaries: dictionaries)
    }

    func process(_ batch: borrowing Batch) throws -> CellTallies {
        // A value, so that its loops run without a check of exclusive access at every row.
        try tallier.process(batch)
    }
}

/// What a worker keeps from batch to batch.
private struct BatchTallier {
    private let plan: AuditPlan
    private let dictionaries: [ValueDictionary]
    /// For each grouping column, the local code of each dictionary code seen so far.
    private var groupCodes: [[UInt64]]
    /// The outcome of each dictionary code seen so far.
    private var labelOutcomes: [UInt8] = []
    private var predictionOutcomes: [UInt8] = []
    private var keys: [UInt64] = []
    private var outcomes: [UInt8] = []
    private var slots = SlotTable()

    init(plan: AuditPlan, dictionaries: [ValueDictionary]) {
        self.plan = plan
        self.dictionaries = dictionaries
        groupCodes = Array(repeating: [], count: plan.grouping.count)
    }

    /// Returns what the batch adds to each cell.
    ///
    /// - Throws: `AuditError.data` if a grouping column has more values than can be crossed.
    mutating func process(_ batch: borrowing Batch) throws -> CellTallies {
        let rows = batch.rowCount
        try fillKeys(batch, rows)
        fillOutcomes(batch, rows)
        var result = CellTallies()
        slots.removeAll()
        let weight = plan.weightSource.map(\.request)
        let score = plan.scoreSource.map(\.request)
        if let request = weight ?? score {
            // Where there is only one of the two, the other's place is filled but not read.
            let numbers = batch.numbers(request)
            accumulate(
                into: &result, rows, weights: numbers, isWeighted: weight != nil,
                scores: batch.numbers(score ?? request), isScored: score != nil)
        } else {
            count(into: &result, rows)
        }
        return result
    }

    /// Packs the codes of all grouping columns into one key a row.
    private mutating func fillKeys(_ batch: borrowing Batch, _ rows: Int) throws(AuditError) {
        keys.removeAll(keepingCapacity: true)
        keys.append(contentsOf: repeatElement(0, count: rows))
        for (column, source) in plan.groupingSources.enumerated() {
            let role = plan.grouping[column]
            switch source.decoding {
            case .category:
                let codes = batch.codes(source.request)
                BatchTallier.extend(&groupCodes[column], to: dictionaries[source.request]) { value, code in
                    role.code(of: value, dictionaryCode: code)
                }
                if case .values = role.rule, groupCodes[column].count > AuditDefinition.maximumGroupingValues + 1 {
                    throw .data(
                        "column '\(role.expression.column)' has more than "
                            + "\(AuditDefinition.maximumGroupingValues) different values, too many to form groups: "
                            + "cut numbers with --bins \(role.expression.column)=…, or name another column")
                }
                let local = groupCodes[column]
                for row in 0..<rows {
                    keys[row] = keys[row] << CellTallies.bitsPerColumn | local[Int(codes[row])]
                }
            case .number, .weight:
                let numbers = batch.numbers(source.request)
                for row in 0..<rows {
                    keys[row] = keys[row] << CellTallies.bitsPerColumn | role.code(of: numbers[row])
                }
            }
        }
    }

    /// Writes 3 × label + prediction for each row.
    private mutating func fillOutcomes(_ batch: borrowing Batch, _ rows: Int) {
        let missing = UInt8(Outcome.missing.rawValue)
        outcomes.removeAll(keepingCapacity: true)
        outcomes.append(contentsOf: repeatElement(plan.label == nil ? 3 * missing : 0, count: rows))
        if let role = plan.label, let source = plan.labelSource {
            BatchTallier.add(to: &outcomes, role, source, scale: 3, table: &labelOutcomes, dictionaries, batch)
        }
        if let role = plan.prediction, let source = plan.predictionSource {
            BatchTallier.add(to: &outcomes, role, source, scale: 1, table: &predictionOutcomes, dictionaries, batch)
        } else if let threshold = plan.threshold, let source = plan.scoreSource {
            let scores = batch.numbers(source.request)
            for row in 0..<rows {
                outcomes[row] += scores[row].isNaN ? missing : (scores[row] >= threshold ? 1 : 0)
            }
        } else {
            for row in 0..<rows { outcomes[row] += missing }
        }
    }

    private static func add(
        to outcomes: inout [UInt8], _ role: BinaryRole, _ source: AuditPlan.Source, scale: UInt8,
        table: inout [UInt8], _ dictionaries: [ValueDictionary], _ batch: borrowing Batch
    ) {
        switch source.decoding {
        case .category:
            let codes = batch.codes(source.request)
            extend(&table, to: dictionaries[source.request]) { value, code in
                // What the rule cannot read is rejected once all rows are known.
                scale * UInt8((code == 0 ? .missing : role.outcome(of: value) ?? .missing).rawValue)
            }
            for row in outcomes.indices { outcomes[row] += table[Int(codes[row])] }
        case .number, .weight:
            let numbers = batch.numbers(source.request)
            for row in outcomes.indices { outcomes[row] += scale * UInt8(role.outcome(of: numbers[row]).rawValue) }
        }
    }

    private mutating func count(into result: inout CellTallies, _ rows: Int) {
        for row in 0..<rows {
            let slot = slots.slot(of: keys[row])
            if slot == result.keys.count { result.addCell(keys[row], weighted: false, scored: false) }
            result.counts[9 * slot + Int(outcomes[row])] += 1
        }
    }

    private mutating func accumulate(
        into result: inout CellTallies, _ rows: Int, weights: borrowing Span<Double>, isWeighted: Bool,
        scores: borrowing Span<Double>, isScored: Bool
    ) {
        for row in 0..<rows {
            let slot = slots.slot(of: keys[row])
            if slot == result.keys.count { result.addCell(keys[row], weighted: isWeighted, scored: isScored) }
            let place = 9 * slot + Int(outcomes[row])
            result.counts[place] += 1
            if isWeighted {
                result.weights[place] += weights[row]
                result.squaredWeights[place] += weights[row] * weights[row]
            }
            if isScored {
                let label = Outcome(rawValue: Int(outcomes[row]) / 3) ?? .missing
                result.scores[slot].add(
                    scores[row].isNaN ? nil : scores[row], label: label, weight: isWeighted ? weights[row] : nil)
            }
        }
    }

    /// Extends a table of what dictionary codes mean to the codes met since.
    private static func extend<Value>(
        _ table: inout [Value], to dictionary: ValueDictionary, meaning: (String, UInt32) -> Value
    ) {
        while table.count < dictionary.count {
            let code = UInt32(table.count)
            table.append(meaning(dictionary.value(code), code))
        }
    }
}

extension CellTallies {
    fileprivate mutating func addCell(_ key: UInt64, weighted: Bool, scored: Bool) {
        keys.append(key)
        counts.append(contentsOf: repeatElement(0, count: 9))
        if weighted {
            weights.append(contentsOf: repeatElement(0, count: 9))
            squaredWeights.append(contentsOf: repeatElement(0, count: 9))
        }
        if scored { scores.append(ScoreSample()) }
    }
}
