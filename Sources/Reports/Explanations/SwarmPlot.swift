/// Many values as dots along a line, piled up where they are close; where piles are too high for dots, as strokes as long as
/// the piles.
///
/// All of it is one path, whose length does not grow with the number of values.
struct SwarmPlot {
    let scale: Scale

    private static let (width, height, step, most) = (240, 40, 4, 9)

    /// The drawing of the values of one row.
    func row(_ values: [Double]) -> Node {
        var piles: [Int: Int] = [:]
        for value in values { piles[Self.place(scale.position(value)) / Self.step, default: 0] += 1 }
        let highest = piles.values.max() ?? 0
        let middle = Self.height / 2
        var path = ""
        for (place, count) in piles.sorted(by: { $0.key < $1.key }) {
            let x = place * Self.step + Self.step / 2
            if highest <= Self.most {
                for dot in 0..<count { path += "M\(x) \(middle + (2 * dot - count + 1) * Self.step / 2)h.1" }
            } else {
                let half = max(1, count * (middle - 2) / highest)
                path += "M\(x) \(middle - half)v\(2 * half)"
            }
        }
        let zero = Self.place(scale.position(0))
        return .element(
            .svg, [.hidden, Attribute(.viewBox, "0 0 \(Self.width) \(Self.height)")],
            [PlotArea.path("ref", "M\(zero) 0v\(Self.height)"), PlotArea.path("dots", path)])
    }

    private static func place(_ percent: Double) -> Int { Int((percent * Double(width) / 100).rounded()) }
}
