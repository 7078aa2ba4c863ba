"""Makes `resampling.json` beside this script: distributions, exact intervals, equivalence tests, BCa intervals of rows.

    pip install numpy scipy statsmodels
    python make_resampling.py
"""
import json, pathlib
import numpy as np, scipy, statsmodels
from scipy import integrate, stats
from statsmodels.stats import proportion as sp
from statsmodels.stats.multitest import multipletests

here = pathlib.Path(__file__).parent


def beta_quantiles():
    return [[p, a, b, float(stats.beta.ppf(p, a, b))]
            for p in (1e-12, 0.001, 0.025, 0.5, 0.975) for a, b in ((1, 20), (0.5, 0.5), (349, 1140), (3, 99998), (20.5, 1))]


def noncentral():
    return [[x, k, l, float(stats.ncx2.cdf(x, k, l))]
            for k, l in ((1, 0.3), (4, 7), (11, 40), (2.7, 300), (11, 1900), (3, 2500), (11, 80000))
            for x in ((k + l) * 0.7, k + l, (k + l) * 1.2)]


def dunnett():
    """P(max |Z_i| > b), equal correlation, by adaptive quadrature."""
    rows = []
    for m, rho in ((2, 0.5), (4, 0.5), (11, 0.1), (11, 0.9), (5, 0)):
        for b in (0.5, 1.96, 2.8, 4):
            s, o = rho ** 0.5, (1 - rho) ** 0.5
            inside = integrate.quad(
                lambda x: stats.norm.pdf(x) * (stats.norm.cdf((b - s * x) / o) - stats.norm.cdf((-b - s * x) / o)) ** m,
                -12, 12, epsabs=1e-13, epsrel=1e-13, limit=500)[0]
            rows.append([b, m, rho, 1 - inside])
    return rows


def clopper_pearson():
    return [[x, n, c, *map(float, sp.proportion_confint(x, n, 1 - c, "beta"))]
            for x, n in ((0, 20), (20, 20), (1, 7), (349, 1488), (3, 100000)) for c in (0.8, 0.95, 0.999)]


def benjamini_yekutieli():
    ps = [0.01, 0.04, 0.03, 0.005, 0.9, 0.01, 0.2]
    return dict(pValues=ps, adjusted=list(map(float, multipletests(ps, method="fdr_by")[1])))


def equivalence():
    """Two one-sided z tests of two independent proportions, unpooled variance, margin 0.05."""
    rows = []
    for a, m, b, n in ((30200, 100000, 30000, 100000), (3040, 10000, 3000, 10000), (5200, 10000, 5000, 10000),
                       (1500, 5000, 1700, 5000)):
        p, q = a / m, b / n
        error = (p * (1 - p) / m + q * (1 - q) / n) ** 0.5
        above = stats.norm.sf((p - q + 0.05) / error)
        below = stats.norm.cdf((p - q - 0.05) / error)
        rows.append([a, m, b, n, float(max(above, below))])
    return rows


def bca():
    """scipy.stats.bootstrap over the rows of a small table: label, prediction; 60,000 resamples."""
    tables = []
    for counts, seed in (((14, 9, 6, 31), 1), ((40, 12, 25, 63), 2), ((17, 8, 11, 59), 3)):
        tp, fp, fn, tn = counts
        y = np.repeat([1, 0, 1, 0], counts)
        p = np.repeat([1, 1, 0, 0], counts)

        def rate(top, bottom):
            return lambda y, p, axis: np.sum(top(y, p), axis) / np.sum(bottom(y, p), axis)

        metrics = dict(
            selection_rate=rate(lambda y, p: p, lambda y, p: p * 0 + 1),
            true_positive_rate=rate(lambda y, p: y * p, lambda y, p: y),
            positive_predictive_value=rate(lambda y, p: y * p, lambda y, p: p),
            accuracy=rate(lambda y, p: (y == p) * 1, lambda y, p: p * 0 + 1),
            f1=rate(lambda y, p: 2 * y * p, lambda y, p: y + p))
        ends = {}
        for name, metric in metrics.items():
            result = stats.bootstrap((y, p), metric, paired=True, vectorized=True, n_resamples=60000, method="BCa",
                                     confidence_level=0.9, rng=np.random.default_rng(seed), batch=5000)
            ends[name] = [float(result.confidence_interval.low), float(result.confidence_interval.high),
                          float(result.standard_error)]
        tables.append(dict(counts=counts, ends=ends))
    return tables


(here / "resampling.json").write_text(json.dumps(dict(
    versions=dict(numpy=np.__version__, scipy=scipy.__version__, statsmodels=statsmodels.__version__),
    betaQuantiles=beta_quantiles(), noncentral=noncentral(), dunnett=dunnett(), clopperPearson=clopper_pearson(),
    benjaminiYekutieli=benjamini_yekutieli(), equivalence=equivalence(), bca=bca()), indent=0, sort_keys=True) + "\n")
