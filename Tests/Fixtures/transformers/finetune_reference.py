"""Fine-tunes a checkpoint with PyTorch and transformers by the recipe of `assize train`, and prints accuracy and AUC.

    python finetune_reference.py CHECKPOINT TRAIN.csv TEST.csv TEXT LABEL [--seeds 1,2,3] [--epochs 1] [--threads 2]

The recipe: AdamW 5e-5, weight decay 0.01 but for biases and norms, linear schedule after a warm-up of 6 % of the steps,
gradients clipped to norm 1, batches of 32 texts of like length, at most 128 tokens, dropout as the checkpoint says.
Labels are 0 and 1. Compare with

    assize train CHECKPOINT --data TRAIN.csv --evaluation-data TEST.csv --text TEXT --label LABEL --epochs 1 --keep-last
"""
import argparse
import csv
import time

import numpy
import torch
from transformers import AutoModelForSequenceClassification, AutoTokenizer, get_linear_schedule_with_warmup


def auc(labels, scores):
    order = numpy.argsort(scores, kind="stable")
    sorted_scores = scores[order]
    ranks = numpy.empty(len(scores))
    start = 0
    while start < len(scores):
        end = start
        while end < len(scores) and sorted_scores[end] == sorted_scores[start]:
            end += 1
        ranks[order[start:end]] = (start + end + 1) / 2
        start = end
    positive = labels == 1
    count = positive.sum()
    return (ranks[positive].sum() - count * (count + 1) / 2) / (count * (len(labels) - count))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("checkpoint")
    parser.add_argument("train")
    parser.add_argument("test")
    parser.add_argument("text")
    parser.add_argument("label")
    parser.add_argument("--seeds", default="1,2,3")
    parser.add_argument("--epochs", type=int, default=1)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--batch", type=int, default=32)
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    tokenizer = AutoTokenizer.from_pretrained(arguments.checkpoint)

    def read(path):
        with open(path, newline="") as file:
            rows = list(csv.DictReader(file))
        encoded = tokenizer([row[arguments.text] for row in rows], truncation=True, max_length=128)["input_ids"]
        return encoded, numpy.array([int(row[arguments.label]) for row in rows])

    def batch(ids):
        return tokenizer.pad({"input_ids": ids}, return_tensors="pt")

    training, labels = read(arguments.train)
    test, truth = read(arguments.test)
    for seed in map(int, arguments.seeds.split(",")):
        torch.manual_seed(seed)
        generator = numpy.random.default_rng(seed)
        model = AutoModelForSequenceClassification.from_pretrained(arguments.checkpoint, num_labels=2)
        model.train()
        plain = [p for _, p in model.named_parameters() if p.ndim > 1]
        other = [p for _, p in model.named_parameters() if p.ndim <= 1]
        optimizer = torch.optim.AdamW(
            [{"params": plain, "weight_decay": 0.01}, {"params": other, "weight_decay": 0.0}], lr=5e-5)
        per_epoch = (len(training) + arguments.batch - 1) // arguments.batch
        steps = per_epoch * arguments.epochs
        schedule = get_linear_schedule_with_warmup(optimizer, round(0.06 * steps), steps)
        begin = time.time()
        for _ in range(arguments.epochs):
            order = generator.permutation(len(training))
            batches = []
            for start in range(0, len(order), 50 * arguments.batch):
                pool = sorted(order[start:start + 50 * arguments.batch], key=lambda i: len(training[i]))
                batches += [pool[i:i + arguments.batch] for i in range(0, len(pool), arguments.batch)]
            generator.shuffle(batches)
            for numbers in batches:
                inputs = batch([training[i] for i in numbers])
                loss = model(**inputs, labels=torch.tensor(labels[numbers])).loss
                loss.backward()
                torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
                optimizer.step()
                schedule.step()
                optimizer.zero_grad()
        elapsed = time.time() - begin
        model.eval()
        scores = numpy.zeros(len(test))
        order = sorted(range(len(test)), key=lambda i: len(test[i]))
        with torch.no_grad():
            for start in range(0, len(order), 64):
                numbers = order[start:start + 64]
                logits = model(**batch([test[i] for i in numbers])).logits
                scores[numbers] = (logits[:, 1] - logits[:, 0]).numpy()
        accuracy = ((scores >= 0) == (truth == 1)).mean()
        print(f"seed {seed}: accuracy {accuracy:.4f}, AUC {auc(truth, scores):.4f}, {elapsed:.0f} s", flush=True)


if __name__ == "__main__":
    main()
