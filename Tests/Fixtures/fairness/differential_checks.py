"""What the differential tests share: the comparison of two numbers, the tallies of agreement, the run of the tool."""
import collections, json, pathlib, subprocess
import numpy as np

counts, errors, failures = collections.Counter(), collections.Counter(), []


def check(name, ours, peer, where, tolerance=1e-9):
    counts[name.split(":")[0]] += 1
    if ours is None or not np.isfinite(peer) or abs(ours - peer) > tolerance * max(1, abs(peer)):
        failures.append(f"{where} {name}: {ours}, not {peer}")


def must(holds, what):
    if not holds:
        failures.append(what)


def audit(binary, frame, weighted, folder, *options):
    path = pathlib.Path(folder) / "table.csv"
    frame.to_csv(path, index=False)
    command = [binary, "audit", str(path), "--label", "y", "--prediction", "p", "--protected", "g,h", "--format", "json",
               *options] + (["--weight", "w"] if weighted else [])
    return json.loads(subprocess.run(command, check=True, capture_output=True).stdout)


def members(frame, attributes):
    """The rows of a group."""
    for name, value in attributes.items():
        frame = frame[frame[name] == value]
    return frame


def everyone(results):
    """Every group and cell, and everybody."""
    return results["groups"] + [results["overall"] | {"attributes": {}}]


def effective(w):
    return w.sum() ** 2 / (w ** 2).sum()
