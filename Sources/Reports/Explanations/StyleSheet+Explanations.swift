extension Palette {
    /// Grounds of words that push up (`u1`…`u5`) and down (`d1`…`d5`), in light and in dark; ink on each keeps 4.5 to 1. And
    /// the strengths of attention (`a1`…`a4`).
    static let contributions = (
        light: Palette(colours: [
            ("u1", "e6eff5"), ("u2", "cfe0ea"), ("u3", "b5d0e0"), ("u4", "9bc0d6"), ("u5", "80b0cc"),
            ("d1", "fbece6"), ("d2", "f8dacd"), ("d3", "f4c5b2"), ("d4", "efae95"), ("d5", "ec9d82"),
            ("a1", "c9dce8"), ("a2", "8db7d0"), ("a3", "3f83ad"), ("a4", "123f5e"),
        ]),
        dark: Palette(colours: [
            ("u1", "1c2a34"), ("u2", "203848"), ("u3", "24465c"), ("u4", "285570"), ("u5", "2c6484"),
            ("d1", "2e201b"), ("d2", "432a21"), ("d3", "583427"), ("d4", "6e3e2c"), ("d5", "844832"),
            ("a1", "203847"), ("a2", "2f6787"), ("a3", "5fa3cc"), ("a4", "c5e2f5"),
        ])
    )
}

extension StyleSheet {
    /// The style sheet of pages of explanations.
    static let explanations =
        bytes
        + Array(
            """

            :root{\(Palette.contributions.light.declarations)}
            @media (prefers-color-scheme:dark){:root{\(Palette.contributions.dark.declarations)}}
            .row{border-top:1px solid var(--rule);padding-top:.4rem;margin-top:2.4rem}
            .row h3{margin-top:1rem}
            h4{margin:.4rem 0;font-size:1.05rem}
            .methods{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(27rem,100%),1fr));gap:1rem 2.4rem;
            align-items:start}
            .method{min-width:0}
            .said{font-size:1.08rem;line-height:2.05;max-width:72ch;margin:1rem 0}
            .said span,.key span{padding:.14em .12em .02em;border-radius:.15em .15em 0 0;border-bottom:2px solid transparent;
            -webkit-box-decoration-break:clone;box-decoration-break:clone}
            \(words)
            .key span{color:var(--ink)}
            .said .q,.key .q{color:var(--quiet);font-style:italic}
            .fall .plot{width:46%;min-width:9rem}
            .fall td.plot{position:relative;padding:0}
            .fall td.plot svg{position:absolute;inset:0;width:100%;height:100%}
            .fall td,.fall tbody th{vertical-align:middle;padding-top:.35rem;padding-bottom:.35rem}
            .fall td{white-space:nowrap}
            .fall .up{fill:var(--u5);stroke:var(--accent);stroke-width:1.5}
            .fall .down{fill:var(--d3);stroke:var(--shown);stroke-width:1.5}
            .fall .noise{fill:none;stroke:var(--quiet);stroke-width:1;stroke-dasharray:3 2}
            .fall .err{stroke:var(--ink);stroke-width:1.3}
            .fall .total{stroke:var(--ink);stroke-width:3}
            .gapbars{min-width:46rem}
            .gapbars .plot{width:34%}
            .swarm{min-width:40rem}
            .swarm .plot{width:40%;min-width:13rem}
            .swarm td,.swarm tbody th{vertical-align:middle}
            .swarm td svg{display:block;width:100%}
            .dots{fill:none;stroke:var(--accent);stroke-width:3.4;stroke-linecap:round}
            .heads{width:auto}
            .heads th,.heads td{padding:.3rem .7rem .3rem 0;text-align:left}
            .heads td.t{min-width:5.2rem;max-width:6.6rem}
            .heads tbody th,.heads thead th:first-child{min-width:3rem}
            .heads svg{display:block;width:5.2rem;height:5.2rem;background:var(--panel);shape-rendering:crispEdges}
            .heads small{max-width:5.2rem;line-height:1.25}
            .swatch{display:inline-block;width:.8em;height:.8em;vertical-align:-.05em;shape-rendering:crispEdges}
            .a1,.a2,.a3,.a4{fill:none;stroke-width:1;stroke-linecap:square}
            .a1{stroke:var(--a1)}.a2{stroke:var(--a2)}.a3{stroke:var(--a3)}.a4{stroke:var(--a4)}
            @media print{:root{\(Palette.contributions.light.declarations)}
            .methods{grid-template-columns:1fr}
            .said{line-height:1.8}
            .gapbars,.swarm{min-width:0}
            .heads td.t{min-width:0;max-width:none}
            .heads svg{width:3.4rem;height:3.4rem}
            .heads small{max-width:3.4rem;font-size:.6rem}
            .heads th,.heads td{padding:.2rem .25rem .2rem 0}}

            """.utf8)

    private static let words = (0...ColouredText.strengths).map { strength in
        let ground = { (name: String) in strength == 0 ? "" : "background:var(--\(name)\(strength));" }
        return """
            .u\(strength){\(ground("u"))border-bottom:2px solid var(--accent)!important}
            .d\(strength){\(ground("d"))border-bottom:2px dashed var(--shown)!important}
            """
    }.joined(separator: "\n")
}
