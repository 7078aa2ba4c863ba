"""The comparisons of numeric and of several-class outcomes with scikit-learn, scipy, numpy and fairlearn."""
import numpy as np, pandas as pd
from fairlearn import metrics as fl
from scipy import special, stats
from sklearn import metrics as sk
from statsmodels.stats import proportion as sp
from statsmodels.stats.multitest import multipletests
from differential_checks import check, effective, errors, everyone, failures, members, must


def attributes(rng, n):
    groups = int(rng.integers(2, 9))
    g = rng.choice(groups, n, p=rng.dirichlet(np.full(groups, rng.choice([0.4, 2, 20]))))
    return groups, g, np.where(rng.random(n) < 0.1, "z", rng.choice(["x", "y"], n))


def weights(rng, n, seed):
    return np.round(rng.lognormal(0, 0.7, n), 3) + 0.001 if seed % 2 else np.ones(n)


def numbers(seed):
    """Labels and predictions of several shapes, from hardly any ties to many."""
    rng = np.random.default_rng(seed)
    n = int(rng.integers(20, 300))
    groups, g, h = attributes(rng, n)
    shift = rng.normal(0, rng.choice([0, 0.5, 2]), groups)
    y = shift[g] + rng.choice([rng.normal(5, 2, n), rng.lognormal(0, 1, n), rng.standard_t(2, n) * 10])
    p = y * rng.uniform(0.3, 1.1) + rng.normal(0, rng.uniform(0.1, 3), n)
    digits = int(rng.integers(0, 5))
    return pd.DataFrame(
        dict(g=[f"g{k}" for k in g], h=h, y=np.round(y, digits), p=np.round(p, digits), w=weights(rng, n, seed)))


def classes(seed):
    """Two to six classes, of which a group may lack some."""
    rng = np.random.default_rng(seed)
    n, k = int(rng.integers(20, 400)), int(rng.integers(2, 7))
    groups, g, h = attributes(rng, n)
    shares = rng.dirichlet(np.full(k, rng.choice([0.5, 2, 20])), groups)
    y = np.array([rng.choice(k, p=shares[group]) for group in g])
    p = np.where(rng.random(n) < rng.uniform(0.2, 0.95), y, rng.choice(k, n))
    name = np.array([f"class {c}" for c in range(k)])
    return pd.DataFrame(dict(g=[f"g{c}" for c in g], h=h, y=name[y], p=name[p], w=weights(rng, n, seed)))


def regression(results, frame, weighted, where):
    numeric_groups(results, frame, weighted, where)
    numeric_gaps(results, frame, weighted, where)
    distributions(results, frame.assign(e=frame.p - frame.y), weighted, where)


def numeric_groups(results, frame, weighted, where):
    for group in everyone(results):
        part = members(frame, group["attributes"])
        y, p, w = (part[k].to_numpy() for k in "ypw")
        must(len(part) == group["count"], f"{where} {group['attributes']}: {group['count']} rows, not {len(part)}")
        misses = p - y
        peers = dict(
            mean_label=(np.average(y, weights=w), y), mean_prediction=(np.average(p, weights=w), p),
            mean_error=(np.average(misses, weights=w), misses),
            mean_absolute_error=(sk.mean_absolute_error(y, p, sample_weight=w), abs(misses)),
            mean_squared_error=(sk.mean_squared_error(y, p, sample_weight=w), misses ** 2),
            root_mean_squared_error=(sk.root_mean_squared_error(y, p, sample_weight=w), misses ** 2))
        for name, (peer, values) in peers.items():
            ours, at = group["metrics"][name], f"{where} {group['attributes']} {name}"
            if effective(w) < 1.5 or np.ptp(values) <= 1e-13 * abs(values).max():
                errors["a mean without spread is undefined"] += 1
                must("undefined" in ours, f"{at} is {ours}, though nothing varies")
                continue
            check("mean of numbers", ours.get("value"), peer, at)
            if name.startswith("root") or "value" not in ours:
                continue
            if weighted:
                centre = np.average(values, weights=w)
                size = effective(w)
                spread = np.sqrt((w ** 2 * (values - centre) ** 2).sum() * size / (size - 1)) / w.sum()
            else:
                spread = stats.sem(values)
            check("standard error of a mean", ours["standard_error"], spread, at, 1e-7)
        ours, at = group["metrics"]["r_squared"], f"{where} {group['attributes']} r_squared"
        if effective(w) < 1.5 or np.ptp(y) == 0 or not misses.any():
            # scikit-learn answers 0 or 1 where there is nothing to explain.
            errors["R squared of equal labels or without an error is undefined"] += 1
            must("undefined" in ours, f"{at} is {ours}, though there is nothing to explain")
        else:
            check("r squared", ours.get("value"), sk.r2_score(y, p, sample_weight=w), at)


