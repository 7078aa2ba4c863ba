"""Known values for the decomposition of a gap: statsmodels' OaxacaBlinder for the parts, row-level linearisation in numpy
for the standard errors, checked against 2,000 bootstrap draws (printed, not stored). Writes oaxaca.json."""
import json, pathlib
import numpy as np
from statsmodels.stats.oaxaca import OaxacaBlinder


def design(levels, sizes):
    columns = [np.ones(len(levels))]
    for c, k in enumerate(sizes):
        for j in range(k - 1):
            columns.append((levels[:, c] == j).astype(float) - (levels[:, c] == k - 1))
    return np.column_stack(columns)


def parts(y, X, group, w):
    def fit(m):
        return np.linalg.solve((X[m] * w[m, None]).T @ X[m], (X[m] * w[m, None]).T @ y[m])
    one, two, both = fit(group), fit(~group), fit(np.ones(len(y), bool))
    m1, m0 = np.average(X[group], axis=0, weights=w[group]), np.average(X[~group], axis=0, weights=w[~group])
    return one, two, both, m1, m0


def contributions(y, X, group, w):
    one, two, both, m1, m0 = parts(y, X, group, w)
    return (m1 - m0) * both, m1 * (one - both) + m0 * (both - two), (m1 - m0) * two, m0 * (one - two), (m1 - m0) * (one - two)


cases = []
for seed in range(4):
    rng = np.random.default_rng(50 + seed)
    sizes = [[3], [2, 3], [4, 2], [2, 2, 2]][seed]
    n = int(rng.integers(250, 600))
    group = rng.random(n) < 0.4
    levels = np.column_stack([np.minimum(k - 1, np.floor(rng.random(n) ** (1 + 0.5 * group) * k)).astype(int) for k in sizes])
    y = (rng.random(n) < 0.25 + 0.1 * group + 0.12 * levels[:, 0] / sizes[0] + 0.1 * levels[:, -1] / sizes[-1]).astype(float)
    w = np.round(rng.lognormal(0, 0.4, n), 3) if seed % 2 else np.ones(n)
    X = design(levels, sizes)
    values = contributions(y, X, group, w)
    # Influence by row: numerical derivative in each row's weight.
    total = [v.sum() for v in values]
    blocks, start = [], 1
    for k in sizes:
        blocks.append(list(range(start, start + k - 1)))
        start += k - 1
    def summary(weights):
        e, u, end, coef, inter = contributions(y, X, group, weights)
        out = [e.sum() + u.sum(), e.sum(), u.sum(), u[0], end.sum(), coef.sum(), inter.sum()]
        for b in blocks:
            out += [e[b].sum(), u[b].sum()]
        return np.array(out)
    base, h = summary(w), 1e-4
    influence = np.array([(summary(w + h * np.eye(1, n, i)[0]) - summary(w - h * np.eye(1, n, i)[0])) / (2 * h) * w[i] for i in range(n)])
    se = np.sqrt((influence**2).sum(0))
    draws = []
    for _ in range(2000):
        i = rng.integers(0, n, n)
        try:
            e, u, end, coef, inter = contributions(y[i], X[i], group[i], w[i])
        except np.linalg.LinAlgError:
            continue
        draws.append([e.sum() + u.sum(), e.sum(), u.sum(), u[0], end.sum(), coef.sum(), inter.sum()])
    print("bootstrap / linearised", np.round(np.std(draws, axis=0) / se[:7], 3))
    peer = None
    if seed % 2 == 0:
        # statsmodels takes the reference first here, so its parts are ours with the groups changed about.
        model = OaxacaBlinder(y, np.column_stack([X[:, 1:], group.astype(float)]), X.shape[1] - 1, hasconst=False, swap=False)
        two, three = model.two_fold(two_fold_type="nuemark"
                                   ).params, model.three_fold().params
        peer = dict(two=[float(v) for v in two], three=[float(v) for v in three])
        print("statsmodels", peer, "ours", base[:7])
    cases.append(dict(levels=levels.tolist(), group=group.astype(int).tolist(), outcome=y.astype(int).tolist(),
                      weight=w.tolist(), values=base.tolist(), errors=se.tolist(), peer=peer))
pathlib.Path(__file__).with_name("oaxaca.json").write_text(json.dumps(dict(cases=cases)))
