internal import CKernels

/// Where the fields of a chunk of delimited text begin.
///
/// Field `f` lies from `start(of: f)` up to `end(of: f)`; the byte at its end is a separator or a newline.
/// Building costs about 0.3 ns a byte without quotes.
package struct StructuralIndex: ~Copyable, @unchecked Sendable {
    // Unchecked: the storage belongs to one value alone, and only `mutating` functions write to it.

    /// A quote where none may be.
    package enum Fault: Equatable, Sendable {
        /// A quote inside an unquoted field.
        case strayQuote(position: Int)
        /// Text after a closing quote.
        case textAfterQuote(position: Int)
        /// A quote that never closes, by where it opened.
        case unclosedQuote(position: Int)
    }

    /// How many fields end in a separator or newline.
    package private(set) var fieldCount = 0
    /// How many of them end in a newline.
    package private(set) var newlineCount = 0
    /// The first fault; fields before it are indexed.
    package private(set) var fault: Fault?
    /// Whether the chunk holds a quote that means something.
    package private(set) var hasQuotes = false
    /// Whether the chunk holds a byte that is zero.
    package private(set) var hasZero = false
    private var capacity = 0
    /// `fieldCount + 1` positions: where the chunk begins, then the position after each separator or newline.
    private(set) var boundaries: UnsafeMutablePointer<UInt32>

    /// Makes an empty index.
    package init() {
        boundaries = .allocate(capacity: 0)
    }

    deinit {
        boundaries.deallocate()
    }

    /// Where field `field` begins.
    package func start(of field: Int) -> Int {
        precondition(field >= 0 && field <= fieldCount, "field \(field) of \(fieldCount)")
        return Int(boundaries[field])
    }

    /// The position of the separator or newline that ends field `field`.
    package func end(of field: Int) -> Int {
        precondition(field >= 0 && field < fieldCount, "field \(field) of \(fieldCount)")
        return Int(boundaries[field + 1]) - 1
    }

    /// Indexes all of `bytes`, which begin at the start of a record.
    ///
    /// The separator is any byte but a newline or a quote. With `allowsQuotes` a field may be quoted as in RFC 4180, and
    /// blanks may stand around the quotes. Quotes in lines that begin with `comment` do not count; empty for none.
    package mutating func build(
        over bytes: borrowing PaddedBytes, separator: UInt8, allowsQuotes: Bool, comment: [UInt8] = []
    ) {
        let count = bytes.count
        precondition(count < Int(UInt32.max) - 64, "\(count) bytes are too many for one chunk")
        reserve(count + 1 + 64)
        boundaries[0] = 0
        let target = boundaries + 1
        var result = assize_csv_index_plain(bytes.base, count, separator, allowsQuotes ? 1 : 0, target)
        hasQuotes = result.fault == 5
        if hasQuotes {
            result.fault = 4
            if comment.isEmpty { result = assize_csv_index_quoted(bytes.base, count, separator, target) }
            if result.fault == 4 {
                result = assize_csv_index_careful(bytes.base, count, separator, comment, comment.count, target)
                result.has_zero = bytes.firstPosition(of: 0, in: 0..<count) == nil ? 0 : 1
            }
        }
        hasZero = result.has_zero != 0
        fieldCount = Int(result.boundaries)
        newlineCount = Int(result.newlines)
        let position = Int(result.position)
        switch result.fault {
        case 1: fault = .strayQuote(position: position)
        case 2: fault = .textAfterQuote(position: position)
        case 3: fault = .unclosedQuote(position: position)
        default: fault = nil
        }
    }

    /// Returns whether the index holds whole rows of `width` fields each, every one ended by a newline.
    package func isRegular(width: Int, in bytes: borrowing PaddedBytes) -> Bool {
        guard fieldCount == newlineCount * width else { return false }
        return assize_csv_is_regular(bytes.base, boundaries, newlineCount, width) != 0
    }

    /// Returns whether one of the rows of `width` fields begins with `byte`, in a regular index.
    package func hasRow(width: Int, beginningWith byte: UInt8, in bytes: borrowing PaddedBytes) -> Bool {
        precondition(fieldCount == newlineCount * width && start(of: fieldCount) <= bytes.count, "irregular rows")
        let base = bytes.base
        for field in stride(from: 0, to: fieldCount, by: width) where base[Int(boundaries[field])] == byte {
            return true
        }
        return false
    }

    private mutating func reserve(_ minimum: Int) {
        guard minimum > capacity else { return }
        boundaries.deallocate()
        // Pages that no boundary reaches are never touched and cost no memory.
        boundaries = .allocate(capacity: minimum)
        capacity = minimum
    }
}
