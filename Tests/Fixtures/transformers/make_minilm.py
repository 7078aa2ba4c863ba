"""What Hugging Face transformers makes of a thousand real texts with all-MiniLM-L6-v2.

Usage: python make_minilm.py MODEL_FOLDER WINOGENDER_TSV BBQ_AGE_JSONL BBQ_NATIONALITY_JSONL
The texts are Winogender sentences (Rudinger et al. 2018) and BBQ contexts with their questions (Parrish et al. 2022).
Writes minilm.json (the number of tokens of each text) and minilm.bin: all token ids as little-endian uint16, then every
16th number of each mean-pooled embedding, from the text's number modulo 16 on, as little-endian float32.
"""

import json
import pathlib
import sys

import numpy as np
import torch
import transformers

folder, winogender, *bbq = sys.argv[1:]
torch.set_num_threads(1)
texts = [line.split("\t")[1].strip() for line in pathlib.Path(winogender).read_text().splitlines()[1:]][::2][:350]
for path in bbq:
    rows = [json.loads(line) for line in pathlib.Path(path).read_text().splitlines()]
    texts += [f"{row['context']} {row['question']}" for row in rows[:: len(rows) // 325]][:325]
assert len(texts) == 1000, len(texts)
tokenizer = transformers.AutoTokenizer.from_pretrained(folder)
model = transformers.AutoModel.from_pretrained(folder).eval()
lengths, ids, parts = [], [], []
with torch.no_grad():
    for number, text in enumerate(texts):
        inputs = tokenizer(text, return_tensors="pt")
        embedding = model(**inputs).last_hidden_state[0].mean(0).numpy()
        lengths.append(inputs["input_ids"].shape[1])
        ids.append(inputs["input_ids"][0].numpy())
        parts.append(embedding[number % 16 :: 16])
here = pathlib.Path(__file__).parent
here.joinpath("minilm.json").write_text(json.dumps({"lengths": lengths}, separators=(",", ":")) + "\n")
here.joinpath("minilm.bin").write_bytes(
    np.concatenate(ids).astype("<u2").tobytes() + np.concatenate(parts).astype("<f4").tobytes())
print(len(texts), sum(lengths), min(lengths), max(lengths))
