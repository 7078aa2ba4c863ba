internal import Crypto
package import Files

/// Fingerprints by which files are known again.
package enum Digest {
    /// Returns the SHA-256 of `bytes` in hexadecimal.
    package static func sha256(_ bytes: [UInt8]) -> String {
        SHA256.hash(data: bytes).hexadecimal
    }

    /// Returns the SHA-256 of a regular file, read as it lies there, and its size.
    package static func sha256(ofFile path: String) throws(FilesError) -> (sha256: String, bytes: Int) {
        let file = try MappedFile(path: path)
        var hasher = SHA256()
        file.bytes.withUnsafeBytes { hasher.update(bufferPointer: $0) }
        return (hasher.finalize().hexadecimal, file.count)
    }
}
