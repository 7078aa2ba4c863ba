internal import FairnessMetrics

/// The names of methods and tests in words.
enum MethodWording {
    /// Returns the methods of `ids` in words, each once, without what makes them hold for several groups at once.
    static func names(_ ids: some Sequence<String>) -> String {
        Set(Set(ids).map(name)).sorted().joined(separator: "; ")
    }

    /// Returns what makes the methods of `ids` hold for several groups at once, or nil if nothing has to.
    static func corrections(_ ids: some Sequence<String>) -> String? {
        let found = Set(Set(ids).flatMap { StatisticalMethod.parts(of: $0)?.dropFirst().map(\.id) ?? [] })
        let names = StatisticalMethod.all.filter { $0.kind == .correction && found.contains($0.id) }.map(\.name)
        return names.isEmpty ? nil : names.joined(separator: "; ")
    }

    private static func name(_ id: String) -> String {
        StatisticalMethod.parts(of: id)?[0].name ?? id.split(separator: "_").joined(separator: " ")
    }
}
