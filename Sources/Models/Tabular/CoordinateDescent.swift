internal import MatrixKernels

/// The minimum over d of gᵀ d + ½ dᵀ H d + Σ λᵢ |βᵢ + dᵢ|, one coordinate after the other.
struct CoordinateDescent {
    /// d, `[count]`.
    let solution: [Double]

    /// - Parameters:
    ///   - curvature: H, `[count, count]`, with a positive diagonal where a coordinate is to move.
    ///   - slope: g, `[count]`.
    ///   - start: β, `[count]`.
    ///   - penalties: λ, `[count]`.
    init(curvature: DoubleMatrix, slope: [Double], start: [Double], penalties: [Double]) {
        let count = slope.count
        var moved = [Double](repeating: 0, count: count)
        // g + H d, kept up to date.
        var slopes = slope
        curvature.values.withUnsafeBufferPointer { curvature in
            for _ in 0..<1000 {
                var largest = 0.0
                for index in 0..<count {
                    let own = curvature[index * count + index]
                    guard own > 0 else { continue }
                    let value = start[index] + moved[index]
                    let target = value - slopes[index] / own
                    let shrunk = max(0, abs(target) - penalties[index] / own)
                    let change = (target < 0 ? -shrunk : shrunk) - value
                    guard change != 0 else { continue }
                    moved[index] += change
                    for other in 0..<count { slopes[other] += curvature[index * count + other] * change }
                    largest = max(largest, own * change * change)
                }
                if largest <= 1e-18 * max(1, slope.reduce(0) { max($0, abs($1)) }) { break }
            }
        }
        solution = moved
    }
}
