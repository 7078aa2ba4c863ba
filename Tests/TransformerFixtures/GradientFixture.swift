internal import TestSupport
package import Transformers

/// What `make_gradients.py` wrote: what PyTorch and captum say of the classifiers of `ParityFixture`, of their second text.
package struct GradientFixture: Decodable, Sendable {
    package struct Case: Decodable, Sendable {
        package let name: String, label: Int
        package let output: Double
        /// Tokens hidden from attention, and the output without them.
        package let hidden: [[Int]], hidden_outputs: [Double]
        /// `[tokens, width]`.
        package let gradients: [Double]
        /// Integrated gradients from a baseline of padding between the first and the last token, `[tokens]`.
        package let integrated_padding: [Double]
        /// `[blocks, heads, tokens, tokens]` each.
        package let attention: [Double], attention_gradients: [Double]
        /// Of the first token, `[tokens]` each.
        package let relevance: [Double], rollout: [Double], flow: [Double]

        /// The classifier.
        package var parity: ParityFixture.Case {
            guard let found = ParityFixture.shared.cases.first(where: { $0.name == name }) else {
                fatalError("parity.json has no case '\(name)'")
            }
            return found
        }

        /// The text.
        package var ids: [Int32] { parity.ids[1] }
        package var types: [Int32] { parity.token_types[1] }
        package var tokens: PackedTokens { PackedTokens([ids], types: [types]) }
    }

    package let steps: Int
    package let cases: [Case]

    package static let shared: GradientFixture = {
        do { return try Places.fixture("explanations/gradients.json") } catch { fatalError("\(error)") }
    }()
}
