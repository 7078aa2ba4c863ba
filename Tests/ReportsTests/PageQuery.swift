import CLibXML2
import Testing

/// A page read by libxml2, for assertions in XPath; the name spaces are taken away first, so that paths need no prefix.
final class PageQuery {
    private let document: xmlDocPtr
    private let context: xmlXPathContextPtr

    init(_ bytes: [UInt8]) throws {
        let text = String(decoding: bytes, as: UTF8.self)
            .split(separator: " xmlns=\"http://www.w3.org/1999/xhtml\"").joined()
        let options = Int32(XML_PARSE_NONET.rawValue | XML_PARSE_HUGE.rawValue)
        document = try #require(
            Array(text.utf8).withUnsafeBytes {
                xmlReadMemory(
                    $0.baseAddress?.assumingMemoryBound(to: CChar.self), Int32($0.count), nil, "UTF-8", options)
            })
        context = try #require(xmlXPathNewContext(document))
    }

    deinit {
        xmlXPathFreeContext(context)
        xmlFreeDoc(document)
    }

    /// The texts of the nodes that `path` finds.
    func texts(_ path: String) throws -> [String] {
        let result = try #require(xmlXPathEvalExpression(path, context), "not an XPath expression: \(path)")
        defer { xmlXPathFreeObject(result) }
        guard let nodes = result.pointee.nodesetval, let table = nodes.pointee.nodeTab else { return [] }
        return (0..<Int(nodes.pointee.nodeNr)).compactMap { index in
            guard let content = xmlNodeGetContent(table[index]) else { return nil }
            defer { cxml_free(content) }
            return String(cString: content)
        }
    }

    func count(_ path: String) throws -> Int { try texts(path).count }
}
