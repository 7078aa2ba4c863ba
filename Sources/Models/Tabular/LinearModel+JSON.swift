public import Files
internal import MatrixKernels

extension LinearModel {
    /// What a file holds.
    public var json: JSON {
        let rows = (0..<regression.coefficients.rows).map { row -> JSON in
            .array(features.indices.map { .number(regression.coefficients[row, $0]) })
        }
        var members: [JSONObject.Member] = [
            .init("schema", .string(Self.schema)), .init("features", .strings(features)),
            .init("classes", .strings(outputs)), .init("coefficients", .array(rows)),
            .init("intercepts", .array(regression.intercepts.map { .number($0) })),
        ]
        if let means { members.append(.init("means", .array(means.map { .number($0) }))) }
        return .object(members)
    }

    /// Writes a file, whole or not at all.
    public func write(to path: String) throws(FilesError) { try AtomicFile.write(json.bytes(.indented), to: path) }

    /// Reads a file.
    ///
    /// - Throws: `ModelsError.data` with every fault that the file has, `ModelsError.missing` if there is none.
    public init(path: String) throws(ModelsError) {
        let bytes: [UInt8]
        do { bytes = try MappedFile.read(path, limit: 1 << 26) } catch {
            throw .missing("\(error); a linear model is a file of the schema \(Self.schema)")
        }
        let json: JSON
        do { json = try JSON(parsing: bytes) } catch { throw .data("\(path):\(error)") }
        try self.init(json: json, path: path)
    }

    /// Reads what a file holds.
    ///
    /// - Parameters:
    ///   - json: What the file holds.
    ///   - path: How messages call it.
    /// - Throws: `ModelsError.data` with every fault.
    public init(json: JSON, path: String) throws(ModelsError) {
        var reader = Reader(json: json)
        if json["schema"] != .string(Self.schema) { reader.faults.append("'schema' is not \"\(Self.schema)\"") }
        let features = reader.names("features", least: 1)
        let classes = reader.names("classes", least: 2)
        let outputs = classes.count == 2 ? 1 : classes.count
        let coefficients = reader.coefficients(rows: outputs, columns: features.count)
        let intercepts = reader.numbers("intercepts", count: outputs)
        let means =
            json["means"] == nil || json["means"] == .null ? nil : reader.numbers("means", count: features.count)
        guard reader.faults.isEmpty else { throw .data(reader.faults.map { "\(path): \($0)" }.joined(separator: "\n")) }
        self.init(
            features: features, classes: classes,
            regression: LogisticRegression(
                classes: classes.count,
                coefficients: DoubleMatrix(rows: outputs, columns: features.count, coefficients), intercepts: intercepts
            ),
            means: means)
    }

    /// Reads members and collects what is wrong with them.
    private struct Reader {
        let json: JSON
        var faults: [String] = []

        mutating func names(_ key: String, least: Int) -> [String] {
            guard case .array(let elements)? = json[key] else {
                faults.append("there is no list '\(key)'")
                return []
            }
            var names: [String] = []
            for (place, element) in elements.enumerated() {
                guard case .string(let name) = element, !name.isEmpty else {
                    faults.append("\(key)[\(place)] is no name")
                    continue
                }
                if names.contains(name) { faults.append("\(key)[\(place)] repeats '\(visible(name))'") }
                names.append(name)
            }
            if elements.count < least {
                faults.append("'\(key)' has \(elements.count) names, and at least \(least) are needed")
            }
            return names
        }

        mutating func numbers(_ key: String, count: Int) -> [Double] { numbers(json[key], key, count: count) }

        mutating func coefficients(rows: Int, columns: Int) -> [Double] {
            guard case .array(let lists)? = json["coefficients"] else {
                faults.append("there is no list 'coefficients'")
                return []
            }
            if lists.count != rows {
                faults.append(
                    "'coefficients' has \(lists.count) lists, and must have \(rows)"
                        + (rows == 1
                            ? ": of two classes the one of the second against the first" : ", one for each class"))
            }
            var all: [Double] = []
            for (row, list) in lists.enumerated() { all += numbers(list, "coefficients[\(row)]", count: columns) }
            return all
        }

        private mutating func numbers(_ list: JSON?, _ name: String, count: Int) -> [Double] {
            guard case .array(let elements)? = list else {
                faults.append("there is no list '\(name)'")
                return []
            }
            if elements.count != count {
                faults.append("'\(name)' has \(elements.count) numbers, and must have \(count)")
            }
            return elements.enumerated().map { place, element in
                switch element {
                case .integer(let value): return Double(value)
                case .number(let value) where value.isFinite: return value
                default:
                    faults.append("\(name)[\(place)] is no finite number")
                    return 0
                }
            }
        }
    }
}
