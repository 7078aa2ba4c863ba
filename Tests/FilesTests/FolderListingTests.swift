import Foundation
import TestSupport
import Testing

@testable import Files

struct FolderListingTests {
    @Test func `files are listed in order with their sizes, and links are told and not followed`() throws {
        try Places.withTemporaryFolder { folder in
            let manager = FileManager.default
            try manager.createDirectory(at: folder.appending(path: "b/c"), withIntermediateDirectories: true)
            try Data("12".utf8).write(to: folder.appending(path: "b/c/two"))
            try Data("1".utf8).write(to: folder.appending(path: "a"))
            try manager.createSymbolicLink(
                at: folder.appending(path: "around"), withDestinationURL: folder)
            let entries = try FolderListing(folder.path).entries
            #expect(entries.map(\.path) == ["a", "around", "b/c/two"])
            #expect(entries.map(\.isRegular) == [true, false, true])
            #expect(entries[0].bytes == 1 && entries[2].bytes == 2)
        }
    }

    @Test func `folders too deep within each other and folders that are not there are refused`() throws {
        try Places.withTemporaryFolder { folder in
            let deep = folder.appending(path: (0..<40).map { _ in "x" }.joined(separator: "/"))
            try FileManager.default.createDirectory(at: deep, withIntermediateDirectories: true)
            #expect(throws: FilesError.self) { try FolderListing(folder.path) }
            #expect(throws: FilesError.self) { try FolderListing(folder.path + "/none") }
        }
    }

    @Test func `a file's name within a folder is told, however the paths are written`() throws {
        try Places.withTemporaryFolder { folder in
            try FileManager.default.createDirectory(at: folder.appending(path: "in"), withIntermediateDirectories: true)
            try Data().write(to: folder.appending(path: "in/a"))
            let path = folder.path
            #expect(OutputFolder.name(of: "\(path)/./in//a", within: "\(path)/in/") == "a")
            #expect(OutputFolder.name(of: "\(path)/in/../in/a", within: path) == "in/a")
            #expect(OutputFolder.name(of: "\(path)/in/a", within: "\(path)/i") == nil)
            #expect(OutputFolder.name(of: "\(path)/in/none", within: path) == nil)
        }
    }
}
