internal import NumericalKernels

/// One model that is tried: the methods that are stacked in it, none for plain fine-tuning.
public struct DebiasTrial: Sendable, Hashable {
    /// The methods, in the order of their stages.
    public let methods: [DebiasMethod]

    /// Plain fine-tuning.
    public static let plain = DebiasTrial(unchecked: [])

    private init(unchecked methods: [DebiasMethod]) { self.methods = methods }

    /// Stacks methods.
    ///
    /// - Throws: `MitigationsError.usage` if two of them exclude each other.
    public init(_ methods: [DebiasMethod]) throws(MitigationsError) {
        let kinds = methods.map(\.kind)
        for (index, kind) in kinds.enumerated() where kinds[..<index].contains(kind) {
            throw .usage("'\(kind.rawValue)' is stacked twice")
        }
        for group in DebiasTrial.exclusive {
            let both = kinds.filter(group.contains)
            guard both.count < 2 else {
                throw .usage(
                    "\(both.map { "'\($0.rawValue)'" }.joined(separator: " and ")) cannot be stacked: they do the same in "
                        + "different ways")
            }
        }
        self.methods = methods.enumerated().sorted {
            ($0.element.kind.stage, $0.offset) < ($1.element.kind.stage, $1.offset)
        }
        .map(\.element)
    }

    /// Reads methods joined by `+`, such as `balanced+adversary:2`, or `plain`.
    public init(_ text: String) throws(MitigationsError) {
        guard text != "plain" else {
            self = .plain
            return
        }
        var methods: [DebiasMethod] = []
        for part in text.split(separator: "+", omittingEmptySubsequences: false) {
            methods.append(try DebiasMethod(String(part.filter { $0 != " " })))
        }
        try self.init(methods)
    }

    /// The text that reads back as this trial.
    public var name: String { methods.isEmpty ? "plain" : methods.map(\.text).joined(separator: "+") }

    /// Whether the result can lie in a checkpoint.
    public var fitsCheckpoint: Bool { !methods.contains { $0.kind.stage == .decision } }

    /// The same trial without what acts after training.
    var trainingPart: DebiasTrial { DebiasTrial(unchecked: methods.filter { $0.kind.stage == .training }) }

    func contains(_ kind: DebiasMethod.Kind) -> Bool { methods.contains { $0.kind == kind } }

    func strength(_ kind: DebiasMethod.Kind) -> Double? { methods.first { $0.kind == kind }?.strength }

    /// The trials of a sweep: each method alone at several strengths, and the stacks that have served elsewhere.
    public static let sweep: [DebiasTrial] = {
        var texts = [
            "balanced", "balanced-joint", "leace", "leace-within-label", "inlp", "group-dro", "fair-batch",
            "counterfactual",
        ]
        for strength in ["0.3", "1", "3"] {
            texts += ["adversary", "projection", "group-difference"].map { "\($0):\(strength)" }
        }
        texts += ["0.03", "0.1", "0.3"].map { "linear-adversary:\($0)" }
        texts += ["diverse-adversaries:1", "balanced+adversary:1", "balanced+leace-within-label", "thresholds"]
        return [.plain] + texts.compactMap { try? DebiasTrial($0) }
    }()

    /// The trials of a sweep with no more than a number of them: plain and balanced, and others that the seed draws.
    ///
    /// - Throws: `MitigationsError.usage` for fewer than two.
    public static func sweep(budget: Int, seed: UInt64) throws(MitigationsError) -> [DebiasTrial] {
        guard budget >= 2 else {
            throw .usage("a budget of \(budget) trials: plain and balanced are always tried, so it must be at least 2")
        }
        let always = sweep.filter { $0.methods.allSatisfy { $0.kind == .balanced } }
        var others = sweep.filter { !always.contains($0) }
        var random = SeededGenerator(seed: seed)
        others.shuffle(using: &random)
        let drawn = Set(always + others.prefix(budget - always.count))
        return sweep.filter(drawn.contains)
    }

    /// Methods of which one alone can be in a trial.
    private static let exclusive: [Set<DebiasMethod.Kind>] = [
        [.balanced, .balancedJoint, .fairBatch], [.adversary, .diverseAdversaries, .linearAdversary],
        [.inlp, .leace, .leaceWithinLabel],
    ]
}
