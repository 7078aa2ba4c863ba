"""Known values for the tests of numeric and multi-class outcomes: scikit-learn, scipy and statsmodels on random tables.

Run outside the product: python3 make_outcomes.py (needs numpy, scipy, scikit-learn, statsmodels); writes outcomes.json.
"""

import json
import pathlib
import warnings

import numpy as np
from scipy import special, stats
from sklearn import metrics as sk
from statsmodels.stats.weightstats import DescrStatsW

warnings.filterwarnings("ignore")
rng = np.random.default_rng(20240611)


def rounded(values, digits=4):
    return [round(float(v), digits) for v in values]


def regression(index):
    n, weighted = 90, index % 2 == 1
    group = rng.integers(0, 3, n)
    label = np.round(rng.normal(1000 if index == 2 else 10, 3, n) + group, 1 if index < 3 else 4)
    prediction = np.round(label * 0.7 + rng.laplace(0, 1.5, n) + 3, 1 if index < 3 else 4)
    weight = np.round(rng.lognormal(0, 0.7, n), 4) if weighted else None
    groups = {}
    for g in range(3):
        rows = group == g
        y, f, w = label[rows], prediction[rows], weight[rows] if weighted else None
        error = f - y
        v = np.ones(len(y)) if w is None else w
        kish = v.sum() ** 2 / (v**2).sum()

        def deviation(x):
            mean = np.average(x, weights=v)
            return float(np.sqrt((v**2 * (x - mean) ** 2).sum() / v.sum() ** 2 * kish / (kish - 1)))

        values = {
            "mean_label": np.average(y, weights=w), "mean_prediction": np.average(f, weights=w),
            "mean_error": np.average(error, weights=w),
            "mean_absolute_error": sk.mean_absolute_error(y, f, sample_weight=w),
            "mean_squared_error": sk.mean_squared_error(y, f, sample_weight=w),
            "root_mean_squared_error": sk.root_mean_squared_error(y, f, sample_weight=w),
            "r_squared": sk.r2_score(y, f, sample_weight=w),
        }
        errors = {"mean_label": deviation(y), "mean_error": deviation(error),
                  "mean_absolute_error": deviation(abs(error)), "mean_squared_error": deviation(error**2)}
        if w is None:
            # Another implementation of the same.
            assert abs(errors["mean_label"] - DescrStatsW(y).std_mean) < 1e-12
            assert abs(errors["mean_squared_error"] - DescrStatsW(error**2).std_mean) < 1e-12
        # The infinitesimal jackknife: each row's weight moved a little.
        step, influence = 1e-5, []
        for i in range(len(y)):
            moved = v.copy()
            moved[i] += step
            influence.append((sk.r2_score(y, f, sample_weight=moved) - values["r_squared"]) / step * v[i])
        errors["r_squared"] = float(np.sqrt((np.array(influence) ** 2).sum() * kish / (kish - 1)))
        groups[str(g)] = {"values": {k: float(x) for k, x in values.items()}, "errors": errors}
    return {"group": group.tolist(), "label": label.tolist(), "prediction": prediction.tolist(),
            "weight": None if weight is None else weight.tolist(), "groups": groups,
            "deviation": float(np.sqrt(np.cov(label, ddof=0, aweights=weight)))}


def classes(index):
    n, k, weighted = 150, 3 + index % 3, index % 2 == 1
    label = rng.integers(0, k, n)
    prediction = np.where(rng.uniform(size=n) < 0.6, label, rng.integers(0, k, n))
    group = rng.integers(0, 2, n)
    weight = np.round(rng.lognormal(0, 0.7, n), 4) if weighted else None
    names = [f"c{i}" for i in range(k)]
    groups = {}
    for g in range(2):
        rows = group == g
        y, f, w = label[rows], prediction[rows], weight[rows] if weighted else None
        v = np.ones(len(y)) if w is None else w
        macro = {
            "accuracy": sk.accuracy_score(y, f, sample_weight=w),
            "balanced_accuracy": sk.balanced_accuracy_score(y, f, sample_weight=w),
            "macro_precision": sk.precision_score(y, f, average="macro", sample_weight=w),
            "macro_f1": sk.f1_score(y, f, average="macro", sample_weight=w),
        }
        step, influence = 1e-6, []
        for i in range(len(y)):
            moved = v.copy()
            moved[i] += step
            influence.append((sk.f1_score(y, f, average="macro", sample_weight=moved) - macro["macro_f1"]) / step * v[i])
        by_class = {}
        for c, name in enumerate(names):
            by_class[name] = {
                "base_rate": np.average(y == c, weights=w), "selection_rate": np.average(f == c, weights=w),
                "true_positive_rate": sk.recall_score(y == c, f == c, sample_weight=w),
                "false_positive_rate": 1 - sk.recall_score(y != c, f != c, sample_weight=w),
                "positive_predictive_value": sk.precision_score(y == c, f == c, sample_weight=w),
            }
        groups[str(g)] = {
            "values": {key: float(x) for key, x in macro.items()},
            "macroF1Variance": float((np.array(influence) ** 2).sum()),
            "classes": {name: {key: float(x) for key, x in entry.items()} for name, entry in by_class.items()},
        }
    return {"group": group.tolist(), "label": [names[i] for i in label], "prediction": [names[i] for i in prediction],
            "weight": None if weight is None else weight.tolist(), "groups": groups}


def distributions(index):
    n, m = [(5, 7), (12, 12), (30, 45), (80, 60), (25, 40), (60, 60)][index]
    digits = 0 if index in (3, 5) else 4
    x, y = np.round(rng.normal(0, 2, n), digits), np.round(rng.normal(0.8, 2.5, m), digits)
    weighted = index >= 4
    v = np.round(rng.lognormal(0, 0.6, n), 4) if weighted else None
    w = np.round(rng.lognormal(0, 0.6, m), 4) if weighted else None
    ps = [0.1, 0.25, 0.5, 0.75, 0.9]
    entry = {
        "x": x.tolist(), "y": y.tolist(), "v": None if v is None else v.tolist(), "w": None if w is None else w.tolist(),
        "wasserstein": float(stats.wasserstein_distance(x, y, v, w)),
        "quantiles": [float(np.quantile(x, p, weights=v, method="inverted_cdf")) for p in ps],
    }
    if not weighted:
        exact = stats.ks_2samp(x, y, method="exact")
        scale = np.sqrt(n * m / (n + m))
        entry |= {"ks": float(exact.statistic), "exact": float(exact.pvalue),
                  "asymptotic": float(special.kolmogorov(scale * exact.statistic))}
    else:
        grid = np.concatenate([x, y])
        gap = [abs((v * (x <= t)).sum() / v.sum() - (w * (y <= t)).sum() / w.sum()) for t in grid]
        entry["ks"] = float(max(gap))
    return entry


result = {"regression": [regression(i) for i in range(4)], "classes": [classes(i) for i in range(6)],
          "distributions": [distributions(i) for i in range(6)]}
path = pathlib.Path(__file__).with_name("outcomes.json")
path.write_text(json.dumps(result, separators=(",", ":")) + "\n")
