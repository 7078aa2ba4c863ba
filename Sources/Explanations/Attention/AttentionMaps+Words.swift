public import MatrixKernels

extension AttentionMaps {
    /// What a row and a column of merged maps stand for: a word, or a token that frames the text.
    public struct Unit: Sendable, Hashable {
        /// What the text says there; empty for a token that frames it.
        public let name: String
        /// Its tokens.
        public let tokens: Range<Int>
        /// The player's number, or nil.
        public let player: Int?
    }

    /// How words are merged, for a report to say.
    public static let merging = "a word asks as the mean of its tokens and is attended to as their sum"

    /// The rows and columns of merged maps.
    public var units: [Unit] {
        var result: [Unit] = []
        var token = 0
        let players = text.playerOfToken
        while token < tokenCount {
            if let player = players[token] {
                let tokens = text.players[player].tokens
                result.append(Unit(name: text.players[player].name, tokens: tokens, player: player))
                token = tokens.upperBound
            } else {
                result.append(Unit(name: "", tokens: token..<token + 1, player: nil))
                token += 1
            }
        }
        return result
    }

    /// Returns the map of a head with words for tokens, `[units, units]`: the mean over the tokens that ask of the sum over the
    /// tokens that are attended to. Rows still sum to 1.
    public func words(layer: Int, head: Int) -> Matrix {
        let units = units
        let weights = weights[layer][head].values
        var result = Matrix(rows: units.count, columns: units.count)
        for (row, asking) in units.enumerated() {
            for (column, asked) in units.enumerated() {
                var sum = 0.0
                for query in asking.tokens {
                    for key in asked.tokens { sum += Double(weights[query * tokenCount + key]) }
                }
                result[row, column] = Float(sum / Double(asking.tokens.count))
            }
        }
        return result
    }
}
