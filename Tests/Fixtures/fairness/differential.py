"""Compares the built tool with its peers on random tables: run by hand, outside the test suite.

    pip install numpy scipy statsmodels scikit-learn fairlearn aif360 pandas
    swift build -c release
    python differential.py .build/release/assize --tables 1000
    python differential.py .build/release/assize --task regression --tables 500
    python differential.py .build/release/assize --task multiclass --tables 500

Each table has two to eight groups, a second attribute that leaves some cells empty, ties among the scores, and weights
in every other table. Every number must agree to 1e-9; where a peer is known to be wrong the right answer is checked
instead and counted under "peer errors".
"""
import argparse, sys, tempfile, warnings
import numpy as np, pandas as pd
from aif360.datasets import BinaryLabelDataset
from aif360.metrics import ClassificationMetric
from fairlearn import metrics as fl
from scipy import stats
from sklearn import metrics as sk
from statsmodels.stats import proportion as sp
from statsmodels.stats.multitest import multipletests
import differential_outcomes as outcomes
from differential_checks import audit, check, counts, errors, everyone, failures, members

warnings.filterwarnings("ignore")


def table(seed):
    rng = np.random.default_rng(seed)
    groups, n = int(rng.integers(2, 9)), int(rng.integers(20, 400))
    shares = rng.dirichlet(np.full(groups, rng.choice([0.4, 2, 20])))
    g = rng.choice(groups, n, p=shares)
    h = np.where(rng.random(n) < 0.1, "z", rng.choice(["x", "y"], n))
    base = rng.uniform(0.02, 0.98, groups)
    y = (rng.random(n) < base[g]).astype(int)
    s = np.round(np.clip(rng.uniform(0, 0.5) * y + rng.uniform(0.3, 0.8) * rng.random(n), 0, 1), int(rng.integers(1, 4)))
    p = ((s >= 0.5) ^ (rng.random(n) < 0.1)).astype(int)
    w = np.round(rng.lognormal(0, 0.7, n), 3) + 0.001 if seed % 2 else np.ones(n)
    return pd.DataFrame(dict(g=[f"g{k}" for k in g], h=h, y=y, p=p, s=s, w=w))


def rates(a, b, v):
    tn, fp, fn, tp = sk.confusion_matrix(a, b, labels=[0, 1], sample_weight=v).ravel()
    share = lambda top, bottom: (top, bottom) if bottom > 0 else None
    return dict(
        base_rate=share(tp + fn, v.sum()), selection_rate=share(tp + fp, v.sum()), accuracy=share(tp + tn, v.sum()),
        true_positive_rate=share(tp, tp + fn), false_negative_rate=share(fn, tp + fn),
        false_positive_rate=share(fp, fp + tn), true_negative_rate=share(tn, fp + tn),
        positive_predictive_value=share(tp, tp + fp), false_discovery_rate=share(fp, tp + fp),
        negative_predictive_value=share(tn, tn + fn), false_omission_rate=share(fn, tn + fn))


