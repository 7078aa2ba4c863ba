import Testing
import TransformerFixtures

extension ParityFixture.Case: CustomTestStringConvertible {
    public var testDescription: String { name }
}
