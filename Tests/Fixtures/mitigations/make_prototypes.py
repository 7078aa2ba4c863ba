"""Writes prototypes.json: AIF360's loss of learned fair representations at given parameters.

Needs aif360 0.6.1, which takes the plain Euclidean distance where the paper (Zemel et al. 2013) has squares: `loss` is made
with its distance replaced by the squared one, `loss_as_released` with its own. usage: make_prototypes.py > prototypes.json
"""
import json

import numpy as np
from aif360.algorithms.preprocessing.lfr_helpers import helpers

rng = np.random.default_rng(11)
helpers.LFR_optim_objective.steps = 0
released = helpers.cdist
cases = []
for rows, width, count, ax, ay, az in [(40, 3, 4, 0.01, 1.0, 50.0), (60, 5, 7, 0.3, 0.1, 0.5), (24, 2, 2, 1.0, 2.0, 3.0)]:
    # Groups of one size: AIF360 adds up the groups' means of the reconstruction error.
    x = np.asarray(rng.normal(size=(rows, width)), dtype=np.float32).astype(np.float64)
    half = rows // 2
    x[half:] = (x[half:] + np.float32(0.5)).astype(np.float32)
    y = rng.integers(0, 2, rows).astype(float)
    w = rng.uniform(0.1, 0.9, count)
    v = rng.normal(size=(count, width))
    arguments = (np.concatenate([w, v.ravel()]), x[:half], x[half:], y[:half], y[half:], count, ax, ay, az, 1, 0)
    helpers.cdist = released
    own = helpers.LFR_optim_objective(*arguments)
    helpers.cdist = lambda a, b: released(a, b, "sqeuclidean")
    helpers.LFR_optim_objective.steps = 0
    cases.append({
        "rows": rows, "width": width, "prototypes": count, "a_x": ax, "a_y": ay, "a_z": az, "features": x.ravel().tolist(),
        "labels": y.astype(int).tolist(), "shares": w.tolist(), "centres": v.ravel().tolist(),
        "loss": float(helpers.LFR_optim_objective(*arguments)), "loss_as_released": float(own)})
print(json.dumps(cases))
