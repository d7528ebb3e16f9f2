# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes small tokenizers in the shapes that model families publish, and the reference's numbers.

Usage: make.py TRAINING_TEXT TO   (needs tokenizers and transformers from pip)

Every folder gets the files a published model has and expected.json: for each text its token
numbers with special tokens as plain text and with special tokens recognised, nothing prepended.
"""
import json
import pathlib
import sys

from tokenizers import AddedToken, Regex, Tokenizer
from tokenizers import decoders, models, normalizers, pre_tokenizers, processors, trainers

TEXTS = [
    "",
    "a",
    " ",
    "      ",
    "Plain words, and a few more of them.",
    " leading and trailing ",
    "   three before and after   ",
    "na\u00efve caf\u00e9 co\u00f6perate \u0141\u00f3d\u017a \u20ac12.50",
    "e\u0301 cafe\u0301 n\u0303 is decomposed, \u1100\u1161\u11a8 too, a\u0323\u0302 twice, q\u0301 stays",
    "\u212b \u2126 \ufb01 \u2460 \uff21 compatibility",
    "\U0001f469\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466 \U0001f950\U0001f1ea\U0001f1fa \u2764\ufe0f \U0001d4b3",
    "\u6771\u4eac\u306f\u65e5\u672c\u306e\u9996\u90fd\u3002 \ud55c\uad6d\uc5b4 \u4e2d\u6587\uff0c\u6807\u70b9\uff01",
    "\u0645\u0631\u062d\u0628\u0627 \u0628\u0627\u0644\u0639\u0627\u0644\u0645\u060c \u05e9\u05dc\u05d5\u05dd \u202eleft\u202c \u0e2a\u0e27\u0e31\u0e2a\u0e14\u0e35 \u0939\u093f\u0928\u094d\u0926\u0940",
    "tab\tand\t\ttabs\t\t\t\tfour\nline\n\nblank\n\n\nthree\r\nCRLF\r\n\r\nboth\r",
    "\n",
    "\n leading newline,  two  spaces,    four    spaces\n    indented\n\tend \n",
    "0 12 345 6789 31415926535 3.14159 1,000,000 v1.2.3 \u0663\u0664 \u00bd \u2167",
    "def f(x):\n    if x > 0:\n        return {\"a\": x[0], 'b': -1e-9}  # <b>&amp;</b>\n",
    "I'm you're they'll we've it's he'd DON'T CAN'T I'M camelCaseWord HTTPServer",
    "<|endoftext|><s></s><unk> <bos><eos> <pad> [CLS] <|im_start|>user<|im_end|> <|user|> x",
    "before<|endoftext|> after <s> b </s>c <bos>  d <|begin_of_text|>\n<|user|>\n e <unused0>",
    "<tool_call>{}</tool_call> <table></table> \u2581\u2581 literal \u2581bars\u2581 \u2581",
    "half \ud83d a character \udc00, and \ud800\ud800 two",
    "nul \u0000 controls \u0001\u0002\u001b\u007f\u0085 \u00a0nbsp\u00ad \u2028line\u2029 \u200b \u3000 \ufeffbom \ufffd \uffff",
    "<0x0A> <0x41> \u0120 \u010a G\u0120a are only letters here",
    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa  !!!!!!!!!!!! ======== ... \u2026\u3002\u060c",
]
MORE = TEXTS + ["for i in range(10):\n        print(i)  # the the and and"] * 3
GPT4 = (r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}%s| ?[^\s\p{L}\p{N}]+[\r\n]*"
        r"|\s*[\r\n]+|\s+(?!\S)|\s+")
GPT4O = "|".join([
    r"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+(?i:'s|'t|'re|'ve|'m|'ll|'d)?",
    r"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*(?i:'s|'t|'re|'ve|'m|'ll|'d)?",
    r"\p{N}{1,3}", r" ?[^\s\p{L}\p{N}]+[\r\n/]*", r"\s*[\r\n]+", r"\s+(?!\S)", r"\s+"])
BLOOM = " ?[^(\\s|[.,!?\u2026\u3002\uff0c\u3001\u0964\u06d4\u060c])]+"


def whole(text):
    """The text with its half characters replaced, as UTF-8 must have it."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def byte_level(lines, vocab, pre, special, normalizer=None, **model):
    tok = Tokenizer(models.BPE(**model))
    if normalizer:
        tok.normalizer = normalizer
    tok.pre_tokenizer = pre
    tok.decoder = decoders.ByteLevel()
    tok.post_processor = processors.ByteLevel(trim_offsets=False)
    tok.train_from_iterator(lines, trainers.BpeTrainer(
        vocab_size=vocab, special_tokens=special, show_progress=False,
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet()))
    return tok


