internal import Files
internal import Glibc

/// Reads the members of a configuration, collecting every fault before any is thrown.
struct ConfigurationReader {
    let json: JSON
    let path: String
    private var faults: [(place: String, words: String)] = []

    init(json: JSON, path: String) {
        self.json = json
        self.path = path
    }

    /// Reads a JSON file of a checkpoint.
    static func json(_ path: String, limit: Int = 16 << 20, remedy: String) throws -> JSON {
        guard access(path, F_OK) == 0 else { throw CheckpointError.missing(path: path, remedy: remedy) }
        do throws(FilesError) {
            return try JSON(parsing: MappedFile.read(path, limit: limit))
        } catch {
            guard case .malformedJSON = error else { throw error }
            throw CheckpointError.damaged(path: path, place: "", fault: "\(error)")
        }
    }

    /// All faults as one error, or nil.
    var error: CheckpointError? {
        guard let first = faults.first else { return nil }
        let rest = faults.dropFirst().map { "; \($0.place): \($0.words)" }.joined()
        return .damaged(path: path, place: first.place, fault: first.words + rest)
    }

    /// Notes a fault.
    mutating func fault(_ place: String, _ words: String) { faults.append((place, words)) }

    /// A whole number in `range`; the default if the key is absent or null.
    mutating func integer(_ key: String, in range: ClosedRange<Int>, default value: Int) -> Int {
        optionalInteger(key, in: range, default: value) ?? value
    }

    /// A whole number in `range`; the default if the key is absent, nil if it is null.
    mutating func optionalInteger(_ key: String, in range: ClosedRange<Int>, default value: Int?) -> Int? {
        guard let member = json[key] else { return value }
        if member == .null { return nil }
        guard case .integer(let number) = member, range.contains(number) else {
            fault(
                key,
                "a whole number from \(range.lowerBound) to \(range.upperBound) must stand here, not \(shown(member))")
            return value
        }
        return number
    }

    /// A number in `range`; the default if the key is absent, nil if it is null.
    mutating func number(_ key: String, in range: ClosedRange<Double>, default value: Double?) -> Double? {
        guard let member = json[key] else { return value }
        switch member {
        case .null: return nil
        case .integer(let number) where range.contains(Double(number)): return Double(number)
        case .number(let number) where range.contains(number): return number
        default:
            fault(key, "a number from \(range.lowerBound) to \(range.upperBound) must stand here, not \(shown(member))")
            return value
        }
    }

    /// A text; the default if the key is absent or null.
    mutating func text(_ key: String, default value: String?, among words: [String]? = nil) -> String? {
        guard let member = json[key], member != .null else { return value }
        guard case .string(let text) = member, words?.contains(text) != false else {
            let wanted = words.map { "one of " + $0.joined(separator: ", ") } ?? "a text"
            fault(key, "\(wanted) must stand here, not \(shown(member))")
            return value
        }
        return text
    }

    /// A list of texts; empty if the key is absent or null.
    mutating func texts(_ key: String) -> [String] {
        guard let member = json[key], member != .null else { return [] }
        guard case .array(let elements) = member else {
            fault(key, "a list of texts must stand here, not \(shown(member))")
            return []
        }
        return elements.enumerated().compactMap { index, element in
            if case .string(let text) = element { return text }
            fault("\(key)[\(index)]", "a text must stand here, not \(shown(element))")
            return nil
        }
    }

    /// The names of the labels: those of `id2label`, else `num_labels` of them, else two.
    mutating func labels() -> [String] {
        let count = optionalInteger("num_labels", in: 0...(1 << 20), default: nil)
        guard let member = json["id2label"], member != .null else {
            return (0..<(count ?? 2)).map { "LABEL_\($0)" }
        }
        guard case .object(let object) = member else {
            fault("id2label", "an object that names each label's number must stand here, not \(shown(member))")
            return []
        }
        var names = [String?](repeating: nil, count: object.members.count)
        for entry in object.members {
            guard let number = Int(entry.key), names.indices.contains(number), case .string(let name) = entry.value
            else {
                fault("id2label", "'\(visible(entry.key))' must be a number from 0 to \(names.count - 1), with a text")
                continue
            }
            names[number] = name
        }
        let found = names.compactMap(\.self)
        if found.count < names.count, faults.isEmpty { fault("id2label", "a number comes twice") }
        if let count, count != names.count {
            fault("num_labels", "\(count) labels, but id2label names \(names.count)")
        }
        checkNumbers(of: found)
        return found
    }

    private mutating func checkNumbers(of labels: [String]) {
        guard case .object(let numbers)? = json["label2id"], faults.isEmpty else { return }
        if Set(labels).count < labels.count {
            fault("id2label", "two labels have the same name")
        }
        for (number, label) in labels.enumerated() where numbers[label] != .integer(number) {
            fault("label2id", "'\(visible(label))' must be \(number), as id2label has it")
        }
    }

    private func shown(_ json: JSON) -> String { visible(String(decoding: json.bytes(), as: UTF8.self)) }
}
