internal import MatrixKernels
internal import Models
internal import NumericalKernels
internal import Transformers

/// A model whose representation has lost what tells the group, folded into its weights.
struct ErasedModel: Sendable {
    /// The model, an ordinary checkpoint.
    let model: TextModel
    /// What was done to the states that the output layer reads; nil if nothing was.
    let map: AffineMap?
}

extension DebiasTrial {
    /// Erases from a model what this trial's methods say, as found on the texts that it learned from.
    ///
    /// The states are those that the output layer reads, so that the logits are linear in what is erased.
    ///
    /// - Throws: `MitigationsError` if too few texts have a known group; `ModelError` if a text cannot be read.
    func erased(_ model: TextModel, fittedOn examples: TextExamples, seed: UInt64) throws -> ErasedModel {
        guard let method = methods.first(where: { $0.kind.stage == .representation }) else {
            return ErasedModel(model: model, map: nil)
        }
        guard case .classes(let labels) = examples.targets else { preconditionFailure("labels that are numbers") }
        let states = try model.states(examples.texts.packed(0..<examples.count), at: .head)
        let map: AffineMap
        switch method.kind {
        case .inlp:
            let crossed = TextTable.Attribute.crossed(examples.attributes, count: examples.count)
            var settings = NullspaceProjection.Settings(seed: seed)
            settings.rounds = max(1, Int(method.strength))
            map = try NullspaceProjection(
                states, groups: crossed, groupCount: examples.attributes.reduce(1) { $0 * $1.values.count },
                settings: settings
            ).map
        default:
            var fitter = LEACEFitter(
                width: states.columns, groups: examples.attributes.map(\.values.count),
                labels: Int(labels.max() ?? 0) + 1)
            fitter.update(states, groups: examples.attributes.map(\.codes), labels: labels.map { Int($0) })
            let scope: ErasureScope = method.kind == .leaceWithinLabel ? .withinEachLabel : .marginal
            // States behind a tanh are nearly constant in some directions, by which the exact map would divide.
            let convention = ErasureConvention.shrunk
            map = try fitter.eraser(scope, convention: convention).map
        }
        return ErasedModel(model: model.folding(map, at: .head), map: map)
    }
}
