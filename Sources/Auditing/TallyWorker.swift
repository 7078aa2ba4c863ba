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

    func process(_ batch: borrowing Batch) throws -> CountedBatch {
        // A value, so that its loops run without a check of exclusive access at every row.
        let tallies = try tallier.process(batch)
        return CountedBatch(tallies: tallies, features: tallier.features(batch))
    }
}

/// What one batch amounts to: its counts, and its rows where features are read.
struct CountedBatch: Sendable {
    var tallies: CellTallies
    var features: FeatureBatch?
}

/// What a worker keeps from batch to batch.
struct BatchTallier {
    let plan: AuditPlan
    private let dictionaries: [ValueDictionary]
    /// For each grouping column, the local code of each dictionary code seen so far.
    private var groupCodes: [[UInt64]]
    private var outcomeDecoder: OutcomeDecoder
    private(set) var keys: [UInt64] = []
    /// The place in the batch of each cell's key.
    var slots = SlotTable()
    var classSlots = SlotTable()

    init(plan: AuditPlan, dictionaries: [ValueDictionary]) {
        self.plan = plan
        self.dictionaries = dictionaries
        outcomeDecoder = OutcomeDecoder(plan: plan, dictionaries: dictionaries)
        groupCodes = Array(repeating: [], count: plan.grouping.count)
    }

    /// Returns what the batch adds to each cell.
    ///
    /// - Throws: `AuditError.data` if a grouping column has more values than can be crossed, or an outcome more classes.
    mutating func process(_ batch: borrowing Batch) throws -> CellTallies {
        let rows = batch.rowCount
        try fillKeys(batch, rows)
        outcomeDecoder.decode(batch)
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
            BatchTallier.count(keys, outcomeDecoder.outcomes, slots: &slots, into: &result)
        }
        switch plan.task {
        case .binary: break
        case .regression: addNumbers(batch, to: &result)
        case .multiclass: try addClasses(batch, to: &result)
        }
        for (role, requests) in zip(plan.memberships, plan.membershipRequests) {
            result.memberships.append(try memberships(batch, role, requests))
        }
        return result
    }

    /// Returns the rows of the batch that was processed last, if features are read.
    func features(_ batch: borrowing Batch) -> FeatureBatch? {
        plan.featureSources.isEmpty
            ? nil : FeatureBatch(batch, plan: plan, cells: keys, outcomes: outcomeDecoder.outcomes)
    }

    /// Adds up what the rows say of groups of which only probabilities are known.
    ///
    /// - Throws: `RowComplaint` at the first row whose probabilities are none.
    private func memberships(
        _ batch: borrowing Batch, _ role: MembershipRole, _ requests: [Int]
    ) throws(RowComplaint) -> MembershipTally {
        var tally = MembershipTally(groups: requests.count)
        var probabilities = [Double](repeating: 0, count: requests.count)
        for row in 0..<batch.rowCount {
            for (group, request) in requests.enumerated() { probabilities[group] = batch.numbers(request)[row] }
            if let fault = role.fault(of: probabilities) { throw RowComplaint(row: row, fault: fault) }
            let weight = plan.weightSource.map { batch.numbers($0.request)[row] } ?? 1
            tally.add(probabilities, outcome: Int(outcomeDecoder.outcomes[row]), weight: weight)
        }
        return tally
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
                dictionaries[source.request].extend(&groupCodes[column]) { value, code in
                    role.code(of: value, dictionaryCode: code)
                }
                if case .values = role.rule, groupCodes[column].count > AuditDefinition.maximumGroupingValues + 1 {
                    throw .data(
                        "column '\(role.expression.column)' has more than "
                            + "\(AuditDefinition.maximumGroupingValues) different values, too many to form groups: "
                            + "cut numbers with --bins \(role.expression.column)=…, or name another column")
                }
                let local = groupCodes[column]
                var packed = keys.mutableSpan
                for row in 0..<rows {
                    packed[row] = packed[row] << CellTallies.bitsPerColumn | local[Int(codes[row])]
                }
            default:
                let numbers = batch.numbers(source.request)
                var packed = keys.mutableSpan
                for row in 0..<rows {
                    packed[row] = packed[row] << CellTallies.bitsPerColumn | role.code(of: numbers[row])
                }
            }
        }
    }

    private static func count(
        _ keys: [UInt64], _ outcomes: [UInt8], slots: inout SlotTable, into result: inout CellTallies
    ) {
        let keys = keys.span
        let outcomes = outcomes.span
        var row = 0
        while row < keys.count {
            row = countKnown(keys, outcomes, from: row, slots: slots, into: &result.counts)
            guard row < keys.count else { break }
            let slot = slots.slot(of: keys[row])
            if slot == result.keys.count { result.addCell(keys[row], weighted: false, scored: false) }
            result.counts[9 * slot + Int(outcomes[row])] += 1
            row += 1
        }
    }

    /// Counts rows as long as their cells are where they are looked for first; returns the row it stopped at.
    private static func countKnown(
        _ keys: borrowing Span<UInt64>, _ outcomes: borrowing Span<UInt8>, from first: Int, slots: SlotTable,
        into counts: inout [Int]
    ) -> Int {
        var target = counts.mutableSpan
        var row = first
        while row < keys.count, let slot = slots.likelySlot(of: keys[row]) {
            target[9 * slot + Int(outcomes[row])] += 1
            row += 1
        }
        return row
    }

    private mutating func accumulate(
        into result: inout CellTallies, _ rows: Int, weights: borrowing Span<Double>, isWeighted: Bool,
        scores: borrowing Span<Double>, isScored: Bool
    ) {
        let outcomes = outcomeDecoder.outcomes
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
