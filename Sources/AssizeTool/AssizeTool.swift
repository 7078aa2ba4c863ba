import ArgumentParser

@main
struct AssizeTool: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "assize", abstract: "Measures how decisions treat groups.")
}
