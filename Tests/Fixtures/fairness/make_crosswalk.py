"""Known values for CrosswalkTests: what fairlearn 0.15.0 and AIF360 0.6.1 print of 80 small tables.

Run outside the product, in an environment with both packages: python3 make_crosswalk.py > crosswalk.json
A table holds [TP, FP, FN, TN] for each group, often 0, so that rates are undefined; group 0 is the reference.
"""

import json
import math
import random
import warnings

import numpy as np
import pandas as pd
from aif360.datasets import BinaryLabelDataset
from aif360.metrics import ClassificationMetric
from fairlearn import metrics as fl

warnings.filterwarnings("ignore")
np.seterr(all="ignore")


def shown(value):
    value = float(value)
    return value if math.isfinite(value) else repr(value)


def rows(table):
    truth, decision, group = [], [], []
    for index, (tp, fp, fn, tn) in enumerate(table):
        for count, y, d in ((tp, 1, 1), (fp, 0, 1), (fn, 1, 0), (tn, 0, 0)):
            truth += [y] * count
            decision += [d] * count
            group += [index] * count
    return np.array(truth), np.array(decision), np.array(group)


def fairlearn(truth, decision, group):
    names = ("demographic_parity_difference", "demographic_parity_ratio", "equal_opportunity_difference",
             "equalized_odds_difference", "equalized_odds_ratio")
    return {name: shown(getattr(fl, name)(truth, decision, sensitive_features=group)) for name in names}


def aif360(truth, decision, group):
    def dataset(labels):
        frame = pd.DataFrame({"label": labels.astype(float), "reference": (group == 0).astype(float)})
        return BinaryLabelDataset(df=frame, label_names=["label"], protected_attribute_names=["reference"])

    metric = ClassificationMetric(
        dataset(truth), dataset(decision), unprivileged_groups=[{"reference": 0.0}],
        privileged_groups=[{"reference": 1.0}])
    names = ("statistical_parity_difference", "disparate_impact", "equal_opportunity_difference",
             "equalized_odds_difference", "average_odds_difference")
    return {name: shown(getattr(metric, name)()) for name in names}


def main():
    random.seed(4)
    tables = []
    while len(tables) < 80:
        limit = random.choice((1, 3, 30))
        table = [[random.randint(0, limit) for _ in range(4)] for _ in range(random.randint(2, 5))]
        if all(sum(group) > 0 for group in table):
            data = rows(table)
            tables.append({"groups": table, "fairlearn": fairlearn(*data), "AIF360": aif360(*data)})
    print("[\n" + ",\n".join(json.dumps(table, sort_keys=True) for table in tables) + "\n]")


main()
