internal import Files

/// A method as the command line names it, `NAME` or `NAME:STRENGTH`.
enum MethodText {
    /// Takes a name and the text of its strength apart.
    ///
    /// - Throws: `MitigationsError.usage` with the names that there are.
    static func parts<Kind: RawRepresentable & CaseIterable>(
        _ text: String, as type: Kind.Type
    ) throws(MitigationsError) -> (kind: Kind, strength: String?) where Kind.RawValue == String {
        let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        guard let kind = Kind(rawValue: parts[0]) else {
            throw .usage(
                "no method is called '\(visible(parts[0]))'; there are "
                    + Kind.allCases.map(\.rawValue).joined(separator: ", "))
        }
        return (kind, parts.count == 2 ? parts[1] : nil)
    }
}
