"""Measures how long explanations take until their relative error is 0.1, beside shap and lime on the same classifier and texts.

    swift build -c release --product assize-bench
    python time_to_error.py find .build/release/assize-bench CHECKPOINT DATA.csv --text COLUMN --folder FOLDER
    python time_to_error.py measure .build/release/assize-bench CHECKPOINT DATA.csv --text COLUMN --folder FOLDER

Needs torch, transformers, shap and lime. The error of a method is the root mean square over texts of |v - r| / |r|, v being its
values and r those of a long run of the same game. `find` looks for the fewest evaluations of a ladder that bring it below
--error, which takes long and is not timed; it goes on where it was ended. `measure` then times each program with its
evaluations, in turns, each in a process of its own, and prints medians over texts. Errors may be looked for on the first
--find-texts texts alone.

The games. shap's Kernel explainer divides the margin among token ids with the mask token in place of absent ones, l1 off: the
same game as `assize-bench explain --players tokens --absence mask`, whose long run (kernel_shap, 8,192 evaluations) is the
reference of both. shap's Partition explainer with its Text masker divides among its own tokens along its own tree and is
compared with its own exhaustive run, as partition_shap is with its own. lime's default is 5,000 samples of a text whose
words are removed, of whatever error; `lime` here is compared with its own long run on words that are removed.
"""

import argparse
import json
import os
import re
import statistics
import subprocess
import sys
import time

LADDER = [96, 128, 192, 256, 384, 512, 768, 1024, 1536, 2048, 3072, 4096]
OURS = {"shap": ("tokens", "mask"), "kernel_shap": ("tokens", "mask"),
        "partition_shap": ("tokens", "mask"), "lime": ("words", "removal")}
TIMED = ["shap", "partition_shap", "lime"]


class Peer:
    """A classifier of transformers, and the explainers of others on it. The margin is that of the label numbered 1."""

    def __init__(self, checkpoint, threads, remembers=False):
        import logging
        import warnings

        warnings.filterwarnings("ignore")
        logging.disable(logging.WARNING)
        import torch
        from transformers import AutoModelForSequenceClassification, AutoTokenizer

        torch.set_num_threads(threads)
        self.torch = torch
        self.tokenizer = AutoTokenizer.from_pretrained(checkpoint)
        self.model = AutoModelForSequenceClassification.from_pretrained(checkpoint).eval()
        self.known = {} if remembers else None
        self.count = 0

    def margins(self, **inputs):
        self.count += len(inputs["input_ids"])
        with self.torch.inference_mode():
            logits = self.model(**inputs).logits
        return (logits[:, 1] - logits[:, 0]).numpy()

    def of_strings(self, strings):
        import numpy as np

        rows = [str(s) for s in strings]
        if self.known is not None:
            new = [r for r in dict.fromkeys(rows) if r not in self.known]
            for row, value in zip(new, self.ask(new) if new else []):
                self.known[row] = value
            return np.array([self.known[r] for r in rows])
        return self.ask(rows)

    def ask(self, rows):
        import numpy as np

        return np.concatenate([
            self.margins(**self.tokenizer(rows[i:i + 32], padding=True, truncation=True, return_tensors="pt"))
            for i in range(0, len(rows), 32)])

    def kernel(self, text, evaluations, seed=0):
        import numpy as np
        import shap

        torch = self.torch
        ids = np.array(self.tokenizer(text, truncation=True)["input_ids"])

        def of_masks(masks):
            rows = np.tile(ids, (len(masks), 1))
            rows[:, 1:-1] = np.where(masks > 0.5, rows[:, 1:-1], self.tokenizer.mask_token_id)
            rows = torch.from_numpy(rows)
            return np.concatenate([
                self.margins(input_ids=rows[i:i + 32], attention_mask=torch.ones_like(rows[i:i + 32]))
                for i in range(0, len(rows), 32)])

        n = len(ids) - 2
        np.random.seed(seed)
        explainer = shap.KernelExplainer(of_masks, np.zeros((1, n)))
        return explainer.shap_values(np.ones((1, n)), nsamples=evaluations, l1_reg=False, silent=True)[0]

    def partition(self, text, evaluations, seed=0):
        import numpy as np
        import shap

        # Its tree breaks ties by chance.
        np.random.seed(0)
        explainer = shap.Explainer(self.of_strings, shap.maskers.Text(self.tokenizer), silent=True)
        return explainer([text], max_evals=evaluations, silent=True).values[0]

    def pipeline(self, text, evaluations, seed=0):
        import shap

        if not hasattr(self, "classify"):
            from transformers import pipeline

            self.classify = pipeline(
                "text-classification", model=self.model, tokenizer=self.tokenizer, top_k=None, device="cpu")
            self.explainer = shap.Explainer(self.classify, silent=True)
        return self.explainer([text], max_evals=evaluations, silent=True).values[0]

    def lime(self, text, evaluations, seed=0):
        import numpy as np
        from lime.lime_text import LimeTextExplainer

        def probabilities(strings):
            p = 1 / (1 + np.exp(-self.ask(list(strings))))
            return np.stack([1 - p, p], axis=1)

        words = len(set(re.split(r"\W+", text)))
        found = LimeTextExplainer(random_state=seed).explain_instance(
            text, probabilities, num_features=words, num_samples=evaluations)
        values = dict(found.as_map()[1])
        return np.array([values.get(i, 0.0) for i in range(max(values) + 1)])


