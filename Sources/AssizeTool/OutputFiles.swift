import Dispatch
import Files
import Reports
import Synchronization

/// What an audit leaves in its folder: `results.json`, which stands by itself, and `report.html`; an audit of the data
/// themselves also leaves a draft of their `datasheet.md`.
enum OutputFiles {
    /// Makes and writes both files side by side; each is whole or not there.
    static func write(_ results: AuditResults, to folder: String) throws {
        try OutputFolder.make(folder)
        let faults = Mutex<[Int: any Error]>([:])
        DispatchQueue.concurrentPerform(iterations: 2) { part in
            do {
                if part == 0 {
                    try AtomicFile.write(AuditReport.html(for: results), to: folder + "/report.html")
                } else {
                    try AtomicFile.write(results.json.bytes(.indented), to: folder + "/results.json")
                }
            } catch {
                faults.withLock { $0[part] = error }
            }
        }
        if let datasheet = Datasheet.markdown(for: results) {
            try AtomicFile.write(Array(datasheet.utf8), to: folder + "/datasheet.md")
        }
        if let fault = faults.withLock({ $0[0] ?? $0[1] }) { throw fault }
    }
}
