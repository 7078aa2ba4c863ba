internal import CLibXML2

/// A page as libxml2 reads it: strictly as XML, without network, without entities.
///
/// The only place that touches libxml2.
struct ParsedPage: ~Copyable {
    private let document: xmlDocPtr

    /// Reads `bytes`.
    ///
    /// - Throws: `ReportsError.notAReport` if they are not well-formed XML in UTF-8 or declare an entity.
    init(_ bytes: [UInt8]) throws(ReportsError) {
        // Entities are never replaced, and with none declared nothing can grow: so large texts may be allowed.
        guard !Self.declaresEntity(bytes) else { throw .notAReport(fault: "it declares an entity") }
        guard let size = Int32(exactly: bytes.count) else { throw .notAReport(fault: "it is larger than 2 GiB") }
        let options =
            XML_PARSE_NONET.rawValue | XML_PARSE_NOERROR.rawValue | XML_PARSE_NOWARNING.rawValue
            | XML_PARSE_HUGE.rawValue
        let document = bytes.withUnsafeBytes {
            xmlReadMemory($0.baseAddress?.assumingMemoryBound(to: CChar.self), size, nil, "UTF-8", Int32(options))
        }
        guard let document else { throw .notAReport(fault: Self.lastError()) }
        self.document = document
    }

    deinit { xmlFreeDoc(document) }

    /// Checks what every page keeps: ids that differ, references that lead somewhere, no element that the writer does
    /// not know, and headings that never skip a level.
    ///
    /// - Throws: `ReportsError.brokenPage` with the first rule that is broken.
    func check() throws(ReportsError) {
        let known = Set(Element.allCases.map(\.rawValue))
        var ids: Set<String> = []
        var references: Set<String> = []
        var fault: String?
        var headingLevel = 0
        visit { node in
            let name = Self.text(node.pointee.name)
            if !known.contains(name) { fault = fault ?? "<\(name)> is no element of the writer" }
            if let id = Self.attribute("id", of: node), !ids.insert(id).inserted {
                fault = fault ?? "two elements have the id '\(id)'"
            }
            if let target = Self.attribute("href", of: node) {
                if target.first == "#" {
                    references.insert(String(target.dropFirst()))
                } else {
                    fault = fault ?? "a link leads out of the page"
                }
            }
            for id in Self.attribute("aria-labelledby", of: node)?.split(separator: " ") ?? [] {
                references.insert(String(id))
            }
            if name.count == 2, name.first == "h", let level = name.last?.wholeNumberValue {
                if level > headingLevel + 1 { fault = fault ?? "<\(name)> skips a level of heading" }
                headingLevel = level
            }
        }
        if let missing = references.subtracting(ids).min() { fault = fault ?? "nothing has the id '\(missing)'" }
        if let fault { throw .brokenPage(fault: fault) }
    }

    /// Returns the text within the element `id`, or nil if there is none.
    func text(ofElement id: String) -> String? {
        var found: String?
        visit { node in
            guard found == nil, Self.attribute("id", of: node) == id, let content = xmlNodeGetContent(node) else {
                return
            }
            found = Self.text(content)
            cxml_free(content)
        }
        return found
    }

    /// Calls `action` for each element in the order of the page, without recursion.
    private func visit(_ action: (xmlNodePtr) -> Void) {
        var next = xmlDocGetRootElement(document)
        while let node = next {
            if node.pointee.type == XML_ELEMENT_NODE { action(node) }
            if node.pointee.type == XML_ELEMENT_NODE, let child = node.pointee.children {
                next = child
                continue
            }
            var last: xmlNodePtr? = node
            while let current = last, current.pointee.next == nil {
                last = current.pointee.parent?.pointee.type == XML_ELEMENT_NODE ? current.pointee.parent : nil
            }
            next = last?.pointee.next
        }
    }

    private static func attribute(_ name: String, of node: xmlNodePtr) -> String? {
        guard let value = xmlGetNoNsProp(node, name) else { return nil }
        defer { cxml_free(value) }
        return text(value)
    }

    private static func text(_ pointer: UnsafePointer<xmlChar>?) -> String { pointer.map { String(cString: $0) } ?? "" }

    private static func declaresEntity(_ bytes: [UInt8]) -> Bool {
        let word = Array("<!ENTITY".utf8)
        var start = bytes.startIndex
        while let index = bytes[start...].firstIndex(of: word[0]) {
            if bytes[index...].starts(with: word) { return true }
            start = index + 1
        }
        return false
    }

    private static func lastError() -> String {
        guard let error = xmlGetLastError(), let message = error.pointee.message else { return "it is not XML" }
        let words = String(cString: message).split(whereSeparator: \.isNewline).first ?? ""
        return "line \(error.pointee.line): \(words)"
    }
}
