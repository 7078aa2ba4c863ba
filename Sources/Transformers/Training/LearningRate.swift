internal import Glibc

/// The share of the learning rate at each step of a run.
public struct LearningRate: Sendable, Hashable {
    /// How the share goes on after the warm-up.
    public enum Shape: Sendable, Hashable {
        /// It stays at 1.
        case constant
        /// It falls to 0 in a straight line.
        case linear
        /// It falls to 0 along half a cosine (Loshchilov, Hutter 2017).
        case cosine
        /// From 1/25 up to 1 and down to 1/250,000 along two half cosines, the first over the warm-up (Smith 2018).
        case oneCycle
    }

    /// How the share goes on.
    public let shape: Shape
    /// The steps over which it rises from 0 to 1 in a straight line, or with `oneCycle` along half a cosine.
    public let warmUp: Int
    /// The steps of the run.
    public let total: Int

    /// Makes a schedule.
    public init(_ shape: Shape, warmUp: Int, total: Int) {
        precondition(warmUp >= 0 && total >= 1 && warmUp <= total, "a warm-up of \(warmUp) of \(total) steps")
        self.shape = shape
        self.warmUp = warmUp
        self.total = total
    }

    /// The share at a step, counted from 0.
    public func share(at step: Int) -> Double {
        if shape == .oneCycle { return oneCycle(step) }
        guard step >= warmUp else { return Double(step) / Double(max(1, warmUp)) }
        let progress = Double(step - warmUp) / Double(max(1, total - warmUp))
        return switch shape {
        case .constant: 1
        case .linear: max(0, 1 - progress)
        case .cosine: max(0, 0.5 * (1 + cos(.pi * min(1, progress))))
        case .oneCycle: oneCycle(step)
        }
    }

    private func oneCycle(_ step: Int) -> Double {
        // The peak is at the end of the warm-up, the last share at the last step.
        let peak = Double(warmUp) - 1
        let last = Double(total) - 1
        let now = min(Double(step), last)
        let (from, to, progress) =
            now <= peak
            ? (1.0 / 25, 1.0, peak > 0 ? now / peak : 1)
            : (1.0, 1.0 / 250_000, (now - peak) / max(1, last - peak))
        return to + (from - to) / 2 * (1 + cos(.pi * progress))
    }
}
