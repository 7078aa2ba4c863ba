// swift-tools-version: 6.2
import PackageDescription

let settings: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .enableExperimentalFeature("Lifetimes"),
    .treatAllWarnings(as: .error),
]

/// A library target and its tests. Imports point downward only; `.ci/check-imports` holds the same list.
func library(
    _ name: String, _ dependencies: [Target.Dependency], tests: [Target.Dependency] = []
) -> [Target] {
    [
        .target(name: name, dependencies: dependencies, swiftSettings: settings),
        .testTarget(
            name: "\(name)Tests", dependencies: [.target(name: name), "TestSupport"] + dependencies + tests,
            swiftSettings: settings),
    ]
}

let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let yams = Target.Dependency.product(name: "Yams", package: "Yams")

let package = Package(
    name: "assize",
    products: [
        .executable(name: "assize", targets: ["AssizeTool"]),
        .executable(name: "assize-bench", targets: ["AssizeBench"]),
        .library(
            name: "Assize",
            targets: [
                "Files", "Tables", "FairnessMetrics", "Transformers", "Models", "Explanations", "Mitigations",
                "Reports", "DataAudits",
                "Auditing",
            ]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    ],
    targets: [
        .systemLibrary(name: "CLibXML2", pkgConfig: "libxml-2.0", providers: [.apt(["libxml2-dev"])]),
        .target(name: "CKernels", cSettings: [.treatAllWarnings(as: .error)]),
        .target(name: "TestSupport", path: "Tests/TestSupport", swiftSettings: settings),
        .target(
            name: "TransformerFixtures",
            dependencies: ["Transformers", "MatrixKernels", "NumericalKernels", "TestSupport"],
            path: "Tests/TransformerFixtures", swiftSettings: settings),
        .executableTarget(
            name: "AssizeTool",
            dependencies: [
                "Auditing", "DataAudits", "Reports", "Mitigations", "Explanations", "Models", "Transformers",
                "FairnessMetrics", "Tables", "Files", argumentParser,
            ],
            swiftSettings: settings),
        .executableTarget(
            name: "AssizeBench",
            dependencies: [
                "Auditing", "DataAudits", "Reports", "Mitigations", "Explanations", "Models", "Transformers",
                "MatrixKernels", "FairnessMetrics", "NumericalKernels", "Tables", "Files", argumentParser,
            ],
            swiftSettings: settings),
        .testTarget(
            name: "AssizeToolTests", dependencies: ["AssizeTool", "TestSupport"],
            swiftSettings: settings),
        .testTarget(
            name: "AuditsTests", dependencies: ["Auditing", "Reports", "Files", "TestSupport"],
            swiftSettings: settings),
    ]
        + library("NumericalKernels", ["CKernels"])
        + library("MatrixKernels", ["NumericalKernels", "CKernels"])
        + library("Files", [], tests: ["NumericalKernels"])
        + library("Tables", ["NumericalKernels", "Files", crypto])
        + library("FairnessMetrics", ["NumericalKernels"])
        + library("Transformers", ["MatrixKernels", "NumericalKernels", "Files"], tests: ["TransformerFixtures"])
        + library(
            "Models", ["Transformers", "Tables", "FairnessMetrics", "MatrixKernels", "NumericalKernels", "Files"])
        + library(
            "Explanations",
            ["Models", "Transformers", "Tables", "FairnessMetrics", "MatrixKernels", "NumericalKernels", "Files"],
            tests: ["TransformerFixtures"])
        + library(
            "Mitigations",
            ["Models", "Transformers", "Tables", "FairnessMetrics", "MatrixKernels", "NumericalKernels", "Files"])
        + library("Reports", ["NumericalKernels", "FairnessMetrics", "Files", "CLibXML2", crypto])
        + library(
            "DataAudits",
            [
                "Reports", "Mitigations", "Models", "Tables", "FairnessMetrics", "MatrixKernels", "NumericalKernels",
                "Files",
            ])
        + library(
            "Auditing",
            [
                "DataAudits", "Mitigations", "Models", "Transformers", "Tables", "FairnessMetrics", "NumericalKernels",
                "Reports", "Files", yams,
            ])
)
