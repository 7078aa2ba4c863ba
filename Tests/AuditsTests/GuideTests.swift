import Foundation
import TestSupport
import Testing

/// The articles of the documentation's catalogue name files and tests, which no compiler looks for.
struct GuideTests {
    static let catalogue = Places.package.appending(path: "Sources/Auditing/Auditing.docc")
    static let articles =
        (FileManager.default.subpaths(atPath: catalogue.path) ?? []).filter { $0.hasSuffix(".md") }.sorted()

    /// What stands in backticks, but for blocks of code.
    static func spans(_ article: String) throws -> [String] {
        let text = try String(contentsOf: catalogue.appending(path: article), encoding: .utf8)
        let prose = text.components(separatedBy: "```").enumerated().filter { $0.offset % 2 == 0 }.map(\.element)
        return prose.flatMap { part in part.matches(of: /`([^`\n]+)`/).map { String($0.1) } }
    }

    @Test func `there are articles and all name something`() throws {
        #expect(GuideTests.articles.count == 5)
        #expect(try GuideTests.articles.allSatisfy { try !GuideTests.spans($0).isEmpty })
    }

    @Test(arguments: articles)
    func `every path in an article is there`(article: String) throws {
        for path in try GuideTests.spans(article) where path.contains("/") && !path.contains(" ") {
            let place = Places.package.appending(path: path).path
            #expect(FileManager.default.fileExists(atPath: place), "\(article): \(path)")
        }
    }

    @Test(arguments: articles)
    func `every test that an article names has a file of its name`(article: String) throws {
        let files = Set(
            (FileManager.default.subpaths(atPath: Places.package.appending(path: "Tests").path) ?? [])
                .map { URL(filePath: $0).lastPathComponent })
        for name in try GuideTests.spans(article) where name.hasSuffix("Tests") {
            #expect(files.contains("\(name).swift"), "\(article): \(name)")
        }
    }
}
