"""Writes tokenizers.json: small tokenizers, lines in many scripts, and digests of what the tokenizers package makes of
them; and scalars.json: digests of how it treats every Unicode scalar.

python make_tokenizers.py        (tokenizers 0.23.3)
"""
import json
import os
import random

from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, trainers

here = os.path.dirname(os.path.abspath(__file__))
random.seed(20260101)


def digest(text):
    """FNV-1a, 64 bits, of the UTF-8 bytes."""
    value = 0xCBF29CE484222325
    for byte in text.encode("utf-8"):
        value = (value ^ byte) * 0x100000001B3 % 2**64
    return "%016x" % value


sentences = """That is a happy dog, isn't it? They've paid $1,234.56 for 2½ acres; we'll see.
The committee reviewed 4,870 applications in 2024 and rejected none of them.
Every number has an interval, and every comparison has a verdict that may be "cannot tell".
Zürich, Łódź, São Paulo, Malmö, Kraków: l'été à Nîmes était très chaud.
Быстрая коричневая лиса перепрыгнула через ленивую собаку.
Η γρήγορη καφέ αλεπού πηδάει πάνω από το τεμπέλικο σκυλί. ΟΔΥΣΣΕΥΣ
השועל החום המהיר קופץ מעל הכלב העצלן
الثعلب البني السريع يقفز فوق الكلب الكسول
तेज़ भूरी लोमड़ी आलसी कुत्ते के ऊपर कूदती है।
สุนัขจิ้งจอกสีน้ำตาลกระโดดข้ามสุนัขขี้เกียจ
敏捷的棕色狐狸跳过懒狗。素早い茶色の狐はのろまな犬を飛び越える。
빠른 갈색 여우가 게으른 개를 뛰어넘는다.
İstanbul'da ılık bir gün; DİYARBAKIR. Tiếng Việt có dấu. straße STRASSE ﬁnal ǅ
👩‍💻 and 🏳️‍🌈 and 👍🏽 met 🇩🇪 at 5️⃣ 🥺🫠 ❤️‼️
ကျွန်ုပ် ᬅᬓ᭄ᬱᬭ ꦲꦏ꧀ꦱꦫ ᮃᮊ᮪ᮞᮛ 𝕳𝖊𝖑𝖑𝖔 ⅷ ① ² ½""".split("\n")
blocks = [(0x20, 0x7E), (0xA0, 0x24F), (0x300, 0x36F), (0x370, 0x52F), (0x590, 0x6FF), (0x900, 0xD7F), (0xE00, 0xFFF),
          (0x1000, 0x11FF), (0x1780, 0x18AF), (0x1B00, 0x1BFF), (0x1E00, 0x206F), (0x2100, 0x27BF), (0x3000, 0x31BF),
          (0x4E00, 0x5000), (0xA950, 0xABFF), (0xAC00, 0xD7A3), (0xF900, 0xFFFF), (0x10300, 0x11FFF), (0x1D100, 0x1D7FF),
          (0x1F300, 0x1FAFF), (0x20000, 0x20100), (0x2F800, 0x2FA1F), (0xE0000, 0xE01EF), (0x100000, 0x10FFFF)]
odd = ["'s", "'re", "'LL", "don't", "[MASK]", " [MASK]", "[mask]", "[CLS]", "<mask>", " <mask> ", "<s>", "##a", "a" * 101,
       "é" * 100, "\x00", "\ufffd", "\x85", "\u200d", "e\u0301", "\u0344", "\u302e\u0301\u302f", "\u1b44\u1b34",
       "\U0001d165\U0001d16d", "İ", "_", "--", "the", "The", "RT", "\u3000", "\xa0", "\r\n", "\t\t", "   ", "@user", "@user  @user it", "😀 it's 😀  😀it"]


