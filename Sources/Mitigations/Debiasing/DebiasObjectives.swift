internal import FairnessMetrics
internal import Models
internal import NumericalKernels
internal import Synchronization
internal import Transformers

extension DebiasTrial {
    /// What a fine-tuning run does for the methods of this trial that act in training.
    ///
    /// - Parameters:
    ///   - examples: The texts to learn from.
    ///   - model: The model that learns.
    ///   - settings: The model's learning rate, how adversaries are set up, and the seed of their first weights.
    ///   - positive: The label that counts as positive.
    func additions(
        _ examples: TextExamples, _ model: TextModel, settings: DebiasSettings, positive: Int
    ) throws(MitigationsError) -> FineTuning.Additions {
        var additions = FineTuning.Additions()
        guard methods.contains(where: { $0.kind.stage == .training }) else { return additions }
        guard case .classes(let labels) = examples.targets else {
            throw .usage("methods that act in training need a label of two or more values")
        }
        let (choices, seed) = (settings.adversaries, settings.training.seed)
        let learningRate = settings.training.learningRate
        let width = model.configuration.width
        let labelCount = Int(labels.max() ?? 0) + 1
        let crossed = TextTable.Attribute.crossed(examples.attributes, count: examples.count)
        let groupCount = examples.attributes.reduce(1) { $0 * $1.values.count }
        let everyGroup = ProtectedAttribute(
            name: examples.attributes.map(\.name).joined(separator: " × "),
            groups: crossed.map { $0.map(Int32.init) ?? -1 },
            groupCount: groupCount)
        for method in methods {
            switch method.kind {
            case .adversary, .diverseAdversaries, .linearAdversary:
                let inputs = choices.inputs(blocks: model.configuration.blockCount)
                let strength = choices.strength(method.strength / Double(inputs.count))
                for (number, attribute) in examples.attributes.enumerated() {
                    var settings = AdversarySettings()
                    settings.condition = choices.condition(positive: positive)
                    settings.learningRate = DebiasTrial.adversaryRate(learningRate)
                    settings.steps = 3
                    // Else the frequent cells' texts lead, and the gap is that of the rare ones.
                    settings.rowWeights = BalancedWeighting.joint.weights(labels: labels, groups: attribute.codes)
                    if method.kind == .diverseAdversaries { (settings.count, settings.diversity) = (3, 1) }
                    let protected = ProtectedAttribute(attribute)
                    for (place, input) in inputs.enumerated() {
                        settings.input = input
                        additions.objectives.append(
                            method.kind == .linearAdversary
                                ? LinearAdversary(
                                    protected, labels: labels, width: width, settings: settings, strength: strength)
                                : GradientReversal(
                                    protected, labels: labels, width: width, settings: settings, strength: strength,
                                    seed: seed &+ UInt64(number + examples.attributes.count * place)))
                    }
                }
            case .projection:
                for (number, attribute) in examples.attributes.enumerated() {
                    var settings = AdversarySettings()
                    settings.condition = choices.projectionCondition(positive: positive)
                    settings.learningRate = DebiasTrial.adversaryRate(learningRate)
                    settings.input = .logits
                    settings.hidden = [32]
                    additions.objectives.append(
                        GradientProjection(
                            ProtectedAttribute(attribute), labels: labels, width: labelCount, settings: settings,
                            strength: choices.strength(method.strength),
                            scope: choices.projection == .whole ? .wholeVector : .eachTensor,
                            seed: seed &+ UInt64(number)))
                }
            case .balanced:
                additions.weights = BalancedWeighting.groupWithinLabel.weights(labels: labels, groups: crossed)
            case .balancedJoint: additions.weights = BalancedWeighting.joint.weights(labels: labels, groups: crossed)
            case .groupDRO:
                let cells = ProtectedAttribute(
                    name: everyGroup.name,
                    groups: zip(labels, crossed).map { label, group in
                        group.map { Int32(Int(label) * groupCount + $0) } ?? -1
                    }, groupCount: labelCount * groupCount)
                additions.task = GroupDRO(targets: labels, attribute: cells, stepSize: method.strength)
            case .fairBatch:
                additions.objectives.append(
                    FairBatch(
                        try choices.fairBatchCriterion(positive: positive), targets: labels, attribute: everyGroup,
                        stepSize: method.strength, roundsPerEpoch: 10))
            case .groupDifference:
                additions.objectives.append(
                    GroupDifference(
                        .loss, condition: choices.differenceCondition(positive: positive), targets: labels,
                        attribute: everyGroup, weight: method.strength))
            case .dropout, .counterfactual, .inlp, .leace, .leaceWithinLabel, .thresholds: continue
            }
        }
        additions.objectives.append(PredictionMonitor(targets: labels))
        let detector = Mutex(CollapseDetector())
        additions.stop = { report in detector.withLock { $0.observe(report)?.description } }
        return additions
    }
}

extension DebiasTrial {
    /// An adversary has to learn faster than what it judges: twenty times, within what its network bears.
    fileprivate static func adversaryRate(_ rate: Double) -> Double { min(3e-3, max(1e-3, 20 * rate)) }
}

extension ProtectedAttribute {
    /// Takes the groups of a protected column.
    init(_ attribute: TextTable.Attribute) {
        self.init(
            name: attribute.name, groups: attribute.codes.map { $0.map(Int32.init) ?? -1 },
            groupCount: attribute.values.count)
    }
}
