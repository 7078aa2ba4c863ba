extension [Int] {
    /// The number below `count` that occurs most often, the least of equally common ones.
    func mostCommon(below count: Int) -> Int {
        var counts = [Int](repeating: 0, count: count)
        for value in self { counts[value] += 1 }
        return (0..<count).reduce(0) { counts[$1] > counts[$0] ? $1 : $0 }
    }
}