def relative(found, truth):
    import numpy as np

    return float(np.linalg.norm(np.asarray(found) - truth) / np.linalg.norm(truth))


def root_mean_square(values):
    return statistics.fmean(v * v for v in values) ** 0.5


def environment(threads):
    return dict(os.environ, OMP_NUM_THREADS=str(threads), TOKENIZERS_PARALLELISM="false")


def ours(options, method, budgets, rounds, texts=None):
    """Runs assize-bench; returns by budget the error, milliseconds and evaluations of a text."""
    players, absence = OURS[method]
    command = [options.assize_bench, "explain", options.checkpoint, options.data, "--text", options.text, "--texts",
               str(texts or options.texts), "--threads", str(options.threads), "--rounds", str(rounds), "--methods", method,
               "--budgets", ",".join(map(str, budgets)), "--players", players, "--absence", absence,
               "--reference-evaluations", str(options.reference_evaluations), "--references",
               f"{options.folder}/{players}-{absence}"]
    run = subprocess.run(command, capture_output=True, text=True)
    if "needs at least" in run.stderr:
        return {budget: (float("inf"), 0, 0) for budget in budgets}
    if run.returncode:
        raise SystemExit(run.stderr)
    output = run.stdout
    found = re.findall(r"\S+ (\d+): error ([\d.e-]+), ([\d.]+) ms a text, ([\d.]+) evaluations", output)
    return {int(b): (float(e), float(m), float(n)) for b, e, m, n in found}


def find(options):
    path = f"{options.folder}/fewest.json"
    fewest, tried = {}, {}
    if os.path.exists(path):
        with open(path) as file:
            fewest, tried = json.load(file)

    def look(name, error):
        for budget in LADDER:
            if name in fewest or budget <= tried.get(name, 0):
                continue
            found = error(budget)
            print(f"{name} {budget}: error {found:.3f}", flush=True)
            tried[name] = budget
            if found <= options.error:
                fewest[name] = budget
            with open(path, "w") as file:
                json.dump([fewest, tried], file)

    for method in TIMED:
        look(f"assize {method}", lambda budget: ours(options, method, [budget], 2, options.find_texts)[budget][0])
    with open(f"{options.folder}/tokens-mask.kernel_shap.jsonl") as file:
        references = [json.loads(line) for line in file]
    peer = Peer(options.checkpoint, options.threads, remembers=True)
    some = references[:options.find_texts]
    for row in some:
        assert peer.tokenizer(row["text"], truncation=True)["input_ids"] == row["ids"], row["text"]
    look("shap kernel", lambda budget: root_mean_square(
        relative(peer.kernel(row["text"], budget), row["values"]) for row in some))
    whole = [] if "shap partition" in fewest else [peer.partition(row["text"], 1_000_000) for row in some]
    look("shap partition", lambda budget: root_mean_square(
        relative(peer.partition(row["text"], budget), truth) for row, truth in zip(some, whole)))


