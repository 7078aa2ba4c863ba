"""What fairlearn's ThresholdOptimizer and AIF360's post-processors make of Adult, COMPAS and German.

Usage: make_decisions.py FOLDER > decisions.json, where FOLDER holds adult/adult.data, compas/compas-scores-two-years.csv and
german_credit/german.data as their publishers wrote them. Versions that made the committed file: see "versions" in it.

Scores are those of a logistic regression on a seeded sample, rounded to two decimals, so that the rows can be kept as counts
by group, label and score: [group, label, hundredths, count].
"""

import json
import sys
import warnings

import numpy as np
import pandas as pd
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

warnings.filterwarnings("ignore")
folder = sys.argv[1]


def adult():
    names = ["age", "work", "fnlwgt", "education", "years", "marital", "occupation", "relationship", "race", "sex",
             "gain", "loss", "hours", "country", "income"]
    table = pd.read_csv(f"{folder}/adult/adult.data", header=None, names=names, skipinitialspace=True, na_values="?")
    table = table.dropna().sample(4000, random_state=0)
    features = pd.get_dummies(table[["age", "years", "gain", "loss", "hours", "work", "marital", "occupation"]])
    return features, (table.income == ">50K").astype(int), table.sex, "Male"


def compas():
    table = pd.read_csv(f"{folder}/compas/compas-scores-two-years.csv")
    table = table[table.race.isin(["African-American", "Caucasian", "Hispanic"])]
    features = pd.get_dummies(table[["age", "juv_fel_count", "juv_misd_count", "priors_count", "c_charge_degree", "sex"]])
    # The favourable label is no new offence.
    return features, 1 - table.two_year_recid, table.race, "Caucasian"


def german():
    table = pd.read_csv(f"{folder}/german_credit/german.data", header=None, sep=" ")
    sex = table[8].isin(["A92", "A95"]).map({True: "female", False: "male"})
    features = pd.get_dummies(table.drop(columns=[8, 20]))
    return features, (table[20] == 1).astype(int), sex, "male"


class Given(ClassifierMixin, BaseEstimator):
    """An estimator whose scores are its only feature."""

    def fit(self, x, y):
        self.classes_ = np.array([0, 1])
        return self

    def predict(self, x):
        return np.asarray(x)[:, 0]


def fairlearn_rows(score, label, group):
    from fairlearn.postprocessing import ThresholdOptimizer

    rows = []
    for constraint in ["demographic_parity", "true_positive_rate_parity", "false_positive_rate_parity",
                       "true_negative_rate_parity", "false_negative_rate_parity", "equalized_odds"]:
        for objective in ["accuracy_score", "balanced_accuracy_score"]:
            model = ThresholdOptimizer(estimator=Given().fit(None, None), constraints=constraint, objective=objective, prefit=True,
                                       predict_method="predict", grid_size=1000)
            x = score.reshape(-1, 1)
            model.fit(x, label, sensitive_features=group)
            p = model._pmf_predict(x, sensitive_features=group)[:, 1]
            tpr, fpr = p[label == 1].mean(), p[label == 0].mean()
            value = ((p * label + (1 - p) * (1 - label)).mean() if objective == "accuracy_score"
                     else (tpr + 1 - fpr) / 2)
            rates = [[g, p[group == g].mean(), p[(group == g) & (label == 1)].mean(),
                      p[(group == g) & (label == 0)].mean()] for g in sorted(set(group))]
            rows.append({"constraint": constraint, "objective": objective, "value": float(value),
                         "rates": [[g] + [float(v) for v in rest] for g, *rest in rates]})
    return rows


def aif_rows(score, label, group, privileged):
    from aif360.algorithms.postprocessing import (CalibratedEqOddsPostprocessing, EqOddsPostprocessing,
                                                  RejectOptionClassification)
    from aif360.datasets import BinaryLabelDataset

    other = [g for g in sorted(set(group)) if g != privileged][0]
    keep = (group == privileged) | (group == other)
    score, label, group = score[keep], label[keep], group[keep]

    def data(labels):
        frame = pd.DataFrame({"g": (group == privileged).astype(float), "y": np.asarray(labels, float)})
        made = BinaryLabelDataset(df=frame, label_names=["y"], protected_attribute_names=["g"],
                                  favorable_label=1.0, unfavorable_label=0.0)
        made.scores = score.reshape(-1, 1).copy()
        return made

    high, low = [{"g": 1.0}], [{"g": 0.0}]
    truth, decided = data(label), data(score >= 0.5)
    odds = EqOddsPostprocessing(low, high, seed=0).fit(truth, decided)
    # The privileged group comes first.
    p2p_high, n2p_high, p2p_low, n2p_low = odds.model_params.x
    result = {"privileged": privileged, "unprivileged": other,
              "equalized_odds": {"unprivileged": [p2p_low, n2p_low], "privileged": [p2p_high, n2p_high]}}
    calibrated = {}
    for cost in ["fnr", "fpr", "weighted"]:
        model = CalibratedEqOddsPostprocessing(low, high, cost_constraint=cost, seed=0).fit(truth, decided)
        calibrated[cost] = {"privileged": float(model.priv_mix_rate), "unprivileged": float(model.unpriv_mix_rate)}
    result["calibrated_odds"] = calibrated
    reject = RejectOptionClassification(low, high, low_class_thresh=0.01, high_class_thresh=0.99, num_class_thresh=100,
                                        num_ROC_margin=50, metric_name="Statistical parity difference", metric_ub=0.05,
                                        metric_lb=-0.05).fit(truth, decided)
    after = reject.predict(decided).labels.ravel()
    tpr, fpr = after[label == 1].mean(), after[label == 0].mean()
    result["reject_option"] = {
        "threshold": float(reject.classification_threshold), "margin": float(reject.ROC_margin),
        "balanced_accuracy": float((tpr + 1 - fpr) / 2),
        "difference": float(after[group == other].mean() - after[group == privileged].mean())}
    return result


def main():
    import aif360
    import fairlearn
    import sklearn

    out = {"versions": {"fairlearn": fairlearn.__version__, "aif360": aif360.__version__,
                        "scikit-learn": sklearn.__version__}, "sets": []}
    for name, load in [("adult", adult), ("compas", compas), ("german", german)]:
        features, label, group, privileged = load()
        x = StandardScaler().fit_transform(features.to_numpy(float))
        model = LogisticRegression(max_iter=2000).fit(x, label)
        score = np.round(model.predict_proba(x)[:, 1], 2)
        label, group = np.asarray(label), np.asarray(group)
        counts = pd.DataFrame({"g": group, "y": label, "s": np.round(100 * score).astype(int)}).value_counts(sort=False)
        out["sets"].append({
            "name": name, "counts": [[g, int(y), int(s), int(n)] for (g, y, s), n in counts.items()],
            "fairlearn": fairlearn_rows(score, label, group), "aif360": aif_rows(score, label, group, privileged)})
        print(name, "done", file=sys.stderr)
    text = json.dumps(out, indent=0, sort_keys=True)
    # A count to a line takes no more space than it needs.
    import re
    print(re.sub(r"\[\n\"([^\"]*)\",\n(\d+),\n(\d+),\n(\d+)\n\]", r'["\1", \2, \3, \4]', text))


main()
