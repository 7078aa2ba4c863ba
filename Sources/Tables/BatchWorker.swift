/// What a caller of a scan does with the rows, one object per thread.
public protocol BatchWorker: AnyObject, SendableMetatype {
    /// What one batch amounts to.
    associatedtype Partial: Sendable

    /// Returns what the rows of `batch` amount to.
    ///
    /// One worker never gets two batches at once, but several workers run side by side. The spans of the batch are
    /// valid only during the call.
    func process(_ batch: borrowing Batch) throws -> Partial
}