def numeric_gaps(results, frame, weighted, where):
    """The range over the groups, beside fairlearn's MetricFrame; and Welch's test of the errors of two groups."""
    metrics = dict(mean_absolute_error=sk.mean_absolute_error, mean_squared_error=sk.mean_squared_error,
                   root_mean_squared_error=sk.root_mean_squared_error, r_squared=sk.r2_score)
    for attribute in "gh":
        for name, function in metrics.items():
            peer = fl.MetricFrame(metrics=function, y_true=frame.y, y_pred=frame.p, sensitive_features=frame[attribute],
                                  sample_params=dict(sample_weight=frame.w))
            for d in results["disparities"]:
                if d["attributes"] != [attribute] or d["metric"] != name or "value" not in d or d["not_estimable"]:
                    continue
                at = f"{where} {attribute} {name} {d['aggregation']}"
                if d["aggregation"] == "difference":
                    check("fairlearn", d["value"], peer.difference("between_groups"), at)
                elif d["aggregation"] == "ratio":
                    check("fairlearn", d["value"], peer.ratio("between_groups"), at)
                elif d["aggregation"] == "difference_to_reference" and not weighted and name != "r_squared":
                    power = 1 if name == "mean_absolute_error" else 2
                    a, b = (abs(part.p - part.y) ** power for part in (members(frame, d[k]) for k in ("group", "reference")))
                    check("welch", d["p_value"], stats.ttest_ind(a, b, equal_var=False).pvalue, at, 1e-7)


def distributions(results, frame, weighted, where):
    """Kolmogorov-Smirnov and Wasserstein distances, with weights too, and quantiles."""
    column_of = dict(label="y", prediction="p", error="e")
    families = {True: [], False: []}
    for assessment in results.get("distributions", []):
        column, attribute = column_of[assessment["column"]], assessment["attribute"]
        everybody = frame[column].to_numpy()
        deviation = np.sqrt(np.cov(everybody, aweights=frame.w, ddof=0))
        for group in assessment["groups"]:
            part = members(frame, group["attributes"])
            for share, ours in zip(group["quantiles"]["shares"], group["quantiles"]["values"]):
                check("quantile", ours, quantile(part[column], share, part.w), f"{where} {group['attributes']} {column}")
        for gap in assessment["comparisons"]:
            a = members(frame, gap["group"])
            b = members(frame, gap["reference"]) if "reference" in gap else frame.drop(a.index)
            x, y, v, w = (k.to_numpy() for k in (a[column], b[column], a.w, b.w))
            at = f"{where} {gap['group']} {column} against {gap.get('reference', 'the rest')}"
            if min(len(x), len(y)) == 0 or min(effective(v), effective(w)) < 1.5:
                errors["the spread of one row is undefined"] += 1
                must("undefined" in gap["kolmogorov_smirnov"], f"{at}: {gap['kolmogorov_smirnov']} of one row")
                continue
            distance = kolmogorov_smirnov(x, y, v, w)
            check("kolmogorov smirnov", gap["kolmogorov_smirnov"].get("value"), distance, at)
            moved = stats.wasserstein_distance(x, y, v, w)
            check("wasserstein", gap["wasserstein"].get("value"), moved, at)
            if np.ptp(everybody) > 0:
                check("wasserstein", gap.get("standardised_wasserstein"), moved / deviation, at)
            families["reference" in gap].append(gap)
            if weighted:
                size = effective(v) * effective(w) / (effective(v) + effective(w))
                check("p of weighted distances", gap["p_value"], special.kolmogorov(distance * np.sqrt(size)), at, 1e-7)
            else:
                peer = stats.ks_2samp(x, y, method="exact")
                check("kolmogorov smirnov", gap["kolmogorov_smirnov"]["value"], peer.statistic, at)
                check("p of distances", gap["p_value"], peer.pvalue, at)
    for family in families.values():
        if family:
            for gap, peer in zip(family, multipletests([gap["p_value"] for gap in family], method="holm")[1]):
                check("holm", gap["adjusted_p_value"], peer, f"{where} {gap['group']}")


def quantile(values, share, w):
    """The least value with at least this share of the weight at or below it; numpy rounds the last share up."""
    order = np.argsort(values.to_numpy(), kind="stable")
    reached = np.cumsum(w.to_numpy()[order]) / w.sum()
    if (w == 1).all():
        return np.quantile(values, share, method="inverted_cdf")
    return values.to_numpy()[order][np.searchsorted(reached, share - 1e-12)]


def kolmogorov_smirnov(x, y, v, w):
    """scipy knows no weights here."""
    places = np.union1d(x, y)
    below = lambda values, weights: np.array([weights[values <= place].sum() for place in places]) / weights.sum()
    return abs(below(x, v) - below(y, w)).max()


