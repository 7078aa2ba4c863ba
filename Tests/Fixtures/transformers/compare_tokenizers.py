"""Compares assize-bench with the tokenizers package, token for token, on many lines and many variants.

python compare_tokenizers.py ASSIZE_BENCH TOKENIZER_JSON TEXT... [--lines 100000]

TOKENIZER_JSON is a WordPiece tokenizer, such as that of all-MiniLM-L6-v2; a byte-level BPE tokenizer is trained on the
texts. The lines are those of the texts, then seeded ones: changed and damaged copies, some fifty scripts, emoji, and
what tokenizers are known to trip over. Ids, type ids, word numbers and offsets in scalars and in bytes must be equal.
Prints one line for each variant; ends with status 1 if any line differs. (tokenizers 0.23.3: none does.)
"""
import argparse
import json
import os
import random
import subprocess
import sys
import tempfile

from tokenizers import Tokenizer, models, pre_tokenizers, trainers

options = argparse.ArgumentParser(description=__doc__)
options.add_argument("bench")
options.add_argument("tokenizer")
options.add_argument("texts", nargs="+")
options.add_argument("--lines", type=int, default=100_000)
options = options.parse_args()
random.seed(20260101)

blocks = [
    (0x20, 0x7E), (0xA0, 0x17F), (0x180, 0x24F), (0x300, 0x36F), (0x370, 0x3FF), (0x400, 0x4FF), (0x530, 0x58F),
    (0x590, 0x5FF), (0x600, 0x6FF), (0x700, 0x74F), (0x900, 0x97F), (0x980, 0x9FF), (0xA00, 0xA7F), (0xB80, 0xBFF),
    (0xC00, 0xC7F), (0xD00, 0xD7F), (0xE00, 0xE7F), (0xF00, 0xFFF), (0x1000, 0x109F), (0x10A0, 0x10FF), (0x1100, 0x11FF),
    (0x1200, 0x137F), (0x13A0, 0x13FF), (0x1780, 0x17FF), (0x1800, 0x18AF), (0x1B00, 0x1B7F), (0x1E00, 0x1EFF),
    (0x1F00, 0x1FFF), (0x2000, 0x206F), (0x2070, 0x20CF), (0x2100, 0x218F), (0x2190, 0x23FF), (0x2460, 0x24FF),
    (0x2600, 0x27BF), (0x3000, 0x30FF), (0x3130, 0x318F), (0x3400, 0x3500), (0x4E00, 0x5200), (0xA960, 0xA9DF),
    (0xAC00, 0xD7A3), (0xE000, 0xE010), (0xF900, 0xFAFF), (0xFB00, 0xFDFF), (0xFE00, 0xFE2F), (0xFE70, 0xFEFF),
    (0xFF00, 0xFFEF), (0xFFF0, 0xFFFF), (0x10000, 0x100FF), (0x10330, 0x103FF), (0x11000, 0x1107F), (0x1D100, 0x1D1FF),
    (0x1D400, 0x1D7FF), (0x1F300, 0x1F64F), (0x1F680, 0x1F6FF), (0x1F900, 0x1F9FF), (0x1FA70, 0x1FAFF),
    (0x20000, 0x20100), (0x2F800, 0x2FA1F), (0xE0000, 0xE01EF)]
spaces = [" "] * 5 + ["  ", "   ", "\t", "\u00a0", "\u3000", "\u2009", "\r", "\x0b", "\x0c", "\x85", "\u2028", "\u200b",
                      "\u200d", ""]
emoji = ["😀", "👩‍💻", "🏳️‍🌈", "👍🏽", "🇩🇪", "🥺", "🫠", "❤️", "‼️", "#️⃣", "👨‍👩‍👧‍👦"]
odd = ["'s", "'re", "'ll", "'D", "'S", "don't", "it's", "we've", "I'm", "''s", "$1,234.56", "@user", "#tag",
       "http://t.co/aB1", "RT", "&amp;", "...", "!!!", "\ufffd", "\x00", "\x7f", "\x1b[0m", "\u0301", "e\u0301", "A\u030a",
       "İ", "ß", "ﬁ", "ǆ", "Å", "ﬃ", "Σας", "ΟΔΟΣ", "\u0344", "\u0345", "\u1e9e", "①", "½", "²", "Ⅷ", "[MASK]", "[CLS]",
       "[SEP] ", "[UNK]", "[PAD]", " [MASK] ", "<mask>", " <mask>", "<s>", "</s>", "<pad>", "[mask]", "<MASK>", "##ing",
       "##", "a" * 120, "é" * 101, "é" * 100, "x" * 99 + "y", "_", "a_b", "--", "—", "’s", "“q”", "\u1b44\u1b34",
       "\u302e\u302f", "a\u302f\u0301\u302e", "\U0001d165\U0001d16d\u0301", "क\u093c\u094d", "\u1baa\u0301b"]


