internal import Crypto
internal import Files

/// The style of a page and the policy that allows this style and nothing else.
enum StyleSheet {
    /// The style sheet; it holds neither `<` nor `&`, so that HTML and XML read it alike.
    static let bytes = Array(
        """

        :root{color-scheme:light dark;\(Palette.light.declarations)}
        @media (prefers-color-scheme:dark){:root{\(Palette.dark.declarations)}}
        \(rules)
        @media print{
        @page{size:A4;margin:16mm 14mm}
        \(printed)
        }
        """.utf8)

    /// Returns the style sheet of a page laid out for paper: always light, sheets of one size with numbers at their foot.
    ///
    /// Captions and heads of tables may stand before a break: kept from it, browsers move whole chains to the next sheet.
    ///
    /// - Parameter style: That of the same page for a screen, which begins with `bytes`.
    static func paper(_ size: PaperSize, _ style: [UInt8]) -> [UInt8] {
        precondition(style.starts(with: bytes), "a page's style begins with the one that all share")
        let common = """

            \(rules)
            @page{size:\(size.keyword);margin:16mm 14mm 18mm;
            @bottom-right{content:counter(page) " / " counter(pages);font:8pt "Liberation Sans",sans-serif;color:#565d64}}
            \(printed)
            caption,thead,.strip h3{break-after:auto}
            summary{break-after:avoid}
            nav ol{columns:2 14rem}
            @media screen{body{max-width:50rem;padding:0 2rem 3rem}.scroll{overflow-x:auto}}
            """
        return Array(common.utf8) + style.dropFirst(bytes.count)
    }

    /// Returns the content security policy of a page: no script, no network, no style but this one.
    static func policy(for style: [UInt8]) -> String {
        "default-src 'none'; style-src 'sha256-\(Base64.text(Array(SHA256.hash(data: style))))'"
    }

