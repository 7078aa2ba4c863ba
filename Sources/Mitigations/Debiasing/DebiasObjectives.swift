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
    ///   - learningRate: The model's.
    ///   - seed: Draws the adversaries' first weights.
    func additions(
        _ examples: TextExamples, _ model: TextModel, learningRate: Double, seed: UInt64
    ) throws(MitigationsError) -> FineTuning.Additions {
        var additions = FineTuning.Additions()
        guard methods.contains(where: { $0.kind.stage == .training }) else { return additions }
        guard case .classes(let labels) = examples.targets else {
            throw .usage("methods that act in training need a label of two or more values")
        }
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
            case .adversary, .diverseAdversaries:
                for (number, attribute) in examples.attributes.enumerated() {
                    var settings = AdversarySettings()
                    settings.condition = .headPerLabel
                    settings.learningRate = DebiasTrial.adversaryRate(learningRate)
                    settings.steps = 2
                    if method.kind == .diverseAdversaries {
                        settings.count = 3
                        settings.diversity = 1
                    }
                    additions.objectives.append(
                        GradientReversal(
                            ProtectedAttribute(attribute), labels: labels, width: width, settings: settings,
                            strength: .ganin(maximum: method.strength), seed: seed &+ UInt64(number)))
                }
            case .projection:
                for (number, attribute) in examples.attributes.enumerated() {
                    var settings = AdversarySettings()
                    settings.condition = .labelAsInput
                    settings.learningRate = DebiasTrial.adversaryRate(learningRate)
                    settings.input = .logits
                    settings.hidden = [32]
                    additions.objectives.append(
                        GradientProjection(
                            ProtectedAttribute(attribute), labels: labels, width: labelCount, settings: settings,
                            strength: .ganin(maximum: method.strength), seed: seed &+ UInt64(number)))
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
                    FairBatch(.equalizedOdds, targets: labels, attribute: everyGroup, stepSize: method.strength))
            case .groupDifference:
                additions.objectives.append(
                    GroupDifference(
                        .loss, condition: .eachLabel, targets: labels, attribute: everyGroup, weight: method.strength))
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
