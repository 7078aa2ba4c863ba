"""Known values for LEACE, INLP and logistic regression: writes erasure.json beside this script.

Made with concept-erasure 0.2.4, scikit-learn 1.9.1, scipy 1.17.1 and torch 2.13.
"""

import json
import pathlib

import numpy as np
import scipy.linalg
import torch
from concept_erasure import LeaceFitter
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

rng = np.random.default_rng(20)


def rounded(array):
    """Numbers that a Float holds exactly."""
    return np.asarray(array, dtype=np.float32).astype(np.float64)


def flat(array):
    return np.asarray(array, dtype=np.float64).ravel().tolist()


def leace():
    cases = []
    for name, rows, width, groups, singular in [
        ("two groups", 60, 5, [2], False),
        ("three groups", 90, 6, [3], False),
        ("two attributes", 120, 7, [2, 3], False),
        ("dependent columns", 80, 6, [2], True),
        ("more columns than rows", 12, 16, [2], False),
    ]:
        z = np.stack([rng.integers(0, k, rows) for k in groups], 1)
        one_hot = np.concatenate([np.eye(k)[z[:, i]] for i, k in enumerate(groups)], 1)
        mix = rng.normal(size=(width, width)) * np.geomspace(2, 0.1, width)
        x = rng.normal(size=(rows, width)) @ mix.T + one_hot @ rng.normal(size=(one_hot.shape[1], width)) + 3
        if singular:
            x[:, -1] = x[:, 0] - 2 * x[:, 1]
        x = rounded(x)
        case = {"name": name, "rows": rows, "width": width, "groups": groups, "members": z.T.tolist(), "states": flat(x)}
        # Where the covariance is singular the cut-off of the package is its own: only its shrunk map is comparable.
        for key, shrinkage, trace in [("plain", False, False), ("defaults", True, True)]:
            if singular and not shrinkage:
                continue
            fitter = LeaceFitter(
                width, one_hot.shape[1], dtype=torch.float64, shrinkage=shrinkage, constrain_cov_trace=trace)
            # In two batches, as a stream comes.
            half = rows // 2
            fitter.update(torch.tensor(x[:half]), torch.tensor(one_hot[:half]))
            fitter.update(torch.tensor(x[half:]), torch.tensor(one_hot[half:]))
            eraser = fitter.eraser
            case[key] = {"matrix": flat(eraser.P), "erased": flat(eraser(torch.tensor(x[:3])))}
        cases.append(case)
    return cases


def row_space(matrix):
    # The coefficients of all groups sum to 0 up to rounding, which the default cut-off takes for a direction.
    basis = scipy.linalg.orth(matrix.T, rcond=1e-8)
    return basis @ basis.T


def inlp():
    """The projections of Ravfogel et al. 2020, section 4, with scikit-learn's classifiers."""
    rows, width, groups, rounds = 150, 8, 3, 3
    z = rng.integers(0, groups, rows)
    x = rounded(rng.normal(size=(rows, width)) + rng.normal(size=(groups, width))[z])
    projection, directions, projections = np.eye(width), [], []
    for _ in range(rounds):
        model = LogisticRegression(C=1, solver="newton-cg", tol=1e-12, max_iter=10000).fit(x @ projection, z)
        directions.append(model.coef_)
        total = sum(row_space(w) for w in directions)
        values, vectors = np.linalg.eigh(total)
        basis = vectors[:, values > 1e-8]
        projection = np.eye(width) - basis @ basis.T
        projections.append(projection)
    return {
        "rows": rows, "width": width, "groups": groups, "members": z.tolist(), "states": flat(x),
        "directions": [flat(w) for w in directions], "projections": [flat(p) for p in projections],
    }


def logistic():
    cases = []
    for name, rows, width, classes, penalty, c, standard, weighted, intercept in [
        ("ridge", 120, 4, 2, "l2", 1.0, False, False, True),
        ("weak ridge with weights", 120, 4, 2, "l2", 100.0, False, True, True),
        ("ridge on standardised features", 120, 5, 2, "l2", 0.5, True, False, True),
        ("ridge without intercept", 80, 3, 2, "l2", 2.0, False, False, False),
        ("lasso", 150, 8, 2, "l1", 0.1, False, False, True),
        ("elastic net with weights", 150, 8, 2, "elastic", 0.2, True, True, True),
        ("three classes", 160, 5, 3, "l2", 1.0, False, False, True),
        ("three classes with weights", 160, 5, 3, "l2", 0.3, True, True, True),
        ("three classes, lasso", 160, 6, 3, "l1", 0.1, False, False, True),
    ]:
        scale = np.geomspace(0.3, 3, width)
        x = rounded(rng.normal(size=(rows, width)) * scale + 1.5)
        logits = x @ rng.normal(size=(width, classes)) / scale.mean()
        y = np.array([rng.choice(classes, p=np.exp(l - np.log(np.exp(l).sum()))) for l in logits])
        weights = rounded(rng.uniform(0.2, 2, rows)) if weighted else np.ones(rows)
        ratio = {"l2": 0.0, "l1": 1.0, "elastic": 0.4}[penalty]
        used = x
        if standard:
            # The scale of a weighted sample, as scikit-learn has it.
            scaler = StandardScaler().fit(x, sample_weight=weights)
            used = scaler.transform(x)
        solver = "saga" if ratio else "newton-cg"
        model = LogisticRegression(
            C=c, l1_ratio=ratio, solver=solver, tol=1e-14, max_iter=2_000_000, fit_intercept=intercept, random_state=0)
        model.fit(used, y, sample_weight=weights)
        coefficients, intercepts = model.coef_, model.intercept_
        if not intercept:
            intercepts = np.zeros(coefficients.shape[0])
        if standard:
            coefficients = coefficients / scaler.scale_
            intercepts = intercepts - coefficients @ scaler.mean_
        cases.append({
            "name": name, "rows": rows, "width": width, "classes": classes, "ridge": (1 - ratio) / c,
            "lasso": ratio / c, "standard": standard, "intercept": intercept, "features": flat(x),
            "targets": y.tolist(), "weights": flat(weights) if weighted else None,
            "coefficients": flat(coefficients), "intercepts": flat(intercepts)})
    return cases


result = {"leace": leace(), "inlp": inlp(), "logistic": logistic()}
path = pathlib.Path(__file__).with_name("erasure.json")
path.write_text(json.dumps(result) + "\n")
