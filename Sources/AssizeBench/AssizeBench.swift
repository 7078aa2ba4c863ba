import ArgumentParser

@main
struct AssizeBench: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "assize-bench", abstract: "Measures how decisions treat groups.")
}
