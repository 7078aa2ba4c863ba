import Dispatch
import Files
import Reports
import Synchronization

/// What an audit leaves in its folder: `results.json`, which stands by itself, and `report.html`; an audit of the data
/// themselves also leaves a draft of their `datasheet.md`.
enum OutputFiles {
    /// Makes and writes the files side by side; each is whole or not there.
    ///
    /// - Parameter part: The folder within the run's folder, such as `before/`; empty for that itself.
    static func write(_ results: AuditResults, into folder: ResultsFolder, part: String = "") throws {
        let faults = Mutex<[Int: any Error]>([:])
        DispatchQueue.concurrentPerform(iterations: 2) { index in
            do {
                if index == 0 {
                    try folder.write(AuditReport.html(for: results), to: part + "report.html")
                } else {
                    try folder.write(results.json.bytes(.indented), to: part + "results.json")
                }
            } catch {
                faults.withLock { $0[index] = error }
            }
        }
        if let datasheet = Datasheet.markdown(for: results) {
            try folder.write(Array(datasheet.utf8), to: part + "datasheet.md")
        }
        if let fault = faults.withLock({ $0[0] ?? $0[1] }) { throw fault }
    }
}