def line():
    kind = random.random()
    if kind < 0.2:
        letters = list(random.choice(sentences))
        for _ in range(random.randint(1, 5)):
            letters[random.randrange(len(letters))] = random.choice(odd)
        return "".join(letters)
    if kind < 0.35:
        data = bytearray(random.choice(sentences).encode())
        for _ in range(random.randint(1, 6)):
            data[random.randrange(len(data))] = random.randrange(256)
        return data.decode("utf-8", "replace")
    block, parts = random.choice(blocks), []
    for _ in range(random.randint(0, 8)):
        if random.random() < 0.6:
            parts.append("".join(chr(random.randint(*block)) for _ in range(random.randint(1, 6))))
        else:
            parts.append(random.choice(odd + random.choice(sentences).split()))
        parts.append(random.choice([" ", " ", " ", "  ", "\t", "\xa0", "\n", ""]))
    return "".join(parts)


lines = ["", " ", "\n"] + sentences + [line() for _ in range(300)]

# WordPiece.
special = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
bert = Tokenizer(models.WordPiece(unk_token="[UNK]"))
bert.normalizer = normalizers.BertNormalizer()
bert.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
bert.train_from_iterator(sentences * 3, trainers.WordPieceTrainer(
    vocab_size=700, special_tokens=special, show_progress=False))
bert = json.loads(bert.to_str())
bert["model"]["max_input_chars_per_word"] = 100
bert["post_processor"] = {
    "type": "TemplateProcessing",
    "single": [{"SpecialToken": {"id": "[CLS]", "type_id": 0}}, {"Sequence": {"id": "A", "type_id": 0}},
               {"SpecialToken": {"id": "[SEP]", "type_id": 0}}],
    "pair": [{"SpecialToken": {"id": "[CLS]", "type_id": 0}}, {"Sequence": {"id": "A", "type_id": 0}},
             {"SpecialToken": {"id": "[SEP]", "type_id": 0}}, {"Sequence": {"id": "B", "type_id": 1}},
             {"SpecialToken": {"id": "[SEP]", "type_id": 1}}],
    "special_tokens": {t: {"id": t, "ids": [special.index(t)], "tokens": [t]} for t in ("[CLS]", "[SEP]")}}

# Byte-level BPE.
marks = ["<s>", "<pad>", "</s>", "<unk>", "<mask>"]
roberta = Tokenizer(models.BPE())
roberta.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
roberta.train_from_iterator(sentences * 3, trainers.BpeTrainer(
    vocab_size=700, special_tokens=marks, initial_alphabet=pre_tokenizers.ByteLevel.alphabet(), show_progress=False))
roberta = json.loads(roberta.to_str())
roberta["added_tokens"][4]["lstrip"] = True
roberta["post_processor"] = {"type": "RobertaProcessing", "sep": ["</s>", 2], "cls": ["<s>", 0], "trim_offsets": True,
                             "add_prefix_space": False}


def added(tokenizer, *tokens):
    for content, flags in tokens:
        vocabulary = tokenizer["model"]["vocab"]
        token = dict(id=len(vocabulary) + len(tokenizer["added_tokens"]), content=content, single_word=False, lstrip=False,
                     rstrip=False, normalized=False, special=False)
        token.update(flags)
        token["id"] = vocabulary.get(content, len(vocabulary) + sum(
            1 for other in tokenizer["added_tokens"] if other["content"] not in vocabulary))
        tokenizer["added_tokens"].append(token)


# What differs from the two, as JSON paths: the test makes the variants itself.
variants = {
    "bert": ("bert", {}),
    "cased": ("bert", {"normalizer.lowercase": False}),
    "accents": ("bert", {"normalizer.strip_accents": False}),
    "unclean": ("bert", {"normalizer.clean_text": False, "normalizer.handle_chinese_chars": False}),
    "bare": ("bert", {"normalizer": None, "post_processor": {
        "type": "BertProcessing", "sep": ["[SEP]", 3], "cls": ["[CLS]", 2]}}),
    "roberta": ("roberta", {}),
    "prefix": ("roberta", {"pre_tokenizer.add_prefix_space": True, "post_processor.add_prefix_space": True}),
    "gpt": ("roberta", {"post_processor": {
        "type": "ByteLevel", "trim_offsets": False, "add_prefix_space": False, "use_regex": True}}),
    "whole": ("roberta", {"model.ignore_merges": True}),
}
copy = json.loads(json.dumps(bert))
added(copy, ("the", dict(normalized=True, single_word=True)), ("RT", dict(normalized=True, lstrip=True)),
      ("@user", dict(rstrip=True, lstrip=True)), ("Émile", dict(normalized=True)), ("don", dict(single_word=True)))
