import Foundation
import NumericalKernels
import TestSupport
import Testing

@testable import Transformers

struct DamagedSafetensorsTests {
    /// Writes a file of a header and `data` bytes and opens it.
    private func open(_ header: String, data: Int, length: UInt64? = nil) throws -> Checkpoint {
        try Places.withTemporaryFolder { folder in
            var bytes = Data()
            withUnsafeBytes(of: (length ?? UInt64(header.utf8.count)).littleEndian) { bytes.append(contentsOf: $0) }
            bytes.append(contentsOf: header.utf8)
            bytes.append(Data(count: data))
            let path = folder.appending(path: "model.safetensors")
            try bytes.write(to: path)
            return try Checkpoint(folder: folder.path)
        }
    }

    private func entry(_ name: String, _ type: String, _ shape: String, _ offsets: String) -> String {
        #""\#(name)":{"dtype":"\#(type)","shape":\#(shape),"data_offsets":\#(offsets)}"#
    }

    @Test func `an odd header and unaligned data are read`() throws {
        let header = "{" + entry("a", "U8", "[1]", "[0,1]") + "," + entry("b", "F32", "[1]", "[1,5]") + "}   "
        #expect(try open(header, data: 5).tensor("b").floats() == [0])
        #expect(try open("{}", data: 0).names == [])
    }

    @Test(arguments: [
        (
            #""a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"F32","shape":[2],"data_offsets":[4,12]}"#,
            12, "overlap"
        ),
        (#""a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}"#, 4, "beyond"),
        (#""a":{"dtype":"F32","shape":[2],"data_offsets":[4,12]}"#, 12, "nothing fills the bytes 0..<4"),
        (#""a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}"#, 12, "4 bytes at its end"),
        (#""a":{"dtype":"F32","shape":[3],"data_offsets":[0,8]}"#, 8, "needs 12 bytes, not 8"),
        (
            #""a":{"dtype":"F32","shape":[4294967296,4294967296,4294967296],"data_offsets":[0,0]}"#, 0,
            "larger than any memory"
        ),
        (#""a":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}"#, 4, "none below 0"),
        (#""a":{"dtype":"F32","shape":[1],"data_offsets":[4,0]}"#, 4, "two ascending data_offsets"),
        (#""a":{"dtype":"F32","shape":[1],"data_offsets":[0,4,8]}"#, 4, "two ascending data_offsets"),
        (#""a":{"dtype":"F32","shape":[1.0],"data_offsets":[0,4]}"#, 4, "a whole number"),
        (#""a":{"dtype":"Q4","shape":[1],"data_offsets":[0,4]}"#, 4, "the type 'Q4' is none of"),
        (
            #""a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}"#,
            4, "comes twice"
        ),
        (#""a":{"shape":[1],"data_offsets":[0,4]}"#, 4, "needs dtype"),
        (#""a":[]"#, 4, "an object must stand here"),
        (#""__metadata__":{"a":1}"#, 0, "a text must stand here"),
        (#""a":{"dtype":"F32","shape":[1],"data_offsets":[0,9223372036854775807]}"#, 4, "beyond"),
    ])
    func `a header that does not fit its file is refused`(members: String, data: Int, words: String) {
        let error = #expect(throws: CheckpointError.self) { try open("{\(members)}", data: data) }
        let text = error?.description ?? ""
        #expect(text.contains(words) && text.contains("model.safetensors: "), "\(text)")
    }

    @Test func `a header of absurd length is refused`() {
        for length: UInt64 in [3, 1 << 20, 1 << 40, .max, .max - 7, 1 << 63] {
            #expect(throws: CheckpointError.self, "\(length)") { try open("{}", data: 0, length: length) }
        }
        #expect(throws: CheckpointError.self) { try open("", data: 0) }
        #expect(throws: CheckpointError.self) { try open("[]", data: 0) }
    }

    @Test func `thousands of damaged files are read or refused, never a crash`() throws {
        let original = try Data(contentsOf: Places.fixtures.appending(path: "transformers/tensors.safetensors"))
        try Places.withTemporaryFolder { folder in
            let path = folder.appending(path: "model.safetensors")
            var generator = SeededGenerator(seed: 7)
            var refused = 0
            for _ in 0..<800 {
                var bytes = original
                for _ in 0...Int.random(in: 0...3, using: &generator) {
                    let place = Int.random(in: 0..<min(bytes.count, 700), using: &generator)
                    switch Int.random(in: 0...3, using: &generator) {
                    case 0: bytes[place] = UInt8.random(in: 0...255, using: &generator)
                    case 1: bytes[place] = UInt8(ascii: "0") + UInt8.random(in: 0...9, using: &generator)
                    case 2: bytes.removeSubrange(place..<min(place + 5, bytes.count))
                    default: bytes.insert(contentsOf: bytes[max(0, place - 9)..<place], at: place)
                    }
                }
                try bytes.write(to: path)
                do {
                    let checkpoint = try Checkpoint(folder: folder.path)
                    for name in checkpoint.names {
                        let tensor = try checkpoint.tensor(name)
                        _ = try? tensor.finiteFloats()
                        _ = try? tensor.integers()
                    }
                } catch is CheckpointError {
                    refused += 1
                }
            }
            #expect(refused > 300 && refused < 800)
        }
    }

    @Test func `shards are read together, and each way they can disagree is named`() throws {
        try Places.withTemporaryFolder { folder in
            func write(_ file: String, _ names: [String]) throws {
                var writer = CheckpointWriter()
                for name in names { writer.add(name, shape: [1], [Float(name.utf8.count)]) }
                try writer.write(to: folder.appending(path: file).path)
            }
            func index(_ map: String) throws {
                try Data(#"{"metadata":{"total_size":8},"weight_map":{\#(map)}}"#.utf8)
                    .write(to: folder.appending(path: "model.safetensors.index.json"))
            }
            func fault() -> String {
                (#expect(throws: (any Error).self) { try Checkpoint(folder: folder.path) }).map { "\($0)" } ?? ""
            }
            #expect(fault().contains("there is no such file; name a folder that transformers saved"))
            try write("one", ["a"])
            try write("two", ["bb"])
            try index(#""a":"one","bb":"two""#)
            let checkpoint = try Checkpoint(folder: folder.path)
            #expect(checkpoint.names == ["a", "bb"])
            #expect(try checkpoint.tensor("bb").floats() == [2])
            try index(#""a":"one","bb":"three""#)
            #expect(fault().contains("three: there is no such file"))
            try index(#""a":"one","bb":"two","c":"two""#)
            #expect(fault().contains("tensor 'c': the index places it in this file"))
            try index(#""a":"one","bb":"../two""#)
            #expect(fault().contains("weight_map.bb: the name of a file in the same folder"))
            try index("")
            #expect(fault().contains("it names no tensor"))
            try index(#""a":"one","bb":"two""#)
            try write("two", ["a", "bb"])
            #expect(fault().contains("tensor 'a': the index does not place it in this file"))
            try Data("{".utf8).write(to: folder.appending(path: "model.safetensors.index.json"))
            #expect(fault().contains("model.safetensors.index.json: 1:2: "))
        }
    }
}
