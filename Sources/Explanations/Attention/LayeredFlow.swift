/// The most that can flow down through layers of pipes (Dinic 1970).
struct LayeredFlow {
    private let width: Int
    private let layerCount: Int
    private let capacities: [[Double]]
    /// What is left of each pipe, downward and upward, `[layers][from · to]`.
    private var down: [[Double]] = [], up: [[Double]] = []
    private var level: [Int] = []
    private var next: [Int] = []
    /// What rounding leaves counts as nothing.
    private static let least = 1e-12

    /// Takes the pipes of each layer from the bottom on, `[layers]` of `[upper node · lower node]`, row-major.
    init(layers: [[Double]], width: Int) {
        capacities = layers
        layerCount = layers.count
        self.width = width
    }

    /// Returns the most that flows from a node above the last layer to one below the first.
    mutating func maximum(from source: Int, to sink: Int) -> Double {
        down = capacities
        up = capacities.map { $0.map { _ in 0 } }
        let (start, end) = (layerCount * width + source, sink)
        guard layerCount > 0 else { return source == sink ? .infinity : 0 }
        var total = 0.0
        while findLevels(start, end) {
            next = [Int](repeating: 0, count: (layerCount + 1) * width)
            while true {
                let pushed = push(start, end, .infinity)
                guard pushed > Self.least else { break }
                total += pushed
            }
        }
        return total
    }

    /// What can still flow from a node to its neighbour number `edge`: those below come first, then those above.
    private func left(_ node: Int, _ edge: Int) -> (to: Int, room: Double) {
        let (layer, place) = (node / width, node % width)
        if edge < width {
            return layer == 0 ? (0, 0) : ((layer - 1) * width + edge, down[layer - 1][place * width + edge])
        }
        let other = edge - width
        return layer == layerCount ? (0, 0) : ((layer + 1) * width + other, up[layer][other * width + place])
    }

    private mutating func findLevels(_ start: Int, _ end: Int) -> Bool {
        level = [Int](repeating: -1, count: (layerCount + 1) * width)
        level[start] = 0
        var queue = [start]
        var head = 0
        while head < queue.count {
            let node = queue[head]
            head += 1
            for edge in 0..<2 * width {
                let (to, room) = left(node, edge)
                if room > Self.least && level[to] < 0 {
                    level[to] = level[node] + 1
                    queue.append(to)
                }
            }
        }
        return level[end] >= 0
    }

    private mutating func push(_ node: Int, _ end: Int, _ most: Double) -> Double {
        if node == end { return most }
        while next[node] < 2 * width {
            let edge = next[node]
            let (to, room) = left(node, edge)
            if room > Self.least && level[to] == level[node] + 1 {
                let pushed = push(to, end, min(most, room))
                if pushed > Self.least {
                    move(node, edge, pushed)
                    return pushed
                }
            }
            next[node] += 1
        }
        return 0
    }

    private mutating func move(_ node: Int, _ edge: Int, _ amount: Double) {
        let (layer, place) = (node / width, node % width)
        if edge < width {
            down[layer - 1][place * width + edge] -= amount
            up[layer - 1][place * width + edge] += amount
        } else {
            up[layer][(edge - width) * width + place] -= amount
            down[layer][(edge - width) * width + place] += amount
        }
    }
}
