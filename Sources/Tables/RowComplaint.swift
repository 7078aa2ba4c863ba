/// What a ``BatchWorker`` throws of a row that does not fit what it was asked for; the scan adds the place.
public struct RowComplaint: Error, Sendable {
    /// The row of the batch, counted from 0.
    public var row: Int
    /// What is wrong with it, and how to mend it.
    public var fault: String

    /// Complains of a row.
    public init(row: Int, fault: String) {
        self.row = row
        self.fault = fault
    }
}