def multiclass(results, frame, weighted, where):
    names = sorted(set(frame.y) | set(frame.p))
    for group in everyone(results):
        part = members(frame, group["attributes"])
        y, p, w = (part[k].to_numpy() for k in "ypw")
        at = f"{where} {group['attributes']}"
        must(len(part) == group["count"], f"{at}: {group['count']} rows, not {len(part)}")
        must([c["class"] for c in group["classes"]] == names, f"{at}: the classes are not {names}")
        tables = sk.multilabel_confusion_matrix(y, p, labels=names, sample_weight=w)
        complete = dict(balanced_accuracy=True, macro_precision=True, macro_f1=True)
        for found, ((tn, fp), (fn, tp)) in zip(group["classes"], tables):
            complete["balanced_accuracy"] &= found["class"] in y
            complete["macro_precision"] &= found["class"] in p
            complete["macro_f1"] &= found["class"] in y or found["class"] in p
            shares = dict(base_rate=(tp + fn, w.sum(), True), selection_rate=(tp + fp, w.sum(), True),
                          true_positive_rate=(tp, tp + fn, found["class"] in y),
                          false_positive_rate=(fp, fp + tn, (y != found["class"]).any()),
                          positive_predictive_value=(tp, tp + fp, found["class"] in p))
            for name, (above, below, exists) in shares.items():
                ours = found["metrics"][name]
                if not exists:
                    errors["a rate without a denominator is undefined"] += 1
                    must("undefined" in ours, f"{at} {found['class']} {name} has no denominator but is {ours}")
                    continue
                check("rate of a class", ours.get("value"), above / below, f"{at} {found['class']} {name}")
                if not weighted:
                    for k, end in enumerate(sp.proportion_confint(round(above), round(below), 0.05, "wilson")):
                        check("wilson", ours["interval"][k], end, f"{at} {found['class']} {name} end {k}")
        several = dict(sample_weight=w, labels=names, average="macro")
        peers = dict(accuracy=sk.accuracy_score(y, p, sample_weight=w),
                     balanced_accuracy=sk.recall_score(y, p, **several),
                     macro_precision=sk.precision_score(y, p, **several), macro_f1=sk.f1_score(y, p, **several))
        for name, peer in peers.items():
            if complete.get(name, True):
                check("mean over classes", group["metrics"][name].get("value"), peer, f"{at} {name}")
            else:
                # scikit-learn counts a class that is not there as 0, or leaves it out.
                errors["a mean over classes that a group lacks is undefined"] += 1
                must("undefined" in group["metrics"][name], f"{at} {name} is {group['metrics'][name]} without a class")
    class_gaps(results, frame, names, weighted, where)


def class_gaps(results, frame, names, weighted, where):
    """Each class against the rest, as fairlearn sees it; and the tests of two groups."""
    peers = dict(base_rate=lambda y, p, sample_weight: np.average(y, weights=sample_weight),
                 selection_rate=fl.selection_rate, true_positive_rate=fl.true_positive_rate,
                 false_positive_rate=fl.false_positive_rate)
    for attribute in "gh":
        of_attribute = [d for d in results["disparities"] if d["attributes"] == [attribute]]
        worst = {"equalized_odds_difference": [], "equalized_odds_ratio": []}
        for name in names:
            frames = {metric: fl.MetricFrame(
                metrics=function, y_true=(frame.y == name).astype(int), y_pred=(frame.p == name).astype(int),
                sensitive_features=frame[attribute], sample_params=dict(sample_weight=frame.w))
                for metric, function in peers.items()}
            for metric in ("true_positive_rate", "false_positive_rate"):
                worst["equalized_odds_difference"].append(frames[metric].difference("between_groups"))
                worst["equalized_odds_ratio"].append(frames[metric].ratio("between_groups"))
            for d in of_attribute:
                peer = frames.get(d["metric"]) if d.get("class") == name else None
                if not peer or "value" not in d or d["not_estimable"] or d["aggregation"].startswith("equalized"):
                    continue
                at = f"{where} {attribute} {name} {d['metric']} {d['aggregation']}"
                isRatio = d["aggregation"].endswith("ratio")
                value = peer.ratio("between_groups") if isRatio else peer.difference("between_groups")
                check("fairlearn", d["value"], value, at)
                if not weighted and d.get("test") == "two_proportion_z" and len(peer.by_group) == 2:
                    ends = [next(c["metrics"][d["metric"]] for g in results["groups"] if g["attributes"] == d[k]
                                 for c in g["classes"] if c["class"] == name) for k in ("highest", "lowest")]
                    x, n = ([e[k] for e in ends] for k in ("numerator", "denominator"))
                    check("two_proportion_z", d["p_value"], sp.proportions_ztest(x, n)[1], at)
        for d in of_attribute:
            if d["aggregation"] in worst and "value" in d and not d["not_estimable"]:
                values = worst[d["aggregation"]]
                check("fairlearn", d["value"], min(values) if d["aggregation"].endswith("ratio") else max(values),
                      f"{where} {attribute} {d['aggregation']}")
