internal import Glibc

/// Where a model answers over HTTP: `http://HOST[:PORT][/PATH]`, resolved once.
struct EndpointAddress: Sendable {
    /// As the user wrote it.
    let text: String
    /// What the request's `Host` says.
    let host: String
    /// The path with its query.
    let path: String
    /// The socket addresses to try, in order.
    let places: [Place]

    /// The bytes of a `sockaddr`, with its family.
    struct Place: Sendable, Equatable {
        let family: Int32
        let bytes: [UInt8]
    }

    /// Reads and resolves an address.
    ///
    /// - Parameter allowsOthers: Whether it may be that of another machine.
    /// - Throws: `PredictorError.address` or `.unreachable`.
    init(_ text: String, allowsOthers: Bool) throws(PredictorError) {
        func fault(_ fault: String) -> PredictorError { .address(text, fault: fault) }
        guard text.hasPrefix("http://") else {
            throw fault(
                text.hasPrefix("https://")
                    ? "TLS is not spoken here: use http:// on this machine, or a command that asks, such as one with curl"
                    : "an address begins with http://")
        }
        guard text.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            throw fault("blanks and other than ASCII characters must be written with %")
        }
        let rest = text.dropFirst("http://".count).prefix { $0 != "#" }
        let authority = rest.prefix { $0 != "/" && $0 != "?" }
        let tail = rest.dropFirst(authority.count)
        guard !authority.contains("@") else { throw fault("a name and a password are not sent") }
        var name = authority
        var port = Substring("80")
        if let colon = authority.lastIndex(of: ":"), authority.hasSuffix("]") == false {
            name = authority[..<colon]
            port = authority[authority.index(after: colon)...]
        }
        guard let number = UInt16(port), number > 0 else { throw fault("the port '\(port)' is not from 1 to 65535") }
        if name.hasPrefix("["), name.hasSuffix("]") { name = name.dropFirst().dropLast() }
        guard !name.isEmpty else { throw fault("there is no host") }
        self.text = text
        host = String(authority)
        path = tail.hasPrefix("/") ? String(tail) : "/" + tail
        let found = try Self.resolve(String(name), String(number), text)
        let own = Self.ownAddresses()
        guard allowsOthers || found.allSatisfy({ $0.isLoopback || own.contains($0.host) }) else {
            throw fault(
                "'\(name)' is another machine, and texts or people's features would travel there unencrypted: run the "
                    + "model here, or insist with --allow-remote")
        }
        places = found
    }

    private static func resolve(_ host: String, _ port: String, _ text: String) throws(PredictorError) -> [Place] {
        var hints = addrinfo()
        hints.ai_family = AF_UNSPEC
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        hints.ai_flags = AI_NUMERICSERV
        var list: UnsafeMutablePointer<addrinfo>?
        let code = getaddrinfo(host, port, &hints, &list)
        guard code == 0 else {
            throw .unreachable(address: text, reason: "no host '\(host)': \(String(cString: gai_strerror(code)))")
        }
        defer { freeaddrinfo(list) }
        var places: [Place] = []
        var next = list
        while let entry = next?.pointee {
            if let address = entry.ai_addr {
                let bytes = UnsafeRawBufferPointer(start: address, count: Int(entry.ai_addrlen))
                places.append(Place(family: entry.ai_family, bytes: Array(bytes)))
            }
            next = entry.ai_next
        }
        return places
    }

    /// The addresses of this machine's own interfaces.
    private static func ownAddresses() -> [[UInt8]] {
        var list: UnsafeMutablePointer<ifaddrs>?
        guard getifaddrs(&list) == 0 else { return [] }
        defer { freeifaddrs(list) }
        var found: [[UInt8]] = []
        var next = list
        while let entry = next?.pointee {
            if let address = entry.ifa_addr {
                let family = Int32(address.pointee.sa_family)
                let count =
                    family == AF_INET
                    ? MemoryLayout<sockaddr_in>.size : family == AF_INET6 ? MemoryLayout<sockaddr_in6>.size : 0
                let bytes = Array(UnsafeRawBufferPointer(start: address, count: count))
                if count > 0 { found.append(Place(family: family, bytes: bytes).host) }
            }
            next = entry.ifa_next
        }
        return found
    }
}

extension EndpointAddress.Place {
    /// The address without the port: 4 bytes, or 16.
    var host: [UInt8] {
        let range = family == AF_INET ? 4..<8 : 8..<24
        return bytes.count >= range.upperBound ? Array(bytes[range]) : []
    }

    /// Whether the address never leaves the machine: 127.0.0.0/8, ::1, one of the former written as IPv6, or none at all.
    var isLoopback: Bool {
        let host = host
        if host.allSatisfy({ $0 == 0 }) { return !host.isEmpty }
        if host.count == 4 { return host[0] == 127 }
        guard host.count == 16, host[..<10].allSatisfy({ $0 == 0 }) else { return false }
        return host[10...] == [0, 0, 0, 0, 0, 1] || (host[10...11] == [0xFF, 0xFF] && host[12] == 127)
    }
}
