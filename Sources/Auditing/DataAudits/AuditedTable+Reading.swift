internal import DataAudits
internal import FairnessMetrics
internal import Reports
internal import Tables

extension AuditedTable {
    /// Reads the columns that a data audit looks at.
    ///
    /// Features are all columns without another part, control columns among them; `features` of the definition narrows
    /// them.
    ///
    /// - Parameter like: A table whose features are to be read in the same way, those that are there.
    static func read(
        _ definition: AuditDefinition, like other: AuditedTable? = nil, workers: Int,
        progress: (@Sendable (Int, Int?) -> Void)?
    ) throws -> AuditedTable {
        let reader = try TableReader(paths: definition.resolvedPaths, options: definition.table)
        let plan = try AuditPlan(definition, reader: reader)
        let choices = definition.dataAudit ?? DataAuditChoices()
        for column in choices.columns { _ = try reader.columnIndex(named: column) }
        let parts = definition.columnsWithParts + choices.columns
        var names = definition.features.isEmpty ? reader.columns.filter { !parts.contains($0) } : definition.features
        if let other {
            let known = Set(other.features.map(\.name))
            names = names.filter(known.contains)
        }
        let first = FirstRows(names, of: reader)
        let unread = names.indices.filter { first.areUnique($0) }
        let readable = names.indices.filter { !unread.contains($0) }
        let numeric = Set(
            other.map { $0.features.filter(\.isNumber).map(\.name) }
                ?? readable.filter { first.areNumbers($0) }.map { names[$0] })
        let features = readable.map { names[$0] }
        let reading = TableReading(definition: definition, choices: choices, plan: plan, features: features)
        var table: AuditedTable
        do {
            table = try reading.table(reader, numeric: numeric, like: other, workers: workers, progress: progress)
        } catch TableError.notANumber where other == nil {
            // Further down a column was not all numbers.
            table = try reading.table(reader, numeric: [], like: nil, workers: workers, progress: progress)
        }
        table.others =
            unread.map { AuditedColumn(name: names[$0], use: .identifier, missing: 0) }
            + reader.columns.filter(parts.contains).map { AuditedColumn(name: $0, use: .role, missing: 0) }
        return table
    }
}

extension AuditDefinition {
    /// The columns that are the label, protected, and so on, and therefore no description of people.
    var columnsWithParts: [String] {
        protected.map(\.column)
            + [label?.column, prediction?.column, score?.column, weight, text].compactMap(\.self)
            + memberships.flatMap(\.columns)
    }
}

extension AuditedTable.Feature {
    /// Whether it holds numbers.
    var isNumber: Bool { if case .numbers = values { true } else { false } }
}

/// The columns of one data audit, and how rows become its table.
private struct TableReading {
    let definition: AuditDefinition
    let choices: DataAuditChoices
    let plan: AuditPlan
    let features: [String]

    func table(
        _ reader: TableReader, numeric: Set<String>, like other: AuditedTable?, workers: Int,
        progress: (@Sendable (Int, Int?) -> Void)?
    ) throws -> AuditedTable {
        var requests = plan.requests
        func place(_ name: String, _ decoding: ColumnRequest.Decoding) -> Int {
            let request = ColumnRequest(name: name, decoding: decoding)
            if let known = requests.firstIndex(of: request) { return known }
            requests.append(request)
            return requests.count - 1
        }
        let featurePlaces = features.map { place($0, numeric.contains($0) ? .number : .category) }
        let textPlace = definition.text.map { place($0, .text) }
        let splitPlace = choices.split.map { place($0, .category) }
        let annotatorPlaces = choices.annotators.map { place($0, .category) }
        let columns = try ColumnTable(reader, requests, workers: workers, progress: progress)
        var table = AuditedTable(
            rowCount: columns.rowCount, attributes: attributes(columns), label: try label(columns),
            features: zip(features, featurePlaces).map { name, place in
                .init(name: name, values: values(name, columns.columns[place], like: other))
            })
        if let text = definition.text, let textPlace, case .texts(let texts) = columns.columns[textPlace] {
            table.texts = [(text, texts)]
        }
        if let split = choices.split, let splitPlace,
            case .categories(let codes, let values) = columns.columns[splitPlace]
        {
            table.split = (split, codes, values)
        }
        var common: [String: UInt32] = [:]
        for (name, place) in zip(choices.annotators, annotatorPlaces) {
            guard case .categories(let codes, let values) = columns.columns[place] else { continue }
            var meaning = [UInt32](repeating: 0, count: values.count)
            for code in values.indices.dropFirst() {
                let next = UInt32(common.count + 1)
                meaning[code] = common[values[code]] ?? next
                if meaning[code] == next { common[values[code]] = next }
            }
            table.annotators.append((name, codes.map { meaning[Int($0)] }))
        }
        return table
    }

