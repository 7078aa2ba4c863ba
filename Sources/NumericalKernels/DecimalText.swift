internal import CKernels

extension PaddedBytes {
    /// Returns the bytes in `range` as a number, correctly rounded, or nil if they are not one that is finite.
    ///
    /// The grammar is `[+-] digits [. digits] [e [+-] digits]` or `. digits`: no blanks, no hexadecimal, no words, and
    /// the decimal point is a point in every locale.
    package func decimal(in range: Range<Int>) -> Double? {
        precondition(range.lowerBound >= 0 && range.upperBound <= count, "bytes \(range) of \(count)")
        var value = 0.0
        return assize_decimal_parse(base + range.lowerBound, range.count, &value) == 1 ? value : nil
    }
}