def anything():
    return chr(random.choice([random.randint(0, 0x7F), random.randint(0x80, 0x7FF), random.randint(0x800, 0xD7FF),
                              random.randint(0xE000, 0xFFFF), random.randint(0x10000, 0x10FFFF)]))


def word(block):
    return "".join(chr(random.randint(*block)) for _ in range(random.choice([1, 2, 3, 4, 5, 6, 8, 12])))


def line(base):
    kind = random.random()
    if kind < 0.15:
        letters = list(random.choice(base))
        for _ in range(random.randint(1, 6) if letters else 0):
            letters[random.randrange(len(letters))] = random.choice([anything(), random.choice(spaces), random.choice(odd)])
        return "".join(letters)
    if kind < 0.3:
        data = bytearray(random.choice(base).encode()[:400] if kind < 0.25 else random.randbytes(random.randint(0, 60)))
        for _ in range(random.randint(1, 8) if data else 0):
            data[random.randrange(len(data))] = random.randint(0, 255)
        return data.decode("utf-8", "replace")
    if kind < 0.35:
        return "".join(anything() for _ in range(random.randint(1, 30)))
    block, parts = random.choice(blocks), []
    for _ in range(random.randint(1, 14)):
        part = random.random()
        if part < 0.55:
            parts.append(word(block))
        elif part < 0.7:
            parts.append(word(random.choice(blocks)))
        elif part < 0.8:
            parts.append(random.choice(emoji) * random.choice([1, 1, 2]))
        elif part < 0.93:
            parts.append(random.choice(odd))
        else:
            parts.append(random.choice(random.choice(base).split() or ["a"]))
        parts.append(random.choice(spaces))
    return "".join(parts)


