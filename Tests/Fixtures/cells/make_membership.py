"""Known values for groups known by probabilities: row-level sandwich in numpy.

For each metric: Σ w p A / Σ w p B, its influence function by row, variances and covariances. Writes membership.json.
"""
import json, pathlib
import numpy as np

RATES = dict(base_rate=(lambda y, a: y == 1, lambda y, a: y >= 0), selection_rate=(lambda y, a: a == 1, lambda y, a: a >= 0),
             true_positive_rate=(lambda y, a: (y == 1) & (a == 1), lambda y, a: (y == 1) & (a >= 0)),
             positive_predictive_value=(lambda y, a: (y == 1) & (a == 1), lambda y, a: (y >= 0) & (a == 1)),
             accuracy=(lambda y, a: y == a, lambda y, a: (y >= 0) & (a >= 0)))
cases = []
for seed in range(4):
    rng = np.random.default_rng(seed)
    n, g = int(rng.integers(60, 150)), int(rng.integers(2, 5))
    p = np.round(rng.dirichlet(np.full(g, 0.6), n), 6)
    p[:, -1] = np.round(1 - p[:, :-1].sum(1), 6)
    p = np.clip(p, 0, 1)
    y = rng.choice([0, 1, -1], n, p=[0.5, 0.45, 0.05])
    a = rng.choice([0, 1], n)
    w = np.round(rng.lognormal(0, 0.5, n), 3) if seed % 2 else np.ones(n)
    out = {}
    for name, (above, below) in RATES.items():
        A, B = above(y, a).astype(float), below(y, a).astype(float)
        A *= B
        D = (w[:, None] * p * B[:, None]).sum(0)
        R = (w[:, None] * p * A[:, None]).sum(0) / D
        u = w[:, None] * p * B[:, None] * (A[:, None] - R) / D
        V = u.T @ u
        kish = D**2 / ((w[:, None] * p * B[:, None]) ** 2).sum(0)
        out[name] = dict(rate=R.tolist(), covariance=V.tolist(), size=np.minimum(kish, R * (1 - R) / np.diag(V)).tolist())
    cases.append(dict(probabilities=p.tolist(), label=y.tolist(), prediction=a.tolist(), weight=w.tolist(), metrics=out))
pathlib.Path(__file__).with_name("membership.json").write_text(json.dumps(dict(cases=cases)))
