/// Why the numbers of a group are not shown.
public enum Withholding: String, Sendable, CaseIterable {
    /// The group is smaller than the smallest cell allowed.
    case primary
    /// The group is large enough, but its numbers would give away those of a smaller one by subtraction.
    case secondary

    /// The reason in words, for groups of fewer than `minimum` rows.
    func reason(minimum: Int) -> String {
        switch self {
        case .primary: "withheld: fewer than \(minimum) rows"
        case .secondary: "withheld: it would give away the number of a smaller group"
        }
    }
}
