"""Known values for the measures of whole tables: what AIF360 0.6.1 and scikit-learn print of 30 small tables.

Run outside the product, in an environment with both packages: python3 make_measures.py > measures.json
A table holds [TP, FP, FN, TN] for each group.
"""

import json
import random
import warnings

import numpy as np
import pandas as pd
from aif360.datasets import BinaryLabelDataset
from aif360.metrics import ClassificationMetric

warnings.filterwarnings("ignore")


def rows(table):
    truth, decision, group = [], [], []
    for index, (tp, fp, fn, tn) in enumerate(table):
        for count, y, d in ((tp, 1, 1), (fp, 0, 1), (fn, 1, 0), (tn, 0, 0)):
            truth += [y] * count
            decision += [d] * count
            group += [index] * count
    return np.array(truth), np.array(decision), np.array(group)


def values(table):
    truth, decision, group = rows(table)

    def dataset(labels):
        frame = pd.DataFrame({"label": labels.astype(float), "group": group.astype(float)})
        return BinaryLabelDataset(df=frame, label_names=["label"], protected_attribute_names=["group"])

    groups = [[{"group": float(index)}] for index in range(len(table))]
    metric = ClassificationMetric(
        dataset(truth), dataset(decision), unprivileged_groups=[{"group": 0.0}], privileged_groups=[{"group": 1.0}])
    return {
        "theil": metric.theil_index(),
        "ge2": metric.generalized_entropy_index(alpha=2),
        "variation": metric.coefficient_of_variation(),
        # AIF360 sums over the privileged and the unprivileged only; of two groups this is everybody.
        "betweenTheil": metric.between_group_theil_index() if len(table) == 2 else None,
        "between2": metric.between_group_generalized_entropy_index(alpha=2) if len(table) == 2 else None,
        "labelEDF": metric.smoothed_empirical_differential_fairness(),
        "amplification": metric.differential_fairness_bias_amplification(),
        "groups": len(groups),
    }


def main():
    random.seed(5)
    tables = []
    while len(tables) < 30:
        limit = random.choice((3, 30, 300))
        table = [[random.randint(0, limit) for _ in range(4)] for _ in range(random.choice((2, 2, 3, 5)))]
        if all(sum(group) > 0 for group in table) and sum(g[0] + g[1] + g[3] for g in table) > 0:
            tables.append({"table": table} | values(table))
    print("[\n" + ",\n".join(json.dumps(table, sort_keys=True) for table in tables) + "\n]")


main()