def groups(results, frame, weighted, where):
    """Every metric of every group and cell, with Wilson's interval where there are no weights."""
    for group in everyone(results):
        part = members(frame, group["attributes"])
        a, b, c, v = (part[k].to_numpy() for k in "ypsw")
        if len(part) != group["count"]:
            failures.append(f"{where} {group['attributes']}: {group['count']} rows, not {len(part)}")
        ours = group["metrics"]
        for name, share in rates(a, b, v).items():
            if share is None:
                # scikit-learn and fairlearn answer 0 here.
                errors["a rate without a denominator is undefined"] += 1
                if "undefined" not in ours[name]:
                    failures.append(f"{where} {name} has no denominator but is {ours[name]}")
                continue
            check("rate", ours[name]["value"], share[0] / share[1], f"{where} {group['attributes']} {name}")
            if not weighted:
                for k, end in enumerate(sp.proportion_confint(share[0], share[1], 0.05, "wilson")):
                    check("wilson", ours[name]["interval"][k], end, f"{where} {name} end {k}")
        peers = dict(mean_score=np.average(c, weights=v), brier_score=np.average((c - a) ** 2, weights=v))
        if a.any() or b.any():
            peers["f1"] = sk.f1_score(a, b, sample_weight=v)
        if 0 < a.sum() < len(a):
            peers |= dict(
                balanced_accuracy=sk.balanced_accuracy_score(a, b, sample_weight=v),
                roc_auc=sk.roc_auc_score(a, c, sample_weight=v),
                average_precision=sk.average_precision_score(a, c, sample_weight=v))
        elif "undefined" not in ours["roc_auc"]:
            failures.append(f"{where}: an AUC of one class is {ours['roc_auc']}")
        for name, value in peers.items():
            # A mean of one row, or of equal values, is undefined for lack of spread.
            if "undefined" in ours[name] and name == "mean_score" and (len(set(c)) == 1 or weighted):
                continue
            check("score metric", ours[name].get("value"), value, f"{where} {group['attributes']} {name}")


def criteria(results, frame, weighted, where):
    """fairlearn's criteria over the groups of each attribute."""
    for attribute in ("g", "h"):
        k = dict(sensitive_features=frame[attribute], sample_weight=frame.w)
        by_group = [rates(part.y.to_numpy(), part.p.to_numpy(), part.w.to_numpy()) for _, part in frame.groupby(attribute)]
        complete = {name: all(r[name] for r in by_group) for name in ("true_positive_rate", "false_positive_rate")}
        peers = dict(demographic_parity_difference=fl.demographic_parity_difference,
                     demographic_parity_ratio=fl.demographic_parity_ratio,
                     equal_opportunity_difference=fl.equal_opportunity_difference,
                     equalized_odds_difference=fl.equalized_odds_difference,
                     equalized_odds_ratio=fl.equalized_odds_ratio)
        for name, function in peers.items():
            ours = next(d for d in results["disparities"] if d["aggregation"] == name and d["attributes"] == [attribute])
            value = function(frame.y, frame.p, **k)
            needed = {"d": [], "equal_": ["true_positive_rate"], "equali": list(complete)}
            if not all(complete[rate] for start, names in needed.items() if name.startswith(start) for rate in names):
                errors["an undefined group is left out, counted, and never taken for 0"] += 1
                if ours["not_estimable"] == 0 or ours["verdict"] == "no_material_disparity":
                    failures.append(f"{where} {name} passes with an undefined group")
            elif np.isnan(value) or "there is no ratio" in ours.get("undefined", ""):
                errors["a ratio of 0 to 0 is undefined"] += 1
                if "undefined" not in ours:
                    failures.append(f"{where} {name}: {ours['value']} where both rates are 0")
            elif len(by_group) == 1:
                # fairlearn calls one group alone perfectly fair: a difference of 0, a ratio of 1.
                errors["one group has nothing to be compared with"] += 1
                if "undefined" not in ours:
                    failures.append(f"{where} {name}: {ours['value']} of one group")
            elif "undefined" in ours:
                if "ratio" not in name or value not in (0, 1):
                    failures.append(f"{where} {name} is undefined: {ours['undefined']}")
            else:
                check("fairlearn", ours["value"], value, f"{where} {attribute} {name}")
        aif360(results, frame, attribute, where)


