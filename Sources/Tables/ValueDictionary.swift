internal import NumericalKernels
internal import Synchronization

/// The distinct texts of one category column, shared by all workers of a scan.
///
/// Code 0 stands for a missing value, and its text is empty. Codes are given in the order in which the workers meet the
/// texts, which may differ from run to run: order results by text, never by code. Texts differ when their bytes do.
public final class ValueDictionary: Sendable {
    /// The largest number of distinct texts.
    static let limit = 1_000_000

    private struct State: ~Copyable {
        var index: CategoryIndex
        var values = [""]
    }

    private let state: Mutex<State>

    init(seed: UInt64) {
        state = Mutex(State(index: CategoryIndex(seed: seed)))
    }

    /// How many codes there are, with that of the missing value; a valid code is smaller.
    public var count: Int { state.withLock { $0.values.count } }

    /// The text of each code; empty for code 0.
    public var values: [String] { state.withLock { $0.values } }

    /// Returns the text of `code`, which a batch of the same scan has shown.
    public func value(_ code: UInt32) -> String {
        state.withLock { state in
            precondition(Int(code) < state.values.count, "code \(code) of \(state.values.count)")
            return state.values[Int(code)]
        }
    }

    /// What came of looking up a text.
    enum Lookup: Sendable {
        case code(UInt32)
        case invalidUTF8
        case tooManyValues
    }

    /// Returns the code of the bytes in `range`, a new one if they are new.
    func code(for bytes: borrowing PaddedBytes, _ range: Range<Int>) -> Lookup {
        state.withLock { state in
            if let known = state.index.code(of: bytes, range) { return .code(known) }
            guard let text = bytes.text(in: range) else { return .invalidUTF8 }
            guard state.values.count <= ValueDictionary.limit else { return .tooManyValues }
            let code = UInt32(state.values.count)
            state.index.insert(bytes, range, code: code)
            state.values.append(text)
            return .code(code)
        }
    }
}

extension PaddedBytes {
    /// Returns the bytes in `range` as text, or nil if they are not valid UTF-8.
    func text(in range: Range<Int>) -> String? {
        guard let valid = try? UTF8Span(validating: bytes.extracting(range)) else { return nil }
        return String(copying: valid)
    }
}
