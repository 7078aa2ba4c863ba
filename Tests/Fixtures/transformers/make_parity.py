"""Makes tiny seeded checkpoints of each architecture and head, and what PyTorch computes with them.

Writes parity.json and parity.bin (little-endian float32). Run: python make_parity.py (torch 2.13, transformers 5.23).
PyTorch runs the sequences padded and masked.
"""

import json
import math
import pathlib

import numpy as np
import torch
import transformers
from transformers import (
    BertConfig, BertForMaskedLM, BertForSequenceClassification, BertModel, DistilBertConfig, DistilBertForMaskedLM,
    DistilBertForSequenceClassification, RobertaConfig, RobertaForMaskedLM, RobertaForSequenceClassification,
    get_scheduler)

torch.set_num_threads(1)
HERE = pathlib.Path(__file__).parent
VOCABULARY = 47
floats = []
position = 0


def store(tensor):
    """Appends a tensor to the flat file and says where it lies."""
    global position
    data = tensor.detach().numpy().astype("<f4")
    entry = {"shape": list(data.shape), "offset": position}
    floats.append(data.tobytes())
    position += data.size
    return entry


def configuration(kind, width, heads, inner, **more):
    if kind == "distilbert":
        return DistilBertConfig(
            vocab_size=VOCABULARY, dim=width, n_layers=2, n_heads=heads, hidden_dim=inner, max_position_embeddings=16,
            dropout=0.0, attention_dropout=0.0, seq_classif_dropout=0.0, pad_token_id=0, **more)
    shared = dict(
        vocab_size=VOCABULARY, hidden_size=width, num_hidden_layers=2, num_attention_heads=heads,
        intermediate_size=inner, hidden_dropout_prob=0.0, attention_probs_dropout_prob=0.0)
    if kind == "roberta":
        return RobertaConfig(
            **shared, max_position_embeddings=18, type_vocab_size=1, pad_token_id=1, layer_norm_eps=1e-5, **more)
    return BertConfig(**shared, max_position_embeddings=16, type_vocab_size=2, pad_token_id=0, **more)


def randomise(model, seed):
    """Larger weights than usual, and biases and gains that are not 0 and 1, so that a mix-up shows."""
    generator = torch.Generator().manual_seed(seed)
    seen = set()
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            if parameter.data_ptr() in seen:
                continue
            seen.add(parameter.data_ptr())
            noise = torch.randn(parameter.shape, generator=generator)
            norm = "norm" in name.lower()
            if norm and name.endswith("weight"):
                parameter.copy_(1 + 0.2 * noise)
            elif name.endswith("bias"):
                parameter.copy_(0.1 * noise)
            else:
                parameter.copy_(0.25 * noise)