def aif360(results, frame, attribute, where):
    """Each group against the reference group, under AIF360's names."""
    compared = [d for d in results["disparities"]
                if d["attributes"] == [attribute] and d["aggregation"].endswith("_to_reference") and "value" in d]
    if not compared:
        return
    reference = compared[0]["reference"][attribute]
    for group in sorted({d["group"][attribute] for d in compared}):
        pair = frame[frame[attribute].isin([group, reference])]
        code = pd.DataFrame(dict(a=(pair[attribute] == reference).astype(float), y=pair.y.astype(float), w=pair.w))
        make = lambda labels: BinaryLabelDataset(
            df=code.assign(y=labels.astype(float)), label_names=["y"], protected_attribute_names=["a"],
            instance_weights_name="w", favorable_label=1.0, unfavorable_label=0.0)
        m = ClassificationMetric(make(pair.y), make(pair.p), [{"a": 0.0}], [{"a": 1.0}])
        peers = {("selection_rate", "difference_to_reference"): m.statistical_parity_difference,
                 ("selection_rate", "ratio_to_reference"): m.disparate_impact,
                 ("true_positive_rate", "difference_to_reference"): m.equal_opportunity_difference,
                 ("false_positive_rate", "difference_to_reference"): m.false_positive_rate_difference,
                 ("false_discovery_rate", "difference_to_reference"): m.false_discovery_rate_difference,
                 ("false_omission_rate", "difference_to_reference"): m.false_omission_rate_difference}
        for d in compared:
            peer = peers.get((d["metric"], d["aggregation"]))
            if peer and d["group"] == {attribute: group}:
                check("aif360", d["value"], peer(), f"{where} {attribute}={group} {d['metric']} {d['aggregation']}")


def inference(results, frame, weighted, where):
    """p-values of pairs by their named test, and their adjustments over each family."""
    for d in results["disparities"]:
        if weighted or d["aggregation"] != "difference_to_reference" or "p_value" not in d:
            continue
        ends = [next(g["metrics"][d["metric"]] for g in results["groups"] if g["attributes"] == d[k]) for k in ("group", "reference")]
        if d["test"] in ("two_proportion_z", "fisher_exact"):
            x, n = ([e[k] for e in ends] for k in ("numerator", "denominator"))
            peer = (sp.proportions_ztest(x, n)[1] if d["test"] == "two_proportion_z"
                    else stats.fisher_exact([[x[0], n[0] - x[0]], [x[1], n[1] - x[1]]])[1])
            check(d["test"], d["p_value"], peer, f"{where} {d['metric']} {d['group']}")
    for aggregation, size in results["families"].items():
        family = [d for d in results["disparities"] if d["aggregation"] == aggregation and "p_value" in d]
        # Two names of one hypothesis, such as a rate and its complement, are adjusted once.
        if family and len(family) == size:
            p = [d["p_value"] for d in family]
            for key, method in (("adjusted_p_value", "holm"), ("false_discovery_rate", "fdr_bh")):
                for d, peer in zip(family, multipletests(p, method=method)[1]):
                    check(method, d[key], peer, f"{where} {aggregation} {key}")


def binary(results, frame, weighted, where):
    groups(results, frame, weighted, where)
    criteria(results, frame, weighted, where)
    inference(results, frame, weighted, where)


# For each task how a table is made, what the tool is told and what is compared.
TASKS = dict(
    binary=(table, ("--score", "s"), binary),
    regression=(outcomes.numbers, ("--task", "regression"), outcomes.regression),
    multiclass=(outcomes.classes, ("--task", "multiclass"), outcomes.multiclass))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("binary")
    parser.add_argument("--tables", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--task", choices=sorted(TASKS), default="binary")
    options = parser.parse_args()
    make, told, compare = TASKS[options.task]
    with tempfile.TemporaryDirectory() as folder:
        for seed in range(options.seed, options.seed + options.tables):
            frame, weighted = make(seed), seed % 2 == 1
            compare(audit(options.binary, frame, weighted, folder, *told), frame, weighted, f"table {seed}")
    for name, count in sorted(counts.items()):
        print(f"{count:8} {name}")
    print("peer errors, where ours is right:")
    for name, count in sorted(errors.items()):
        print(f"{count:8} {name}")
    print(f"{len(failures)} failures")
    for failure in failures[:40]:
        print(failure)
    sys.exit(1 if failures else 0)


main()
