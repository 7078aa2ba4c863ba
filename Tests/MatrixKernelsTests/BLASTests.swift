import Testing

import NumericalKernels

@testable import MatrixKernels

struct BLASTests {
    @Test func `the kernel in use is not one of the oldest where the processor has newer instructions`() {
        #expect(BLAS.problem == nil)
        #expect(!BLAS.core.isEmpty)
        #if arch(x86_64)
            if BLAS.hasVectorInstructions { #expect(!BLAS.isOld(BLAS.core)) }
        #endif
    }
}
