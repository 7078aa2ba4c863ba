import Glibc
import Testing

@testable import Reports

@Test(.enabled(if: getenv("ASSIZE_SCRATCH") != nil)) func scratch() throws {
    try AtomicFile.write(try AuditReport.html(for: SampleResults.typical(strata: getenv("STRATA") != nil)), to: "/tmp/rep/report.html")
    try AtomicFile.write(SampleResults.typical(strata: getenv("STRATA") != nil).json.bytes(.indented), to: "/tmp/rep/results.json")
    try AtomicFile.write(try AuditReport.html(for: SampleResults.small()), to: "/tmp/rep/small.html")
}
