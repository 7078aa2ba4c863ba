/// One number for each Unicode scalar, worked out page by page when a scalar of the page first comes up.
///
/// A lookup costs two array reads. A text touches few pages, so that nothing needs to be built or stored beforehand.
struct ScalarTable: Sendable {
    /// Scalars on a page.
    private static let pageSize = 128
    /// Where each page begins among the entries; -1 if it has not been worked out.
    private var pages = [Int32](repeating: -1, count: 0x110000 / pageSize)
    private var entries: [UInt32] = []
    /// Longer answers, which an entry may point into.
    private(set) var expansions: [UInt32] = []

    /// Returns the number of a scalar; `make` gives those of a new page and may add to `expansions`.
    @inline(__always)
    mutating func entry(_ scalar: UInt32, _ make: (Unicode.Scalar, inout [UInt32]) -> UInt32) -> UInt32 {
        let page = Int(scalar) / Self.pageSize
        var start = pages[page]
        if start < 0 { start = fill(page, make) }
        return entries[Int(start) + Int(scalar) % Self.pageSize]
    }

    @inline(never)
    private mutating func fill(_ page: Int, _ make: (Unicode.Scalar, inout [UInt32]) -> UInt32) -> Int32 {
        let start = Int32(entries.count)
        for offset in 0..<Self.pageSize {
            let scalar = Unicode.Scalar(UInt32(page * Self.pageSize + offset))
            entries.append(scalar.map { make($0, &expansions) } ?? 0)
        }
        pages[page] = start
        return start
    }
}
