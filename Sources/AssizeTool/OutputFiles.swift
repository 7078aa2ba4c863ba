import Dispatch
import Reports
import Synchronization

/// What an audit leaves in its folder.
struct OutputFiles {
    private let json: [UInt8]
    private let page: [UInt8]

    /// Makes both files in memory, side by side; if one cannot be made, none is written.
    init(of results: AuditResults) throws {
        let made = Mutex<(json: [UInt8], page: Result<[UInt8], any Error>?)>(([], nil))
        DispatchQueue.concurrentPerform(iterations: 2) { part in
            if part == 0 {
                let page = Result { try AuditReport.html(for: results) }
                made.withLock { $0.page = page }
            } else {
                let json = results.json.bytes(.indented)
                made.withLock { $0.json = json }
            }
        }
        json = made.withLock { $0.json }
        page = try made.withLock { try $0.page?.get() ?? [] }
    }

    /// Writes both into a folder, which is made if need be.
    func write(to folder: String) throws(ReportsError) {
        try OutputFolder.make(folder)
        try AtomicFile.write(json, to: folder + "/results.json")
        try AtomicFile.write(page, to: folder + "/report.html")
    }
}