def split_first(regex):
    return pre_tokenizers.Sequence([
        pre_tokenizers.Split(Regex(regex), behavior="isolated"),
        pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)])


def fallback(lines, special, normalizer=None, pre=None, pieces=(), vocab=640):
    """Spaces are bars; characters the vocabulary lacks become bytes."""
    tok = Tokenizer(models.BPE(byte_fallback=True, fuse_unk=True, unk_token="<unk>"))
    if normalizer:
        tok.normalizer = normalizer
    if pre:
        tok.pre_tokenizer = pre
    tok.decoder = decoders.Sequence(
        [decoders.Replace("\u2581", " "), decoders.ByteFallback(), decoders.Fuse()])
    byte_tokens = ["<0x%02X>" % b for b in range(256)]
    tok.train_from_iterator(lines, trainers.BpeTrainer(
        vocab_size=vocab, special_tokens=special + byte_tokens + list(pieces), show_progress=False))
    told = json.loads(tok.to_str())
    told["added_tokens"] = [t for t in told["added_tokens"] if t["content"] in special]
    return Tokenizer.from_str(json.dumps(told))


def begins_with(tok, bos):
    tok.post_processor = processors.TemplateProcessing(
        single=bos + " $A", pair="%s $A %s $B" % (bos, bos),
        special_tokens=[(bos, tok.token_to_id(bos))])
    return tok


def changed(tok, change):
    """The same tokenizer after a change of its file."""
    told = json.loads(tok.to_str())
    change(told)
    return Tokenizer.from_str(json.dumps(told)), told


def tokens(told, **what):
    for token in told["added_tokens"]:
        token.update(what.get(token["content"], {}))


def kinds(lines):
    sp, nl = " ", "\n"
    gpt2_pre = pre_tokenizers.ByteLevel(add_prefix_space=False)
    end = ["<|endoftext|>"]

    def published_2019(told):
        del told["pre_tokenizer"]["use_regex"], told["model"]["ignore_merges"]
        del told["model"]["byte_fallback"], told["model"]["type"]
        told["model"].update(continuing_subword_prefix="", end_of_word_suffix="")
        told["model"]["merges"] = [" ".join(pair) for pair in told["model"]["merges"]]

    yield "gpt2", *changed(byte_level(lines, 500, gpt2_pre, end), published_2019)
    tok = byte_level(lines, 480, gpt2_pre, ["<|endoftext|>", "<|padding|>"], normalizers.NFC())
    tok.add_tokens([AddedToken(sp * n, normalized=True) for n in range(24, 1, -1)])
    yield "pythia", *changed(tok, lambda told: None)
    tok = byte_level(lines, 480, gpt2_pre, ["<|endoftext|>", "<|padding|>"], normalizers.NFC())
    tok.add_tokens([AddedToken(sp * n, normalized=False) for n in range(24, 1, -1)])
    tok.add_tokens([AddedToken("|||IP_ADDRESS|||", normalized=False)])
    yield "olmo", *changed(tok, lambda told: None)
    tok = byte_level(lines, 470, gpt2_pre, end)
    tok.add_tokens([AddedToken(sp * n, normalized=True) for n in range(16, 1, -1)])
    tok.add_tokens([AddedToken("\t" * n, normalized=True) for n in range(9, 1, -1)])
    yield "phi", *changed(tok, lambda told: None)
    digits = pre_tokenizers.Sequence([pre_tokenizers.Digits(individual_digits=True), gpt2_pre])
    tok = byte_level(lines, 480, digits, ["<|endoftext|>", "<|im_start|>", "<|im_end|>"])
    yield "smollm", *changed(tok, lambda told: None)
    tok = byte_level(lines, 480, split_first(GPT4 % ""), [], normalizers.NFC())
    tok.add_special_tokens(["<|endoftext|>", "<|im_start|>", "<|im_end|>"])
    tok.add_tokens([AddedToken("<tool_call>", normalized=False)])
    tok.add_tokens([AddedToken("</tool_call>", normalized=False)])
    yield "qwen", *changed(tok, lambda told: None)
    tok = byte_level(lines, 480, split_first(GPT4 % "{1,3}"), [], ignore_merges=True)
    tok.add_special_tokens(["<|begin_of_text|>", "<|end_of_text|>", "<|eot_id|>"])
    yield "llama3", *changed(begins_with(tok, "<|begin_of_text|>"), lambda told: None)
    tok = byte_level(lines, 480, split_first(GPT4O), [], ignore_merges=True)
    tok.add_special_tokens([AddedToken("<|endoftext|>"), AddedToken("<|user|>", rstrip=True)])
    yield "phi4-mini", *changed(tok, lambda told: None)
    tok = byte_level(lines, 480, split_first(BLOOM), ["<unk>", "<s>", "</s>", "<pad>"])
    yield "bloom", *changed(tok, lambda told: None)
    tok = byte_level(lines, 480, pre_tokenizers.ByteLevel(add_prefix_space=True), end)
    yield "prefixed", *changed(tok, lambda told: None)

    marks = ["<unk>", "<s>", "</s>"]
    llama = normalizers.Sequence([normalizers.Prepend("\u2581"), normalizers.Replace(sp, "\u2581")])
    yield "llama2", *changed(begins_with(fallback(lines, marks, llama), "<s>"), lambda told: None)
    tok = fallback(lines, marks, llama)
    tok.add_special_tokens(["<|endoftext|>"])
    tok.add_special_tokens([AddedToken("<|user|>", rstrip=True, normalized=False)])

    def phi3(told):
        tokens(told, **{"</s>": {"rstrip": True, "special": False}})

    yield "phi3", *changed(tok, phi3)
    first = pre_tokenizers.Metaspace(replacement="\u2581", prepend_scheme="first", split=False)
    yield "mistral", *changed(
        begins_with(fallback(lines, marks, pre=first), "<s>"), lambda told: None)
    always = pre_tokenizers.Metaspace(replacement="\u2581", prepend_scheme="always", split=True)

    def older(told):
        told["pre_tokenizer"] = {
            "type": "Metaspace", "replacement": "\u2581", "add_prefix_space": True}

    yield "metaspace", *changed(fallback(lines, marks, pre=always), older)
    words = pre_tokenizers.Split(sp, behavior="merged_with_previous")
    pieces = ["\n\n", "\n\n\n", "\t\t"] + ["\u2581" * n for n in range(2, 8)]
    tok = fallback(lines, ["<pad>", "<eos>", "<bos>", "<unk>"], normalizers.Replace(sp, "\u2581"),
                   words, pieces)
    tok.add_tokens([AddedToken(piece, normalized=False) for piece in pieces])
    tok.add_tokens([AddedToken("<unused%d>" % n, normalized=False) for n in range(10)])
    tok.add_tokens([AddedToken(t, normalized=False) for t in ["<table>", "</table>", "<b>"]])
    yield "gemma", *changed(begins_with(tok, "<bos>"), lambda told: None)