    private static let rules = """
        *{box-sizing:border-box}
        html{-webkit-text-size-adjust:100%;text-size-adjust:100%;scroll-padding-top:1rem}
        body{margin:0 auto;max-width:72rem;padding:0 clamp(1rem,4vw,3rem) 4rem;background:var(--paper);color:var(--ink);
        font:1rem/1.6 system-ui,-apple-system,"Segoe UI","Liberation Sans",sans-serif;overflow-wrap:anywhere}
        h1,h2,h3,.lead{font-family:Charter,"Bitstream Charter","Iowan Old Style",Georgia,"Liberation Serif",serif;
        font-weight:600;line-height:1.2;text-wrap:balance}
        h1{font-size:clamp(2rem,5vw,3.1rem);margin:.2rem 0 .6rem;letter-spacing:-.015em}
        h2{font-size:1.75rem;margin:0 0 .8rem}
        h3{font-size:1.25rem;margin:2.4rem 0 .6rem}
        p,ul{max-width:68ch;margin:.6rem 0 1rem}
        ul{padding-left:1.2rem}
        li{margin:.3rem 0}
        a{color:var(--accent);text-underline-offset:.15em}
        :focus-visible{outline:3px solid var(--accent);outline-offset:3px;border-radius:2px}
        .skip{position:absolute;left:-999rem}
        .skip:focus{left:1rem;top:.5rem;background:var(--paper);padding:.4rem .8rem;z-index:1}
        header{padding:clamp(2rem,6vw,4.5rem) 0 1.5rem}
        .kicker{margin:0;color:var(--accent);font-weight:600;font-size:.9rem;letter-spacing:.04em}
        .byline{color:var(--quiet);margin:0;max-width:none}
        .banner{max-width:none;margin:0 0 2rem;padding:.7rem 1rem;border:2px solid var(--open);color:var(--open);
        background:var(--open-ground);font-weight:600}
        nav{border-top:1px solid var(--rule);border-bottom:1px solid var(--rule);padding:1rem 0}
        nav ol{columns:3 14rem;margin:0;padding-left:1.6rem;font-size:.94rem}
        nav li{margin:0 0 .35rem;break-inside:avoid}
        nav li::marker{color:var(--quiet);font-variant-numeric:tabular-nums}
        nav a{text-decoration:none}
        nav a:hover{text-decoration:underline}
        section{padding:3rem 0 0;margin:0}
        section+section{margin-top:3rem;border-top:1px solid var(--rule)}
        .lead{font-size:clamp(1.3rem,2.6vw,1.7rem);line-height:1.38;font-weight:500;max-width:50ch;margin:.4rem 0 1.2rem;
        text-wrap:pretty}
        .takeaway{font-size:1.1rem;line-height:1.55}
        .note,figcaption,small{color:var(--quiet)}
        .note,figcaption{font-size:.9rem;max-width:80ch}
        small{display:block;font-size:.82rem;line-height:1.4;font-weight:400}
        code{font-family:ui-monospace,"SF Mono",Menlo,Consolas,"Liberation Mono",monospace;font-size:.9em}
        .scroll{overflow-x:auto;margin:1.2rem 0}
        table{border-collapse:collapse;width:100%;font-size:.94rem;line-height:1.4;font-variant-numeric:tabular-nums;
        overflow-wrap:normal}
        caption{text-align:left;font-weight:600;padding:0 0 .6rem}
        caption span{display:inline-block;position:sticky;left:0;max-width:calc(100vw - 2.2rem)}
        caption small{font-family:ui-monospace,"Liberation Mono",monospace;margin-top:.1rem}
        th,td{padding:.55rem .9rem .55rem 0;text-align:right;vertical-align:baseline;border-bottom:1px solid var(--rule)}
        th:last-child,td:last-child{padding-right:0}
        thead th{font-weight:600;font-size:.84rem;color:var(--quiet);vertical-align:bottom;border-bottom-color:var(--quiet)}
        th:first-child,.t{text-align:left}
        tbody th{font-weight:500;min-width:8rem;max-width:18rem;overflow-wrap:anywhere}
        tbody small{margin-top:.1rem}
        td.t{min-width:9rem;max-width:22rem;overflow-wrap:anywhere}
        td strong{font-weight:650}
        .v{display:inline-block;font-weight:600;padding:.05rem .5rem;border-radius:.25rem;white-space:nowrap}
        .v::before{margin-right:.4em}
        .shown{color:var(--shown);background:var(--shown-ground)}
        .shown::before{content:"\\25B2"}
        .none{color:var(--none);background:var(--none-ground)}
        .none::before{content:"\\2248"}
        .met::before{content:"\\2713"}
        .open{color:var(--open);background:var(--open-ground)}
        .open::before{content:"?"}
        .strip{display:grid;grid-template-columns:9rem 1fr;gap:0 1.5rem;border-top:1px solid var(--rule);padding:1.1rem 0}
        .strip h3{font-size:1rem;line-height:1.4;font-family:inherit;margin:0}
        .strip ul{list-style:none;padding:0;margin:0;max-width:none;display:grid;gap:1.2rem 1.5rem;
        grid-template-columns:repeat(auto-fit,minmax(13.5rem,1fr))}
        .strip li{margin:0}
        .strip strong{display:block;margin-bottom:.3rem;font-weight:500}
        .size{display:block;margin:.35rem 0 .1rem}
        figure{margin:0 0 2.2rem}
        figure .scroll{margin-bottom:.5rem}
        .plot{width:34%;min-width:12rem;text-align:left}
        .meter{display:grid;grid-template-columns:4.2rem 1fr;align-items:center;gap:.6rem;text-align:right}
        .forest{min-width:54rem}
        .forest td,.forest tbody th{vertical-align:middle}
        .forest td{white-space:nowrap}
        .forest td small{white-space:normal}
        .forest .v{font-size:.82rem}
        .gaps{min-width:66rem}
        .gaps td,.gaps tbody th{vertical-align:top}
        .gaps .plot{width:20%;min-width:11rem}
        .gaps td:nth-child(2),.rest td:nth-child(2){white-space:nowrap}
        .forest td.plot,.gaps td.plot{position:relative;padding:0}
        .forest td.plot svg,.gaps td.plot svg{position:absolute;inset:0;width:100%;height:100%}
        thead svg{display:block;overflow:visible}
        svg text{fill:var(--quiet);font-size:.75rem;font-weight:400}
        .band{fill:var(--band)}
        .ref{stroke:var(--quiet);stroke-width:1;stroke-dasharray:3 3}
        .bar{stroke:var(--accent);stroke-width:2.5;stroke-linecap:round}
        .curve{width:100%;max-width:34rem}
        .curve text{font-size:9px}
        .curve path{fill:none;stroke:var(--accent);stroke-width:2}
        .curve .material{stroke-dasharray:6 4}
        .dot{fill:var(--accent)}
        .dot.small{fill:var(--paper);stroke:var(--accent);stroke-width:2}
        .pairs{margin:1.2rem 0;display:grid;grid-template-columns:repeat(auto-fit,minmax(min(29rem,100%),1fr));gap:1.6rem 2.4rem;align-items:start}
        .pairs .scroll{margin:0}
        .pairs figure{margin:0}
        .shares{width:auto}
        .shares th,.shares td{padding:.36rem 1.4rem .36rem 0}
        .shares tbody small{display:inline-block;min-width:6.4rem;margin-left:.3rem}
        .shares td,.measures td{white-space:nowrap}
        .pair{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(13.5rem,100%),1fr));gap:.8rem 1.4rem}
        .pair svg{width:100%;max-width:23rem;overflow:visible}
        .pairs strong{display:block;margin-bottom:.5rem}
        .grid,.curve,.err{fill:none;stroke:var(--rule)}
        .curve{stroke:var(--accent);stroke-width:2;stroke-linejoin:round}
        .err{stroke:var(--accent);stroke-width:1.2}
        .pts,.at,.hole{stroke:var(--accent);stroke-width:6.5;stroke-linecap:round}
        .at{stroke-width:13}
        .hole{stroke:var(--paper);stroke-width:8}
        .r{stroke:var(--quiet)}
        .curve.r{stroke-dasharray:5 3.5;stroke-width:1.7}
        .pts.r,.at.r{stroke-linecap:square;stroke-width:5}
        .at.r{stroke-width:10}
        .hole.r{stroke:var(--paper);stroke-linecap:square;stroke-width:5.5}
        .track{fill:var(--panel)}
        .fill{fill:var(--accent)}
        .heats{display:flex;flex-wrap:wrap;gap:0 1.2rem}
        .heats .scroll,.heats figure{max-width:100%}
        .heat{width:auto;font-size:.86rem;border-collapse:separate;border-spacing:3px}
        .heat th,.heat td{border:0;padding:.45rem .6rem}
        .heat small{font-size:.78rem}
        .heat tbody th{padding-left:0;max-width:9rem}
        .heat thead th:first-child{padding-left:0}
        .heat td{min-width:5.4rem;max-width:7.2rem;border-radius:3px}
        .heat td small{color:inherit}
        .h0{background:var(--h0)}.h1{background:var(--h1)}.h2{background:var(--h2)}
        .h3{background:var(--h3)}.h4{background:var(--h4)}.h5{background:var(--h5)}
        .empty{color:var(--quiet);box-shadow:inset 0 0 0 1px var(--rule)}
        dl{margin:1rem 0}
        dd{margin:0}
        .facts{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(17rem,100%),1fr));gap:1.1rem 2rem}
        .facts dt{font-size:.84rem;color:var(--quiet);font-weight:600}
        .prose dt{font-weight:600;margin-top:1rem}
        .prose dd{max-width:72ch}
        details{margin:1rem 0;border-left:3px solid var(--rule);padding-left:1rem}
        summary{cursor:pointer;font-weight:600;color:var(--accent);padding:.2rem 0}
        footer{margin-top:3rem;padding-top:1rem;border-top:1px solid var(--rule);font-size:.9rem;color:var(--quiet)}
        @media screen and (max-width:44rem){
        .strip{grid-template-columns:1fr;gap:.7rem}
        .shares tbody small{display:block;min-width:0;margin-left:0}
        .strip h3{font-size:1.1rem}
        tbody th,thead th:first-child{position:sticky;left:0;z-index:1;background:var(--paper);min-width:6.5rem;
        max-width:8.5rem}
        }
        """

    /// How a page is set on paper.
    private static let printed = """
        :root{color-scheme:light;\(Palette.light.declarations);--paper:#fff}
        html{font-size:9pt}
        body{max-width:none;padding:0}
        *{print-color-adjust:exact;-webkit-print-color-adjust:exact}
        header{padding:0 0 1rem}
        .skip{display:none}
        section{padding-top:1.2rem}
        section+section{margin-top:1.2rem}
        .scroll{overflow:visible}
        table,.forest,.gaps,.heat{min-width:0;font-size:.85rem;overflow-wrap:break-word}
        th,td{padding-right:.6rem}
        tr,li,dl div,figure,.strip{break-inside:avoid}
        h2,h3,caption,thead{break-after:avoid}
        thead{display:table-header-group}
        tbody th,td.t{min-width:5.5rem;overflow-wrap:break-word}
        .heat td{min-width:0}
        .gaps .plot{min-width:8rem}
        caption span{position:static;max-width:none}
        details::details-content{content-visibility:visible;display:block;block-size:auto}
        summary{list-style:none}
        a{color:inherit;text-decoration:none}
        """
}
