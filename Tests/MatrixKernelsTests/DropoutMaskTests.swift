import MatrixKernels
import NumericalKernels
import Testing

struct DropoutMaskTests {
    static func ones(_ rows: Int, _ columns: Int) -> Matrix {
        var result = Matrix(rows: rows, columns: columns)
        result.fill(1)
        return result
    }

    /// Philox 4x32-10 of one counter, by its definition.
    static func philox(_ counter: [UInt32], key: UInt64) -> [UInt32] {
        var c = counter
        var k = [UInt32(truncatingIfNeeded: key), UInt32(key >> 32)]
        for _ in 0..<10 {
            let (x, y) = (UInt64(c[0]) * 0xD251_1F53, UInt64(c[2]) * 0xCD9E_8D57)
            c = [
                UInt32(y >> 32) ^ c[1] ^ k[0], UInt32(truncatingIfNeeded: y), UInt32(x >> 32) ^ c[3] ^ k[1],
                UInt32(truncatingIfNeeded: x),
            ]
            k[0] &+= 0x9E37_79B9
            k[1] &+= 0xBB67_AE85
        }
        return c
    }

    @Test func `the twin gives the published bits`() {
        // The known answers that come with the paper's code (Salmon, Moraes, Dror, Shaw 2011).
        #expect(DropoutMaskTests.philox([0, 0, 0, 0], key: 0) == [0x6627_e8d5, 0xe169_c58d, 0xbc57_ac4c, 0x9b00_dbd8])
        #expect(
            DropoutMaskTests.philox([.max, .max, .max, .max], key: .max)
                == [0x408f_276d, 0x41c8_3b0e, 0xa20b_c7c6, 0x6d54_51fd])
    }

    @Test(arguments: [1, 63, 64, 150])
    func `the mask is that of its twin`(columns: Int) {
        let mask = DropoutMask(probability: 0.4, seed: 0x0123_4567_89AB_CDEF, step: 77, site: 3)
        var values = DropoutMaskTests.ones(5, columns)
        mask.apply(to: &values)
        for row in 0..<5 {
            for column in 0..<columns {
                let block = UInt32(column / 64 * 16 + column % 16)
                let words = DropoutMaskTests.philox([block, UInt32(row), 3, 77], key: 0x0123_4567_89AB_CDEF)
                let dropped = words[column % 64 / 16] < UInt32(Double(Float(0.4)) * 0x1p32)
                #expect(values[row, column] == (dropped ? 0 : Float(1 / 0.6)))
            }
        }
    }

    @Test func `the share dropped is the probability, and the mean is kept`() {
        var values = DropoutMaskTests.ones(1_000, 300)
        DropoutMask(probability: 0.1, seed: 1, step: 0, site: 0).apply(to: &values)
        let dropped = values.values.count { $0 == 0 }
        // Five standard deviations of 300,000 draws.
        #expect(abs(Double(dropped) - 30_000) < 5 * (300_000 * 0.09).squareRoot())
        var none = DropoutMaskTests.ones(2, 3)
        DropoutMask(probability: 0, seed: 1, step: 0, site: 0).apply(to: &none)
        #expect(none == DropoutMaskTests.ones(2, 3))
    }

    @Test func `other seeds, steps and sites have other masks that agree by chance alone`() {
        func zeros(_ seed: UInt64, _ step: UInt32, _ site: UInt32) -> [Bool] {
            var values = DropoutMaskTests.ones(100, 100)
            DropoutMask(probability: 0.5, seed: seed, step: step, site: site).apply(to: &values)
            return values.values.map { $0 == 0 }
        }
        let first = zeros(1, 1, 1)
        #expect(first == zeros(1, 1, 1))
        for other in [zeros(2, 1, 1), zeros(1, 2, 1), zeros(1, 1, 2), zeros(1 << 40, 1, 1)] {
            #expect(abs(zip(first, other).count { $0 == $1 } - 5_000) < 250)
        }
    }

    @Test func `nothing depends on the number of threads`() {
        let (one, three) = withEachWorkerCount {
            var values = DropoutMaskTests.ones(700, 100)
            DropoutMask(probability: 0.5, seed: 3, step: 1, site: 2).apply(to: &values)
            return values
        }
        #expect(one == three)
    }
}
