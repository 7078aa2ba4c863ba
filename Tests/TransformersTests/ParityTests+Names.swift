import Testing
import TransformerFixtures

extension ParityFixture.Case: CustomTestStringConvertible {
    /// The name of the case.
    public var testDescription: String { name }
}
