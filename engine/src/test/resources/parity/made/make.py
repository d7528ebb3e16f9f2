# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes the small checkpoints of this folder and what transformers computes with them.

Usage: make.py TO [NAME...]   (needs torch, transformers 5, tokenizers and safetensors)

The weights are random but lively: biases and norms would otherwise be zeros and ones, which hides
mistakes. They are stored as bf16 unless a variant says otherwise. The numbers come from the files:
the reference reads the folder again, in float32 and with eager attention (its other backends drop
Gemma 2's soft cap), and for each text anew (dynamic rope keeps the table of the longest text).
"""
import json
import pathlib
import re
import sys
import zlib

import torch
import transformers
from safetensors.torch import load_file, save_file
from tokenizers import Tokenizer, decoders, models, pre_tokenizers

from variants import VARIANTS

# Longer than every window (4) and than the contexts that some ropes stretch (8); and shorter.
TEXTS = [[1, 7, 30, 12, 12, 39, 3, 22, 9, 7, 18], [1, 33, 5, 20, 11]]
NEURONS = ("mlp.c_proj", "mlp.fc_out", "mlp.dense_4h_to_h", "fc2", "mlp.down_proj")
SMALL = {"vocab_size": 41, "pad_token_id": 0, "bos_token_id": 1, "eos_token_id": 2}


def fill(model, name):
    random = torch.Generator().manual_seed(zlib.crc32(name.encode()))
    with torch.no_grad():
        for value in model.parameters():
            noise = torch.randn(value.shape, generator=random)
            if value.dim() <= 1:
                value.copy_((1.0 if value.mean() > 0.5 else 0.0) + 0.3 * noise)
            else:
                value.copy_(noise * 1.5 / value.shape[-1] ** 0.5)


def read(folder):
    return transformers.AutoModelForCausalLM.from_pretrained(
        folder, dtype=torch.float32, attn_implementation="eager"
    ).eval()


def numbers(folder):
    out = {}
    for index, tokens in enumerate(TEXTS):
        model = read(folder)
        seen = {}
        for path, part in model.named_modules():
            if path.endswith(NEURONS) and "vision" not in path:
                layer = int(re.search(r"\.(\d+)\.", path).group(1))
                part.register_forward_pre_hook(
                    lambda _, inputs, layer=layer: seen.__setitem__(layer, inputs[0])
                )
        with torch.no_grad():
            logits = model(input_ids=torch.tensor([tokens])).logits[0]
        out[f"{index}/logits"] = logits.contiguous()
        for layer, value in sorted(seen.items()):
            hook = f"{index}/blocks.{layer}.mlp.hook_post"
            out[hook] = value.reshape(-1, value.shape[-1]).contiguous()
    return out


def change_config(folder, drop=(), add=None):
    path = folder / "config.json"
    config = json.loads(path.read_text())
    for key in drop:
        config.pop(key, None)
    config.update(add or {})
    path.write_text(json.dumps(config, indent=1) + "\n")
    return config


def respell(folder):
    """As files were written before transformers 5: other keys, no base prefix, buffers of masks."""
    config = change_config(folder)
    kind = config["model_type"]
    config["torch_dtype"] = config.pop("dtype")
    rope = config.pop("rope_parameters", None)
    if rope and "full_attention" in rope:
        config["rope_theta"] = rope["full_attention"]["rope_theta"]
        config["rope_local_base_freq"] = rope["sliding_attention"]["rope_theta"]
        config["sliding_window_pattern"] = config.pop("_sliding_window_pattern")
        config.pop("layer_types")
    elif rope:
        neox = kind == "gpt_neox"
        config["rotary_emb_base" if neox else "rope_theta"] = rope.pop("rope_theta")
        part = rope.pop("partial_rotary_factor", None)
        if part is not None:
            config["rotary_pct" if neox else "partial_rotary_factor"] = part
        of = rope.pop("rope_type")
        config["rope_scaling"] = None if of == "default" else {"type": of, **rope}
    (folder / "config.json").write_text(json.dumps(config, indent=1) + "\n")
    weights = load_file(folder / "model.safetensors")
    prefix = {"gpt2": "transformer.", "bloom": "transformer.", "opt": "model."}.get(kind, "\0")
    weights = {name.removeprefix(prefix): value for name, value in weights.items()}
    mask = torch.tril(torch.ones(16, 16)).view(1, 1, 16, 16)
    for layer in range(2):
        if kind == "gpt2":
            weights[f"h.{layer}.attn.bias"] = mask.clone()
        if kind == "gptj":
            weights[f"transformer.h.{layer}.attn.bias"] = mask.bool()
            weights[f"transformer.h.{layer}.attn.masked_bias"] = torch.tensor(-1e9)
        if kind == "gpt_neox":
            at = f"gpt_neox.layers.{layer}.attention."
            weights[at + "bias"] = mask.bool()
            weights[at + "masked_bias"] = torch.tensor(-1e9)
            weights[at + "rotary_emb.inv_freq"] = torch.ones(1)
        if kind == "llama":
            weights[f"model.layers.{layer}.self_attn.rotary_emb.inv_freq"] = torch.ones(2).half()
    if kind == "opt":
        (folder / "model.safetensors").unlink()
        torch.save(weights, folder / "pytorch_model.bin")
    else:
        save_file(weights, folder / "model.safetensors", metadata={"format": "pt"})


def rename(folder, old, new):
    path = folder / "model.safetensors"
    weights = load_file(path)
    save_file({re.sub("^" + re.escape(old), new, k): v for k, v in weights.items()}, path)


def make(to, name):
    family, base, differences, rest = VARIANTS[name]
    settings = {**({} if family == "Gemma3" else SMALL), **base, **differences}
    config = getattr(transformers, family + "Config")(**settings)
    model = transformers.AutoModelForCausalLM.from_config(config, attn_implementation="eager")
    fill(model, name)
    folder = to / name
    model.to(getattr(torch, rest.get("dtype", "bfloat16"))).save_pretrained(
        folder, max_shard_size=rest.get("shards", "1GB")
    )
    (folder / "generation_config.json").unlink(missing_ok=True)
    change_config(folder, rest.get("drop", ()), rest.get("add"))
    if "rename" in rest:
        rename(folder, *rest["rename"])
    if rest.get("old"):
        respell(folder)
    out = numbers(folder)
    assert all(value.isfinite().all() for value in out.values()), name
    save_file(out, folder / "transformers.safetensors")
    print(name, sum(path.stat().st_size for path in folder.iterdir()))


def write_tokenizer(to):
    """One for all: loading asks for a tokenizer, the texts here are token ids."""
    signs = [*"Ġabcdefghijklmnopqrstuvwxyz.,:;!?-'0123"]
    words = ["<pad>", "<s>", "</s>", *signs[: SMALL["vocab_size"] - 3]]
    bpe = models.BPE(vocab={word: i for i, word in enumerate(words)}, merges=[])
    tokenizer = Tokenizer(bpe)
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    tokenizer.add_special_tokens(words[:3])
    tokenizer.save(str(to / "tokenizer.json"))
    told = {"bos_token": "<s>", "eos_token": "</s>", "pad_token": "<pad>"}
    told["tokenizer_class"] = "PreTrainedTokenizerFast"
    (to / "tokenizer_config.json").write_text(json.dumps(told, indent=1) + "\n")


def main(to, names):
    to = pathlib.Path(to)
    to.mkdir(parents=True, exist_ok=True)
    told = {"texts": [{"tokens": tokens} for tokens in TEXTS]}
    (to / "tokens.json").write_text(json.dumps(told) + "\n")
    write_tokenizer(to)
    for name in names or VARIANTS:
        make(to, name)


if __name__ == "__main__":
    transformers.utils.logging.disable_progress_bar()
    transformers.logging.set_verbosity_error()
    main(sys.argv[1], sys.argv[2:])
