public import Foundation

/// Where the tests find their files.
public enum Places {
    /// The root of the package.
    public static let package = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// Known values and golden files.
    public static let fixtures = package.appending(path: "Tests/Fixtures")

    /// Real data sets beside the checkout, which tests may use but never require.
    public static let sharedData = package.deletingLastPathComponent().appending(path: "shared/data")

    /// Whether the real data sets are there.
    public static let hasSharedData = FileManager.default.fileExists(atPath: sharedData.path)

    /// Reads and decodes a JSON fixture.
    public static func fixture<Value: Decodable>(_ path: String, as type: Value.Type = Value.self) throws -> Value {
        try JSONDecoder().decode(type, from: Data(contentsOf: fixtures.appending(path: path)))
    }

    /// Calls `body` with a new folder, which is removed afterwards.
    public static func withTemporaryFolder<Result>(_ body: (URL) throws -> Result) throws -> Result {
        let folder = FileManager.default.temporaryDirectory.appending(path: "assize-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        return try body(folder)
    }
}

/// Returns whether two numbers agree to a tolerance relative to the larger one, or absolutely near 0.
public func agree(_ first: Double, _ second: Double, relative: Double, absolute: Double = 0) -> Bool {
    first == second || abs(first - second) <= max(relative * max(abs(first), abs(second)), absolute)
}
