"""Builds the checkpoints of parity.json again, for the scripts that put adapters on them."""

import json
import pathlib

import numpy as np
import torch
from transformers import (
    BertConfig, BertForSequenceClassification, DistilBertConfig, DistilBertForSequenceClassification, RobertaConfig,
    RobertaForSequenceClassification)

HERE = pathlib.Path(__file__).parent
DOCUMENT = json.loads(HERE.joinpath("parity.json").read_text())
FLOATS = np.fromfile(HERE.joinpath("parity.bin"), dtype="<f4")


def case(name):
    return next(c for c in DOCUMENT["cases"] if c["name"] == name)


def tensor(entry):
    count = int(np.prod(entry["shape"]))
    return torch.tensor(FLOATS[entry["offset"]:entry["offset"] + count].reshape(entry["shape"]))


def model(case):
    kind, width, inner = case["architecture"], case["width"], case["inner"]
    if kind == "distilbert":
        built = DistilBertForSequenceClassification(DistilBertConfig(
            vocab_size=case["vocabulary"], dim=width, n_layers=case["blocks"], n_heads=case["heads"], hidden_dim=inner,
            max_position_embeddings=case["positions"], pad_token_id=case["padding"], num_labels=case["labels"],
            problem_type="single_label_classification"))
    else:
        configuration, architecture = {
            "bert": (BertConfig, BertForSequenceClassification),
            "roberta": (RobertaConfig, RobertaForSequenceClassification)}[kind]
        built = architecture(configuration(
            vocab_size=case["vocabulary"], hidden_size=width, num_hidden_layers=case["blocks"],
            num_attention_heads=case["heads"], intermediate_size=inner, max_position_embeddings=case["positions"],
            type_vocab_size=case["types"], pad_token_id=case["padding"], layer_norm_eps=case["epsilon"],
            num_labels=case["labels"], problem_type="single_label_classification"))
    missing = built.load_state_dict({n: tensor(e) for n, e in case["weights"].items()}, strict=False)
    assert not missing.unexpected_keys and all("position_ids" in k for k in missing.missing_keys), missing
    return built.eval()


def inputs(case):
    longest = max(map(len, case["ids"]))

    def padded(rows, fill):
        return torch.tensor([row + [fill] * (longest - len(row)) for row in rows])

    found = dict(
        input_ids=padded(case["ids"], case["padding"]), attention_mask=padded([[1] * len(r) for r in case["ids"]], 0),
        labels=torch.tensor(case["targets"]))
    if case["architecture"] == "bert":
        found["token_type_ids"] = padded(case["token_types"], 0)
    return found
