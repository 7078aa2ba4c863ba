"""Measures `assize-bench explain` beside shap, in one run: evaluations of the same texts by the same classifier.

    swift build -c release --product assize-bench
    python compare_speed.py .build/release/assize-bench CHECKPOINT DATA.csv --text COLUMN [--texts 20] [--threads 2]
        [--rounds 2] [--check]

Needs torch, transformers and shap. The peers are shap's Partition explainer on a transformers pipeline (the documented
recipe), the same on a function that runs batches of 32, and its Kernel explainer on token ids with the mask token in place of
absent tokens. Programs take turns, each in a process of its own; of each the best round counts, for other work on the machine
only ever adds time. With --check the outputs of some coalitions are compared with those of transformers on the same token ids.
"""

import argparse
import json
import os
import re
import subprocess
import sys
import time

PEERS = ["pipeline", "partition", "kernel"]


def load(checkpoint):
    import torch
    from transformers import AutoModelForSequenceClassification, AutoTokenizer

    tokenizer = AutoTokenizer.from_pretrained(checkpoint)
    return torch, tokenizer, AutoModelForSequenceClassification.from_pretrained(checkpoint).eval()


def margin(torch, logits, label):
    others = torch.cat([logits[:, :label], logits[:, label + 1:]], dim=1)
    return logits[:, label] - torch.logsumexp(others, dim=1)


def worker(peer, checkpoint, texts, threads, evaluations):
    import logging
    import warnings

    warnings.filterwarnings("ignore")
    logging.disable(logging.WARNING)
    import numpy as np
    import shap

    torch, tokenizer, model = load(checkpoint)
    torch.set_num_threads(threads)
    count = 0

    def run(**inputs):
        nonlocal count
        count += len(inputs["input_ids"])
        with torch.inference_mode():
            return margin(torch, model(**inputs).logits, 1).numpy()

    def of_strings(strings):
        rows = [str(s) for s in strings]
        return np.concatenate([
            run(**tokenizer(rows[i:i + 32], padding=True, truncation=True, return_tensors="pt"))
            for i in range(0, len(rows), 32)])

    if peer == "pipeline":
        from transformers import pipeline

        classify = pipeline("text-classification", model=model, tokenizer=tokenizer, top_k=None, device="cpu")
        forward = model.forward

        def counted(*arguments, **inputs):
            nonlocal count
            count += len(inputs["input_ids"])
            return forward(*arguments, **inputs)

        model.forward = counted
        explainer = shap.Explainer(classify, silent=True)
        one = lambda text: explainer([text], max_evals=evaluations, silent=True)
    elif peer == "partition":
        explainer = shap.Explainer(of_strings, shap.maskers.Text(tokenizer), silent=True)
        one = lambda text: explainer([text], max_evals=evaluations, silent=True)
    else:
        def one(text):
            ids = np.array(tokenizer(text, truncation=True)["input_ids"])

            def of_masks(masks):
                rows = np.tile(ids, (len(masks), 1))
                rows[:, 1:-1] = np.where(masks > 0.5, rows[:, 1:-1], tokenizer.mask_token_id)
                rows = torch.from_numpy(rows)
                return np.concatenate([
                    run(input_ids=rows[i:i + 32], attention_mask=torch.ones_like(rows[i:i + 32]))
                    for i in range(0, len(rows), 32)])

            n = len(ids) - 2
            explainer = shap.KernelExplainer(of_masks, np.zeros((1, n)))
            explainer.shap_values(np.ones((1, n)), nsamples=evaluations, l1_reg=False, silent=True)

    one(texts[0])
    count, start = 0, time.perf_counter()
    for text in texts:
        one(text)
    seconds = time.perf_counter() - start
    print(json.dumps({"rate": count / seconds, "milliseconds": 1000 * seconds / len(texts), "count": count / len(texts)}))


def check(checkpoint, rows):
    torch, tokenizer, model = load(checkpoint)
    worst = 0.0
    for row in rows:
        assert tokenizer(row["text"], truncation=True)["input_ids"] == row["ids"], row["text"]
        ids = torch.tensor(row["ids"]).repeat(len(row["rows"]), 1)
        for number, coalition in enumerate(row["rows"]):
            ids[number, coalition["absent"]] = tokenizer.mask_token_id
        with torch.inference_mode():
            values = margin(torch, model(input_ids=ids).logits, row["label"])
        for value, coalition in zip(values.tolist(), row["rows"]):
            worst = max(worst, abs(value - coalition["value"]))
    print(f"outputs of {sum(len(r['rows']) for r in rows)} coalitions differ from transformers by at most {worst:.2g}")


def main():
    if sys.argv[1:2] == ["--worker"]:
        peer, checkpoint, texts, threads, evaluations = sys.argv[2:]
        return worker(peer, checkpoint, json.load(open(texts)), int(threads), int(evaluations))
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("assize_bench")
    parser.add_argument("checkpoint")
    parser.add_argument("data")
    parser.add_argument("--text", default="text")
    parser.add_argument("--texts", type=int, default=20)
    parser.add_argument("--evaluations", type=int, default=500)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--peers", default=",".join(PEERS))
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--scratch", default="/tmp")
    options = parser.parse_args()
    dump, texts = f"{options.scratch}/explain-dump.jsonl", f"{options.scratch}/explain-texts.json"
    best = {}
    for _ in range(options.rounds):
        for name in ["mask", "removal"]:
            command = [options.assize_bench, "explain", options.checkpoint, options.data, "--text", options.text,
                       "--texts", str(options.texts), "--evaluations", str(options.evaluations), "--threads",
                       str(options.threads), "--absence", name, "--rounds", "2"]
            command += ["--dump", dump] if name == "mask" else []
            output = subprocess.run(command, check=True, capture_output=True, text=True).stdout
            rate, milliseconds = map(float, re.search(r"([\d.]+) evaluations/s, ([\d.]+) ms", output).groups())
            row = {"rate": rate, "milliseconds": milliseconds, "count": options.evaluations}
            best[f"assize {name}"] = max(best.get(f"assize {name}", row), row, key=lambda r: r["rate"])
        rows = [json.loads(line) for line in open(dump)]
        json.dump([row["text"] for row in rows], open(texts, "w"))
        for peer in options.peers.split(","):
            environment = dict(os.environ, OMP_NUM_THREADS=str(options.threads), TOKENIZERS_PARALLELISM="false")
            command = [sys.executable, __file__, "--worker", peer, options.checkpoint, texts, str(options.threads),
                       str(options.evaluations)]
            output = subprocess.run(command, check=True, capture_output=True, text=True, env=environment).stdout
            row = json.loads(output.strip().splitlines()[-1])
            best[f"shap {peer}"] = max(best.get(f"shap {peer}", row), row, key=lambda r: r["rate"])
    own = best["assize mask"]
    for name, row in best.items():
        print(f"{name:16} {row['rate']:8.1f} evaluations/s, {row['milliseconds']:8.1f} ms a text for {row['count']:.0f}"
              f"   assize mask evaluates {own['rate'] / row['rate']:.2f} times as fast", flush=True)
    if options.check:
        check(options.checkpoint, rows)


main()
