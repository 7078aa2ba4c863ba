internal import Glibc

/// A curve thinned for display: some of its points, and how far the others are from the lines between these.
public struct CurvePoints: Sendable, Equatable {
    /// The horizontal positions, to three decimals.
    public var x: [Double]
    /// The vertical positions, to three decimals.
    public var y: [Double]
    /// No point of the whole curve is further than this from the lines drawn between the points kept, rounding
    /// included.
    public var error: Double

    /// Makes a thinned curve from its parts.
    public init(x: [Double], y: [Double], error: Double) {
        precondition(x.count == y.count, "\(x.count) and \(y.count) coordinates")
        self.x = x
        self.y = y
        self.error = error
    }

    /// Thins a curve whose points come one by one.
    ///
    /// First a point is kept only if it moved far enough from the last one kept and enough rows lie between; then the
    /// curve is split where it is furthest from the lines (Ramer 1972; Douglas, Peucker 1973), the worst place first,
    /// until it is near enough everywhere or 60 points are kept. A point between two points near the same line is near
    /// it as well, so that a bound on the points is a bound on the curve.
    init(_ collector: Collector) {
        let points = collector.points
        var kept = [0, points.count - 1]
        var worst = [CurvePoints.furthest(points, 0, points.count - 1)]
        while kept.count < CurvePoints.most,
            let place = worst.indices.max(by: { worst[$0].distance < worst[$1].distance }),
            worst[place].distance > CurvePoints.tolerance
        {
            let index = worst[place].index
            worst[place] = CurvePoints.furthest(points, kept[place], index)
            worst.insert(CurvePoints.furthest(points, index, kept[place + 1]), at: place + 1)
            kept.insert(index, at: place + 1)
        }
        func short(_ value: Double) -> Double { (value * 1000).rounded() / 1000 }
        x = kept.map { short(points[$0].x) }
        y = kept.map { short(points[$0].y) }
        let bound = (worst.map(\.distance).max() ?? 0) + collector.slack + 0.0005 * 2.0.squareRoot()
        error = (bound * 10_000).rounded(.up) / 10_000
    }

    private static let most = 60
    private static let tolerance = 0.008

    private typealias Point = (x: Double, y: Double)

    /// The point between two others that is furthest from the line between them.
    private static func furthest(_ points: [Point], _ start: Int, _ end: Int) -> (index: Int, distance: Double) {
        var worst = (index: start, distance: 0.0)
        let (dx, dy) = (points[end].x - points[start].x, points[end].y - points[start].y)
        let square = dx * dx + dy * dy
        for index in start..<end where index > start {
            let (px, py) = (points[index].x - points[start].x, points[index].y - points[start].y)
            let along = square > 0 ? min(1, max(0, (px * dx + py * dy) / square)) : 0
            let distance = hypot(px - along * dx, py - along * dy)
            if distance > worst.distance { worst = (index, distance) }
        }
        return worst
    }

    /// Gathers the points of a curve, those too near the last one left out.
    struct Collector {
        private(set) var points: [(x: Double, y: Double)] = []
        /// How far a point left out is from the nearest one kept, at most.
        private(set) var slack = 0.0
        /// Fewer rows than this never lie between two points, so that a curve shows no single person.
        let fewestRows: Int
        private var rows = 0
        private var skipped: (x: Double, y: Double)?

        init(fewestRows: Int) { self.fewestRows = fewestRows }

        /// Adds a point that lies `rows` rows beyond the one before.
        mutating func add(_ x: Double, _ y: Double, rows added: Int) {
            rows += added
            guard let last = points.last else { return keep(x, y) }
            if rows >= fewestRows, max(abs(x - last.x), abs(y - last.y)) >= 1 / 2048 { return keep(x, y) }
            slack = max(slack, hypot(x - last.x, y - last.y))
            skipped = (x, y)
        }

        /// Keeps the curve's end, whatever is nearby.
        mutating func finish() {
            if let end = skipped { keep(end.x, end.y) }
        }

        private mutating func keep(_ x: Double, _ y: Double) {
            points.append((x, y))
            rows = 0
            skipped = nil
        }
    }
}
