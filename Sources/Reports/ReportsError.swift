/// What can go wrong when results and reports are read or written.
public enum ReportsError: Error, Equatable {
    /// The JSON is well formed but no results of this schema; `path` leads to the value at fault.
    case unexpectedResults(path: String, fault: String)
    /// The file is no report that holds results.
    case notAReport(fault: String)
    /// A page that was just written breaks a rule that every page keeps: an internal error, never the user's fault.
    case brokenPage(fault: String)
    /// A file that should hold a key for signing or for checking holds none.
    case badKey(fault: String)
    /// A folder that should be signed is not as its manifest says.
    case notSigned
}

extension ReportsError: CustomStringConvertible {
    /// The fault in one sentence, with its place.
    public var description: String {
        switch self {
        // A path holds keys of the file, which may come from anybody.
        case .unexpectedResults(let path, let fault): (path.isEmpty ? fault : "\(path): \(fault)").withoutControls
        case .notAReport(let fault): "this is not a report that holds results: \(fault)"
        case .brokenPage(let fault): "internal error: the page just written is broken: \(fault)"
        case .badKey(let fault): fault
        case .notSigned: "nothing was signed: the folder is not as its manifest says"
        }
    }
}
