import Foundation
import TestSupport
import Testing

@testable import Models

struct EventFileTests {
    @Test func `the checksum of nine digits is the one that RFC 3720's polynomial gives`() {
        #expect(CyclicRedundancyCheck.castagnoli(Array("123456789".utf8)) == 0xE306_9283)
        #expect(CyclicRedundancyCheck.castagnoli([UInt8](repeating: 0, count: 32)) == 0x8A91_36AA)
    }

    /// The checksums were worked out in Python by the masking that TensorFlow's record format states.
    @Test func `a record frames its content with masked checksums`() {
        #expect(
            EventFile.record(Array("abc".utf8)) == [
                3, 0, 0, 0, 0, 0, 0, 0, 176, 153, 73, 14, 97, 98, 99, 110, 87, 241, 33,
            ])
    }

    @Test func `a file of events goes on where it was kept`() throws {
        try Places.withTemporaryFolder { folder in
            let path = folder.appending(path: "events").path
            let file = try EventFile(path: path, keeping: nil)
            try file.write([("loss", 0.5)], step: 1)
            let kept = file.length
            try file.write([("loss", 0.25)], step: 2)
            let whole = try Data(contentsOf: URL(filePath: path))
            #expect(whole.count == file.length && kept < whole.count)
            let again = try EventFile(path: path, keeping: kept)
            #expect(again.length == kept)
            #expect(try Data(contentsOf: URL(filePath: path)) == whole.prefix(kept))
        }
    }

    /// One record taken apart by hand: length, checksum, wall time (field 1), step (2), summary (5) of tag and value.
    @Test func `a scalar lies in its record as protocol buffers have it`() throws {
        try Places.withTemporaryFolder { folder in
            let path = folder.appending(path: "events").path
            let file = try EventFile(path: path, keeping: nil)
            let start = file.length
            try file.write([("a", 1.5)], step: 300)
            let bytes = Array(try Data(contentsOf: URL(filePath: path)).dropFirst(start))
            let content = bytes[12..<bytes.count - 4]
            #expect(Int(bytes[0]) == content.count && bytes[1..<8].allSatisfy { $0 == 0 })
            #expect(content.first == 0x09)
            #expect(
                Array(content.dropFirst(9)) == [
                    0x10, 0xAC, 0x02, 0x2A, 10, 0x0A, 8, 0x0A, 1, 0x61, 0x15, 0, 0, 0xC0, 0x3F,
                ])
        }
    }
}
