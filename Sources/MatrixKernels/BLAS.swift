internal import CKernels
internal import COpenBLAS
internal import Glibc

/// OpenBLAS, made ready before its first call.
enum BLAS {
    /// Makes OpenBLAS use one thread and the right kernel, once in a process. Threads are started outside it.
    static let prepare: Void = {
        if let name = replacement { selectCore(name) }
        openblas_set_num_threads(1)
    }()

    /// The name of the core whose kernel is in use.
    static var core: String { openblas_get_corename().map { String(cString: $0) } ?? "unknown" }

    /// Cores without AVX. A version of OpenBLAS older than the processor falls back to one of them, at a fifth of the
    /// speed that its newer kernels reach there.
    private static let oldCores: Set = [
        "Katmai", "Coppermine", "Northwood", "Prescott", "Banias", "Atom", "Core2", "Penryn", "Dunnington", "Nehalem",
    ]

    /// Whether a core has no AVX.
    static func isOld(_ core: String) -> Bool { oldCores.contains(core) }

    /// Whether this processor has at least AVX2.
    static var hasVectorInstructions: Bool { assize_vector_level() > 0 }

    /// The core to use instead of the detected one: none where the user chose one, or OpenBLAS a fast one.
    private static var replacement: String? {
        guard getenv("OPENBLAS_CORETYPE") == nil, isOld(core) else { return nil }
        return switch assize_vector_level() {
        case 2: "SkylakeX"
        case 1: "Haswell"
        default: nil
        }
    }

    private static func selectCore(_ name: String) {
        typealias Function = @convention(c) () -> Void
        // A build for one processor alone has neither function.
        guard let quit = dlsym(nil, "gotoblas_dynamic_quit"), let start = dlsym(nil, "gotoblas_dynamic_init") else {
            return
        }
        setenv("OPENBLAS_CORETYPE", name, 1)
        unsafeBitCast(quit, to: Function.self)()
        unsafeBitCast(start, to: Function.self)()
        unsetenv("OPENBLAS_CORETYPE")
    }
}
