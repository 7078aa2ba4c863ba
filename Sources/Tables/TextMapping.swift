/// What each text of a column stands for, such as the answer of a model to it: a column that is computed, not stored.
public final class TextMapping: Sendable, Hashable {
    private let texts: [String: String]

    /// Makes a mapping. A text that is not a key has no value, and neither has a missing one.
    public init(_ texts: [String: String]) { self.texts = texts }

    /// Makes a mapping to numbers, each as it reads back.
    public convenience init(numbers: [String: Double]) { self.init(numbers.mapValues(\.description)) }

    subscript(text: String) -> String? { texts[text] }

    /// Whether both are the same object.
    public static func == (left: TextMapping, right: TextMapping) -> Bool { left === right }

    /// Feeds the object's identity.
    public func hash(into hasher: inout Hasher) { hasher.combine(ObjectIdentifier(self)) }
}
