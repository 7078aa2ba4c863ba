"""Measures `assize-bench transformer` beside PyTorch, in one run: an encoder of MiniLM's shape with random weights, on
the same lengths of texts.

    swift build -c release --product assize-bench
    python compare_speed.py .build/release/assize-bench [--threads 2] [--texts 512] [--steps 40] [--rounds 2]

Needs torch, transformers and numpy. Each measurement is a process of its own, so that its peak memory is its own. Programs
take turns, and of each the best round counts: other work on the machine only ever adds time.
"""

import argparse
import json
import os
import re
import resource
import subprocess
import sys
import time

BATCH = 32
INFERENCE = ["sdpa sorted", "eager sorted", "sdpa padded"]
TRAINING = ["sdpa sorted", "sdpa sorted fused", "sdpa padded"]


def lengths(count, seed):
    """8 to 128 tokens, log-normal around 32."""
    import numpy as np

    draws = np.random.default_rng(seed).normal(np.log(32), 0.65, count)
    return np.clip(np.exp(draws).round().astype(int), 8, 128)


def batches(lengths, variant, shuffle):
    import numpy as np

    random = np.random.default_rng(3)
    order = np.argsort(lengths, kind="stable") if "sorted" in variant else np.arange(len(lengths))
    result = [order[start : start + BATCH] for start in range(0, len(lengths), BATCH)]
    if shuffle:
        random.shuffle(result)
    return result


def worker(task, variant, texts, threads):
    import numpy as np
    import torch
    from transformers import BertConfig, BertForSequenceClassification

    torch.set_num_threads(threads)
    torch.manual_seed(0)
    configuration = BertConfig(
        vocab_size=30522, hidden_size=384, num_hidden_layers=6, num_attention_heads=12, intermediate_size=1536,
        attn_implementation=variant.split()[0])
    model = BertForSequenceClassification(configuration)
    all_lengths = lengths(texts, 1 if task == "inference" else 2)
    random = np.random.default_rng(4)

    def inputs(batch):
        longest = max(all_lengths[batch])
        ids = torch.from_numpy(random.integers(1000, 30000, (len(batch), longest)))
        mask = torch.from_numpy((np.arange(longest) < all_lengths[batch][:, None]).astype(np.int64))
        return dict(input_ids=ids * mask, attention_mask=mask)

    work = [(batch, inputs(batch)) for batch in batches(all_lengths, variant, task == "training")]
    if task == "inference":
        model.eval()
        best = float("inf")
        with torch.inference_mode():
            for _ in range(3):
                start = time.perf_counter()
                for _, batch in work:
                    model(**batch)
                best = min(best, time.perf_counter() - start)
        rate, tokens = texts / best, sum(all_lengths) / best
    else:
        model.train()
        optimizer = torch.optim.AdamW(model.parameters(), lr=2e-5, weight_decay=0.01, fused="fused" in variant or None)
        count, start = 0, 0.0
        for number, (batch, values) in enumerate(work):
            if number == 1:
                start = time.perf_counter()
            labels = torch.from_numpy(batch % 2)
            optimizer.zero_grad()
            model(**values, labels=labels).loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            count += number > 0 and sum(all_lengths[batch])
        seconds = time.perf_counter() - start
        rate, tokens = (len(work) - 1) * BATCH / seconds, count / seconds
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps(dict(texts=float(rate), tokens=float(tokens), memory=memory)))


def assize(path, task, texts, steps, threads, scratch):
    file = os.path.join(scratch, f"{task}-lengths.txt")
    count = texts if task == "inference" else steps * BATCH
    with open(file, "w") as out:
        out.write("\n".join(str(length) for length in lengths(count, 1 if task == "inference" else 2)) + "\n")
    arguments = [path, "transformer", "--lengths", file, "--threads", str(threads), "--batch", str(BATCH)]
    arguments += ["--task", task, "--steps", str(steps)]
    output = subprocess.run(arguments, check=True, capture_output=True, text=True).stdout
    found = re.findall(
        r": ([\d.]+) texts/s, ([\d.]+) tokens/s, ([\d.]+) GFLOP/s \(([\d.]+) %.* ([\d.]+) MiB of memory", output)
    best = max(found, key=lambda row: float(row[0]))
    return dict(
        texts=float(best[0]), tokens=float(best[1]), memory=float(found[-1][4]), gflops=float(best[2]),
        share=float(best[3]))


def torch_row(task, variant, texts, steps, threads):
    count = texts if task == "inference" else steps * BATCH
    arguments = [sys.executable, __file__, "--worker", task, variant, str(count), str(threads)]
    environment = dict(os.environ, OMP_NUM_THREADS=str(threads))
    output = subprocess.run(arguments, check=True, capture_output=True, text=True, env=environment).stdout
    return json.loads(output.strip().splitlines()[-1])


def main():
    if sys.argv[1:2] == ["--worker"]:
        task, variant, texts, threads = sys.argv[2:]
        return worker(task, variant, int(texts), int(threads))
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("assize_bench")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--texts", type=int, default=512)
    parser.add_argument("--steps", type=int, default=40)
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--scratch", default="/tmp")
    options = parser.parse_args()
    for task, variants in [("inference", INFERENCE), ("training", TRAINING)]:
        rows = {}
        for _ in range(options.rounds):
            for name in ["assize"] + variants:
                if name == "assize":
                    row = assize(
                        options.assize_bench, task, options.texts, options.steps, options.threads, options.scratch)
                else:
                    row = torch_row(task, name, options.texts, options.steps, options.threads)
                best = rows.setdefault(name, row)
                memory = min(best["memory"], row["memory"])
                if row["texts"] > best["texts"]:
                    rows[name] = row
                rows[name]["memory"] = memory
        own = rows["assize"]
        print(f"{task}, {options.threads} threads: {own['gflops']:.0f} useful GFLOP/s, {own['share']:.1f} % of SGEMM")
        for name, row in rows.items():
            print(
                f"  {name:18} {row['texts']:7.1f} texts/s {row['tokens']:8.0f} tokens/s {row['memory']:6.0f} MiB"
                f"   assize is {own['texts'] / row['texts']:.2f} times as fast in"
                f" {own['memory'] / row['memory']:.2f} of the memory", flush=True)


main()
