internal import FairnessMetrics
internal import Tables

/// Rows as they were read: cell, decision, weight, and each feature as codes of a dictionary or as numbers.
struct FeatureBatch: Sendable {
    /// The packed codes of each row's cell.
    private var cells: [UInt64] = []
    /// `3 × label + prediction` of each row.
    private var outcomes: [UInt8] = []
    /// The weight of each row, or none.
    private var weights: [Double] = []
    /// `[features][rows]`; empty for a feature of numbers.
    private var codes: [[UInt32]]
    /// `[features][rows]`; empty for a feature of texts.
    private var numbers: [[Double]]

    /// Makes an empty batch.
    init(features: Int) {
        codes = Array(repeating: [], count: features)
        numbers = Array(repeating: [], count: features)
    }

    /// Reads the features of a batch whose cells and outcomes are known.
    init(_ batch: borrowing Batch, plan: AuditPlan, cells: [UInt64], outcomes: [UInt8]) {
        self.init(features: plan.featureSources.count)
        self.cells = cells
        self.outcomes = outcomes
        if let source = plan.weightSource { weights = FeatureBatch.copy(batch.numbers(source.request)) }
        for (feature, source) in plan.featureSources.enumerated() {
            switch source.decoding {
            case .category:
                let span = batch.codes(source.request)
                codes[feature].reserveCapacity(span.count)
                for row in span.indices { codes[feature].append(span[row]) }
            default: numbers[feature] = FeatureBatch.copy(batch.numbers(source.request))
            }
        }
    }

    private static func copy(_ span: borrowing Span<Double>) -> [Double] {
        var values: [Double] = []
        values.reserveCapacity(span.count)
        for row in span.indices { values.append(span[row]) }
        return values
    }

    /// Adds the rows after these.
    mutating func append(_ other: FeatureBatch) {
        cells += other.cells
        outcomes += other.outcomes
        weights += other.weights
        for feature in codes.indices {
            codes[feature] += other.codes[feature]
            numbers[feature] += other.numbers[feature]
        }
    }

    /// Returns the rows that have a decision and every feature.
    ///
    /// A feature is a number if each of its values is one; texts get codes in the order of their bytes, so that nothing
    /// depends on the order in which threads met them.
    func table(
        _ plan: AuditPlan, _ definition: AuditDefinition, _ dictionaries: [ValueDictionary],
        attributes: [GroupingColumn]
    ) -> FeatureTable {
        let features = plan.featureSources.enumerated().map { feature, source -> FeatureTable.Column in
            guard source.decoding == .category else { return .numbers(numbers[feature]) }
            return FeatureBatch.column(codes[feature], dictionaries[source.request].values)
        }
        let usesPrediction = plan.inputs.contains(.prediction)
        let missing = Outcome.missing.rawValue
        let complete = outcomes.indices.filter { row in
            let outcome = usesPrediction ? Int(outcomes[row]) % 3 : Int(outcomes[row]) / 3
            guard outcome != missing else { return false }
            return features.allSatisfy { column in
                switch column {
                case .numbers(let values): !values[row].isNaN
                case .codes(let values): values[row] != 0
                }
            }
        }
        let positive = UInt8(Outcome.positive.rawValue)
        let shift = plan.grouping.count
        let places = attributes.indices.map { attribute in
            FeatureBatch.places(attribute, plan, dictionaries, attributes[attribute])
        }
        return FeatureTable(
            names: definition.features,
            columns: features.map { column in
                switch column {
                case .numbers(let values): .numbers(complete.map { values[$0] })
                case .codes(let values): .codes(complete.map { values[$0] })
                }
            }, decisions: complete.map { (usesPrediction ? outcomes[$0] % 3 : outcomes[$0] / 3) == positive },
            subject: usesPrediction ? .prediction : .label,
            weights: weights.isEmpty ? [] : complete.map { weights[$0] }, attributes: attributes,
            groups: attributes.indices.map { attribute in
                complete.map { places[attribute][CellTallies.codes(of: cells[$0], columns: shift)[attribute]] ?? 0 }
            }, incomplete: outcomes.count - complete.count)
    }

    /// Numbers where every text is one, NaN where missing; else codes from 1 on in the order of the texts, 0 where missing.
    private static func column(_ codes: [UInt32], _ texts: [String]) -> FeatureTable.Column {
        let numbers = texts.enumerated().map { $0 == 0 ? Double.nan : Double($1) ?? .nan }
        if numbers.dropFirst().allSatisfy(\.isFinite), numbers.count > 1 {
            return .numbers(codes.map { numbers[Int($0)] })
        }
        let order = texts.indices.dropFirst().sorted { texts[$0].utf8.lexicographicallyPrecedes(texts[$1].utf8) }
        var ranks = [UInt32](repeating: 0, count: texts.count)
        for (rank, code) in order.enumerated() { ranks[code] = UInt32(rank + 1) }
        return .codes(codes.map { ranks[Int($0)] })
    }

    /// Where each local code of an attribute stands among the values that are shown.
    private static func places(
        _ attribute: Int, _ plan: AuditPlan, _ dictionaries: [ValueDictionary], _ column: GroupingColumn
    ) -> [UInt64: Int] {
        let role = plan.grouping[attribute]
        let source = plan.groupingSources[attribute]
        let names: [String]
        if case .values = role.rule {
            names = dictionaries[source.request].values
        } else {
            names = [""] + role.possibleNames
        }
        let known = GroupingRole.places(of: column)
        var places: [UInt64: Int] = [:]
        for (code, name) in names.enumerated().dropFirst() {
            if let place = known[Array(name.utf8)] { places[UInt64(code)] = place }
        }
        if let unknown = column.values.firstIndex(where: \.isUnknown) { places[0] = unknown }
        return places
    }
}