variants["found"] = ("bert", {"added_tokens": copy["added_tokens"]})
copy = json.loads(json.dumps(roberta))
added(copy, ("the", dict(normalized=True, single_word=True)), ("RT", dict(normalized=True, lstrip=True)),
      ("@user", dict(rstrip=True, lstrip=True)), (" it", {}), ("😀", dict(rstrip=True)))
variants["foundBytes"] = ("roberta", {"added_tokens": copy["added_tokens"], "pre_tokenizer.add_prefix_space": True})


def changed(name):
    base, changes = variants[name]
    tokenizer = json.loads(json.dumps(bert if base == "bert" else roberta))
    for path, value in changes.items():
        place = tokenizer
        *keys, last = path.split(".")
        for key in keys:
            place = place[key]
        place[last] = value
    return Tokenizer.from_str(json.dumps(tokenizer))


def row(encoding):
    return "".join("%d %d %d %d %d," % (i, t, -1 if w is None else w, a, b) for i, t, w, (a, b) in zip(
        encoding.ids, encoding.type_ids, encoding.word_ids, encoding.offsets))


cases = []
for name in variants:
    for pair, length, plain in [(False, None, False)] + ([(True, None, False), (True, 17, False), (False, 6, False),
                                (True, None, True)] if name in ("bert", "roberta", "prefix") else []):
        tokenizer = changed(name)
        if length:
            tokenizer.enable_truncation(length)
        rows = [row(tokenizer.encode(text, lines[(i + 1) % len(lines)] if pair else None, add_special_tokens=not plain))
                for i, text in enumerate(lines)]
        cases.append({"tokenizer": name, "pair": pair, "maxLength": length, "plain": plain,
                      "digests": [digest(text)[:8] for text in rows]})

with open(os.path.join(here, "tokenizers.json"), "w", encoding="utf-8") as file:
    json.dump({"bert": json.dumps(bert), "roberta": json.dumps(roberta), "lines": lines, "cases": cases,
               "variants": {name: {"base": base, "changes": json.dumps(changes)}
                            for name, (base, changes) in variants.items()}},
              file, separators=(",", ":"))

# Every scalar: what BERT's normaliser makes of it with and without accents, how BERT and GPT-2 split at it.
full = normalizers.BertNormalizer()
light = normalizers.BertNormalizer(strip_accents=False)
words = pre_tokenizers.BertPreTokenizer()
level = pre_tokenizers.ByteLevel(add_prefix_space=False)


def joins(mark, text):
    return len(level.pre_tokenize_str(mark + text)) == 1


def kind(text):
    bert_kind = {1: "w", 2: "s", 3: "p"}[len(words.pre_tokenize_str("a" + text + "a"))]
    return bert_kind + ("L" if joins("a", text) else "N" if joins("1", text) else "O" if joins("!", text) else "S")


# The first four planes and one block of each kind of the rest, which hold nothing else; all were compared once.
digests = {}
for start in [*range(0, 0x34000, 0x1000), 0x50000, 0xE0000, 0xE1000, 0xF0000, 0x10F000]:
    digests["%X" % start] = digest("".join(
        "%s|%s|%s;" % (full.normalize_str(text), light.normalize_str(text), kind(text))
        for text in map(chr, range(start, start + 0x1000)) if not "\ud800" <= text <= "\udfff"))
with open(os.path.join(here, "scalars.json"), "w", encoding="utf-8") as file:
    json.dump({"blockSize": 0x1000, "digests": digests}, file)
