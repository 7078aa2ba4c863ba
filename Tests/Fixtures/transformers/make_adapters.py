"""Puts low-rank adapters of peft on checkpoints of parity.json, and notes what PyTorch computes with them.

Writes adapters/NAME/: adapter_config.json and adapter_model.safetensors as peft saves them, and expected.safetensors with
the logits, the loss and the gradient of every trained tensor, by the names of the adapter's file.
Run: python make_adapters.py (torch 2.13, transformers 5.23, peft 0.21.2).
"""

import json
import pathlib

import torch
from peft import LoraConfig, get_peft_model
from safetensors.torch import save_file

from peft_models import HERE, case, inputs, model

torch.set_num_threads(1)

CASES = {
    "bert": dict(target_modules=None, r=4, lora_alpha=8, modules_to_save=["pooler", "classifier"]),
    # As peft does it unasked: the pooler stays frozen. Every layer of the blocks, one of three in the fused weight.
    "bert-key": dict(target_modules=["key", "attention.output.dense", "intermediate.dense", "output.dense"], r=3,
                     lora_alpha=5),
    "distilbert": dict(target_modules=["q_lin", "v_lin", "lin2"], r=2, lora_alpha=16),
    "roberta": dict(target_modules="all-linear", r=1, lora_alpha=2, init_lora_weights="gaussian"),
}

for number, (name, options) in enumerate(CASES.items()):
    base = case(f"{name.split('-')[0]} classifier")
    adapted = get_peft_model(model(base), LoraConfig(task_type="SEQ_CLS", lora_dropout=0.0, **options))
    generator = torch.Generator().manual_seed(40 + number)
    with torch.no_grad():
        for path, parameter in adapted.named_parameters():
            if parameter.requires_grad:
                parameter.add_(0.2 * torch.randn(parameter.shape, generator=generator))
    adapted.eval()
    outputs = adapted(**inputs(base))
    outputs.loss.backward()
    found = {"logits": outputs.logits.detach(), "loss": outputs.loss.detach().reshape(1)}
    for path, parameter in adapted.named_parameters():
        if parameter.requires_grad:
            found[path.replace("modules_to_save.default.", "").replace(".default.", ".")] = parameter.grad.clone()
    folder = HERE / "adapters" / name
    adapted.save_pretrained(folder)
    (folder / "README.md").unlink()
    # peft keeps the targets in a set, whose order changes from run to run.
    configuration = json.loads((folder / "adapter_config.json").read_text())
    configuration["target_modules"].sort()
    (folder / "adapter_config.json").write_text(json.dumps(configuration, indent=2, sort_keys=True) + "\n")
    save_file(found, folder / "expected.safetensors")
    plain = model(base)(**inputs(base)).logits
    print(name, outputs.loss.item(), (outputs.logits - plain).abs().max().item(), len(found))