def worker(options):
    peer = Peer(options.checkpoint, options.threads)
    with open(f"{options.folder}/texts.jsonl") as file:
        texts = [json.loads(line)["text"] for line in file][:options.texts]
    explain = getattr(peer, options.peer)
    explain(texts[0], 64)
    times, counts = [], []
    for text in texts:
        peer.count, start = 0, time.perf_counter()
        explain(text, options.evaluations)
        times.append(time.perf_counter() - start)
        counts.append(peer.count)
    print(json.dumps({"seconds": times, "evaluations": statistics.fmean(counts)}))


def measure(options):
    with open(f"{options.folder}/fewest.json") as file:
        fewest, _ = json.load(file)
    milliseconds, evaluations, start = {}, {}, time.time()
    subprocess.run(
        [options.assize_bench, "explain", options.checkpoint, options.data, "--text", options.text, "--texts",
         str(options.texts), "--evaluations", "1", "--rounds", "1", "--dump", f"{options.folder}/texts.jsonl"],
        check=True, capture_output=True)

    def peer(name, count, texts):
        command = [sys.executable, __file__, "worker", options.assize_bench, options.checkpoint, options.data, "--peer", name,
                   "--evaluations", str(count), "--texts", str(texts), "--threads", str(options.threads), "--folder",
                   options.folder]
        output = subprocess.run(
            command, check=True, capture_output=True, text=True, env=environment(options.threads)).stdout
        found = json.loads(output.strip().splitlines()[-1])
        label = {"lime": "lime, 5,000 samples"}.get(name, f"shap {name}") + (", 500" if count == 500 else "")
        milliseconds.setdefault(label, []).extend(1000 * s for s in found["seconds"])
        evaluations[label] = found["evaluations"]

    def own(method, count, label):
        error, time, used = ours(options, method, [count], 1)[count]
        milliseconds.setdefault(label, []).append(time)
        evaluations[label] = used

    for round in range(options.rounds):
        for method in TIMED:
            own(method, fewest[f"assize {method}"], f"assize {method}")
        own("kernel_shap", 500, "assize kernel_shap, 500")
        own("partition_shap", 500, "assize partition_shap, 500")
        for name in ["kernel", "partition"]:
            peer(name, fewest[f"shap {name}"], options.peer_texts)
        if round == 0:
            for name in ["kernel", "partition", "pipeline"]:
                peer(name, 500, max(2, options.peer_texts // 4))
            peer("lime", 5_000, options.lime_texts)
    medians = {name: statistics.median(times) for name, times in milliseconds.items()}
    for name, value in medians.items():
        print(f"{name:28} {value:9.1f} ms a text, {evaluations[name]:7.1f} evaluations")
    print(f"times to an error of {options.error}, others' over ours:")
    for name, method in [("shap kernel", "shap"), ("shap partition", "shap"),
                         ("shap partition", "partition_shap"), ("lime, 5,000 samples", "lime")]:
        print(f"  {name} : assize {method} = {medians[name] / medians['assize ' + method]:.1f}")
    print("500 evaluations of one text, others' over ours:")
    for name, method in [("shap kernel, 500", "kernel_shap"), ("shap partition, 500", "partition_shap"),
                         ("shap pipeline, 500", "partition_shap")]:
        rate = (medians[name] / evaluations[name]) / (
            medians[f"assize {method}, 500"] / evaluations[f"assize {method}, 500"])
        print(f"  {name} : assize {method}, by evaluation = {rate:.1f}")
    print(f"measured in {time.time() - start:.0f} s, {options.rounds} rounds, {options.threads} threads")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("step", choices=["find", "measure", "worker"])
    parser.add_argument("assize_bench")
    parser.add_argument("checkpoint")
    parser.add_argument("data")
    parser.add_argument("--text", default="text")
    parser.add_argument("--folder", required=True)
    parser.add_argument("--error", type=float, default=0.1)
    parser.add_argument("--texts", type=int, default=20)
    parser.add_argument("--find-texts", type=int, default=20)
    parser.add_argument("--peer-texts", type=int, default=20)
    parser.add_argument("--reference-evaluations", type=int, default=8192)
    parser.add_argument("--lime-texts", type=int, default=2)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--peer")
    parser.add_argument("--evaluations", type=int, default=500)
    options = parser.parse_args()
    {"find": find, "measure": measure, "worker": worker}[options.step](options)


main()