def expected(tok):
    texts = []
    for text in TEXTS:
        ids = {}
        for name, as_text in (("plain", True), ("special", False)):
            tok.encode_special_tokens = as_text
            ids[name] = tok.encode(whole(text), add_special_tokens=False).ids
        texts.append({"text": text, **ids})
    return json.dumps({"texts": texts}, separators=(",", ":")).replace('},{"', '},\n{"') + "\n"


def opt(lines, target):
    """Vocabulary and merges in two files, as models of 2019 have them."""
    import transformers

    special = ["<s>", "<pad>", "</s>", "<unk>"]
    tok = byte_level(lines, 500, pre_tokenizers.ByteLevel(add_prefix_space=False), special)
    target.mkdir(parents=True, exist_ok=True)
    tok.model.save(str(target))
    mark = {"__type": "AddedToken", "lstrip": False, "normalized": True, "rstrip": False,
            "single_word": False}
    names = {"bos_token": "</s>", "eos_token": "</s>", "unk_token": "</s>", "pad_token": "<pad>"}
    config = {n: {**mark, "content": c} if n != "pad_token" else c for n, c in names.items()}
    (target / "tokenizer_config.json").write_text(json.dumps(
        {"errors": "replace", **config, "add_prefix_space": False, "add_bos_token": True,
         "tokenizer_class": "GPT2Tokenizer"}) + "\n")
    map_ = {n: {k: v for k, v in c.items() if k != "__type"} if isinstance(c, dict) else c
            for n, c in config.items()}
    (target / "special_tokens_map.json").write_text(json.dumps(map_) + "\n")
    reference = transformers.GPT2Tokenizer.from_pretrained(target)
    (target / "expected.json").write_text(expected(reference.backend_tokenizer))


def main(source, target):
    lines = pathlib.Path(source).read_text("utf-8").splitlines(keepends=True)
    lines += [whole(text) for text in MORE]
    target = pathlib.Path(target)
    for name, tok, told in kinds(lines):
        folder = target / name
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "tokenizer.json").write_text(
            json.dumps(told, ensure_ascii=False, separators=(",", ":")) + "\n", "utf-8")
        (folder / "expected.json").write_text(expected(tok))
        print(name, tok.get_vocab_size(), "tokens")
    opt(lines, target / "opt")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
