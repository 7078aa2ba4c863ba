import Glibc
import NumericalKernels

/// A row of the table that the search for slices is measured on: 20 columns to search, of which three make one slice.
///
/// Fourteen columns are texts of 2 to 12 values, six are numbers. Label and decision depend on none of them but in one
/// slice, women on a temporary contract in region R3, where a negative label is decided positive in 35 % and not in 20 %.
struct SliceRow {
    /// How many values each text column has, and how strongly the first ones prevail.
    private static let texts: [(name: String, prefix: String, values: Int)] = [
        ("sex", "S", 2), ("contract", "C", 3), ("region", "R", 8), ("race", "E", 5), ("education", "D", 6),
        ("sector", "T", 12), ("channel", "H", 4), ("household", "M", 5), ("language", "L", 7), ("tenure", "N", 4),
        ("shift", "P", 3), ("branch", "B", 10), ("referral", "F", 2), ("device", "V", 3),
    ]
    private static let numbers = ["age", "income", "distance", "hours", "debt", "visits"]
    private static let weights = texts.map { text in (0..<text.values).map { 1 / Double($0 + 4) } }
    static let header = "label,decision," + (texts.map(\.name) + numbers).joined(separator: ",") + "\n"

    private let label: Int
    private let decision: Int
    private let codes: [Int]
    private let numbers: [Double]

    init(_ generator: inout SeededGenerator) {
        let codes = SliceRow.weights.map { generator.choice($0) }
        self.codes = codes
        numbers = SliceRow.numbers.map { _ in generator.uniform() }
        label = generator.uniform() < 0.4 ? 1 : 0
        let isPlanted = codes[0] == 1 && codes[1] == 2 && codes[2] == 3
        let rate = label == 1 ? 0.7 : (isPlanted ? 0.35 : 0.2)
        decision = generator.uniform() < rate ? 1 : 0
    }

    func append(to text: inout [UInt8]) {
        text.append(contentsOf: "\(label),\(decision)".utf8)
        for (column, code) in zip(SliceRow.texts, codes) { text.append(contentsOf: ",\(column.prefix)\(code)".utf8) }
        for (index, number) in numbers.enumerated() {
            text.append(44)
            // Whole years and visits, cents and parts of a mile: few, many and very many different numbers.
            switch index {
            case 0: text.append(contentsOf: String(18 + Int(52 * number)).utf8)
            case 5: text.append(contentsOf: String(Int(30 * number)).utf8)
            default: text.append(9_999 * number, decimals: 2)
            }
        }
        text.append(10)
    }
}
