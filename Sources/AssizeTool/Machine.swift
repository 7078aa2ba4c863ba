import Glibc

/// What the program runs on.
enum Machine {
    /// Processors that are online, at most eight: reading is bound by memory beyond that.
    static var processors: Int { min(8, max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))))) }
}
