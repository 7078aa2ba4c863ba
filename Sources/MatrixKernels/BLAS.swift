internal import CKernels
internal import Glibc

/// OpenBLAS, opened by the first product that needs it and made ready before its first call.
///
/// The program is not linked to it: its constructor starts a thread for each core, and work without matrices, such as an
/// audit of a table, neither pays for that nor needs the library to be there. Functions of BLAS and LAPACK alike are
/// found by name: `static let name: Signature = function("name")`.
package enum BLAS {
    /// What keeps matrix products from running, and its remedy; nil if nothing does. Opens OpenBLAS.
    package static var problem: String? {
        if case .failure(let error) = library { error.message } else { nil }
    }

    /// `cblas_sgemm`: layout, transposition of the factors, rows, columns, depth, α, A, B, β, C, with the strides of rows.
    static let sgemm:
        @Sendable @convention(c) (
            Int32, Int32, Int32, Int32, Int32, Int32, Float, UnsafePointer<Float>, Int32, UnsafePointer<Float>, Int32,
            Float, UnsafeMutablePointer<Float>, Int32
        ) -> Void = function("cblas_sgemm")

    /// What `cblas_sgemm` calls row-major matrices, and factors as they are and transposed.
    static let rowMajor: Int32 = 101, plain: Int32 = 111, transposed: Int32 = 112

    /// The name of the core whose kernel is in use.
    static var core: String {
        let name: @convention(c) () -> UnsafePointer<CChar>? = function("openblas_get_corename")
        return name().map { String(cString: $0) } ?? "unknown"
    }

    /// Returns the function with this name; stops the program if OpenBLAS cannot be loaded or has no such function.
    ///
    /// - Parameter Function: A `@convention(c)` type, which must be the function's.
    static func function<Function>(_ name: String) -> Function {
        switch library {
        case .failure(let error): fatalError(error.message)
        case .success(let library):
            guard let address = library.address(of: name) else {
                fatalError("OpenBLAS has no function '\(name)'; \(Library.remedy)")
            }
            return unsafeBitCast(address, to: Function.self)
        }
    }

    /// Cores without AVX. A version of OpenBLAS older than the processor falls back to one of them, at a fifth of the
    /// speed that its newer kernels reach there.
    private static let oldCores: Set = [
        "Katmai", "Coppermine", "Northwood", "Prescott", "Banias", "Atom", "Core2", "Penryn", "Dunnington", "Nehalem",
    ]

    /// Whether a core has no AVX.
    static func isOld(_ core: String) -> Bool { oldCores.contains(core) }

    /// Whether this processor has at least AVX2.
    static var hasVectorInstructions: Bool { assize_vector_level() > 0 }

    private static let library = Result { () throws(Library.Unavailable) in try Library() }
}

/// The shared library, which stays open until the program ends.
private struct Library: @unchecked Sendable {
    // Unchecked: the handle is only ever asked for addresses, which any thread may do.
    private let handle: UnsafeMutableRawPointer

    struct Unavailable: Error {
        let message: String
    }

    static let remedy = "install it, on Debian and Ubuntu: apt-get install libopenblas0"

    init() throws(Unavailable) {
        // Threads are started outside OpenBLAS; one that is told so in time starts none of its own.
        let opened = withEnvironment("OPENBLAS_NUM_THREADS", "1") {
            dlopen("libopenblas.so.0", RTLD_NOW) ?? dlopen("libopenblas.so", RTLD_NOW)
        }
        guard let opened else {
            let reason = dlerror().map { String(cString: $0) } ?? "libopenblas.so.0 is not there"
            throw Unavailable(message: "matrix products need OpenBLAS (\(reason)); \(Library.remedy)")
        }
        handle = opened
        selectCore()
    }

    func address(of name: String) -> UnsafeMutableRawPointer? { dlsym(handle, name) }

    /// Makes OpenBLAS use the right kernel: another one only where it took an old one that the user did not choose.
    private func selectCore() {
        typealias Function = @convention(c) () -> Void
        // A build for one processor alone has neither function.
        guard getenv("OPENBLAS_CORETYPE") == nil, let replacement, let quit = address(of: "gotoblas_dynamic_quit"),
            let start = address(of: "gotoblas_dynamic_init")
        else { return }
        withEnvironment("OPENBLAS_CORETYPE", replacement) {
            unsafeBitCast(quit, to: Function.self)()
            unsafeBitCast(start, to: Function.self)()
        }
    }

    private var replacement: String? {
        typealias Name = @convention(c) () -> UnsafePointer<CChar>?
        guard let address = address(of: "openblas_get_corename"),
            let detected = unsafeBitCast(address, to: Name.self)(), BLAS.isOld(String(cString: detected))
        else { return nil }
        return switch assize_vector_level() {
        case 2: "SkylakeX"
        case 1: "Haswell"
        default: nil
        }
    }
}

/// Calls `body` with a variable set in the environment, and puts back what was there.
private func withEnvironment<Result>(_ name: String, _ value: String, _ body: () -> Result) -> Result {
    let before = getenv(name).map { String(cString: $0) }
    setenv(name, value, 1)
    defer {
        if let before { setenv(name, before, 1) } else { unsetenv(name) }
    }
    return body()
}
