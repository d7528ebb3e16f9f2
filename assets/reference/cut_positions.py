# SPDX-License-Identifier: GPL-3.0-or-later
"""Cuts a reference down to the first positions of one text: a causal model computes the same there.

Usage: cut_positions.py EXPECTED_FOLDER TEXT POSITIONS MADE_WITH OUT_FOLDER
writes OUT_FOLDER/reference.safetensors and reference.json; the text becomes text 0.
"""
import json
import pathlib
import struct
import sys

ATTENTION = ("hook_attn_scores", "hook_pattern")  # [heads, query, key]; others begin with position


def cut(values, shape, name, count):
    """The numbers and the shape of the first positions."""
    if name.endswith(ATTENTION):
        heads, queries, keys = shape
        parts = []
        for head in range(heads):
            for query in range(count):
                at = 4 * keys * (head * queries + query)
                parts.append(values[at : at + 4 * count])
        return b"".join(parts), [heads, count, count]
    width = len(values) // shape[0]
    return values[: width * count], [count, *shape[1:]]


def main(source, text, count, made_with, target):
    source, target = pathlib.Path(source), pathlib.Path(target)
    told = json.loads((source / "expected.json").read_text("utf-8"))["texts"][text]
    raw = (source / "expected.safetensors").read_bytes()
    (length,) = struct.unpack("<Q", raw[:8])
    body, header, parts, at = raw[8 + length :], {"__metadata__": {"made_with": made_with}}, [], 0
    for name, info in json.loads(raw[8 : 8 + length]).items():
        if not name.startswith(f"{text}/"):
            continue
        begin, end = info["data_offsets"]
        values, shape = cut(body[begin:end], info["shape"], name, count)
        header["0/" + name.split("/", 1)[1]] = {
            "dtype": info["dtype"], "shape": shape, "data_offsets": [at, at + len(values)]}
        parts.append(values)
        at += len(values)
    words = json.dumps(header, separators=(",", ":")).encode()
    words += b" " * (-len(words) % 8)
    (target / "reference.safetensors").write_bytes(
        struct.pack("<Q", len(words)) + words + b"".join(parts))
    texts = {"texts": [{"tokens": told["tokens"][:count], "str_tokens": told["str_tokens"][:count]}]}
    (target / "reference.json").write_text(json.dumps(texts, ensure_ascii=False) + "\n", "utf-8")


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4], sys.argv[5])
