/// The gates of an audit as the files that pipelines read.
public struct GateReport: Sendable {
    /// The audit's name.
    public let title: String
    /// The version of the tool.
    public let toolVersion: String
    /// The files that were audited.
    public let files: [String]
    /// The gates, each met or crossed.
    public let gates: [GateOutcome]

    /// Takes the gates of an audit.
    public init(_ results: AuditResults) {
        title = results.title
        toolVersion = results.toolVersion
        files = results.data.files.map(\.path)
        gates = results.gates
    }
}
