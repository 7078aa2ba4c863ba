"""Makes the known values beside this script; run it in a Python environment with the versions it prints into them.

    pip install numpy scipy statsmodels scikit-learn fairlearn pandas
    python make_fixtures.py
"""
import json, pathlib, warnings
import numpy as np, pandas as pd, scipy, sklearn, statsmodels, fairlearn
from scipy import stats
from sklearn import metrics as sk
from fairlearn import metrics as fl
from statsmodels.stats import proportion as sp
from statsmodels.stats.multitest import multipletests

warnings.filterwarnings("ignore")
here = pathlib.Path(__file__).parent
versions = dict(numpy=np.__version__, scipy=scipy.__version__, sklearn=sklearn.__version__,
                statsmodels=statsmodels.__version__, fairlearn=fairlearn.__version__)


def write(name, value):
    (here / name).write_text(json.dumps(dict(versions=versions, **value), indent=0, sort_keys=True) + "\n")


def distributions():
    probabilities = [1e-300, 1e-100, 1e-20, 1e-8, 1e-3, 0.01, 0.025, 0.07, 0.074, 0.076, 0.2, 0.5, 0.7, 0.925, 0.975, 0.999]
    t = [[p, d, float(stats.t.isf(p / 2, d))] for p in (1e-6, 0.001, 0.05, 0.3) for d in (1, 2, 3.5, 10, 57, 1000, 1e5)]
    ranges = [[q, k, float(stats.studentized_range.sf(q, k, np.inf))] for q in (0.5, 2, 3.3, 4.5, 6) for k in (2, 3, 6, 40)]
    rng = np.random.default_rng(1)
    fisher = []
    for _ in range(60):
        n1, n2 = rng.integers(1, 60, 2)
        a, b = rng.integers(0, n1 + 1), rng.integers(0, n2 + 1)
        fisher.append([int(a), int(n1), int(b), int(n2),
                       float(stats.fisher_exact([[a, n1 - a], [b, n2 - b]])[1])])
    write("distributions.json", dict(
        normal=[[p, float(stats.norm.ppf(p))] for p in probabilities], t=t, studentizedRange=ranges, fisher=fisher,
        beta=[[x, a, b, float(stats.beta.cdf(x, a, b))] for x in (0.01, 0.3, 0.5, 0.97) for a, b in ((0.5, 0.5), (2, 7), (30, 4), (500, 800))]))


def intervals():
    wilson = [[int(x), int(n), c, *map(float, sp.proportion_confint(x, n, 1 - c, "wilson"))]
              for x, n in ((0, 20), (20, 20), (1, 7), (349, 1488), (805, 1795), (3, 100000)) for c in (0.8, 0.95, 0.999)]
    newcombe = [[int(a), int(m), int(b), int(n), *map(float, sp.confint_proportions_2indep(a, m, b, n, method="newcomb", compare="diff"))]
                for a, m, b, n in ((805, 1795, 349, 1488), (9, 10, 3, 10), (0, 10, 0, 10), (56, 70, 48, 80), (10, 10, 0, 20))]
    ps = [0.01, 0.04, 0.03, 0.005, 0.9, 0.01, 0.2]
    write("intervals.json", dict(
        wilson=wilson, newcombe=newcombe, pValues=ps, holm=list(map(float, multipletests(ps, method="holm")[1])),
        benjaminiHochberg=list(map(float, multipletests(ps, method="fdr_bh")[1]))))


