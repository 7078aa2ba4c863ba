"""Measures how long explanations take until their relative error is 0.1, beside shap and lime on the same classifier and texts.

    swift build -c release --product assize-bench
    python time_to_error.py references .build/release/assize-bench CHECKPOINT DATA.csv --text COLUMN --folder FOLDER
    python time_to_error.py measure .build/release/assize-bench CHECKPOINT DATA.csv --text COLUMN --folder FOLDER

Needs torch, transformers, shap and lime. The error of a method is the root mean square over texts of |v - r| / |r|, v being its
values and r those of a long run of the same game, which `references` finds for the first --error-texts texts. `measure` runs each
program with the evaluations of its ladder, one program at a time, and prints the error and the median time of a text for each.
The time to an error is that of the first step of a ladder that is as good; where none is, the time of the last is a lower bound.

The games, by --absence. With `mask` shap's Kernel explainer divides the margin among token ids with the mask token in place of
absent ones, l1 off: the same game as `assize-bench explain --players tokens --absence mask`, whose long run (kernel_shap) is the
reference of both; shap's Partition explainer has its usual Text masker, which writes strings with mask tokens. With `attention`
absent tokens are hidden by the attention mask, in both of shap's explainers and in ours. Partition divides among shap's own
tokens along shap's own tree, and is compared with its own exhaustive run, as partition_shap is with its own. lime's default is
5,000 samples of a text whose words are removed, of whatever error; `lime` here is compared with its own long run on words that
are removed, whatever --absence says. `pipeline` is shap.Explainer on a pipeline of transformers, as shap's documentation has it:
the Partition explainer of a probability, whose time alone is compared.
"""

import argparse
import json
import os
import re
import statistics
import subprocess
import sys
import time

OURS = {  # method: players, absence if not as asked for, evaluations
    "shap": ("tokens", None, "256,384,512,768"), "partition_shap": ("tokens", None, "128,192,256,384,500,1000000"),
    "kernel_shap": ("tokens", None, "500"), "lime": ("words", "removal", "384,768,1024,1280,1536"),
}
PEERS = {"kernel": [500, 2048, 4096], "partition": [500, 1_000, 1_000_000], "pipeline": [500], "lime": [5_000]}


class Peer:
    """A classifier of transformers, and the explainers of others on it. The margin is that of the label numbered 1."""

    def __init__(self, checkpoint, threads, absence):
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
        self.count, self.absence = 0, absence

    def margins(self, **inputs):
        self.count += len(inputs["input_ids"])
        with self.torch.inference_mode():
            logits = self.model(**inputs).logits
        return (logits[:, 1] - logits[:, 0]).numpy()

    def of_strings(self, strings):
        return self.ask([str(s) for s in strings])

    def ask(self, rows):
        import numpy as np

        return np.concatenate([
            self.margins(**self.tokenizer(rows[i:i + 32], padding=True, truncation=True, return_tensors="pt"))
            for i in range(0, len(rows), 32)])

    def of_masks(self, ids, masks):
        """The margins of a text some of whose tokens are absent; masks of all tokens but the first and the last."""
        import numpy as np

        rows, seen = np.tile(ids, (len(masks), 1)), np.ones((len(masks), len(ids)), dtype=np.int64)
        if self.absence == "mask":
            rows[:, 1:-1] = np.where(masks, rows[:, 1:-1], self.tokenizer.mask_token_id)
        else:
            seen[:, 1:-1] = masks
        rows, seen = self.torch.from_numpy(rows), self.torch.from_numpy(seen)
        return np.concatenate([
            self.margins(input_ids=rows[i:i + 32], attention_mask=seen[i:i + 32]) for i in range(0, len(rows), 32)])

    def kernel(self, text, evaluations, seed=0):
        import numpy as np
        import shap

        ids = np.array(self.tokenizer(text, truncation=True)["input_ids"])
        n = len(ids) - 2
        np.random.seed(seed)
        explainer = shap.KernelExplainer(lambda masks: self.of_masks(ids, masks > 0.5), np.zeros((1, n)))
        return explainer.shap_values(np.ones((1, n)), nsamples=evaluations, l1_reg=False, silent=True)[0]

    def partition(self, text, evaluations, seed=0):
        import numpy as np
        import shap

        # Its tree breaks ties by chance.
        np.random.seed(0)
        if self.absence == "mask":
            explainer = shap.Explainer(self.of_strings, shap.maskers.Text(self.tokenizer), silent=True)
        else:
            ids = np.array(self.tokenizer(text, truncation=True)["input_ids"])

            class Hidden(shap.maskers.Text):
                """Hands on which tokens are there, in place of a string."""

                def __call__(self, mask, s):
                    return (self._standardize_mask(mask, s)[None, :].copy(),)

            explainer = shap.explainers.Partition(
                lambda masks: self.of_masks(ids, np.asarray(masks)[:, 1:-1] > 0.5), Hidden(self.tokenizer), silent=True)
        return explainer([text], max_evals=evaluations, silent=True).values[0]

    def pipeline(self, text, evaluations, seed=0):
        import numpy as np
        import shap
        import transformers

        np.random.seed(0)
        pipe = transformers.pipeline("text-classification", model=self.model, tokenizer=self.tokenizer, top_k=None)
        found = shap.Explainer(pipe, silent=True)([text], max_evals=evaluations, silent=True)
        self.count = evaluations
        return found.values[0][:, 1]

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


