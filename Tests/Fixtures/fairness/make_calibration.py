"""Makes calibration.json beside this script: calibration, curves and tests of 16 random tables, half of them weighted.

    pip install numpy scipy statsmodels scikit-learn
    python make_calibration.py
"""
import json, pathlib, warnings
import numpy as np, scipy, sklearn, statsmodels
import statsmodels.api as sm
from scipy import stats
from sklearn import metrics as sk
from sklearn.calibration import calibration_curve

warnings.filterwarnings("ignore")
here = pathlib.Path(__file__).parent
expit = lambda x: 1 / (1 + np.exp(-x))
logit = lambda p: np.log(p) - np.log1p(-p)


def recalibration(y, s, w, weighted):
    """Logit of statsmodels without weights; with them its GLM, and the sandwich by hand."""
    X = sm.add_constant(logit(s))
    if not weighted:
        fit = sm.Logit(y, X).fit(disp=0, tol=1e-14, maxiter=200, method="newton")
        return [*map(float, fit.params), *map(float, fit.bse)]
    fit = sm.GLM(y, X, family=sm.families.Binomial(), freq_weights=w).fit(tol=1e-14, maxiter=200)
    p = expit(X @ fit.params)
    bread = np.linalg.inv(X.T @ (X * (w * p * (1 - p))[:, None]))
    meat = X.T @ (X * (w * (y - p))[:, None] ** 2)
    size = w.sum() ** 2 / (w**2).sum()
    covariance = bread @ meat @ bread * size / (size - 1)
    return [*map(float, fit.params), *map(float, np.sqrt(np.diag(covariance)))]


def cox(y, s, w, weighted):
    X = sm.add_constant(logit(s))
    U = X.T @ (w * (y - s))
    spread = (w * (y - s)) ** 2 if weighted else s * (1 - s)
    return float(U @ np.linalg.solve(X.T @ (X * spread[:, None]), U))


def spiegelhalter(y, s, w, weighted):
    spread = (w * (y - s) * (1 - 2 * s)) ** 2 if weighted else (1 - 2 * s) ** 2 * s * (1 - s)
    return float(np.sum(w * (y - s) * (1 - 2 * s)) ** 2 / spread.sum())


def hats(x, knots):
    return np.column_stack([np.interp(x, knots, np.eye(len(knots))[k]) for k in range(len(knots))])


def sufficiency(y, x, w, weighted, g, candidates):
    """Unweighted: the score test of statsmodels' GLM; weighted: the generalised one of Boos, by hand."""
    rate = np.average(y, weights=w)
    rarer = w.sum() / w.mean() * min(rate, 1 - rate)
    inner = [c for c in candidates if x.min() < c < x.max()]
    allowed = max(0, min(len(inner), int(rarer / 10) - 2))
    knots = [x.min(), *[inner[(2 * i + 1) * len(inner) // (2 * allowed)] for i in range(allowed)], x.max()]
    B = hats(x, knots)
    u = (x - x.min()) / (x.max() - x.min()) - 0.5
    largest = np.bincount(g).argmax()
    Z = np.column_stack([(g == k) * v for k in range(g.max() + 1) if k != largest for v in (np.ones_like(u), u)])
    w = w / w.mean()
    model = sm.GLM(y, B, family=sm.families.Binomial(), freq_weights=w if weighted else None)
    null = model.fit(tol=1e-14, maxiter=300)
    p = null.predict(B)
    if not weighted:
        statistic, _, df = model.score_test(null.params, exog_extra=Z)[:3]
        # Not a number where a stretch of the curve has no positives, which statsmodels cannot fit.
        return [float(np.squeeze(statistic)), Z.shape[1]] if np.isfinite(statistic).all() else None
    v = w * p * (1 - p)
    A = (Z.T * v) @ B @ np.linalg.inv((B.T * v) @ B)
    rows = (Z - B @ A.T) * (w * (y - p))[:, None]
    U = (Z * (w * (y - p))[:, None]).sum(0)
    return [float(U @ np.linalg.solve(rows.T @ rows, U)), Z.shape[1]]


def delong(y, s):
    """AUC and variance by comparing every positive with every negative."""
    P, N = s[y == 1], s[y == 0]
    psi = (P[:, None] > N[None, :]) + 0.5 * (P[:, None] == N[None, :])
    return [float(psi.mean()), float(psi.mean(1).var(ddof=1) / len(P) + psi.mean(0).var(ddof=1) / len(N))]


tables = []
for seed in range(16):
    rng = np.random.default_rng(800 + seed)
    weighted = seed % 2 == 1
    n, groups = int(rng.integers(150, 260)), int(rng.integers(2, 5))
    g = np.sort(rng.integers(0, groups, n))
    x = rng.normal(-0.5 + 0.3 * (seed % 3), 1.3, n)
    s = np.clip(np.round(expit(x), 2 if seed % 4 < 2 else 4), 0.01, 0.99)
    bend = 0.15 * (seed % 3)
    y = (rng.random(n) < expit(0.1 + 0.8 * logit(s) + bend * logit(s) ** 2 + 0.2 * g * (seed > 7))).astype(int)
    w = np.round(rng.lognormal(0, 0.6, n), 2) + 0.01 if weighted else np.ones(n)
    width, mean = calibration_curve(y, s, n_bins=10, strategy="uniform")
    fpr, tpr, _ = sk.roc_curve(y, s, sample_weight=w, drop_intermediate=False)
    precision, recall, _ = sk.precision_recall_curve(y, s, sample_weight=w)
    candidates = [-1.5, -1, -0.6, -0.2, 0.2, 0.6, 1, 1.5]
    order = stats.rankdata(s)
    ranks = (order - 0.5) / n
    if weighted:
        below = np.array([w[s < v].sum() + w[s == v].sum() / 2 for v in s])
        ranks = below / w.sum()
    short = lambda values: [round(float(v), 6) for v in values]
    tables.append(dict(
        group=g.tolist(), label=y.tolist(), score=s.tolist(), weight=w.tolist() if weighted else None,
        uniformShare=None if weighted else list(map(float, width)), uniformMean=None if weighted else list(map(float, mean)),
        recalibration=recalibration(y, s, w, weighted), cox=cox(y, s, w, weighted),
        spiegelhalter=spiegelhalter(y, s, w, weighted),
        sufficiency=sufficiency(y, logit(s), w, weighted, g, candidates), knots=candidates,
        sufficiencyOfRanks=sufficiency(y, ranks, w, weighted, g, [k / 10 for k in range(1, 10)]),
        rocX=short(fpr), rocY=short(tpr), recall=short(recall[:-1]), precision=short(precision[:-1]),
        delong=None if weighted else [delong(y[g == k], s[g == k]) for k in range(2)]))
versions = dict(numpy=np.__version__, scipy=scipy.__version__, sklearn=sklearn.__version__, statsmodels=statsmodels.__version__)
(here / "calibration.json").write_text(json.dumps(dict(versions=versions, tables=tables), sort_keys=True) + "\n")
