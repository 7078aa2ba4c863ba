/// The choices that shape the intervals and verdicts of an assessment.
public struct AssessmentSettings: Sendable, Equatable {
    /// The confidence level of every interval.
    public var confidence = 0.95
    /// The largest difference that is not material.
    public var margin = 0.05
    /// The smallest ratio that is not material; four fifths unless stated.
    public var ratioMargin = 0.8
    /// Cells with fewer rows are withheld and not compared; 0 withholds none.
    public var minimumCell = 0
    /// Groups in which fewer rows carry a metric never set a headline.
    public var headlineCell = 30
    /// Whether rows with a missing protected value are compared as a group of their own.
    public var comparesUnknown = false
    /// The reference value of attributes; the most frequent known value where none is named.
    public var references: [String: String] = [:]
    /// The seed of every random draw.
    public var seed: UInt64 = 0
    /// How many first positions of the ranking by score are looked at; empty for the usual ones.
    public var topK: [Int] = []

    /// Makes the settings that an audit has unless told otherwise.
    public init() {}
}