def sequences(seed, kind, lengths):
    generator = np.random.default_rng(seed)
    ids = [[int(t) for t in generator.integers(2, VOCABULARY, n)] for n in lengths]
    pairs = kind == "bert"
    types = [[int(pairs and i >= (n + 1) // 2) for i in range(n)] for n in lengths]
    return ids, types


def padded(rows, fill, length):
    return torch.tensor([row + [fill] * (length - len(row)) for row in rows])


def case(name, kind, model, problem, seed, lengths, steps=10, labels=None):
    randomise(model, seed)
    model.eval()
    config = model.config
    ids, types = sequences(seed, kind, lengths)
    longest = max(lengths)
    inputs = dict(
        input_ids=padded(ids, config.pad_token_id, longest),
        attention_mask=padded([[1] * n for n in lengths], 0, longest))
    if kind == "bert":
        inputs["token_type_ids"] = padded(types, 0, longest)
    generator = np.random.default_rng(seed + 1)
    if problem == "masked_language":
        targets = [[int(generator.integers(2, VOCABULARY)) if generator.random() < 0.4 else -100 for _ in range(n)]
                   for n in lengths]
        targets[0][0] = 5
        inputs["labels"] = padded(targets, -100, longest)
    elif problem == "regression":
        targets = [float(np.float32(generator.normal())) for _ in lengths]
        inputs["labels"] = torch.tensor(targets)
    elif problem == "multi_label":
        targets = [[float(generator.integers(0, 2)) for _ in range(labels)] for _ in lengths]
        inputs["labels"] = torch.tensor(targets)
    else:
        targets = [int(generator.integers(0, labels)) for _ in lengths]
        inputs["labels"] = torch.tensor(targets)
    weights = {n: store(p) for n, p in model.named_parameters()}
    outputs = model(**inputs, output_hidden_states=True)
    mask = inputs["attention_mask"].bool()
    result = {
        "name": name, "architecture": kind, "problem": problem, "vocabulary": VOCABULARY,
        "width": getattr(config, "hidden_size", None) or config.dim, "blocks": 2,
        "heads": config.num_attention_heads, "inner": getattr(config, "intermediate_size", None) or config.hidden_dim,
        "positions": config.max_position_embeddings, "types": getattr(config, "type_vocab_size", 0),
        "activation": getattr(config, "hidden_act", None) or config.activation,
        "epsilon": getattr(config, "layer_norm_eps", 1e-12), "padding": config.pad_token_id,
        "labels": labels or 0, "ids": ids, "token_types": types, "targets": targets, "weights": weights,
        "states": store(outputs.hidden_states[-1][mask]), "loss": outputs.loss.item(),
        "logits": store(outputs.logits[mask] if problem == "masked_language" else outputs.logits)}
    outputs.loss.backward()
    result["gradients"] = {n: store(p.grad) for n, p in model.named_parameters()}
    result["gradient_norm"] = torch.nn.utils.clip_grad_norm_(model.parameters(), 1e9).item()
    # Ten steps with decay on all tensors, clipping and a schedule: losses before each step.
    optimiser = torch.optim.AdamW(model.parameters(), lr=2e-3, weight_decay=0.05)
    schedule = get_scheduler("linear", optimiser, num_warmup_steps=3, num_training_steps=12)
    losses = []
    for _ in range(steps):
        optimiser.zero_grad()
        loss = model(**inputs).loss
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimiser.step()
        schedule.step()
        losses.append(loss.item())
    result["losses"] = losses
    if problem == "masked_language":
        result["perplexity"] = math.exp(result["loss"])
    print(name, result["loss"], losses[-1], result["gradient_norm"])
    return result


def classifier(kind, labels, problem, width=16, heads=2, inner=24, **more):
    names = {"single": "single_label_classification", "multi_label": "multi_label_classification"}
    problem = names.get(problem, problem)
    config = configuration(kind, width, heads, inner, num_labels=labels, problem_type=problem, **more)
    if kind != "distilbert":
        config.classifier_dropout = 0.0
    model = {"bert": BertForSequenceClassification, "distilbert": DistilBertForSequenceClassification,
             "roberta": RobertaForSequenceClassification}[kind]
    return model(config)


def language(kind, **more):
    model = {"bert": BertForMaskedLM, "distilbert": DistilBertForMaskedLM, "roberta": RobertaForMaskedLM}[kind]
    return model(configuration(kind, 16, 2, 24, **more))


LENGTHS = [1, 7, 12, 2, 5]
cases = [
    case("bert classifier", "bert", classifier("bert", 3, "single"), "single", 1, LENGTHS, labels=3),
    case("bert regression", "bert", classifier("bert", 1, "regression", hidden_act="gelu_new"), "regression", 2,
         LENGTHS, labels=1),
    case("distilbert classifier", "distilbert", classifier("distilbert", 2, "single", width=32, heads=2, inner=40),
         "single", 3, LENGTHS, labels=2),
    case("distilbert multi-label", "distilbert", classifier("distilbert", 4, "multi_label"), "multi_label", 4, LENGTHS,
         labels=4),
    case("roberta classifier", "roberta", classifier("roberta", 3, "single", heads=4), "single", 5, LENGTHS, labels=3),
    case("bert masked language", "bert", language("bert", hidden_act="relu"), "masked_language", 6, LENGTHS),
    case("distilbert masked language", "distilbert", language("distilbert"), "masked_language", 7, LENGTHS),
    case("roberta masked language", "roberta", language("roberta"), "masked_language", 8, LENGTHS),
]


def losses():
    """Label smoothing, class weights, the ignored target; schedules; other optimisers."""
    generator = torch.Generator().manual_seed(9)
    logits = (3 * torch.randn(6, 4, generator=generator)).requires_grad_()
    targets = [0, 3, -100, 1, 1, 2]
    weights = [0.5, 2.0, 1.25, 0.75]
    found = []
    for smoothing in (0.0, 0.15):
        for w in (None, weights):
            logits.grad = None
            function = torch.nn.CrossEntropyLoss(
                label_smoothing=smoothing, weight=None if w is None else torch.tensor(w))
            loss = function(logits, torch.tensor(targets))
            loss.backward()
            found.append({"smoothing": smoothing, "weights": w, "loss": loss.item(), "gradients": store(logits.grad)})
    return {"logits": store(logits), "targets": targets, "cases": found}


def schedules():
    found = []
    for shape, warm in (("constant_with_warmup", 4), ("linear", 4), ("cosine", 5), ("linear", 0), ("one_cycle", 6)):
        optimiser = torch.optim.SGD([torch.nn.Parameter(torch.zeros(1))], lr=1.0)
        if shape == "one_cycle":
            schedule = torch.optim.lr_scheduler.OneCycleLR(
                optimiser, max_lr=1.0, total_steps=20, pct_start=warm / 20, cycle_momentum=False)
        else:
            schedule = get_scheduler(shape, optimiser, num_warmup_steps=warm, num_training_steps=20)
        rates = []
        for _ in range(20):
            rates.append(optimiser.param_groups[0]["lr"])
            optimiser.step()
            schedule.step()
        found.append({"shape": shape, "warm_up": warm, "total": 20, "shares": rates})
    return found


def optimisers():
    """A quadratic's minimum by each rule: the parameters after seven steps."""
    found = []
    start = torch.tensor([[0.5, -1.5, 2.0], [3.0, 0.0, -0.25]])
    target = torch.tensor([[1.0, 1.0, 1.0], [-1.0, 0.0, 2.0]])
    for rule in ("adamw", "sgd", "sgd momentum"):
        parameter = torch.nn.Parameter(start.clone())
        optimiser = {
            "adamw": lambda: torch.optim.AdamW([parameter], lr=0.1, weight_decay=0.1, betas=(0.8, 0.95), eps=1e-6),
            "sgd": lambda: torch.optim.SGD([parameter], lr=0.1, weight_decay=0.1),
            "sgd momentum": lambda: torch.optim.SGD([parameter], lr=0.1, momentum=0.9, weight_decay=0.1)}[rule]()
        for _ in range(7):
            optimiser.zero_grad()
            ((parameter - target) ** 2).sum().backward()
            torch.nn.utils.clip_grad_norm_([parameter], 2.0)
            optimiser.step()
        found.append({"rule": rule, "result": parameter.detach().flatten().tolist()})
    return {"start": start.flatten().tolist(), "target": target.flatten().tolist(), "cases": found}


document = {"versions": {"torch": torch.__version__, "transformers": transformers.__version__}, "cases": cases,
            "losses": losses(), "schedules": schedules(), "optimisers": optimisers()}
HERE.joinpath("parity.json").write_text(json.dumps(document, separators=(",", ":")) + "\n")
HERE.joinpath("parity.bin").write_bytes(b"".join(floats))
