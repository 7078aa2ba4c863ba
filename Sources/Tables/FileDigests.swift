private import Crypto
internal import Dispatch
internal import Files
internal import NumericalKernels
internal import Synchronization

/// Digests the files of a scan chunk by chunk and in order, while other threads read and decode other chunks.
///
/// A digest is the longest part of a scan that one thread must do alone. Nobody waits for it: a chunk whose turn has not
/// come is left here, to be digested by whichever thread digests the one before, and its storage comes back for later.
final class FileDigests: Sendable {
    /// The digest of a file that was read to its end.
    struct Digest: Sendable {
        var sha256: String
        var bytes: Int
    }

    private struct Progress {
        var hasher = SHA256()
        var byteCount = 0
        var finished: [Digest] = []
    }

    private struct Line {
        /// The place in the sequence of the chunk whose turn it is.
        var next = 0
        /// Whether a thread digests it now.
        var isBusy = false
        var waiting: [Int: Chunk] = [:]
        var free: [Chunk]

        mutating func takeReady() -> Chunk? {
            guard !isBusy, let ready = waiting.removeValue(forKey: next) else { return nil }
            isBusy = true
            return ready
        }

        mutating func advance() {
            next += 1
            isBusy = false
        }
    }

    /// Touched by the one thread that digests.
    private let progress = Mutex(Progress())
    private let line: Mutex<Line>
    private let freeCount = DispatchSemaphore(value: 0)

    /// Makes the digests of a scan, with the chunks that it may hold at a time.
    init(chunks: [Chunk]) {
        line = Mutex(Line(free: chunks))
        // Signalled, not given at creation: a semaphore may not die with less than it was created with.
        for _ in chunks { freeCount.signal() }
    }

    /// Returns a chunk that nobody uses, as soon as there is one.
    func takeChunk() -> Chunk {
        freeCount.wait()
        return line.withLock { $0.free.removeLast() }
    }

    /// Gives back a chunk that holds nothing to digest.
    func giveBack(_ chunk: Chunk) {
        line.withLock { $0.free.append(chunk) }
        freeCount.signal()
    }

    /// Digests a chunk, while its bytes are at hand, if its turn has come; returns whether it did.
    func digestIfNext(_ chunk: Chunk) -> Bool {
        let isNext = line.withLock { line in
            guard line.next == chunk.sequence, !line.isBusy else { return false }
            line.isBusy = true
            return true
        }
        if isNext {
            digest(chunk)
            line.withLock { $0.advance() }
        }
        return isNext
    }

    /// Takes back a chunk that has been decoded, and digests all whose turn has come.
    func finish(_ chunk: Chunk, isDigested: Bool) {
        if isDigested {
            giveBack(chunk)
        } else {
            line.withLock { $0.waiting[chunk.sequence] = chunk }
        }
        while let ready = line.withLock({ $0.takeReady() }) {
            digest(ready)
            line.withLock { line in
                line.advance()
                line.free.append(ready)
            }
            freeCount.signal()
        }
    }

    private func digest(_ chunk: Chunk) {
        progress.withLock { progress in
            chunk.leading.withBytes(in: 0..<chunk.leading.count) { progress.hasher.update(bufferPointer: $0) }
            chunk.bytes.withBytes(in: 0..<chunk.fileByteCount) { progress.hasher.update(bufferPointer: $0) }
            progress.byteCount += chunk.leading.count + chunk.fileByteCount
            if chunk.isLast {
                let sha256 = progress.hasher.finalize().hexadecimal
                let finished = progress.finished + [Digest(sha256: sha256, bytes: progress.byteCount)]
                progress = Progress(finished: finished)
            }
        }
    }

    /// The digests of the files that were read to their end, in order.
    var finished: [Digest] { progress.withLock { $0.finished } }
}