def ours(options, method, budgets, texts):
    """Runs assize-bench; returns by budget the error, milliseconds and evaluations of a text."""
    players, absence, usual = OURS[method]
    absence = absence or options.absence
    command = [options.assize_bench, "explain", options.checkpoint, options.data, "--text", options.text, "--texts", str(texts),
               "--threads", str(options.threads), "--rounds", str(options.rounds), "--methods", method, "--budgets",
               budgets or usual, "--players", players, "--absence", absence, "--reference-evaluations",
               str(options.reference_evaluations), "--references", f"{options.folder}/{players}-{absence}"]
    output = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    found = re.findall(r"\S+ (\d+): error ([\d.e-]+), ([\d.]+) ms a text, ([\d.]+) evaluations", output)
    return [(int(b), float(e), float(m), float(n)) for b, e, m, n in found]


def references(options):
    for method in ["shap", "partition_shap", "lime"]:
        ours(options, method, "1024", options.error_texts)


def worker(options):
    peer = Peer(options.checkpoint, options.threads, options.absence)
    with open(f"{options.folder}/tokens-{options.absence}.kernel_shap.jsonl") as file:
        rows = [json.loads(line) for line in file][:options.peer_texts]
    explain = getattr(peer, options.peer)
    explain(rows[0]["text"], 64)
    truth, result = {}, []
    # The largest first: an exhaustive run is the reference of the others.
    for budget in sorted(PEERS[options.peer], reverse=True):
        times, counts, errors = [], [], []
        for row in rows[:options.lime_texts if options.peer == "lime" else None]:
            text = row["text"]
            peer.count, start = 0, time.perf_counter()
            found = explain(text, budget)
            times.append(1000 * (time.perf_counter() - start))
            counts.append(peer.count)
            if options.peer == "kernel":
                assert peer.tokenizer(text, truncation=True)["input_ids"] == row["ids"], text
                errors.append(relative(found, row["values"]))
            elif options.peer == "partition":
                errors.append(relative(found, truth.setdefault(text, found)))
        error = root_mean_square(errors) if errors else float("nan")
        result.append((budget, error, statistics.median(times), statistics.fmean(counts)))
    print(json.dumps(result[::-1]))


def measure(options):
    found, start = {}, time.time()

    def show(name, rows):
        found[name] = rows
        for budget, error, milliseconds, used in rows:
            print(f"{name:22} {milliseconds:9.1f} ms a text, {used:7.1f} evaluations, error {error:.3f}", flush=True)

    print(f"absent tokens: {options.absence}")
    for method in OURS:
        show(f"assize {method}", ours(options, method, None, options.texts))
    for name in options.peers.split(","):
        command = [sys.executable, __file__, "worker", options.assize_bench, options.checkpoint, options.data, "--peer", name,
                   "--peer-texts", str(options.peer_texts), "--lime-texts", str(options.lime_texts), "--threads",
                   str(options.threads), "--folder", options.folder, "--absence", options.absence]
        environment = dict(os.environ, OMP_NUM_THREADS=str(options.threads), TOKENIZERS_PARALLELISM="false")
        output = subprocess.run(command, check=True, capture_output=True, text=True, env=environment).stdout
        show(f"peer {name}", json.loads(output.strip().splitlines()[-1]))

    def reached(name):
        good = [row for row in found[name] if row[1] <= options.error]
        return (good[0][2], "") if good else (found[name][-1][2], "more than ")

    print(f"time to an error of {options.error}, others' over ours:")
    for peer, method in [("kernel", "shap"), ("partition", "shap"), ("partition", "partition_shap"), ("lime", "lime")]:
        if f"peer {peer}" not in found:
            continue
        (theirs, more), (own, less) = reached(f"peer {peer}"), reached(f"assize {method}")
        if peer == "lime":
            more = ""
        print(f"  {peer} : assize {method} = {more}{theirs / own:.1f}" + (", ours has not reached it" if less else ""))
    print("500 evaluations, time of each, others' over ours:")
    for peer, method in [("kernel", "kernel_shap"), ("partition", "partition_shap"), ("pipeline", "partition_shap")]:
        if f"peer {peer}" not in found:
            continue
        theirs, own = (min(found[name], key=lambda row: abs(row[0] - 500)) for name in [f"peer {peer}", f"assize {method}"])
        print(f"  {peer} : assize {method} = {theirs[2] / theirs[3] / (own[2] / own[3]):.1f}")
    print(f"measured in {time.time() - start:.0f} s, {options.threads} threads")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("step", choices=["references", "measure", "worker"])
    parser.add_argument("assize_bench")
    parser.add_argument("checkpoint")
    parser.add_argument("data")
    parser.add_argument("--text", default="text")
    parser.add_argument("--folder", required=True)
    parser.add_argument("--absence", choices=["mask", "attention"], default="mask")
    parser.add_argument("--peers", default=",".join(PEERS))
    parser.add_argument("--error", type=float, default=0.1)
    parser.add_argument("--texts", type=int, default=20)
    parser.add_argument("--error-texts", type=int, default=20)
    parser.add_argument("--peer-texts", type=int, default=20)
    parser.add_argument("--lime-texts", type=int, default=4)
    parser.add_argument("--reference-evaluations", type=int, default=8192)
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--peer")
    options = parser.parse_args()
    {"references": references, "measure": measure, "worker": worker}[options.step](options)


main()
