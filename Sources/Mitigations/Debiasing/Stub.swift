internal import Models
internal import Transformers
public struct RepresentationLeakage: Sendable {
    public var summary: String { "" }
    static func measure(_ model: TextModel, training: TextExamples, held: TextExamples, seed: UInt64) throws
        -> [RepresentationLeakage]
    { [] }
}
extension DebiasTrial {
    func erased(_ model: TextModel, fittedOn: TextExamples, seed: UInt64) throws -> TextModel { model }
}
extension TextModel { func merged() throws -> TextModel { self } }
internal import Files
extension RepresentationLeakage { var json: JSON { .null } }
