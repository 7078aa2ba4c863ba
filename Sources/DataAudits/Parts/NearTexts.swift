/// Texts that share most of their runs of three words, found by their smallest hashes (Broder 1997).
enum NearTexts {
    private static let hashes = 48
    private static let bands = 12
    /// The share of equal smallest hashes from which two texts nearly repeat each other.
    private static let similarity = 0.8
    /// The longest table that is searched.
    private static let mostRows = 300_000

    /// Returns the rows whose text nearly repeats an earlier one, ascending; nil without texts.
    static func repeats(_ table: AuditedTable) -> [Int]? {
        guard !table.texts.isEmpty, table.rowCount <= mostRows else { return nil }
        var found: Set<Int> = []
        for text in table.texts {
            let signatures = text.values.map { $0.flatMap(signature) }
            let size = hashes / bands
            for band in 0..<bands {
                var first: [UInt64: Int] = [:]
                for (row, signature) in signatures.enumerated() {
                    guard let signature, !found.contains(row) else { continue }
                    var key: UInt64 = 0
                    for index in band * size..<(band + 1) * size { key = RowHash.mixed(key ^ UInt64(signature[index])) }
                    guard let other = first[key], let earlier = signatures[other] else {
                        first[key] = row
                        continue
                    }
                    let equal = zip(signature, earlier).count { $0 == $1 }
                    if Double(equal) >= similarity * Double(hashes) { found.insert(row) }
                }
            }
        }
        return found.sorted()
    }

    /// The smallest of each hash over a text's runs of three words; nil for fewer than three words.
    private static func signature(_ text: String) -> [UInt32]? {
        var words: [UInt64] = []
        var hash: UInt64 = 0
        var isWord = false
        for scalar in text.unicodeScalars {
            if scalar.properties.isAlphabetic || scalar.properties.numericType != nil {
                for mapped in scalar.properties.lowercaseMapping.unicodeScalars {
                    hash = RowHash.mixed(hash ^ UInt64(mapped.value))
                }
                isWord = true
            } else if isWord {
                words.append(hash)
                (hash, isWord) = (0, false)
            }
        }
        if isWord { words.append(hash) }
        guard words.count >= 3 else { return nil }
        var smallest = [UInt32](repeating: .max, count: hashes)
        for start in 0...words.count - 3 {
            let run = RowHash.mixed(
                words[start] ^ RowHash.mixed(words[start + 1] ^ RowHash.mixed(words[start + 2])))
            for index in 0..<hashes {
                let value = UInt32(
                    truncatingIfNeeded: RowHash.mixed(run &+ UInt64(index) &* 0x9E37_79B9_7F4A_7C15) >> 32)
                if value < smallest[index] { smallest[index] = value }
            }
        }
        return smallest
    }
}
