internal import Files

/// One batch of inputs on its way through the protocol: the lines that ask, and the answers as they come.
struct PredictorExchange {
    /// Who is asked, as the user named it.
    private let name: String
    private let first: Int
    private var found: [[Double]?]
    /// How many scores each answer has; nil before the first one.
    private(set) var scoreCount: Int?
    /// How many inputs have no answer yet.
    private(set) var unanswered: Int
    /// The lines to send.
    let lines: [UInt8]

    /// The most inputs that are sent before their answers are awaited.
    static let mostInputs = 4_096

    /// - Parameters:
    ///   - first: The id of the first input; the others count on.
    ///   - scoreCount: How many scores answers had before; nil if there were none.
    init(_ inputs: ArraySlice<JSON>, name: String, first: Int, scoreCount: Int?) {
        self.name = name
        self.first = first
        self.scoreCount = scoreCount
        found = Array(repeating: nil, count: inputs.count)
        unanswered = inputs.count
        var lines: [UInt8] = []
        for (offset, input) in inputs.enumerated() {
            guard case .object(let object) = input else { preconditionFailure("an input that is no object") }
            lines += JSON.object(object.members + [.init("id", .integer(first + offset))]).bytes(.compact)
            lines.append(UInt8(ascii: "\n"))
        }
        self.lines = lines
    }

    /// The scores of each input, once all are answered.
    var answers: [[Double]] { found.compactMap(\.self) }

    /// Takes a line of the answer.
    ///
    /// - Throws: `PredictorError.answer` for a line that is not as the protocol has it.
    mutating func take(_ line: ArraySlice<UInt8>) throws(PredictorError) {
        let (id, scores) = try read(line)
        guard found.indices.contains(id - first) else {
            throw fault(line, "nobody asked for the id \(id); ids \(first) to \(first + found.count - 1) are awaited")
        }
        guard found[id - first] == nil else { throw fault(line, "the id \(id) was answered before") }
        found[id - first] = scores
        unanswered -= 1
    }

    private mutating func read(_ line: ArraySlice<UInt8>) throws(PredictorError) -> (id: Int, scores: [Double]) {
        guard let json = try? JSON(parsing: Array(line)) else {
            let text = String(decoding: line, as: UTF8.self).lowercased()
            let isNumber = !text.contains("nan") && !text.contains("inf")
            throw fault(line, isNumber ? "this is no JSON" : "scores must be finite numbers")
        }
        guard case .integer(let id)? = json["id"] else { throw fault(line, "there is no whole number 'id'") }
        guard case .array(let elements)? = json["scores"] else { throw fault(line, "there is no list 'scores'") }
        var scores: [Double] = []
        for element in elements {
            switch element {
            case .integer(let number): scores.append(Double(number))
            case .number(let number) where number.isFinite: scores.append(number)
            default: throw fault(line, "scores must be finite numbers")
            }
        }
        guard !scores.isEmpty else { throw fault(line, "the list 'scores' is empty") }
        if let scoreCount, scoreCount != scores.count {
            throw fault(line, "there were \(scoreCount) scores before and now \(scores.count)")
        }
        scoreCount = scores.count
        return (id, scores)
    }

    private func fault(_ line: ArraySlice<UInt8>, _ fault: String) -> PredictorError {
        .answer(name: name, line: "'\(visible(String(decoding: line.prefix(200), as: UTF8.self)))'", fault: fault)
    }
}