base = [text[:3000] for path in options.texts for text in
        open(path, encoding="utf-8", errors="replace", newline="\n").read().split("\n")][:options.lines // 2]
lines = [text.replace("\n", "\r") for text in base + [line(base) for _ in range(options.lines - len(base))]]


def trained():
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.train_from_iterator(lines[:40_000], trainers.BpeTrainer(
        vocab_size=8000, special_tokens=["<s>", "<pad>", "</s>", "<unk>", "<mask>"],
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(), show_progress=False))
    tokenizer = json.loads(tokenizer.to_str())
    tokenizer["added_tokens"][4]["lstrip"] = True
    tokenizer["post_processor"] = {"type": "RobertaProcessing", "sep": ["</s>", 2], "cls": ["<s>", 0],
                                   "trim_offsets": True, "add_prefix_space": False}
    return tokenizer


word_piece = json.load(open(options.tokenizer, encoding="utf-8"))
word_piece.update(truncation=None, padding=None)
byte_pair = trained()


def added(tokenizer, *tokens):
    number = max([*tokenizer["model"]["vocab"].values(), *(token["id"] for token in tokenizer["added_tokens"])]) + 1
    for content, flags in tokens:
        token = dict(id=tokenizer["model"]["vocab"].get(content, number), content=content, single_word=False,
                     lstrip=False, rstrip=False, normalized=False, special=False)
        number += token["id"] == number
        tokenizer["added_tokens"].append({**token, **flags})


def with_words(tokenizer):
    added(tokenizer, ("the", dict(normalized=True, single_word=True)), ("RT", dict(normalized=True, lstrip=True)),
          ("Émile", dict(normalized=True)), ("@user", dict(rstrip=True, lstrip=True)), ("don", dict(single_word=True)),
          ("it", {}), ("its", {}), ("😀", dict(single_word=True)), ("中", dict(normalized=True)),
          ("[xyz]", dict(normalized=True, special=True, rstrip=True)))


def with_prefix(tokenizer):
    tokenizer["pre_tokenizer"]["add_prefix_space"] = True
    tokenizer["post_processor"]["add_prefix_space"] = True


def with_byte_words(tokenizer):
    with_prefix(tokenizer)
    added(tokenizer, ("the", dict(normalized=True, single_word=True)), ("RT", dict(normalized=True, lstrip=True)),
          ("@user", dict(rstrip=True, lstrip=True)), (" it", {}), ("its", dict(normalized=True)),
          ("😀", dict(single_word=True, rstrip=True)), ("Ġx", {}))


def with_unknown(fuse):
    def change(tokenizer):
        with_prefix(tokenizer)
        dropped = set("ÃĹqĺâzð")
        model = tokenizer["model"]
        model["merges"] = [pair for pair in model["merges"] if not dropped & set("".join(pair))]
        model["vocab"] = {token: number for token, number in model["vocab"].items() if token not in dropped}
        model.update(unk_token="<unk>", fuse_unk=fuse)
    return change


def normalizer(**changes):
    return lambda tokenizer: tokenizer["normalizer"].update(changes)


def processor(**changes):
    return lambda tokenizer: tokenizer.update(post_processor=changes)


bare, pairs, cut = [], ["--pairs"], ["--pairs", "--max-length", "21"]
variants = [
    ("uncased", word_piece, lambda tokenizer: None, [bare, pairs, cut, ["--pairs", "--plain"]]),
    ("cased", word_piece, normalizer(lowercase=False), [bare]),
    ("cased, without accents", word_piece, normalizer(lowercase=False, strip_accents=True), [bare]),
    ("uncased, with accents", word_piece, normalizer(strip_accents=False), [bare]),
    ("not cleaned", word_piece, normalizer(clean_text=False, handle_chinese_chars=False), [bare]),
    ("not normalised", word_piece, lambda tokenizer: tokenizer.update(normalizer=None), [bare]),
    ("BertProcessing", word_piece, processor(type="BertProcessing", sep=["[SEP]", 102], cls=["[CLS]", 101]), [bare, pairs]),
    ("added tokens", word_piece, with_words, [bare]),
    ("byte-level", byte_pair, lambda tokenizer: None, [bare, pairs, cut, ["--pairs", "--plain"]]),
    ("byte-level, prefix", byte_pair, with_prefix, [bare, cut]),
    ("byte-level, unframed", byte_pair, lambda tokenizer: tokenizer.update(post_processor=None), [bare, pairs]),
    ("byte-level, whole words", byte_pair, lambda tokenizer: tokenizer["model"].update(ignore_merges=True), [bare]),
    ("byte-level, added tokens", byte_pair, with_byte_words, [bare]),
    ("byte-level, unknown bytes", byte_pair, with_unknown(False), [bare]),
    ("byte-level, fused unknown bytes", byte_pair, with_unknown(True), [bare]),
]


def differences(folder, text_path, arguments):
    dump = os.path.join(folder, "tokens.txt")
    subprocess.run([options.bench, "tokenize", folder, text_path, "--dump", dump, *arguments], check=True,
                   stdout=subprocess.DEVNULL)
    tokenizer = Tokenizer.from_file(os.path.join(folder, "tokenizer.json"))
    if "--max-length" in arguments:
        tokenizer.enable_truncation(int(arguments[-1]))
    count = 0
    with open(dump) as dumped:
        for index, (text, found) in enumerate(zip(lines, dumped, strict=True)):
            pair = lines[(index + 1) % len(lines)] if "--pairs" in arguments else None
            encoding = tokenizer.encode(text, pair, add_special_tokens="--plain" not in arguments)
            wanted = []
            for token, kind, number, (start, end), side in zip(
                    encoding.ids, encoding.type_ids, encoding.word_ids, encoding.offsets, encoding.sequence_ids):
                source = "" if side is None else pair if side else text
                wanted.append("%d %d %d %d %d %d %d" % (
                    token, kind, -1 if number is None else number, start, end, len(source[:start].encode()),
                    len(source[:end].encode())))
            if found.rstrip("\n").split(",")[:-1] != wanted:
                count += 1
                if count <= 3:
                    print("   ", repr(text[:200]))
    return count


total = 0
with tempfile.TemporaryDirectory() as folder:
    text_path = os.path.join(folder, "lines.txt")
    with open(text_path, "w", encoding="utf-8", newline="\n") as file:
        file.write("\n".join(lines))
    for name, source, change, runs in variants:
        tokenizer = json.loads(json.dumps(source))
        change(tokenizer)
        with open(os.path.join(folder, "tokenizer.json"), "w", encoding="utf-8") as file:
            json.dump(tokenizer, file, ensure_ascii=False)
        for arguments in runs:
            count = differences(folder, text_path, arguments)
            total += count
            print(f"{name} {' '.join(arguments)}: {count} of {len(lines)} lines differ", flush=True)
sys.exit(1 if total else 0)
