internal import Files

extension ManifestCheck {
    /// What was found, for a terminal: a line for each file, the signature, and the verdict last.
    ///
    /// - Parameter folder: The folder as the user named it.
    package func text(of folder: String) -> String {
        var lines = ["\(visible(folder)): made by assize \(visible(manifest.toolVersion)) with"]
        lines.append("  \(manifest.command.withoutControls)")
        for finding in findings {
            let remark = finding.remark.isEmpty ? "" : ": \(finding.remark.withoutControls)"
            lines.append("  \(finding.state.rawValue.padded(to: 12))\(finding.path.withoutControls)\(remark)")
        }
        switch signature {
        case .none:
            lines.append("  not signed  whoever changes the files can write the manifest anew")
        case .holds(let key, let isGiven):
            lines.append("  signed      with the key of SHA-256 \(key.fingerprint)")
            lines.append(
                isGiven
                    ? "              which is the one given"
                    : "              which the manifest names itself; --key checks whose it is")
        case .broken(let fault): lines.append("  signature   \(fault)")
        }
        return lines.joined(separator: "\n") + "\n" + verdict + "\n"
    }

    private var verdict: String {
        guard isSound else {
            let states: [State] = [.changed, .missing, .added, .disagrees]
            var parts = states.compactMap { state -> String? in
                let count = findings.count { $0.state == state }
                return count == 0
                    ? nil : "\(count.grouped) \(state == .disagrees ? "not what its numbers render" : state.rawValue)"
            }
            if case .broken = signature { parts.append("no good signature") }
            return "This is not what was written: \(parts.joined(separator: ", "))."
        }
        let outputs = counted(manifest.outputs.count, "file")
        return switch signature {
        case .holds(_, isGiven: true): "\(outputs) as signed."
        case .holds: "\(outputs) as signed by the key that the manifest names."
        default: "\(outputs) as recorded; nobody signed."
        }
    }
}

extension String {
    fileprivate func padded(to width: Int) -> String {
        self + String(repeating: " ", count: max(1, width - utf8.count))
    }
}
