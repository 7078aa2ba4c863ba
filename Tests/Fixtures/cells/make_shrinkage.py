"""Known values for shrinkage: the exact posterior of cells' rates under the model of `CellModel`.

scipy 1.x: beta-binomial likelihoods from scipy.stats.betabinom. One attribute: a grid over (average, ln r). Several:
importance sampling from a multivariate t around the mode, with 300,000 draws.
Writes shrinkage.json beside this file.
"""
import json, pathlib
import numpy as np
from scipy import optimize, special, stats

SPREAD = 1.5


def log_posterior(beta, t, y, n, X, n0):
    mu = np.clip(special.expit(X @ beta), 1e-13, 1 - 1e-13)
    r = np.exp(t)
    value = stats.betabinom.logpmf(y, n, r * mu, r * (1 - mu)).sum()
    average = special.expit(beta[0])
    value += 0.5 * np.log(average) + 0.5 * np.log1p(-average) - 0.5 * (beta[1:] ** 2).sum() / SPREAD**2
    return value + t + np.log(n0) - 2 * np.log(r + n0)


def moments(betas, ts, weights, y, n, X):
    mu = special.expit(betas @ X.T)
    r = np.exp(ts)[:, None]
    share = n / (n + r)
    centre = share * y / n + (1 - share) * mu
    variance = centre * (1 - centre) / (n + r + 1)
    mean = weights @ centre
    return mean, weights @ (variance + centre**2) - mean**2, weights @ share


def exact(y, n, X):
    n0 = np.sort(n)[len(n) // 2]
    if X.shape[1] == 1:
        b, t = np.linspace(-9, 7, 321), np.linspace(np.log(0.02), np.log(200 * n.max()), 241)
        mu = special.expit(b)
        A, R = mu[:, None] * np.exp(t), (1 - mu)[:, None] * np.exp(t)
        value = sum(stats.betabinom.logpmf(int(a), int(m), A, R) for a, m in zip(y, n))
        value += 0.5 * np.log(mu * (1 - mu))[:, None] + t + np.log(n0) - 2 * np.log(np.exp(t) + n0)
        w = np.exp(value - value.max()).ravel()
        B, T = np.meshgrid(b, t, indexing="ij")
        return moments(B.ravel()[:, None], T.ravel(), w / w.sum(), y, n, X)
    rng = np.random.default_rng(5)
    f = lambda v: -log_posterior(v[:-1], v[-1], y, n, X, n0)
    start = optimize.minimize(f, np.r_[np.zeros(X.shape[1]), np.log(n0)], method="BFGS")
    d, h = len(start.x), 1e-3
    e = np.eye(d) * h
    hess = np.array([[(f(start.x + e[i] + e[j]) - f(start.x + e[i] - e[j]) - f(start.x - e[i] + e[j])
                       + f(start.x - e[i] - e[j])) / (4 * h * h) for j in range(d)] for i in range(d)])
    hess[-1, -1] = max(hess[-1, -1], 0.15)  # ln r has a long tail
    cov = 1.5 * np.linalg.inv((hess + hess.T) / 2)
    cov = (cov + cov.T) / 2
    law = stats.multivariate_t(start.x, cov, df=5, seed=rng)
    draws = law.rvs(300_000)
    draws = draws[(draws[:, -1] > np.log(0.02)) & (draws[:, -1] < np.log(200 * n.max()))]
    mu = np.clip(special.expit(draws[:, :-1] @ X.T), 1e-13, 1 - 1e-13)
    r = np.exp(draws[:, -1])[:, None]
    value = stats.betabinom.logpmf(y, n, r * mu, r * (1 - mu)).sum(1)
    average = special.expit(draws[:, 0])
    value += 0.5 * np.log(average * (1 - average)) - 0.5 * (draws[:, 1:-1] ** 2).sum(1) / SPREAD**2
    value += draws[:, -1] + np.log(n0) - 2 * np.log(np.exp(draws[:, -1]) + n0)
    lw = value - law.logpdf(draws)
    w = np.exp(lw - lw.max())
    print("effective draws", w.sum() ** 2 / (w**2).sum())
    return moments(draws[:, :-1], draws[:, -1], w / w.sum(), y, n, X)


def main():
    cases = []
    rng = np.random.default_rng(11)
    for k, lo, hi, spread in ((5, 4, 40, 0.8), (8, 20, 400, 0.05), (6, 3, 12, 0.0), (12, 50, 60, 1.5), (5, 10, 10, None)):
        n = rng.integers(lo, hi + 1, k)
        p = special.expit(-0.6 + (spread or 0) * rng.normal(size=k)) if spread is not None else np.zeros(k)
        y = rng.binomial(n, p)
        cases.append((y, n, [[i] for i in range(k)]))
    for a, b, lo, hi, spread in ((2, 3, 5, 60, 0.4), (3, 4, 30, 300, 0.1), (2, 2, 8, 30, 1.0)):
        cells = [[i, j] for i in range(a) for j in range(b)]
        n = rng.integers(lo, hi + 1, len(cells))
        base = rng.normal(size=a) * 0.5, rng.normal(size=b) * 0.5
        p = special.expit([-0.3 + base[0][i] + base[1][j] + spread * rng.normal() for i, j in cells])
        cases.append((rng.binomial(n, p), n, cells))
    out = []
    for y, n, cells in cases:
        columns = [np.ones(len(cells))]
        if len(cells[0]) > 1:
            for attribute in range(len(cells[0])):
                for level in sorted({c[attribute] for c in cells}):
                    columns.append(np.array([float(c[attribute] == level) for c in cells]))
        X = np.column_stack(columns)
        mean, variance, own = exact(y, n.astype(float), X)
        size = mean * (1 - mean) / variance - 1
        lower, upper = (stats.beta.ppf(q, mean * size, (1 - mean) * size) for q in (0.025, 0.975))
        beta = np.linspace(-0.4, 0.5, X.shape[1])
        mu = special.expit(X @ beta)
        out.append(dict(
            cells=cells, successes=y.tolist(), sizes=n.tolist(), mean=mean.tolist(), lower=lower.tolist(),
            upper=upper.tolist(), own=own.tolist(),
            # The likelihood at a point, relative to the binomial coefficients, which our form leaves out.
            logLikelihood=float((stats.betabinom.logpmf(y, n, 7 * mu, 7 * (1 - mu)) - np.log(special.comb(n, y))).sum())))
    path = pathlib.Path(__file__).with_name("shrinkage.json")
    path.write_text(json.dumps(dict(
        cases=out, digamma=[[x, float(special.digamma(x)), float(special.polygamma(1, x))] for x in (1e-3, 0.3, 1, 2.5, 9.9, 30, 1e5)],
        betaQuantile=[[a, b, q, float(stats.beta.ppf(q, a, b))] for a, b in ((0.05, 4), (0.5, 0.5), (2, 30), (400, 3), (1e4, 2e4)) for q in (0.001, 0.025, 0.5, 0.975)])))


main()
