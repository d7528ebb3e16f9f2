# SPDX-License-Identifier: GPL-3.0-or-later
"""Cuts reference activations down to their first texts, so that a clone stays small.

Usage: cut.py FROM TO TEXTS [POSITIONS]   (folders with expected.json and expected.safetensors)

With POSITIONS, texts are cut down as well. What a causal model computes at the first positions does
not depend on the others; the text itself is left out then, for its tokens are not all there.
"""
import json
import math
import pathlib
import struct
import sys


def rows(name, info, positions):
    """Which parts of a tensor, in numbers, belong to the first positions."""
    length = info["shape"][0]
    step = math.prod(info["shape"][1:])
    if name.endswith(("hook_attn_scores", "hook_pattern")):  # [head, query, key]
        heads, queries, keys = info["shape"]
        info["shape"] = [heads, positions, positions]
        return [((h * queries + q) * keys, positions)
                for h in range(heads) for q in range(positions)]
    if "q_norm." in name or "k_norm." in name:  # [position · head, …]
        kept = length // info["tokens"] * positions
        info["shape"] = [kept, *info["shape"][1:]]
        return [(0, kept * step)]
    info["shape"] = [positions, *info["shape"][1:]]
    return [(0, positions * step)]


def main(source, target, count, positions=None):
    source, target = pathlib.Path(source), pathlib.Path(target)
    target.mkdir(parents=True, exist_ok=True)
    told = json.loads((source / "expected.json").read_text("utf-8"))
    told["texts"] = told["texts"][:count]
    lengths = [len(text["tokens"]) for text in told["texts"]]
    if positions:
        told["texts"] = [
            {"text": "", "tokens": text["tokens"][:positions]} for text in told["texts"]]
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
        whole, size = body[begin:end], 4
        if positions:
            info["tokens"] = lengths[int(name.split("/")[0])]
            spans = rows(name, info, positions)
            whole = b"".join(whole[first * size : (first + many) * size] for first, many in spans)
        cut[name] = {
            "dtype": info["dtype"], "shape": info["shape"], "data_offsets": [at, at + len(whole)]}
        parts.append(whole)
        at += len(whole)
    text = json.dumps(cut, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    (target / "expected.safetensors").write_bytes(
        struct.pack("<Q", len(text)) + text + b"".join(parts))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], *map(int, sys.argv[3:5]))
