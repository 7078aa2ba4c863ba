"""Writes reductions.json: what fairlearn's reductions and AIF360's reweighing say of Adult, COMPAS and German credit.

Needs fairlearn 0.15, aif360 0.6.1 and scikit-learn; takes the folder that holds adult/, compas/ and german_credit/.
Only figures are written, none of the data. usage: make_reductions.py DATA > reductions.json
"""
import json
import sys
import warnings

import numpy as np
import pandas as pd
from fairlearn.reductions import (
    DemographicParity,
    EqualizedOdds,
    ErrorRateParity,
    ExponentiatedGradient,
    FalsePositiveRateParity,
    GridSearch,
    TruePositiveRateParity,
)
from sklearn.linear_model import LogisticRegression

warnings.filterwarnings("ignore")
data = sys.argv[1]

ADULT = ("age workclass fnlwgt education education-num marital-status occupation relationship race sex capital-gain "
         "capital-loss hours-per-week native-country income").split()
GERMAN = [f"a{i}" for i in range(1, 21)] + ["credit"]


def tables():
    adult = pd.read_csv(f"{data}/adult/adult.data", header=None, names=ADULT, sep=", ", engine="python", dtype=str,
                        keep_default_na=False)
    yield ("adult", adult, adult.income == ">50K", ["sex", "race"],
           ["age", "education-num", "hours-per-week", "marital-status", "sex"], 60)
    compas = pd.read_csv(f"{data}/compas/compas-scores-two-years.csv", dtype=str, keep_default_na=False)
    yield ("compas", compas, compas.two_year_recid == "1", ["race", "sex"],
           ["age", "priors_count", "c_charge_degree", "sex", "race"], 12)
    german = pd.read_csv(f"{data}/german_credit/german.data", header=None, names=GERMAN, sep=" ", dtype=str)
    yield ("german", german, german.credit == "2", ["a9"], ["a2", "a5", "a13", "a1", "a3"], 2)


def encoded(table, columns):
    """As FeatureEncoder does: numbers standardised with divisor n, an indicator for each level, ascending."""
    parts = []
    for name in columns:
        numbers = pd.to_numeric(table[name], errors="coerce")
        if numbers.notna().all():
            parts.append(((numbers - numbers.mean()) / numbers.std(ddof=0)).to_numpy()[:, None])
        else:
            levels = sorted(table[name].unique(), key=lambda text: text.encode())
            parts.append(np.stack([(table[name] == level).to_numpy(float) for level in levels], axis=1))
    return np.concatenate(parts, axis=1).astype(np.float32).astype(float)


CONSTRAINTS = {
    "demographic_parity": DemographicParity,
    "equalized_odds": EqualizedOdds,
    "true_positive_rate_parity": TruePositiveRateParity,
    "false_positive_rate_parity": FalsePositiveRateParity,
    "error_rate_parity": ErrorRateParity,
}


def learner():
    return LogisticRegression(C=1.0, solver="newton-cholesky", tol=1e-12, max_iter=200)


reductions, weights = [], []
for name, table, labels, attributes, columns, every in tables():
    part = table.iloc[::every].reset_index(drop=True)
    y = labels.iloc[::every].astype(int).reset_index(drop=True)
    x = encoded(part, columns)
    for attribute in attributes:
        for kind, constraint in CONSTRAINTS.items():
            # Every kind once; of many groups, of which some have a handful of rows of a label, parity of decisions.
            if kind not in {"adult sex": ["demographic_parity", "equalized_odds"], "adult race": ["demographic_parity"],
                            "compas race": ["demographic_parity"], "compas sex": ["false_positive_rate_parity"],
                            "german a9": ["true_positive_rate_parity", "error_rate_parity", "equalized_odds"],
                            }[f"{name} {attribute}"]:
                continue
            for ratio in [None, 0.8] if kind == "demographic_parity" else [None]:
                bound = {"difference_bound": 0.02} if ratio is None else {"ratio_bound": ratio, "ratio_bound_slack": 0.01}
                case = {"data": name, "every": every, "columns": columns, "attribute": attribute, "kind": kind,
                        "ratio": ratio}
                gradient = ExponentiatedGradient(learner(), constraint(**bound))
                gradient.fit(x, y, sensitive_features=part[attribute])
                shares = gradient.weights_
                predictions = sum(
                    shares[i] * gradient.predictors_[i].predict(x) for i in shares.index if shares[i] > 0)
                moment = gradient.constraints_
                case["error"] = float(np.mean(np.abs(y - predictions)))
                case["violation"] = float(moment.gamma(lambda _: predictions).max())
                case["gap"] = float(gradient.best_gap_)
                case["tolerance"] = float(gradient.nu)
                grid = GridSearch(learner(), constraint(**bound), grid_size=12)
                grid.fit(x, y, sensitive_features=part[attribute])
                case["grid"] = [[float(e), float(grid.gammas_[i].max())]
                                for i, e in zip(grid.gammas_.columns, grid.objectives_)]
                case["chosen"] = int(grid.best_idx_)
                reductions.append(case)
                print(name, attribute, kind, ratio, case["error"], case["violation"], file=sys.stderr)

    # AIF360 takes two groups: the first value against all others, with and without weights of the rows.
    from aif360.algorithms.preprocessing import Reweighing
    from aif360.datasets import BinaryLabelDataset
    for attribute in attributes:
        for weighted in [False, True]:
            first = table[attribute].iloc[0]
            frame = pd.DataFrame({"y": labels.astype(float), "g": (table[attribute] == first).astype(float)})
            frame["w"] = 1 + np.arange(len(frame)) % 3 if weighted else 1.0
            dataset = BinaryLabelDataset(df=frame, label_names=["y"], protected_attribute_names=["g"],
                                         instance_weights_name="w")
            out = Reweighing([{"g": 0}], [{"g": 1}]).fit_transform(dataset).instance_weights / frame.w.to_numpy()
            cells = {f"{int(g)}{int(y)}": float(out[(frame.g == g) & (frame.y == y)][0])
                     for g in [0, 1] for y in [0, 1]}
            weights.append({"data": name, "attribute": attribute, "group": first, "weighted": weighted, "cells": cells})

json.dump({"reductions": reductions, "reweighing": weights}, sys.stdout, indent=1, sort_keys=True)
