internal import FairnessMetrics
internal import Files

extension GroupKey {
    /// The key as members of an object: `name` maps each attribute to its value; where a value stands for rows in
    /// which the attribute is missing, `name_unknown` lists such attributes.
    func members(_ name: String) -> [JSONObject.Member] {
        let unknown = values.filter(\.isUnknown).map(\.attribute)
        return [.init(name, .object(values.map { .init($0.attribute, .string($0.value)) }))]
            + (unknown.isEmpty ? [] : [.init("\(name)_unknown", .strings(unknown))])
    }

    /// Reads what `members` wrote, or nil if `value` has no member `name`; the attributes come in the order of `order`,
    /// those not in it after.
    init?(in value: ResultsValue, _ name: String, order: [String]) throws(ReportsError) {
        guard let object = value.optional(name) else { return nil }
        let unknown = try value.optional("\(name)_unknown")?.strings() ?? []
        let members = try object.members()
        let sorted =
            order.compactMap { attribute in members.first { $0.key == attribute } }
            + members.filter { !order.contains($0.key) }
        self.init(
            try sorted.map { member throws(ReportsError) in
                AttributeValue(
                    attribute: member.key, value: try member.value.string(), isUnknown: unknown.contains(member.key))
            })
    }

    /// Reads a key that has to be there.
    init(requiredIn value: ResultsValue, _ name: String, order: [String]) throws(ReportsError) {
        guard let key = try GroupKey(in: value, name, order: order) else {
            throw value.fault("'\(name)' is missing")
        }
        self = key
    }
}
