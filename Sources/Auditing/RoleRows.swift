public import FairnessMetrics
internal import Tables

/// The rows of a table by the parts that its columns play, in memory: what a rule is fitted on and applied to.
public struct RoleRows: Sendable {
    /// The label of each row, `[rows]`; all missing without one.
    public let labels: [Outcome]
    /// What was decided of each row, by the prediction or by the score's threshold, `[rows]`; all missing without either.
    public let predictions: [Outcome]
    /// The score of each row, NaN where missing; empty without one.
    public let scores: [Double]
    /// The weight of each row; empty without one.
    public let weights: [Double]
    /// The protected attributes with their values in the order of reports, missing ones last.
    public let attributes: [GroupingColumn]
    /// The place of each row's value among its attribute's values, `[attributes][rows]`.
    public let codes: [[Int]]
    /// Which value is positive in the label and in the prediction; nil without such a role.
    public let positiveLabel: String?, positivePrediction: String?
    /// What the reader of the table should know.
    public let warnings: [String]

    /// The rows.
    public var count: Int { labels.count }

    /// Reads the rows of a definition; its strata and features play no part.
    ///
    /// - Parameters:
    ///   - definition: The files, the parts that columns play, and the threshold of a score; the task is binary.
    ///   - workers: Threads that decode the data; the result does not depend on their number.
    ///   - progress: Called now and then with the bytes read and, where known, all there are.
    /// - Throws: `AuditError` for a request that makes no sense or does not fit the data, `TableError` for files that
    ///   cannot be read.
    public init(
        _ definition: AuditDefinition, workers: Int = 2,
        progress: (@Sendable (_ bytesDone: Int, _ bytesTotal: Int?) -> Void)? = nil
    ) throws {
        var faults = definition.faults
        if definition.isTallied { faults.append("a tally file holds counts and no rows: name the table") }
        if definition.task != .binary { faults.append("--task \(definition.task.rawValue): decisions are yes or no") }
        guard faults.isEmpty else { throw AuditError.usage(faults.joined(separator: "\n")) }
        var definition = try definition.asked(workers: workers, progress: progress)
        definition.strata = []
        definition.features = []
        definition.memberships = []
        let reader = try TableReader(paths: definition.resolvedPaths, options: definition.table)
        let plan = try AuditPlan(definition, reader: reader)
        var part = RolePart(attributes: plan.grouping.count)
        var dictionaries: [ValueDictionary] = []
        _ = try reader.scan(
            plan.requests, workers: workers, progress: progress,
            makeWorker: { found in
                dictionaries = found
                return RoleReader(plan: plan, dictionaries: found)
            }, merge: { (next: RolePart) in part.append(next) })
        func positive(_ role: BinaryRole?, _ source: AuditPlan.Source?) throws(AuditError) -> String? {
            guard let role, let source else { return nil }
            return try role.validate(
                found: source.decoding == .category ? dictionaries[source.request].values : [""])
        }
        positiveLabel = try positive(plan.label, plan.labelSource)
        positivePrediction = try positive(plan.prediction, plan.predictionSource)
        labels = part.outcomes.map { Outcome(rawValue: Int($0) / 3) ?? .missing }
        predictions = part.outcomes.map { Outcome(rawValue: Int($0) % 3) ?? .missing }
        scores = part.scores
        weights = part.weights
        warnings = reader.warnings
        var (attributes, codes): ([GroupingColumn], [[Int]]) = ([], [])
        for (index, role) in plan.grouping.enumerated() {
            let source = plan.groupingSources[index]
            var found = part.codes[index]
            var values: [String] = []
            if source.decoding == .category {
                values = dictionaries[source.request].values
                let local = values.enumerated().map { role.code(of: $1, dictionaryCode: UInt32($0)) }
                found = found.map { local[Int($0)] }
            }
            let used = Set(found)
            guard used.count <= AuditDefinition.maximumGroupingValues + 1 else {
                throw AuditError.data(
                    "column '\(role.expression.column)' has more than \(AuditDefinition.maximumGroupingValues) different "
                        + "values, too many to form groups: cut numbers with --bins \(role.expression.column)=…, or name "
                        + "another column")
            }
            let (column, position) = role.column(dictionary: values, used: used)
            attributes.append(column)
            codes.append(found.map { position[$0] ?? 0 })
        }
        self.attributes = attributes
        self.codes = codes
    }
}

/// The rows of one batch.
private struct RolePart: Sendable {
    /// `3 × label + prediction` of each row.
    var outcomes: [UInt8] = []
    var scores: [Double] = []
    var weights: [Double] = []
    /// Codes of the dictionary, or of the role where it reads numbers, `[attributes][rows]`.
    var codes: [[UInt64]]

    init(attributes: Int) { codes = Array(repeating: [], count: attributes) }

    mutating func append(_ other: RolePart) {
        outcomes += other.outcomes
        scores += other.scores
        weights += other.weights
        for index in codes.indices { codes[index] += other.codes[index] }
    }
}

/// Keeps the columns that play a part; one worker a thread.
private final class RoleReader: BatchWorker {
    private let plan: AuditPlan
    private var decoder: OutcomeDecoder

    init(plan: AuditPlan, dictionaries: [ValueDictionary]) {
        self.plan = plan
        decoder = OutcomeDecoder(plan: plan, dictionaries: dictionaries)
    }

    func process(_ batch: borrowing Batch) throws -> RolePart {
        var part = RolePart(attributes: plan.grouping.count)
        decoder.decode(batch)
        part.outcomes = decoder.outcomes
        if let source = plan.scoreSource {
            let numbers = batch.numbers(source.request)
            for row in numbers.indices { part.scores.append(numbers[row]) }
        }
        if let source = plan.weightSource {
            let numbers = batch.numbers(source.request)
            for row in numbers.indices { part.weights.append(numbers[row].isNaN ? 0 : numbers[row]) }
        }
        for (index, source) in plan.groupingSources.enumerated() {
            let role = plan.grouping[index]
            switch source.decoding {
            case .category:
                let codes = batch.codes(source.request)
                for row in codes.indices { part.codes[index].append(UInt64(codes[row])) }
            default:
                let numbers = batch.numbers(source.request)
                for row in numbers.indices { part.codes[index].append(role.code(of: numbers[row])) }
            }
        }
        return part
    }
}
