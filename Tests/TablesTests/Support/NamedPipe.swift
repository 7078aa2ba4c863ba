import Dispatch
import Glibc
import Testing

/// A named pipe that gives its bytes once, to the first who opens it.
final class NamedPipe {
    let path: String

    init(_ text: String) {
        let path = "/tmp/assize-tables-pipe-\(getpid())-\(text.utf8.count)"
        self.path = path
        unlink(path)
        #expect(mkfifo(path, 0o600) == 0)
        DispatchQueue.global().async {
            let descriptor = open(path, O_WRONLY)
            let bytes = Array(text.utf8)
            var done = 0
            while done < bytes.count {
                let count = bytes.withUnsafeBytes {
                    write(descriptor, $0.baseAddress?.advanced(by: done), $0.count - done)
                }
                if count <= 0 { break }
                done += count
            }
            close(descriptor)
        }
    }

    deinit {
        unlink(path)
    }
}