def random_tables():
    tables = []
    for seed in range(40):
        rng = np.random.default_rng(seed)
        groups, n = int(rng.integers(2, 6)), int(rng.integers(40, 160))
        g = rng.integers(0, groups, n)
        y = (rng.random(n) < 0.3 + 0.1 * g).astype(int)
        s = np.round(np.clip(0.35 * y + 0.6 * rng.random(n), 0, 1), 2)
        p = (s >= 0.5).astype(int)
        weighted = seed % 2 == 1
        w = np.round(rng.lognormal(0, 0.7, n), 3) if weighted else np.ones(n)
        byGroup = {}
        for k in range(groups):
            m = g == k
            if m.sum() == 0 or len(set(y[m])) < 2 or len(set(p[m])) < 2:
                continue  # an undefined rate: ours says so, the peers give 0
            a, b, c, v = y[m], p[m], s[m], w[m]
            tn, fp, fn, tp = sk.confusion_matrix(a, b, labels=[0, 1], sample_weight=v).ravel()
            byGroup[str(k)] = {key: float(value) for key, value in dict(
                base_rate=np.average(a, weights=v), selection_rate=fl.selection_rate(a, b, sample_weight=v),
                true_positive_rate=fl.true_positive_rate(a, b, sample_weight=v),
                false_positive_rate=fl.false_positive_rate(a, b, sample_weight=v),
                true_negative_rate=fl.true_negative_rate(a, b, sample_weight=v),
                false_negative_rate=fl.false_negative_rate(a, b, sample_weight=v),
                positive_predictive_value=sk.precision_score(a, b, sample_weight=v),
                negative_predictive_value=tn / (tn + fn), false_discovery_rate=fp / (tp + fp),
                false_omission_rate=fn / (tn + fn), accuracy=sk.accuracy_score(a, b, sample_weight=v),
                balanced_accuracy=sk.balanced_accuracy_score(a, b, sample_weight=v),
                f1=sk.f1_score(a, b, sample_weight=v), roc_auc=sk.roc_auc_score(a, c, sample_weight=v),
                average_precision=sk.average_precision_score(a, c, sample_weight=v),
                brier_score=sk.brier_score_loss(a, c, sample_weight=v),
                log_loss=sk.log_loss(a, c, sample_weight=v, labels=[0, 1]),
                mean_score=np.average(c, weights=v)).items()}
        disparities = None
        if len(byGroup) == groups and len(set(g)) == groups:
            k = dict(sensitive_features=g, sample_weight=w)
            disparities = {key: float(value) for key, value in dict(
                demographic_parity_difference=fl.demographic_parity_difference(y, p, **k),
                demographic_parity_ratio=fl.demographic_parity_ratio(y, p, **k),
                equal_opportunity_difference=fl.equal_opportunity_difference(y, p, **k),
                equalized_odds_difference=fl.equalized_odds_difference(y, p, **k),
                equalized_odds_ratio=fl.equalized_odds_ratio(y, p, **k)).items()}
        tables.append(dict(group=g.tolist(), label=y.tolist(), prediction=p.tolist(), score=s.tolist(),
                           weight=w.tolist() if weighted else None, byGroup=byGroup, disparities=disparities))
    write("random_tables.json", dict(tables=tables))


def stratified():
    from statsmodels.stats.contingency_tables import StratifiedTable
    tables = []
    for seed in range(30):
        rng = np.random.default_rng(1000 + seed)
        strata = []
        for _ in range(int(rng.integers(2, 7))):
            n1, n0 = (int(x) for x in rng.integers(8, 120, 2))
            base = rng.uniform(0.15, 0.8)
            x1, x0 = int(rng.binomial(n1, min(0.95, base * rng.uniform(0.7, 1.2)))), int(rng.binomial(n0, base))
            strata.append([x1, n1, x0, n0])
        st = StratifiedTable([np.array([[a, n - a], [b, m - b]], float) for a, n, b, m in strata])
        cmh, equal = st.test_null_odds(correction=False), st.test_equal_odds(adjust=True)
        low, high = st.oddsratio_pooled_confint()
        tables.append(dict(strata=strata, cmh=[float(cmh.statistic), float(cmh.pvalue)],
                           homogeneity=[float(equal.statistic), float(equal.pvalue)],
                           oddsRatio=[float(st.oddsratio_pooled), float(low), float(high)]))
    write("stratified.json", dict(tables=tables, chiSquare=[[x, k, float(stats.chi2.sf(x, k))] for x in (0.1, 1, 5, 40, 700) for k in (1, 2, 7, 60)]))


distributions()
intervals()
random_tables()
stratified()
