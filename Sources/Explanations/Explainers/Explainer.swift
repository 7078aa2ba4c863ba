/// A method that divides what everyone is worth among the players of a game.
public protocol Explainer: Sendable {
    /// The id in results and on the command line, such as `kernel_shap`.
    var id: String { get }
    /// What it does, in one line.
    var summary: String { get }
    /// Who published it, with the year, or where this suite derives it.
    var source: String { get }

    /// Divides the value of a game among its players.
    ///
    /// Several methods handed the same `EvaluationCache` share its evaluations. The same game, settings and seed give the
    /// same attribution, bit for bit on the same machine.
    ///
    /// - Throws: `ExplanationsError` if the game has no players or no finite values or the settings do not suffice, and what
    ///   the game throws.
    func explain(_ game: some CoalitionGame, _ settings: ExplanationSettings) throws -> Attribution
}

/// How much an explanation may cost and how sure it must be.
public struct ExplanationSettings: Sendable, Equatable {
    /// The most different coalitions that may be evaluated, nobody and everyone included.
    public var evaluations: Int
    /// Stop as soon as every value is known to within this, at `confidence`; nil to use all evaluations.
    public var precision: Double?
    /// The confidence of the intervals.
    public var confidence: Double
    /// Where random draws start.
    public var seed: UInt64

    /// Makes settings.
    public init(evaluations: Int = 512, precision: Double? = nil, confidence: Double = 0.95, seed: UInt64 = 0) {
        self.evaluations = evaluations
        self.precision = precision
        self.confidence = confidence
        self.seed = seed
    }

    /// Whether an attribution is as precise as asked for.
    func isMet(by attribution: Attribution) -> Bool {
        attribution.isExact || precision.map { attribution.widestHalf <= $0 } ?? false
    }

    func validate() throws {
        if !(confidence > 0 && confidence < 1) {
            throw ExplanationsError.setting(
                name: "confidence", value: "\(confidence)", remedy: "it must lie between 0 and 1, such as 0.95")
        }
        if let precision, !(precision > 0) {
            throw ExplanationsError.setting(
                name: "precision", value: "\(precision)", remedy: "it must be above 0, in the units of the output")
        }
    }
}
