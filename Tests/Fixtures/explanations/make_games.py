"""Writes games.json: games as tables of 2^n values, and what shap and lime say of them.

    python make_games.py > games.json

Made with shap 0.51.0, lime 0.2.0.1, numpy 2.4.6, scikit-learn 1.9.1.
"""
import json

import lime.lime_base
import lime.lime_text
import numpy as np
import shap


def golden(z):
    t = -1 + z @ np.array([1, -.5, .8, .3, .6]) + 1.5 * z[:, 0] * z[:, 2] - 2 * z[:, 1] * z[:, 3] * z[:, 4]
    return 1 / (1 + np.exp(-t))


def random_game(n, seed):
    rng = np.random.default_rng(seed)
    w = rng.normal(size=n)
    pairs = [(*rng.choice(n, 2, replace=False), rng.normal()) for _ in range(2 * n)]
    triples = [(*rng.choice(n, 3, replace=False), rng.normal()) for _ in range(n)]

    def f(z):
        t = z @ w - .5
        for i, j, c in pairs:
            t = t + c * z[:, i] * z[:, j]
        for i, j, k, c in triples:
            t = t + c * z[:, i] * z[:, j] * z[:, k]
        return 1 / (1 + np.exp(-t))
    return f


def masks(n):
    return np.array([[(m >> i) & 1 for i in range(n)] for m in range(1 << n)], dtype=float)


def partition(f, n, merges):
    masker = shap.maskers.Partition(np.zeros((2, n)))
    size = {i: 1 for i in range(n)}
    rows = []
    for k, (a, b) in enumerate(merges):
        size[n + k] = size[a] + size[b]
        rows.append([a, b, k + 1, size[n + k]])
    masker.clustering = np.array(rows, dtype=float)
    explainer = shap.explainers.Partition(f, masker)
    return explainer(np.ones((1, n)), max_evals=100_000).values[0]


def lime_limit(f, n, samples=5_000):
    """lime's own regression on all coalitions, each as heavy as its expected number of draws."""
    z = masks(n)[::-1]
    k = n - z.sum(1)
    binomial = np.array([np.prod([(n - i) / (i + 1) for i in range(int(x))]) for x in k])
    multiplicity = np.where(k == 0, 1, (samples - 1) / n / binomial)
    d = 100 * (1 - np.sqrt(1 - k / n))
    kernel = np.sqrt(np.exp(-d ** 2 / 25 ** 2))
    base = lime.lime_base.LimeBase(lambda _: kernel * multiplicity, random_state=0)
    y = np.stack([1 - f(z), f(z)], axis=1)
    intercept, local, score, _ = base.explain_instance_with_data(z, y, d, 1, n, feature_selection="none")
    values = np.zeros(n)
    for index, value in local:
        values[index] = value
    return {"values": values.tolist(), "intercept": float(intercept), "score": float(score)}


def lime_sampled(f, n, seeds):
    words = [f"w{i}" for i in range(n)]

    def predict(texts):
        z = np.array([[float(w in t.split()) for w in words] for t in texts])
        p = f(z)
        return np.stack([1 - p, p], axis=1)
    found = []
    for seed in range(seeds):
        explainer = lime.lime_text.LimeTextExplainer(feature_selection="none", random_state=seed)
        e = explainer.explain_instance(" ".join(words), predict, num_features=n)
        local = dict(e.local_exp[1])
        found.append([local[i] for i in range(n)])
    found = np.array(found)
    return {"mean": found.mean(0).tolist(), "error": (found.std(0, ddof=1) / np.sqrt(seeds)).tolist()}


def describe(name, f, n, merges):
    z = masks(n)
    kernel = shap.KernelExplainer(f, np.zeros((1, n)))
    values = kernel.shap_values(np.ones((1, n)), l1_reg=0, nsamples=1 << n, silent=True)[0]
    exact = shap.explainers.Exact(f, shap.maskers.Independent(np.zeros((1, n))))
    interactions = exact(np.ones((1, n)), interactions=2, max_evals=1 << n).values[0]
    return {
        "name": name, "players": n, "worth": f(z).tolist(), "kernel": np.asarray(values).tolist(),
        "merges": merges, "partition": partition(f, n, merges).tolist(),
        "interactions": interactions.tolist(),
        "lime": lime_limit(f, n), "lime_sampled": lime_sampled(f, n, 24),
    }


def linear():
    rng = np.random.default_rng(4)
    background, row = rng.normal(size=(50, 6)), rng.normal(size=6)
    coefficients, intercept = rng.normal(size=6), 0.3
    values = shap.LinearExplainer((coefficients, intercept), shap.maskers.Independent(background, max_samples=50))
    return {
        "background": background.tolist(), "row": row.tolist(), "coefficients": coefficients.tolist(),
        "intercept": intercept, "values": values.shap_values(row[None])[0].tolist(),
        "expected": float(values.expected_value),
    }


print(json.dumps({
    "games": [
        describe("golden", golden, 5, [(0, 1), (3, 4), (2, 6), (5, 7)]),
        describe("seven", random_game(7, 1), 7, [(0, 1), (2, 3), (4, 5), (7, 8), (9, 6), (10, 11)]),
    ],
    "linear": linear(),
}, indent=1))
