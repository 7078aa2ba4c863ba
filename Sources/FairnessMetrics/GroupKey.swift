/// One value of one protected attribute, as it is shown to a reader.
public struct AttributeValue: Sendable, Hashable {
    /// The protected attribute: a column's name or the condition on one.
    public var attribute: String
    /// The value as shown: the text in the table, a bin's label, or the name given to missing values.
    public var value: String
    /// Whether this stands for rows in which the attribute is missing.
    public var isUnknown: Bool

    /// Makes a value of an attribute.
    public init(attribute: String, value: String, isUnknown: Bool = false) {
        self.attribute = attribute
        self.value = value
        self.isUnknown = isUnknown
    }
}

/// A group of people: one value for each of one or several protected attributes.
public struct GroupKey: Sendable, Hashable {
    /// One value for each attribute, in the order in which the attributes were named.
    public var values: [AttributeValue]

    /// Makes a key from its values; no value at all means everybody.
    public init(_ values: [AttributeValue]) { self.values = values }

    /// The attributes that define the group.
    public var attributes: [String] { values.map(\.attribute) }

    /// Whether an attribute of the group is missing, so that the group is shown but not compared.
    public var isUnknown: Bool { values.contains(where: \.isUnknown) }

    /// The values joined for display, such as `Female × Black`.
    public var label: String { values.map(\.value).joined(separator: " × ") }
}