    /// Numbers where every text is one, unless another table decides.
    private func values(
        _ name: String, _ column: ColumnTable.Column, like other: AuditedTable?
    ) -> AuditedTable.Feature.Values {
        switch column {
        case .numbers(let numbers): return .numbers(numbers)
        case .texts: preconditionFailure("features are numbers or categories")
        case .categories(let codes, let values):
            let meaning = values.enumerated().map { $0 == 0 ? Double.nan : Double($1) ?? .nan }
            let isNumber = meaning.count > 1 && meaning.dropFirst().allSatisfy(\.isFinite)
            let wanted = other.map { table in table.features.first { $0.name == name }?.isNumber == true } ?? isNumber
            return isNumber && wanted
                ? .numbers(codes.map { meaning[Int($0)] }) : .categories(codes: codes, values: values)
        }
    }

    private func attributes(_ columns: ColumnTable) -> [AuditedTable.Attribute] {
        definition.protected.indices.map { index in
            let role = plan.grouping[index]
            var local: [UInt64]
            var dictionary: [String] = []
            switch columns.columns[plan.groupingSources[index].request] {
            case .numbers(let numbers): local = numbers.map { role.code(of: $0) }
            case .categories(let codes, let values):
                dictionary = values
                let meaning = values.enumerated().map { role.code(of: $1, dictionaryCode: UInt32($0)) }
                local = codes.map { meaning[Int($0)] }
            case .texts: preconditionFailure("groups are numbers or categories")
            }
            let (column, position) = role.column(dictionary: dictionary, used: Set(local))
            return AuditedTable.Attribute(column: column, codes: local.map { position[$0] ?? 0 })
        }
    }

    private func label(_ columns: ColumnTable) throws -> AuditedTable.Label? {
        guard let role = plan.label, let source = plan.labelSource else { return nil }
        let name = role.expression.text
        switch columns.columns[source.request] {
        case .texts: return nil
        case .numbers(let numbers):
            guard plan.task == .regression else {
                return AuditedTable.Label(
                    name: name, levels: [role.expression.negatedText, name],
                    codes: numbers.map { Self.code(role.outcome(of: $0)) })
            }
            let sorted = numbers.filter { !$0.isNaN }.sorted()
            guard let low = sorted.first, let high = sorted.last, low < high else { return nil }
            // Above the lowest number even where most rows have that.
            var median = sorted[sorted.count / 2]
            if median == low { median = sorted.first { $0 > low } ?? high }
            return AuditedTable.Label(
                name: name, levels: ["a lower \(name)", "a higher \(name)"],
                codes: numbers.map { $0.isNaN ? 255 : $0 >= median ? 1 : 0 })
        case .categories(let codes, let values):
            guard plan.task == .multiclass else {
                let positive = try role.validate(found: values)
                let level = role.expression.condition == nil ? "\(name) = \(positive)" : positive
                let meaning = values.enumerated().map { code, value in
                    code == 0 ? 255 : Self.code(role.outcome(of: value) ?? .missing)
                }
                return AuditedTable.Label(
                    name: name, levels: ["not \(level)", level], codes: codes.map { meaning[Int($0)] })
            }
            let names = values.dropFirst().sorted()
            guard names.count >= 2, names.count <= 50 else { return nil }
            let meaning = values.enumerated().map { code, value in
                code == 0 ? 255 : UInt8(names.firstIndex(of: value) ?? 255)
            }
            return AuditedTable.Label(
                name: name, levels: names.count == 2 ? names : names.map { $0 }, codes: codes.map { meaning[Int($0)] })
        }
    }

    private static func code(_ outcome: Outcome) -> UInt8 {
        switch outcome {
        case .positive: 1
        case .negative: 0
        case .missing: 255
        }
    }
}
