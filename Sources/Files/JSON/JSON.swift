/// A JSON value (RFC 8259).
///
/// A number without fraction or exponent that fits an `Int` is an `integer`; every other number is a `number`.
public enum JSON: Sendable, Equatable {
    /// The literal `null`.
    case null
    /// `true` or `false`.
    case bool(Bool)
    /// A whole number.
    case integer(Int)
    /// Any other number; one that is not finite is written as `null`, because JSON has no word for it.
    case number(Double)
    /// A text.
    case string(String)
    /// A list.
    case array([JSON])
    /// Named values.
    case object(JSONObject)

    /// Makes an object of `members`, which may come in any order.
    public static func object(_ members: [JSONObject.Member]) -> JSON { .object(JSONObject(members)) }

    /// Makes an integer of a whole number below 2^53 and a number of any other.
    public static func count(_ value: Double) -> JSON {
        value == value.rounded() && value.magnitude < 9_007_199_254_740_992 ? .integer(Int(value)) : .number(value)
    }

    /// Makes a list of texts.
    public static func strings(_ texts: [String]) -> JSON { .array(texts.map { .string($0) }) }

    /// The value of the member `key`, or nil if this is no object or has no such member.
    public subscript(key: String) -> JSON? {
        if case .object(let object) = self { object[key] } else { nil }
    }
}

/// The members of a JSON object, held in ascending order of their keys; no key comes twice.
///
/// Keys are compared byte by byte in UTF-8: `é` written as one scalar and as two are different names.
public struct JSONObject: Sendable, Equatable {
    /// One named value.
    public struct Member: Sendable, Equatable {
        /// The name.
        public var key: String
        /// The value.
        public var value: JSON

        /// Names a value.
        public init(_ key: String, _ value: JSON) {
            self.key = key
            self.value = value
        }
    }

    /// The members in ascending order of their keys.
    public let members: [Member]

    /// Makes an object of `members`, whose keys must differ; O(n) if they are in order already.
    public init(_ members: [Member]) {
        guard let sorted = JSONObject(unchecked: members) else {
            preconditionFailure("an object cannot hold a key twice: \(members.map(\.key))")
        }
        self = sorted
    }

    /// Makes an object of two lists, each in ascending order of its keys, that share no key; O(n).
    package init(merging first: [Member], _ second: [Member]) {
        var members: [Member] = []
        members.reserveCapacity(first.count + second.count)
        var next = 0
        for member in first {
            while next < second.count, second[next].key.precedes(member.key) {
                members.append(second[next])
                next += 1
            }
            members.append(member)
        }
        members.append(contentsOf: second[next...])
        self.init(members)
    }

    /// Makes an object of members that were read; nil if a key comes twice.
    init?(unchecked members: [Member]) {
        if members.indices.dropFirst().allSatisfy({ members[$0 - 1].key.precedes(members[$0].key) }) {
            self.members = members
            return
        }
        let sorted = members.sorted { $0.key.precedes($1.key) }
        guard zip(sorted, sorted.dropFirst()).allSatisfy({ $0.key.precedes($1.key) }) else { return nil }
        self.members = sorted
    }

    /// The value of `key`, or nil; O(log n).
    public subscript(key: String) -> JSON? {
        var range = 0..<members.count
        while !range.isEmpty {
            let middle = range.lowerBound + range.count / 2
            if members[middle].key.precedes(key) {
                range = middle + 1..<range.upperBound
            } else if key.precedes(members[middle].key) {
                range = range.lowerBound..<middle
            } else {
                return members[middle].value
            }
        }
        return nil
    }
}

extension String {
    /// Whether the bytes of this text come before those of another.
    fileprivate func precedes(_ other: String) -> Bool { utf8.lexicographicallyPrecedes(other.utf8) }
}
