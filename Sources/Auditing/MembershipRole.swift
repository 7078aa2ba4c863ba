/// An attribute of which the table knows each person's probabilities of belonging to its groups.
public struct MembershipRole: Sendable, Equatable {
    /// The attribute's name in results.
    public var name: String
    /// The columns of the probabilities, one for each group; their names are the groups'.
    public var columns: [String]

    /// Makes a role from its parts.
    public init(name: String, columns: [String]) {
        self.name = name
        self.columns = columns
    }

    /// The most groups that one attribute may have.
    static let maximumGroups = 20
    /// How far from 1 the probabilities of a row may sum to.
    static let tolerance = 1e-6

    /// Reads `race=p_white,p_black`.
    ///
    /// - Throws: `AuditError.usage` if it is not a name and columns.
    public init(_ text: String) throws(AuditError) {
        guard let sign = text.firstIndex(of: "="), sign != text.startIndex else {
            throw .usage("--membership '\(text)' is not NAME=COL,COL, such as --membership race=p_white,p_black")
        }
        name = String(text[..<sign])
        columns = text[text.index(after: sign)...].split(separator: ",").map { column in
            String(String(column.drop { $0 == " " }.reversed()).drop { $0 == " " }.reversed())
        }
    }

    /// What is wrong with the role by itself.
    var faults: [String] {
        var faults: [String] = []
        if columns.count < 2 {
            faults.append("--membership \(name): name two columns of probabilities or more, one for each group")
        }
        if columns.count > Self.maximumGroups {
            faults.append("--membership \(name): \(columns.count) columns; the most is \(Self.maximumGroups)")
        }
        if Set(columns).count != columns.count { faults.append("--membership \(name): a column is named twice") }
        return faults
    }

    /// What is wrong with a row's probabilities, or nil; NaN stands for a missing one.
    func fault(of probabilities: [Double]) -> String? {
        for (column, p) in zip(columns, probabilities) where !p.isNaN && !(p >= 0 && p <= 1) {
            return
                "'\(column.shortened)' is \(p), which is no probability: give a number from 0 to 1, or leave it empty if it is not known"
        }
        let sum = probabilities.reduce(0, +)
        if !sum.isNaN, abs(sum - 1) > Self.tolerance {
            return
                "the probabilities of '\(name.shortened)' sum to \(sum): make them sum to 1, with a column for people of no other group"
        }
        return nil
    }
}
