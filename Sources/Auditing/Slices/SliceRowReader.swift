internal import FairnessMetrics
internal import Tables

/// Rows as they were read: what happened, and each column to search as codes of a dictionary or as numbers.
struct SliceBatch: Sendable {
    /// `3 × label + prediction` of each row.
    var outcomes: [UInt8] = []
    /// `[columns][rows]`; empty for a column of numbers.
    var codes: [[UInt32]]
    /// `[columns][rows]`; empty for a column of texts.
    var numbers: [[Double]]

    init(columns: Int) {
        codes = Array(repeating: [], count: columns)
        numbers = Array(repeating: [], count: columns)
    }

    mutating func append(_ other: SliceBatch) {
        outcomes += other.outcomes
        for column in codes.indices {
            codes[column] += other.codes[column]
            numbers[column] += other.numbers[column]
        }
    }
}

/// Keeps the columns of a search; one worker a thread.
final class SliceRowReader: BatchWorker {
    private let plan: AuditPlan
    private var decoder: OutcomeDecoder

    init(plan: AuditPlan, dictionaries: [ValueDictionary]) {
        self.plan = plan
        decoder = OutcomeDecoder(plan: plan, dictionaries: dictionaries)
    }

    func process(_ batch: borrowing Batch) throws -> SliceBatch {
        var result = SliceBatch(columns: plan.groupingSources.count)
        decoder.decode(batch)
        result.outcomes = decoder.outcomes
        for (column, source) in plan.groupingSources.enumerated() {
            switch source.decoding {
            case .category:
                let codes = batch.codes(source.request)
                result.codes[column].reserveCapacity(batch.rowCount)
                for row in codes.indices { result.codes[column].append(codes[row]) }
            default:
                let numbers = batch.numbers(source.request)
                result.numbers[column].reserveCapacity(batch.rowCount)
                for row in numbers.indices { result.numbers[column].append(numbers[row]) }
            }
        }
        return result
    }
}
