internal import FairnessMetrics
internal import Glibc
internal import MatrixKernels
internal import Models
internal import Transformers

/// Two models that are asked about texts and their swaps.
struct CounterfactualTest {
    /// The models, which read the same tokens.
    let before: TextModel, after: TextModel
    let tokenizer: Tokenizer
    /// The most tokens of a text.
    let maximumLength: Int
    /// The output that counts as positive, of two.
    let positive: Int
    /// The words that are exchanged.
    let lexicon: SwapLexicon
    let seed: UInt64

    /// Measures the swap gap of each attribute on texts, on all templates and on those of each frame.
    ///
    /// - Parameter rows: The rows of the table.
    func gaps(_ table: TextTable, rows: [Int], templates: SwapTemplates) throws -> [CounterfactualGap] {
        try lexicon.attributes.flatMap { attribute in
            let ofRows = SwappedPairs(table, rows: rows, lexicon: lexicon, attribute: attribute, seed: seed)
            let found = try gap(ofRows, attribute, .texts, hasSecond: table.pairs != nil)
            // A model of pairs has no place for a sentence alone.
            guard table.pairs == nil else { return [found] }
            var gaps = [found]
            for frame in [nil] + templates.frames.map(Optional.some) {
                let filled = SwappedPairs(
                    templates, frame: frame, lexicon: lexicon, attribute: attribute, seed: seed)
                guard !filled.pairs.isEmpty else { continue }
                gaps.append(try gap(filled, attribute, .templates(frame: frame), hasSecond: false))
            }
            return gaps
        }
    }

    /// The exchanges whose words have tokens of their own. Of others a model sees that a word is there, and not which.
    private func knownExchanges(_ texts: SwappedPairs) throws -> Set<SwappedPairs.Exchange> {
        let all = Array(Set(texts.pairs.flatMap(\.exchanged)))
        let ids = try EncodedTexts(
            all.map(\.old) + all.map(\.new), tokenizer: tokenizer, maximumLength: maximumLength
        ).ids
        return Set(
            all.indices.filter { place in
                let (old, new) = (ids[place], ids[all.count + place])
                return old != new && !(old + new).contains { $0 == tokenizer.special.unknown }
            }.map { all[$0] })
    }

    private func gap(
        _ texts: SwappedPairs, _ attribute: String, _ source: CounterfactualGap.Source, hasSecond: Bool
    ) throws -> CounterfactualGap {
        let count = texts.pairs.count
        let encoded = try EncodedTexts(
            texts.pairs.map(\.original) + texts.pairs.map(\.swapped),
            pairs: hasSecond ? texts.pairs.map(\.originalSecond) + texts.pairs.map(\.swappedSecond) : nil,
            tokenizer: tokenizer, maximumLength: maximumLength)
        let known = try knownExchanges(texts)
        let read = (0..<count).filter { number in
            encoded.ids[number] != encoded.ids[count + number]
                && texts.pairs[number].exchanged.contains(where: known.contains)
        }
        let packed = encoded.packed(read + read.map { count + $0 })
        func answers(_ model: TextModel) throws -> [CounterfactualGap.Pair.Answers] {
            guard !read.isEmpty else { return [] }
            let logits = try model.logits(packed)
            let probabilities = (0..<logits.rows).map { row in
                1 / (1 + exp(Double(logits[row, 1 - positive]) - Double(logits[row, positive])))
            }
            return read.indices.map {
                .init(original: probabilities[$0], swapped: probabilities[read.count + $0])
            }
        }
        let (first, second) = (try answers(before), try answers(after))
        return CounterfactualGap(
            attribute: attribute, source: source,
            pairs: read.enumerated().map { place, number in
                let pair = texts.pairs[number]
                return CounterfactualGap.Pair(
                    unit: pair.unit, from: pair.from, to: pair.to, before: first[place], after: second[place])
            }, unread: count - read.count)
    }
}
