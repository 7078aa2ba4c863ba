"""Known values for RankingTests: rankings of small tables, computed row by row with numpy.

Run outside the product, in an environment with numpy: python3 make_ranking.py > ranking.json
Ties share their positions: a tied block has the mean discount of its positions, and each prefix within it holds its
groups in proportion.
"""

import json

import numpy as np

random = np.random.default_rng(8)


def discounts(scores):
    order = np.sort(scores)[::-1]
    per_rank = 1 / np.log2(2 + np.arange(len(scores)))
    return np.array([per_rank[order == score].mean() for score in scores])


def top_share(scores, k):
    result = []
    for score in scores:
        above, tied = (scores > score).sum(), (scores == score).sum()
        result.append(min(1.0, max(0.0, (k - above) / tied)))
    return np.array(result)


def ndkl(scores, groups, labels):
    n = len(scores)
    everybody = np.array([(groups == g).mean() for g in labels])
    total = 0.0
    weights = 1 / np.log2(2 + np.arange(n))
    for i in range(1, n + 1):
        share = top_share(scores, i)
        part = np.array([share[groups == g].sum() for g in labels]) / i
        terms = np.where(part > 0, part * np.log(np.where(part > 0, part, 1) / everybody), 0)
        total += weights[i - 1] * terms.sum()
    return total / weights.sum()


def main():
    tables = []
    for number in range(12):
        n = int(random.integers(12, 60))
        groups = random.integers(0, random.integers(2, 5), n)
        labels = sorted(set(groups.tolist()))
        levels = 6 if number % 2 else 1000
        scores = np.round(random.random(n) * levels + groups * levels / 8) / levels
        truth = (random.random(n) < 0.4 + 0.3 * scores).astype(int)
        weight = np.round(random.random(n) * 4 + 0.25, 2) if number % 3 == 0 else np.ones(n)
        k = int(random.integers(2, n - 2))
        exposure, share = discounts(scores), top_share(scores, k)
        by_group = {}
        for g in labels:
            m = groups == g
            w = weight[m]
            relevance = (w * truth[m]).sum() / w.sum()
            mean = (w * exposure[m]).sum() / w.sum()
            by_group[str(g)] = {
                "exposure": mean, "parity": mean / ((weight * exposure).sum() / weight.sum()),
                "top": (w * share[m]).sum() / w.sum(),
                "perRelevance": mean / relevance if relevance > 0 else None,
            }
        shuffled = [ndkl(scores, random.permutation(groups), labels) for _ in range(2000 if number < 4 else 0)]
        tables.append({
            "group": groups.tolist(), "score": scores.tolist(), "label": truth.tolist(), "weight": weight.tolist(),
            "k": k, "byGroup": by_group, "ndkl": ndkl(scores, groups, labels),
            "random": float(np.mean(shuffled)) if shuffled else None,
            "randomDeviation": float(np.std(shuffled)) if shuffled else None,
        })
    print("[\n" + ",\n".join(json.dumps(table, sort_keys=True) for table in tables) + "\n]")


main()
