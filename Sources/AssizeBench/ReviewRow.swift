import NumericalKernels

/// A product review of the synthetic text audit, in one of two invented varieties of a language.
///
/// The varieties differ in their small words alone. Two thirds of the reviews in the northern variety are positive and one
/// third of those in the southern one. Each of one to three words of judgement agrees with the label three times in four, so
/// that many reviews leave doubt, and whoever knows the variety can guess better: a model that does so errs differently in
/// the two.
struct ReviewRow {
    static let header = "text,positive,variety\n"

    /// The small words of each variety.
    static let small = [
        ["the", "this", "was", "is", "very", "and", "my", "with", "for", "after"],
        ["tha", "dis", "wuz", "be", "reely", "an", "mi", "wid", "fo", "afta"],
    ]
    static let things = [
        "kettle", "lamp", "chair", "jacket", "radio", "bag", "clock", "table", "phone", "shoe", "garden", "kitchen",
    ]
    static let praise = ["good", "great", "sturdy", "lovely", "handy", "bright", "quiet", "solid"]
    static let blame = ["bad", "weak", "broken", "ugly", "noisy", "cheap", "dull", "late"]

    private let words: [String]
    private let isPositive: Bool
    private let isSouthern: Bool

    init(_ generator: inout SeededGenerator) {
        let isSouthern = generator.uniform() < 0.4
        let isPositive = generator.uniform() < (isSouthern ? 1.0 / 3 : 2.0 / 3)
        func drawn(_ list: [String]) -> String { list[Int(generator.uniform() * Double(list.count))] }
        var judgements = 1 + Int(generator.uniform() * 3)
        var words: [String] = []
        for _ in 0..<4 + Int(generator.uniform() * 4) {
            words.append(drawn(ReviewRow.small[isSouthern ? 1 : 0]))
            if judgements > 0, generator.uniform() < 0.6 {
                judgements -= 1
                let agrees = generator.uniform() < 0.75
                words.append(drawn(agrees == isPositive ? ReviewRow.praise : ReviewRow.blame))
            }
            if generator.uniform() < 0.5 { words.append(drawn(ReviewRow.things)) }
        }
        self.words = words
        self.isPositive = isPositive
        self.isSouthern = isSouthern
    }

    func append(to text: inout [UInt8]) {
        text.append(contentsOf: words.joined(separator: " ").utf8)
        text.append(contentsOf: ",\(isPositive ? "yes" : "no"),\(isSouthern ? "southern" : "northern")\n".utf8)
    }
}
