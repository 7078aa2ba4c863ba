import Synchronization
import Testing

@testable import Tables

struct ScanTests {
    private struct Refusal: Error {}

    private static let text = "a,b\n" + (0..<5000).map { "\($0 % 7),\(Double($0) / 3)\n" }.joined()

    private final class Sums: BatchWorker {
        func process(_ batch: borrowing Batch) throws -> Double {
            let numbers = batch.numbers(1)
            var sum = 0.0
            for row in 0..<batch.rowCount { sum += numbers[row] }
            return sum
        }
    }

    private static let requests = [
        ColumnRequest(name: "a", decoding: .category), ColumnRequest(name: "b", decoding: .number),
    ]

    @Test func `sums are the same bits whatever the number of workers`() throws {
        let file = TemporaryFile(ScanTests.text)
        let reader = try TableReader(paths: [file.path], options: .init(), limits: .init(chunk: 256))
        var sums = Set<UInt64>()
        for workers in [1, 2, 3, 8, 1, 2, 3, 8] {
            var sum = 0.0
            let summary = try reader.scan(
                ScanTests.requests, workers: workers, makeWorker: { _ in Sums() }, merge: { sum += $0 })
            sums.insert(sum.bitPattern)
            #expect(summary.rows == 5000)
        }
        #expect(sums.count == 1)
    }

    @Test(arguments: [1, 2, 3]) func `the first fault in the file is thrown whatever the timing`(workers: Int) throws {
        var lines = ScanTests.text.split(separator: "\n").map(String.init)
        lines[2000] = "1"
        lines[2001] = "1,x"
        lines[3000] = "1,2,3"
        let file = TemporaryFile(lines.joined(separator: "\n"))
        for _ in 0..<20 {
            let reader = try TableReader(paths: [file.path], options: .init(), limits: .init(chunk: 64))
            let text = message {
                _ = try reader.scan(
                    ScanTests.requests, workers: workers, makeWorker: { _ in Sums() }, merge: { _ in })
            }
            #expect(text.hasPrefix("csv:2001: 1 field,"))
        }
    }

    @Test(arguments: [1, 2, 3]) func `an error of a worker or a merge ends the scan`(workers: Int) throws {
        final class Refusing: BatchWorker {
            func process(_ batch: borrowing Batch) throws -> Int { throw Refusal() }
        }
        let file = TemporaryFile(ScanTests.text)
        let reader = try TableReader(paths: [file.path], options: .init(), limits: .init(chunk: 64))
        #expect(throws: Refusal.self) {
            try reader.scan(ScanTests.requests, workers: workers, makeWorker: { _ in Refusing() }, merge: { _ in })
        }
        var merged = 0
        #expect(throws: Refusal.self) {
            try reader.scan(
                ScanTests.requests, workers: workers, makeWorker: { _ in Sums() },
                merge: { _ in
                    merged += 1
                    if merged == 10 { throw Refusal() }
                })
        }
        #expect(merged == 10)
    }

    @Test(arguments: [100, 512 << 10]) func `a pipe of any length is read to its end`(chunk: Int) throws {
        let text = ScanTests.text + ScanTests.text.dropFirst(4)
        let pipe = NamedPipe(text + (chunk == 100 ? "" : "\n"))
        let reader = try TableReader(paths: [pipe.path], options: .init(), limits: .init(chunk: chunk))
        var sum = 0.0
        let summary = try reader.scan(ScanTests.requests, makeWorker: { _ in Sums() }, merge: { sum += $0 })
        #expect(summary.rows == 10_000)
        #expect(summary.bytes == text.utf8.count + (chunk == 100 ? 0 : 1))
        #expect(abs(sum - 2 * 5000 * 4999 / 6) < 1e-3)
    }

    @Test func `progress grows to the size of the file`() throws {
        let file = TemporaryFile(ScanTests.text)
        let reader = try TableReader(paths: [file.path], options: .init(), limits: .init(chunk: 1000))
        let seen = Mutex<[Int]>([])
        let size = ScanTests.text.utf8.count
        _ = try reader.scan(
            ScanTests.requests,
            progress: { done, total in
                seen.withLock { $0.append(done) }
                #expect(total == size)
            }, makeWorker: { _ in Sums() }, merge: { _ in })
        let values = seen.withLock { $0 }
        #expect(values == values.sorted())
        #expect(values.last == size)
    }

    @Test func `a column may be asked for twice, as text and as number`() throws {
        final class Both: BatchWorker {
            let dictionary: ValueDictionary
            init(_ dictionary: ValueDictionary) { self.dictionary = dictionary }
            func process(_ batch: borrowing Batch) throws -> String {
                "\(dictionary.value(batch.codes(0)[0])) \(batch.numbers(1)[0]) \(dictionary.count)"
            }
        }
        let file = TemporaryFile("a\n1.50\n")
        var text = ""
        let requests = [ColumnRequest(name: "a", decoding: .category), ColumnRequest(name: "a", decoding: .number)]
        _ = try TableReader(paths: [file.path]).scan(requests, makeWorker: { Both($0[0]) }, merge: { text = $0 })
        #expect(text == "1.50 1.5 2")
    }
}

struct AdjacentColumnTests {
    @Test(arguments: [1, 2]) func `columns with few and with very many combinations read the same`(workers: Int) throws
    {
        // The third column alone makes more combinations than are kept; the first two have six.
        let rows = (0..<20_000).map { row in ["\(row % 2)", ["a", "b", ""][row % 3], "v\(row * 7919 % 9973)", "end"] }
        let text = "p,q,r,s\n" + rows.map { $0.joined(separator: ",") + "\n" }.joined()
        let table = try collect(text: text, chunk: 4096, workers: workers)
        #expect(table.rows == rows.map { row in row.map { $0.isEmpty ? nil : $0 } })
        let file = TemporaryFile(text)
        let reader = try TableReader(paths: [file.path], options: .init(), limits: .init(chunk: 4096))
        var pairs: [[String?]] = []
        _ = try reader.scan(
            ["q", "p"].map { ColumnRequest(name: $0, decoding: .category) }, workers: workers,
            makeWorker: { RowCollector($0) }, merge: { pairs += $0 })
        #expect(pairs == rows.map { [$0[1].isEmpty ? nil : $0[1], $0[0]] })
    }

    @Test func `the first fault of neighbouring columns is the one reported`() {
        var bytes = Array("p,q,r\n1,2,3\n1,2,3\n".utf8)
        bytes += Array("1,2,".utf8) + [0xff, 0x0a] + Array("1,".utf8) + [0xfe] + Array(",3\n".utf8)
        let file = TemporaryFile(bytes)
        #expect(message { _ = try collect([file.path]) }.contains(":4: column 'r'"))
    }
}
