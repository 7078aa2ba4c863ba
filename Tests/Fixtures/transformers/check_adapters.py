"""Reads adapters that Assize saved with peft, and its merged weights with transformers, and compares the logits.

First: ASSIZE_ADAPTERS=FOLDER swift test --filter AdapterExportTests. Then: python check_adapters.py FOLDER
"""

import pathlib
import sys

import torch
from peft import PeftModel
from safetensors.torch import load_file

from peft_models import case, inputs, model

for folder in sorted(pathlib.Path(sys.argv[1]).iterdir()):
    base = case(f"{folder.name.split('-')[0]} classifier")
    expected = load_file(folder / "expected.safetensors")
    with torch.no_grad():
        before = model(base)(**inputs(base)).logits
        adapted = PeftModel.from_pretrained(model(base), folder).eval()(**inputs(base)).logits
        plain = model(base)
        merged = {n.removeprefix("merged."): t for n, t in expected.items() if n.startswith("merged.")}
        print(plain.load_state_dict(merged, strict=False))
        merged = plain(**inputs(base)).logits
    ours = expected["logits"]
    errors = [(found - ours).abs().max().item() for found in (adapted, merged)]
    print(folder.name, "peft", errors[0], "merged", errors[1], "base", (before - ours).abs().max().item())
    assert max(errors) < 1e-5
