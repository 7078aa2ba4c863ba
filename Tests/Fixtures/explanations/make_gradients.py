"""What PyTorch and captum say of the classifiers of ../transformers/parity.json: outputs with words hidden from attention,
gradients, integrated gradients, attention, rollout, flow and relevance.

Writes gradients.json. Run: python make_gradients.py (torch 2.13, transformers 5.23, captum 0.9, networkx 3.6).
"""

import json
import pathlib

import captum
import networkx
import numpy as np
import torch
import transformers
from captum.attr import LayerIntegratedGradients
from transformers import (
    BertConfig, BertForSequenceClassification, DistilBertConfig, DistilBertForSequenceClassification, RobertaConfig,
    RobertaForSequenceClassification)

torch.set_num_threads(1)
HERE = pathlib.Path(__file__).parent
parity = json.loads(HERE.joinpath("../transformers/parity.json").read_text())
floats = np.fromfile(HERE / "../transformers/parity.bin", dtype="<f4")
STEPS = 50


def tensor(entry):
    size = int(np.prod(entry["shape"]))
    return torch.from_numpy(floats[entry["offset"]:entry["offset"] + size].reshape(entry["shape"]).copy())


def load(case):
    kind, labels = case["architecture"], case["labels"]
    more = dict(vocab_size=case["vocabulary"], num_labels=labels, pad_token_id=case["padding"],
                max_position_embeddings=case["positions"], attn_implementation="eager")
    if kind == "distilbert":
        config = DistilBertConfig(dim=case["width"], n_layers=case["blocks"], n_heads=case["heads"],
                                  hidden_dim=case["inner"], activation=case["activation"], **more)
        model = DistilBertForSequenceClassification(config)
    else:
        shared = dict(hidden_size=case["width"], num_hidden_layers=case["blocks"], num_attention_heads=case["heads"],
                      intermediate_size=case["inner"], type_vocab_size=case["types"], hidden_act=case["activation"],
                      layer_norm_eps=case["epsilon"], **more)
        model = (RobertaForSequenceClassification(RobertaConfig(**shared)) if kind == "roberta"
                 else BertForSequenceClassification(BertConfig(**shared)))
    missing, unexpected = model.load_state_dict({n: tensor(w) for n, w in case["weights"].items()}, strict=False)
    assert not unexpected and all("position_ids" in n for n in missing), (missing, unexpected)
    return model.eval()


def margin(logits, label):
    others = torch.cat([logits[:, :label], logits[:, label + 1:]], dim=1)
    return logits[:, label] - torch.logsumexp(others, dim=1) if others.shape[1] else logits[:, label]


def rounded(values, digits=7):
    array = np.asarray(values, dtype=np.float64)
    return [float(f"{v:.{digits}g}") for v in array.flatten()]


def explain(case):
    model = load(case)
    ids = torch.tensor([case["ids"][1]])
    types = torch.tensor([case["token_types"][1]])
    length = ids.shape[1]
    more = {"token_type_ids": types} if case["architecture"] == "bert" else {}
    label = case["labels"] - 1
    words = model.get_input_embeddings()

    def output(ids, mask=None, **arguments):
        logits = model(input_ids=ids, attention_mask=mask,
                       **{k: v.expand(ids.shape[0], -1) for k, v in more.items()}, **arguments).logits
        return margin(logits, label) if case["problem"] == "single" else logits[:, label]

    result = {"name": case["name"], "label": label, "output": output(ids).item()}
    # Some tokens hidden from attention; the first never is.
    hidden = [[1, 4], [2, 3, 5], list(range(1, length))]
    result["hidden"] = hidden
    masks = torch.ones(len(hidden), length, dtype=torch.long)
    for row, places in enumerate(hidden):
        masks[row, places] = 0
    result["hidden_outputs"] = rounded(output(ids.expand(len(hidden), -1), masks).detach())

    # The gradients of the words' vectors, and integrated gradients from a baseline of padding between both ends.
    kept = []

    def keep(module, inputs, outputs):
        outputs.retain_grad()
        kept.append(outputs)

    handle = words.register_forward_hook(keep)
    output(ids).sum().backward()
    handle.remove()
    result["gradients"] = rounded(kept[0].grad)
    baseline = ids.clone()
    baseline[0, 1:-1] = case["padding"]
    integrated = LayerIntegratedGradients(output, words)
    attributions = integrated.attribute(ids, baseline, n_steps=STEPS)
    result["integrated_padding"] = rounded(attributions.detach().sum(-1))

    # Attention, its gradients, and what is made of them.
    outputs = model(input_ids=ids, output_attentions=True, **more)
    logits = outputs.logits
    value = margin(logits, label) if case["problem"] == "single" else logits[:, label]
    gradients = torch.autograd.grad(value.sum(), outputs.attentions)
    weights = torch.stack([a[0] for a in outputs.attentions]).detach()
    slopes = torch.stack([g[0] for g in gradients]).detach()
    result["attention"] = rounded(weights)
    result["attention_gradients"] = rounded(slopes)
    relevance = torch.eye(length)
    for a, g in zip(weights, slopes):
        relevance = relevance + (a * g).clamp(min=0).mean(0) @ relevance
    result["relevance"] = rounded(relevance[0])
    mixed = weights.double().mean(1) + torch.eye(length)
    mixed = mixed / mixed.sum(-1, keepdim=True)
    rollout = torch.eye(length).double()
    for layer in mixed:
        rollout = layer @ rollout
    result["rollout"] = rounded(rollout[0])
    graph = networkx.DiGraph()
    layers = len(mixed)
    for layer in range(layers):
        for asking in range(length):
            for asked in range(length):
                graph.add_edge((layer + 1, asking), (layer, asked), capacity=mixed[layer, asking, asked].item())
    result["flow"] = rounded([networkx.maximum_flow_value(graph, (layers, 0), (0, place)) for place in range(length)])
    print(result["name"], result["output"], result["integrated_padding"], result["flow"])
    return result


cases = [explain(case) for case in parity["cases"] if case["problem"] != "masked_language"]
document = {"versions": {"torch": torch.__version__, "transformers": transformers.__version__,
                         "captum": captum.__version__, "networkx": networkx.__version__},
            "steps": STEPS, "cases": cases}
HERE.joinpath("gradients.json").write_text(json.dumps(document, separators=(",", ":")) + "\n")
