"""Known values for ConsistencyTests: consistency of small tables by brute force with numpy, and AIF360's where equal.

Run outside the product, in an environment with numpy, pandas and AIF360 0.6.1: python3 make_consistency.py > consistency.json
AIF360 counts each row among its own neighbours, does not scale, and reads the protected columns: its value is given for
a table without ties, standardised, whose protected column is constant, with 5 neighbours (that is, self and 4 others).
"""

import json
import warnings

import numpy as np
import pandas as pd
from aif360.datasets import BinaryLabelDataset
from aif360.metrics import BinaryLabelDatasetMetric

warnings.filterwarnings("ignore")
random = np.random.default_rng(12)


def means(numbers, texts, decisions, weights, k):
    scaled = [(c - c.mean()) / c.std() if c.std() > 0 else c * 0 for c in numbers]
    result = []
    for i in range(len(decisions)):
        squared = sum((c - c[i]) ** 2 for c in scaled) + sum(2.0 * (t != t[i]) for t in texts)
        squared = np.round(squared, 9)
        squared[i] = np.inf
        last = np.sort(squared)[k - 1]
        near = squared < last
        tied = squared == last
        share = near + tied * (k - near.sum()) / tied.sum()
        result.append((share * weights * decisions).sum() / (share * weights).sum())
    return np.array(result)


def main():
    tables = []
    for number in range(6):
        n = 80
        numbers = [np.round(random.normal(40, 12, n)), np.round(random.exponential(3, n), 1)][:1 + number % 2]
        texts = [random.integers(1, 4, n), random.integers(1, 3, n)][: number % 3]
        decisions = (random.random(n) < 1 / (1 + np.exp(-(numbers[0] - 40) / 6))).astype(int)
        weights = np.round(random.random(n) * 3 + 0.1, 2) if number > 3 else np.ones(n)
        groups = random.integers(0, 3, n)
        agreement = 1 - np.abs(decisions - means(numbers, texts, decisions, weights, 5))
        tables.append({
            "numbers": [c.tolist() for c in numbers], "texts": [t.tolist() for t in texts],
            "decisions": decisions.tolist(), "weights": weights.tolist(), "groups": groups.tolist(),
            "consistency": float((weights * agreement).sum() / weights.sum()),
            "byGroup": [float((weights * agreement)[groups == g].sum() / weights[groups == g].sum()) for g in range(3)],
        })
    numbers = [random.normal(0, 1, 80) for _ in range(3)]
    numbers = [(c - c.mean()) / c.std() for c in numbers]
    decisions = (numbers[0] + random.normal(0, 1, 80) > 0).astype(int)
    frame = pd.DataFrame({"a": numbers[0], "b": numbers[1], "c": numbers[2], "g": 1.0, "label": decisions.astype(float)})
    data = BinaryLabelDataset(df=frame, label_names=["label"], protected_attribute_names=["g"])
    value = BinaryLabelDatasetMetric(data).consistency(n_neighbors=5)
    print(json.dumps({
        "tables": tables,
        "AIF360": {"numbers": [c.tolist() for c in numbers], "decisions": decisions.tolist(),
                   "consistency": float(np.ravel(value)[0])},
    }))


main()
