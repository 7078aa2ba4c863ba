/// A matrix of `Float`, row-major and without gaps, with the value semantics of an array.
///
/// A vector is a matrix of one row. Copying costs O(1) until one of the copies is written to.
public struct Matrix: Sendable {
    /// The number of rows.
    public let rows: Int
    /// The number of columns.
    public let columns: Int
    private var storage: FloatStorage

    /// Makes a matrix of zeros, `[rows, columns]`.
    public init(rows: Int, columns: Int) {
        self.init(uninitialized: rows, columns)
        storage.base.update(repeating: 0, count: count)
    }

    /// Makes a matrix, `[rows, columns]`, of values in row-major order.
    public init(rows: Int, columns: Int, _ values: some Collection<Float>) {
        precondition(values.count == rows * columns, "\(values.count) values for [\(rows), \(columns)]")
        self.init(uninitialized: rows, columns)
        let base = storage.base
        let copied: Void? = values.withContiguousStorageIfAvailable { from in
            if let start = from.baseAddress { base.update(from: start, count: from.count) }
        }
        if copied == nil { for (index, value) in values.enumerated() { base[index] = value } }
    }

    /// Puts matrices of one width below one another; of none it makes an empty one.
    package init(stacking parts: [Matrix]) {
        let columns = parts.first?.columns ?? 0
        self.init(uninitialized: parts.reduce(0) { $0 + $1.rows }, columns)
        var position = 0
        for part in parts {
            precondition(part.columns == columns, "\(part.columns) columns below \(columns)")
            (storage.base + position).update(from: part.base, count: part.count)
            position += part.count
        }
    }

    /// Makes a matrix whose every element must be written before it is read.
    init(uninitialized rows: Int, _ columns: Int) {
        precondition(rows >= 0 && columns >= 0, "a matrix of [\(rows), \(columns)]")
        self.rows = rows
        self.columns = columns
        storage = FloatStorage(uninitialized: rows * columns)
    }

    /// The number of elements.
    public var count: Int { rows * columns }

    /// The elements in row-major order.
    public var span: Span<Float> {
        @_lifetime(borrow self)
        get {
            _overrideLifetime(Span(_unsafeStart: storage.base, count: count), borrowing: self)
        }
    }

    /// The elements in row-major order, to be written.
    public var mutableSpan: MutableSpan<Float> {
        @_lifetime(&self)
        mutating get {
            let base = mutableBase
            return _overrideLifetime(MutableSpan(_unsafeStart: base, count: count), mutating: &self)
        }
    }

    /// The element in a row and a column.
    public subscript(row: Int, column: Int) -> Float {
        get {
            check(row, column)
            return storage.base[row * columns + column]
        }
        set {
            check(row, column)
            mutableBase[row * columns + column] = newValue
        }
    }

    /// The elements in row-major order, copied.
    public var values: [Float] { Array(UnsafeBufferPointer(start: storage.base, count: count)) }

    /// Returns the rows in `range`, copied, `[range, columns]`.
    public func rows(_ range: Range<Int>) -> Matrix {
        precondition(range.lowerBound >= 0 && range.upperBound <= rows, "rows \(range) of \(rows)")
        let result = Matrix(uninitialized: range.count, columns)
        result.storage.base.update(from: storage.base + range.lowerBound * columns, count: result.count)
        return result
    }

    /// Returns the rows with these numbers in this order, copied, `[numbers, columns]`.
    public func rows(at numbers: [Int]) -> Matrix {
        let result = Matrix(uninitialized: numbers.count, columns)
        for (target, row) in numbers.enumerated() {
            precondition(row >= 0 && row < rows, "row \(row) of \(rows)")
            (result.storage.base + target * columns).update(from: storage.base + row * columns, count: columns)
        }
        return result
    }

    /// Replaces the rows from `first` on by those of `other`.
    public mutating func replaceRows(from first: Int, with other: Matrix) {
        precondition(
            other.columns == columns && first >= 0 && first + other.rows <= rows,
            "[\(other.rows), \(other.columns)] into [\(rows), \(columns)] at row \(first)")
        (mutableBase + first * columns).update(from: other.storage.base, count: other.count)
    }

    /// Sets every element.
    public mutating func fill(_ value: Float) {
        mutableBase.update(repeating: value, count: count)
    }

    /// Where the elements lie. Valid while this value is borrowed, so for the length of a call that it is a parameter of.
    var base: UnsafePointer<Float> { UnsafePointer(storage.base) }

    /// Where the elements lie, after a copy if another matrix shares them; valid while this value is not copied or freed.
    var mutableBase: UnsafeMutablePointer<Float> {
        mutating get {
            if !isKnownUniquelyReferenced(&storage) {
                let copy = FloatStorage(uninitialized: count)
                copy.base.update(from: storage.base, count: count)
                storage = copy
            }
            return storage.base
        }
    }

    private func check(_ row: Int, _ column: Int) {
        precondition(
            row >= 0 && row < rows && column >= 0 && column < columns, "[\(row), \(column)] of [\(rows), \(columns)]")
    }
}

extension Matrix: Equatable {
    /// Whether shapes and elements are the same.
    public static func == (first: Matrix, second: Matrix) -> Bool {
        guard first.rows == second.rows && first.columns == second.columns else { return false }
        return (0..<first.count).allSatisfy { first.base[$0] == second.base[$0] }
    }
}
