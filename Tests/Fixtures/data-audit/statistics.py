"""Known values for the statistics of the data audit, from scikit-learn, scipy and statsmodels.

Run with: python statistics.py > statistics.json
"""

import json

import numpy as np
from scipy import stats
from sklearn.metrics import mutual_info_score, roc_auc_score
from statsmodels.stats.proportion import confint_proportions_2indep

random = np.random.default_rng(7)


def areas():
    cases = []
    for rows, levels in [(60, 5), (300, 12), (1000, 30)]:
        scores = random.integers(0, levels, rows)
        classes = (random.random(rows) < 0.2 + 0.5 * scores / levels).astype(int)
        counts = [[int(((scores == s) & (classes == c)).sum()) for c in (1, 0)] for s in range(levels)]
        positives, negatives = scores[classes == 1], scores[classes == 0]
        # DeLong's variance from the placements of single rows.
        placements = [
            np.array([(np.sum(negatives < p) + 0.5 * np.sum(negatives == p)) / len(negatives) for p in positives]),
            np.array([(np.sum(positives > n) + 0.5 * np.sum(positives == n)) / len(positives) for n in negatives]),
        ]
        error = np.sqrt(sum(np.var(v, ddof=1) / len(v) for v in placements))
        test = stats.mannwhitneyu(positives, negatives, use_continuity=False, method="asymptotic", alternative="greater")
        cases.append({"counts": counts, "area": roc_auc_score(classes, scores), "error": error,
                      "p_value": test.pvalue})
    return cases


def information():
    cases = []
    for rows in (200, 5000):
        strata = random.integers(0, 2, rows)
        groups = random.integers(0, 3, rows)
        levels = (groups + random.integers(0, 4, rows) + strata) % 5
        counts = [[[int(((strata == y) & (levels == x) & (groups == g)).sum()) for g in range(3)]
                   for x in range(5)] for y in range(2)]
        plug_in = sum(np.mean(strata == y) * mutual_info_score(levels[strata == y], groups[strata == y])
                      for y in range(2)) / np.log(2)
        freedom = 2 * (5 - 1) * (3 - 1)
        cases.append({"counts": counts, "value": max(0, plug_in - freedom / (2 * rows * np.log(2)))})
    return cases


def shares():
    cases = []
    for a, n, b, m in [(3, 20, 9, 25), (40, 400, 90, 500), (30000, 90000, 31000, 91000)]:
        exact = stats.fisher_exact([[a, n - a], [b, m - b]]).pvalue
        score = stats.chi2_contingency([[a, n - a], [b, m - b]], correction=False).pvalue
        interval = confint_proportions_2indep(a, n, b, m, method="newcomb", compare="diff")
        cases.append({"shares": [a, n, b, m], "exact": exact, "score": score, "interval": list(interval)})
    return cases


def population():
    return [{"count": k, "rows": n, "share": p,
             "p_value": min(1, 2 * min(stats.binom.cdf(k, n, p), stats.binom.sf(k - 1, n, p)))}
            for k, n, p in [(3, 40, 0.2), (260, 1000, 0.25), (0, 30, 0.05)]]


def stability():
    first, second = random.normal(0, 1, 800), random.normal(0.3, 1.1, 700)
    edges = np.quantile(first, np.arange(1, 10) / 10)
    counts = [np.bincount(np.searchsorted(edges, x, side="right"), minlength=10) for x in (first, second)]
    p, q = [(c + 0.5) / (c.sum() + 5) for c in counts]
    bias = 9 * (1 / 800 + 1 / 700)
    return {"first": counts[0].tolist(), "second": counts[1].tolist(),
            "value": float(np.sum((p - q) * np.log(p / q)) - bias),
            "p_value": stats.chi2_contingency(np.array(counts), correction=False).pvalue}


print(json.dumps({"areas": areas(), "information": information(), "shares": shares(), "population": population(),
                  "stability": stability()}, indent=1))
