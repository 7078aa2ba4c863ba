import Files
import Foundation
import NumericalKernels
import TestSupport
import Testing

@testable import Transformers

/// Reading and writing weights; `Fixtures/transformers/make_tensors.py` made the files.
struct SafetensorsTests {
    private func fixture(_ name: String) throws -> Checkpoint {
        try Checkpoint(file: Places.fixtures.appending(path: "transformers/\(name)").path)
    }

    @Test func `every type is read as the reference package wrote it`() throws {
        let checkpoint = try fixture("tensors.safetensors")
        #expect(
            checkpoint.names == [
                "a.single", "b.half", "bytes", "c.brain", "empty", "flags", "ids", "scalar", "small",
            ])
        #expect(checkpoint.metadata == ["format": "pt"])
        #expect(try checkpoint.tensor("a.single").shape == [2, 3])
        #expect(try checkpoint.tensor("a.single").floats() == (0..<6).map { Float($0) / 7 })
        #expect(try checkpoint.tensor("scalar").shape == [] && checkpoint.tensor("scalar").floats() == [2.5])
        #expect(try checkpoint.tensor("empty").floats() == [] && checkpoint.tensor("empty").count == 0)
        #expect(try checkpoint.tensor("ids").integers() == [-2, -1, 0, 1, 2])
        #expect(try checkpoint.tensor("flags").integers() == [1, 0])
        #expect(try checkpoint.tensor("bytes").integers() == [0, 255])
        #expect(try checkpoint.tensor("small").integers() == [-128, 127])
        let half = try checkpoint.tensor("b.half").floats()
        #expect(half == [0, -0.0, 1, -1.5, 3.140625, 65504, 0x1p-24, .infinity, -.infinity])
        #expect(half[1].sign == .minus)
        #expect(try checkpoint.tensor("c.brain").floats()[3...4] == [-1.5, 3.140625])
    }

    @Test func `all halves convert exactly and back`() {
        for bits in UInt16.min...UInt16.max {
            let value = HalfPrecision.float(half: bits)
            let expected = Float(Float16(bitPattern: bits))
            #expect(value == expected || value.isNaN && expected.isNaN, "\(bits)")
            #expect(value.isNaN ? HalfPrecision.half(value) & 0x7E00 == 0x7E00 : HalfPrecision.half(value) == bits)
            let brain = HalfPrecision.float(brain: bits)
            #expect(brain.isNaN || HalfPrecision.brain(brain) == bits)
        }
    }

    @Test func `floats are rounded to the nearest half and bfloat16, ties to even`() {
        var generator = SeededGenerator(seed: 1)
        for _ in 0..<200_000 {
            let value = Float(bitPattern: UInt32(truncatingIfNeeded: generator.next()))
            guard !value.isNaN else { continue }
            #expect(HalfPrecision.half(value) == Float16(value).bitPattern, "\(value)")
            let below = Float(bitPattern: value.bitPattern & 0xFFFF_0000)
            let above = Float(bitPattern: (value.bitPattern & 0xFFFF_0000) &+ 0x1_0000)
            let rounded = HalfPrecision.float(brain: HalfPrecision.brain(value))
            guard above.isFinite else { continue }
            #expect(
                abs(Double(rounded) - Double(value))
                    <= min(abs(Double(below) - Double(value)), abs(Double(above) - Double(value))))
        }
        // Near the ends of the range, where random bits seldom fall.
        for bits in stride(from: UInt32(0x3300_0000), to: 0x4790_0000, by: 1021) {
            let value = Float(bitPattern: bits)
            #expect(HalfPrecision.half(value) == Float16(value).bitPattern, "\(value)")
        }
    }

    @Test func `a file is written byte for byte as the reference package writes it`() throws {
        let expected = try Data(contentsOf: Places.fixtures.appending(path: "transformers/floats.safetensors"))
        try Places.withTemporaryFolder { folder in
            var writer = CheckpointWriter()
            writer.add("h", shape: [7], [0.1, 65519, 65520, -1e-8, 3e-8, 6.2e-5, 1e-3], as: .float16)
            writer.add("a.é\"", shape: [1, 2], [0.1, 0.1])
            writer.add("b", shape: [4], [0, 1, 2, 3])
            let path = folder.appending(path: "w.safetensors")
            try writer.write(to: path.path)
            #expect(try Data(contentsOf: path) == expected)
        }
    }

    @Test func `what is copied through is equal, whatever its type`() throws {
        let source = try fixture("tensors.safetensors")
        try Places.withTemporaryFolder { folder in
            var writer = CheckpointWriter()
            for name in source.names.reversed() { writer.add(try source.tensor(name)) }
            let path = folder.appending(path: "w.safetensors")
            try writer.write(to: path.path)
            let original = Places.fixtures.appending(path: "transformers/tensors.safetensors")
            #expect(try Data(contentsOf: path) == Data(contentsOf: original))
        }
    }

    @Test func `a number that is not finite is named with its place`() throws {
        try Places.withTemporaryFolder { folder in
            var writer = CheckpointWriter()
            writer.add("w", shape: [2, 3], [0, 1, 2, 3, .nan, .infinity])
            let path = folder.appending(path: "w.safetensors").path
            try writer.write(to: path)
            let tensor = try Checkpoint(file: path).tensor("w")
            #expect(try tensor.floats()[5] == .infinity)
            let error = #expect(throws: CheckpointError.self) { try tensor.finiteFloats() }
            #expect(error?.description.contains("tensor 'w': the number at [1, 1] is nan") == true)
        }
    }

    @Test func `a name that lacks a prefix is suggested, and a wrong type or shape refused`() throws {
        let checkpoint = try fixture("tensors.safetensors")
        #expect(
            throws: CheckpointError.noTensor(path: checkpoint.path, name: "bert.scalar", suggestion: "scalar")
        ) { try checkpoint.tensor("bert.scalar") }
        #expect(throws: CheckpointError.self) { try checkpoint.tensor("ids").floats() }
        #expect(throws: CheckpointError.self) { try checkpoint.tensor("a.single").integers() }
        #expect(throws: CheckpointError.self) { try checkpoint.tensor("a.single", shape: [3, 2]) }
        #expect(try checkpoint.tensor("a.single", shape: [2, 3]).count == 6)
    }
}
