/// Which group each example belongs to.
public struct ProtectedAttribute: Sendable {
    /// The name in logs.
    public let name: String
    /// The group of each example, from 0, `[examples]`; -1 where it is not known.
    public let groups: [Int32]
    /// How many groups there are.
    public let groupCount: Int

    /// Names the groups of a data set.
    ///
    /// - Parameters:
    ///   - name: The name in logs.
    ///   - groups: The group of each example, from 0, `[examples]`; -1 where it is not known.
    ///   - groupCount: How many groups there are; one more than the largest number if nil.
    public init(name: String, groups: [Int32], groupCount: Int? = nil) {
        let largest = groups.max() ?? -1
        let count = groupCount ?? Int(largest) + 1
        precondition(Int(largest) < count, "group \(largest) of \(count)")
        self.name = name
        self.groups = groups
        self.groupCount = count
    }
}
