internal import FairnessMetrics
internal import Reports

/// Turns a column as it was read into one of at most 64 values.
struct SliceColumnReading {
    /// Numbers with more different values than this are binned.
    static let maximumNumbers = 10
    /// Texts with more different values than this are grouped to the most frequent ones and the others.
    static let maximumTexts = 50

    /// The column and how it was made.
    private(set) var column: SliceColumn
    private(set) var description: SearchedColumn

    /// Reads a column of numbers, NaN where missing; a role of bins without edges gets quantiles.
    init(_ role: GroupingRole, numbers: [Double]) {
        var role = role
        var edges: [Double] = []
        var kind = SearchedColumn.Kind.condition
        if case .bins(let given) = role.rule {
            edges = given.isEmpty ? QuantileBins.edges(numbers) : given
            kind = given.isEmpty ? .quantiles : .bins
            role = GroupingRole(expression: role.expression, bins: edges)
        }
        let local = edges.isEmpty ? numbers.map { UInt8(role.code(of: $0)) } : SliceColumnReading.bins(numbers, edges)
        var isUsed = [Bool](repeating: false, count: 256)
        for code in local { isUsed[Int(code)] = true }
        let used = isUsed.indices.filter { isUsed[$0] }.map { UInt64($0) }
        let (grouping, position) = role.column(dictionary: [], used: Set(used))
        var places = [UInt8](repeating: 0, count: 256)
        for (code, place) in position { places[Int(code)] = UInt8(place) }
        column = SliceColumn(name: grouping.name, values: grouping.values, codes: local.map { places[Int($0)] })
        description = SearchedColumn(name: grouping.name, kind: kind, edges: edges, values: grouping.values)
    }

    /// Reads a column of texts by their codes in `dictionary`, 0 where missing.
    init(_ role: GroupingRole, codes: [UInt32], dictionary: [String]) {
        var counts = [Int](repeating: 0, count: dictionary.count)
        for code in codes { counts[Int(code)] += 1 }
        let present = dictionary.indices.filter { $0 > 0 && counts[$0] > 0 }
        guard case .values = role.rule else {
            let local = dictionary.enumerated().map { role.code(of: $1, dictionaryCode: UInt32($0)) }
            self.init(role, local, counts, dictionary, codes, kind: .condition)
            return
        }
        let numbers = present.compactMap { Double(dictionary[$0]) }.filter(\.isFinite)
        if numbers.count == present.count, Set(numbers).count > SliceColumnReading.maximumNumbers {
            let meaning = dictionary.enumerated().map { $0 == 0 ? .nan : Double($1) ?? .nan }
            self.init(GroupingRole(expression: role.expression, bins: []), numbers: codes.map { meaning[Int($0)] })
        } else if present.count > SliceColumnReading.maximumTexts {
            self.init(role, grouping: present, counts, dictionary, codes)
        } else {
            self.init(role, dictionary.indices.map { UInt64($0) }, counts, dictionary, codes, kind: .values)
        }
    }

    /// Takes each local code as a value of the role.
    private init(
        _ role: GroupingRole, _ local: [UInt64], _ counts: [Int], _ dictionary: [String], _ codes: [UInt32],
        kind: SearchedColumn.Kind
    ) {
        let used = Set(zip(local, counts).filter { $1 > 0 }.map(\.0))
        let (grouping, position) = role.column(dictionary: dictionary, used: used)
        let places = local.map { UInt8(position[$0] ?? 0) }
        column = SliceColumn(name: grouping.name, values: grouping.values, codes: codes.map { places[Int($0)] })
        description = SearchedColumn(name: grouping.name, kind: kind, values: grouping.values)
    }

    /// Keeps the most frequent texts, the earlier one where two are as frequent, and calls the rest "other".
    private init(
        _ role: GroupingRole, grouping present: [Int], _ counts: [Int], _ dictionary: [String], _ codes: [UInt32]
    ) {
        let frequent = present.sorted {
            counts[$0] != counts[$1] ? counts[$0] > counts[$1] : dictionary[$0] < dictionary[$1]
        }.prefix(SliceColumnReading.maximumTexts - 1).sorted { dictionary[$0] < dictionary[$1] }
        let name = role.expression.text
        var values = frequent.map { AttributeValue(attribute: name, value: dictionary[$0]) }
        let other = values.contains { $0.value == "other" } ? "other (grouped)" : "other"
        var places = [UInt8](repeating: UInt8(values.count), count: dictionary.count)
        for (place, code) in frequent.enumerated() { places[code] = UInt8(place) }
        values.append(AttributeValue(attribute: name, value: other))
        if counts[0] > 0 {
            places[0] = UInt8(values.count)
            let unknown = values.contains { $0.value == "unknown" } ? "unknown (missing)" : "unknown"
            values.append(AttributeValue(attribute: name, value: unknown, isUnknown: true))
        }
        column = SliceColumn(name: name, values: values, codes: codes.map { places[Int($0)] })
        description = SearchedColumn(
            name: name, kind: .grouped, groupedValues: present.count - frequent.count, values: values)
    }

    /// The bin of each number, counted from 1 on; 0 where missing.
    private static func bins(_ numbers: [Double], _ edges: [Double]) -> [UInt8] {
        var codes = [UInt8](repeating: 0, count: numbers.count)
        let numbers = numbers.span
        var target = codes.mutableSpan
        for row in target.indices {
            var code: UInt8 = numbers[row].isNaN ? 0 : 1
            for edge in edges where numbers[row] >= edge { code += 1 }
            target[row] = code
        }
        return codes
    }
}
