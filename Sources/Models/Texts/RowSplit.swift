internal import NumericalKernels

/// Splits rows at random into those to learn from and those to judge by.
public enum RowSplit {
    /// Returns the rows of both parts, each ascending.
    ///
    /// - Parameters:
    ///   - count: The number of rows.
    ///   - share: The share that is held out, rounded to a whole number of rows.
    ///   - seed: Decides which.
    public static func split(_ count: Int, share: Double, seed: UInt64) -> (training: [Int], held: [Int]) {
        precondition(share >= 0 && share <= 1, "a share of \(share)")
        // A stream of its own, so that no other choice goes with this one.
        var generator = SeededGenerator(seed: seed, stream: 0x5350_4C49)
        let order = (0..<count).shuffled(using: &generator)
        let held = Int((Double(count) * share).rounded())
        return (order.dropFirst(held).sorted(), order.prefix(held).sorted())
    }
}
