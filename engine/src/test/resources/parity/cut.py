# SPDX-License-Identifier: GPL-3.0-or-later
"""Cuts reference activations down to their first texts, so that a clone stays small.

Usage: cut.py FROM TO TEXTS   (folders with expected.json and expected.safetensors)
"""
import json
import pathlib
import struct
import sys


def main(source, target, count):
    source, target = pathlib.Path(source), pathlib.Path(target)
    target.mkdir(parents=True, exist_ok=True)
    told = json.loads((source / "expected.json").read_text("utf-8"))
    told["texts"] = told["texts"][:count]
    kept = {"name": told["name"], "processing": told["processing"], "texts": told["texts"]}
    (target / "expected.json").write_text(
        json.dumps(kept, ensure_ascii=False, separators=(",", ":")) + "\n", "utf-8")
    raw = (source / "expected.safetensors").read_bytes()
    (length,) = struct.unpack("<Q", raw[:8])
    header = json.loads(raw[8 : 8 + length])
    body, cut, parts, at = raw[8 + length :], {}, [], 0
    for name, info in header.items():
        if name == "__metadata__" or int(name.split("/")[0]) >= count:
            continue
        begin, end = info["data_offsets"]
        cut[name] = {**info, "data_offsets": [at, at + end - begin]}
        parts.append(body[begin:end])
        at += end - begin
    text = json.dumps(cut, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    (target / "expected.safetensors").write_bytes(
        struct.pack("<Q", len(text)) + text + b"".join(parts))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
