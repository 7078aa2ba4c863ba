"""Attacks a results.json with scipy's linear programs: how far can withheld counts be narrowed down?

Usage: attack_suppression.py results.json...   (prints the narrowest withheld count of each file)
Unknowns: rows by finest cell, label and prediction; equations: everything printed of a group.
"""
import itertools, json, sys
import numpy as np
from scipy.optimize import linprog

RATES = dict(base_rate=([3, 4, 5], [0, 1, 2, 3, 4, 5]), selection_rate=([1, 4, 7], [0, 1, 3, 4, 6, 7]),
             true_positive_rate=([4], [3, 4]), false_positive_rate=([1], [0, 1]),
             positive_predictive_value=([4], [1, 4]), accuracy=([0, 4], [0, 1, 3, 4]))


def attack(path):
    r = json.load(open(path))
    m = r["settings"]["minimum_cell"]
    groups = [({}, r["overall"])] + [(g["attributes"], g) for g in r["groups"]]
    groups += [({**g["attributes"], **{"|" + k: v for k, v in s["stratum"].items()}}, g)
               for s in r["strata"] for g in s["groups"]]
    values = {}
    for key, _ in groups:
        for a, v in key.items():
            values.setdefault(a, set()).add(v)
    names = sorted(values)
    listed = {frozenset(k.items()) for k, _ in groups}
    sets = {tuple(sorted(k)) for k, _ in groups}
    cells = [dict(zip(names, c)) for c in itertools.product(*(sorted(values[n]) for n in names))]
    cells = [c for c in cells if all(frozenset((n, c[n]) for n in s) in listed for s in sets)]
    A, b, G, h, rows = [], [], [], [], []
    for key, g in groups:
        inside = np.array([all(c[n] == v for n, v in key.items()) for c in cells], float)
        sums = []
        if "count" in g:
            sums += [(range(9), g["count"]), ([6, 7, 8], g["missing"]["label"]), ([2, 5, 8], g["missing"]["prediction"])]
        for name, (above, below) in RATES.items():
            part = g["metrics"].get(name, {})
            if "numerator" in part:
                sums += [(above, part["numerator"]), (below, part["denominator"])]
        for classes, value in sums:
            mask = np.zeros(9)
            mask[list(classes)] = 1
            A.append(np.outer(inside, mask).ravel())
            b.append(value)
        if g.get("suppressed"):
            row = np.outer(inside, np.ones(9)).ravel()
            rows.append((key, g["withheld"], row))
            G.append(-row)
            h.append(-1 if g["withheld"] == "primary" else -m)
            if g["withheld"] == "primary":
                G.append(row)
                h.append(m - 1)
    if not rows:
        return "nothing withheld"
    out = []
    for labels in (False, True):
        worst = []
        for key, kind, row in rows:
            limits = dict(A_ub=G, b_ub=h) if labels else {}
            low, high = (linprog(s * row, A_eq=A, b_eq=b, method="highs", **limits) for s in (1, -1))
            if low.status or (high.status not in (0, 3)):
                return f"status {low.status} {high.status}"
            high_value = np.inf if high.status == 3 else -high.fun
            if not labels or kind == "secondary":
                worst.append(high_value - low.fun)
            elif high_value < m - 1 - 1e-6:
                return f"LABELS NARROW {key}: {low.fun} to {high_value}"
        out.append(min(worst, default=None))
    return f"minimum {m}, {len(rows)} withheld ({sum(k == 'secondary' for _, k, _ in rows)} secondary), narrowest {out[0]:.2f}, unprotected {r.get('unprotected_cells', 0)}" + (
        f", secondary with labels {out[1]:.2f}" if out[1] is not None else "")


for path in sys.argv[1:]:
    print(path.split("/")[-2] if "/" in path else path, attack(path))
