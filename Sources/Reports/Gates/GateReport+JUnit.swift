extension GateReport {
    /// The gates as JUnit XML, in UTF-8: a test suite of the audit's name with a test case for each gate, failed where the
    /// gate is crossed.
    ///
    /// The dialect is what build servers read: `testsuites`, `testsuite` with its counts, `testcase`, `failure`. No times
    /// are given, so that the same results give the same bytes.
    public var junit: [UInt8] {
        let crossed = gates.count { !$0.isMet }
        var lines = [
            #"<?xml version="1.0" encoding="UTF-8"?>"#,
            #"<testsuites name="assize" tests="\#(gates.count)" failures="\#(crossed)" errors="0">"#,
            #"  <testsuite name="\#(xml(title))" tests="\#(gates.count)" failures="\#(crossed)" errors="0" skipped="0">"#,
        ]
        for gate in gates {
            let opening = #"    <testcase classname="\#(xml(title))" name="\#(xml(gate.gate))""#
            if gate.isMet {
                lines.append("\(opening)/>")
            } else {
                lines += [
                    "\(opening)>",
                    #"      <failure type="gate crossed" message="\#(xml(gate.finding))">\#(xml(gate.finding))</failure>"#,
                    "    </testcase>",
                ]
            }
        }
        lines += ["  </testsuite>", "</testsuites>", ""]
        return Array(lines.joined(separator: "\n").utf8)
    }

    private func xml(_ text: String) -> String { MarkupWriter.escaped(text) }
}
