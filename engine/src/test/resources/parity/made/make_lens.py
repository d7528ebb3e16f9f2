# SPDX-License-Identifier: GPL-3.0-or-later
"""Adds what only TransformerLens knows: its own checkpoints, all hooks, gated hooks, gradients.

Usage: make_lens.py TO   (TO was filled by make.py; needs TransformerLens besides make.py's needs)

Every number of a family beyond TransformerLens' own is kept only if it agrees with transformers.
"""
import inspect
import json
import pathlib
import re
import sys

import torch
import torch.nn.functional as functional
import transformer_lens.pretrained.weight_conversions as convert
import transformers
from safetensors.torch import load_file, save_file
from transformer_lens import HookedTransformer, HookedTransformerConfig

from make import TEXTS, read

HERE = pathlib.Path(__file__).parent
FLAGS = ("fold_ln", "center_writing_weights", "center_unembed", "fold_value_biases")
OWN = {
    "tl-final-rms": {"final_rms": True, "act_fn": "solu_ln"},
    "tl-lnpre": {"normalization": "LNPre", "act_fn": "gelu"},
    "tl-lnpre-solu": {"normalization_type": "LNPre", "normalization": None, "act_fn": "solu_ln"},
    "tl-relu": {"act_fn": "relu"},
    "tl-silu": {"act_fn": "silu"},
    "tl-gelu_new": {"act_fn": "gelu_new"},
    "tl-solu": {"act_fn": "solu"},
    "tl-attn-only-ln": {"attn_only": True, "act_fn": "solu_ln"},
    "tl-shortformer": {"shortformer_pos": True, "act_fn": "gelu"},
    "tl-old-2l": {"act_fn": "solu_ln", "final_rms": True, "architecture": "neel-solu-old"},
}
# The reference cannot fold solu (no inner norm) and attention alone; its folding of final_rms
# changes log-probabilities.
FOLDED = {"tl-lnpre", "tl-lnpre-solu", "tl-relu", "tl-shortformer"}
# Of these the first block says enough.
FIRST = re.compile(r"^(?!blocks\.[1-9])|hook_resid_post$")
HOOKS = [
    "bloom",
    "gemma",
    "gemma3",
    "gptj",
    "gptneo-local",
    "llama-headdim",
    "olmo",
    "olmo2",
    "opt",
    "phi",
    "phi3",
    "pythia",
    "pythia-serial",
    "qwen3",
]
KEPT = re.compile(
    r"blocks\.\d\.(mlp\.hook_(pre|post)|hook_resid_(pre|mid|post)|attn\.hook_(z|pattern)"
    r"|ln1\.hook_normalized)$|hook_embed$"
)
GATED = re.compile(r"hook_(result|q_input|k_input|v_input|attn_in|mlp_in)$")


def lens_config(config):
    names = {"normalization": "normalization_type", "shortformer_pos": "", "architecture": ""}
    settings = {names.get(key, key): value for key, value in config.items() if value is not None}
    settings.pop("", None)
    settings["positional_embedding_type"] = (
        "shortformer" if config.get("shortformer_pos") else "standard"
    )
    settings.pop("tokenizer_name", None)
    return HookedTransformerConfig(**settings, device="cpu", seed=1)


def lens(config, weights, processed=False):
    settings = lens_config(config)
    if processed and settings.normalization_type == "LN" and not config.get("shortformer_pos"):
        settings.normalization_type = "LNPre"
    model = HookedTransformer(settings)
    flags = dict.fromkeys(FLAGS, processed)
    if config.get("shortformer_pos"):  # as its from_pretrained does
        flags = {**dict.fromkeys(FLAGS, False), "fold_value_biases": processed}
    model.load_and_process_state_dict(dict(weights), **flags)
    return model.eval()


def random_weights(config, seed):
    random = torch.Generator().manual_seed(seed)
    weights = {}
    for name, value in HookedTransformer(lens_config(config)).named_parameters():
        noise = torch.randn(value.shape, generator=random)
        if "W_" in name:
            side = -1 if name.endswith(("W_E", "W_pos")) else -2
            weights[name] = noise * 1.5 / value.shape[side] ** 0.5
        else:
            weights[name] = (1.0 if name.endswith(".w") else 0.0) + 0.3 * noise
    return weights


def old_layout(weights, layers):
    """The reverse of TransformerLens' reading of its oldest checkpoints."""
    out = {}
    for name, value in weights.items():
        if layers <= 6 and "W_" in name and "W_pos" not in name:
            value = value.transpose(-2, -1)
        if layers <= 8 and name == "pos_embed.W_pos":
            value = value.T
        name = re.sub(r"\bln(\d?)\.", r"norm\1.", name.replace("ln_final.", "norm."))
        out[name] = value.contiguous()
    return out


def run(model, texts, keep, start=0):
    out = {}
    for index, tokens in enumerate(texts, start):
        with torch.no_grad():
            logits, cache = model.run_with_cache(torch.tensor([tokens]))
        for name, value in cache.items():
            flat = value.dim() == 2 and (".q_norm." in name or ".k_norm." in name)
            if keep(name):
                out[f"{index}/{name}"] = (value if flat else value[0]).contiguous().clone()
        out[f"{index}/logits"] = logits[0].contiguous().clone()
    return out


def own(to):
    told = {"n_layers": 2, "d_model": 12, "d_head": 4, "n_heads": 2, "d_mlp": 16, "n_ctx": 16}
    told.update(d_vocab=41, attn_only=False, normalization="LN", shortformer_pos=False)
    for number, (name, differences) in enumerate(OWN.items()):
        config = {**told, **differences, "tokenizer_name": "none"}
        config = {key: value for key, value in config.items() if value is not None}
        config.setdefault("architecture", "neel")
        weights = random_weights(config, number)
        folder = to / name
        folder.mkdir(exist_ok=True)
        (folder / "config.json").write_text(json.dumps(config, indent=1) + "\n")
        stored = weights
        if config["architecture"] == "neel-solu-old":
            stored = old_layout(weights, config["n_layers"])
            known = lens_config(config)
            back = convert.convert_neel_solu_old_weights(stored, known)
            assert all(torch.equal(back[key], value) for key, value in weights.items())
        torch.save(stored, folder / "model_final.pth")
        keep = re.compile(r"mlp\.hook_post|hook_resid_post|ln_final\.hook_normalized").search
        save_file(run(lens(config, weights), TEXTS, keep), folder / "plain.safetensors")
        if name in FOLDED:
            out = run(lens(config, weights, True), TEXTS, keep)
            save_file(out, folder / "folded.safetensors")


def family(config):
    """A transformers configuration in TransformerLens' terms, and the reader of the weights."""
    get = lambda *keys: next((config[key] for key in keys if config.get(key)), None)
    rope = config.get("rope_parameters") or {}
    full = rope.get("full_attention", rope)
    kind = config["model_type"].removesuffix("_text")
    heads, width = get("num_attention_heads", "n_head", "num_heads"), get("hidden_size", "n_embd")
    size = get("head_dim") or width // heads
    layers = get("num_hidden_layers", "n_layer", "num_layers")
    out = {
        "d_model": width,
        "d_head": size,
        "n_heads": heads,
        "n_layers": layers,
        "d_vocab": config["vocab_size"],
        "n_ctx": get("max_position_embeddings", "n_positions") or 64,
        "d_mlp": get("intermediate_size", "n_inner", "ffn_dim") or 4 * width,
        "eps": get("rms_norm_eps", "layer_norm_eps", "layer_norm_epsilon") or 1e-5,
        "act_fn": get("hidden_act", "hidden_activation", "activation_function") or "gelu_fast",
        "normalization_type": "LN",
        "original_architecture": "x",
    }
    turned = {"positional_embedding_type": "rotary", "rotary_base": full.get("rope_theta", 1e4)}
    turned["rotary_dim"] = int(size * full.get("partial_rotary_factor", 1.0))
    llama = {**turned, "normalization_type": "RMS", "final_rms": True, "gated_mlp": True}
    keys = get("num_key_value_heads")
    grouped = {"n_key_value_heads": keys}
    if keys == heads and kind not in ("gemma", "qwen3"):
        grouped = {}
    local = {"use_local_attn": True, "window_size": get("sliding_window", "window_size")}
    if kind == "gemma3":
        kinds = {"sliding_attention": "local", "full_attention": "global"}
        local["attn_types"] = [kinds[name] for name in config["layer_types"]]
        local["attn_scale"] = config["query_pre_attn_scalar"] ** 0.5
        local["rotary_base_local"] = rope["sliding_attention"]["rope_theta"]
        local.update(use_qk_norm=True, use_normalization_before_and_after=True)
    more, reader = {
        "bloom": ({"positional_embedding_type": "alibi", "post_embedding_ln": True}, "bloom"),
        "gemma": ({**llama, **grouped}, "gemma"),
        "gemma3": ({**llama, **grouped, **local}, "gemma"),
        "gptj": (
            {
                **turned,
                "rotary_dim": get("rotary_dim"),
                "rotary_adjacent_pairs": True,
                "parallel_attn_mlp": True,
            },
            "gptj",
        ),
        "gpt_neo": (
            {**local, "attn_types": config.get("attention_layers"), "use_attn_scale": False},
            "neo",
        ),
        "gpt_neox": ({**turned, "parallel_attn_mlp": get("use_parallel_residual")}, "neox"),
        "llama": ({**llama, **grouped}, "llama"),
        "olmo": ({**llama, "normalization_type": "LN", "final_rms": False}, "olmo"),
        "olmo2": ({**llama, "original_architecture": "Olmo2ForCausalLM"}, "olmo2"),
        "opt": ({}, "opt"),
        "phi": ({**turned, "parallel_attn_mlp": True}, "phi"),
        "phi3": ({**llama, **grouped}, "phi3"),
        "qwen3": ({**llama, **grouped, "use_qk_norm": True}, "qwen3"),
    }[kind]
    return {**out, **more}, getattr(convert, f"convert_{reader}_weights")


def spelled_anew(config):
    """Undoes make.py's old spelling where it was used."""
    if "rotary_pct" in config:
        part, base = config["rotary_pct"], config["rotary_emb_base"]
        config["rope_parameters"] = {"rope_theta": base, "partial_rotary_factor": part}
    if "rope_local_base_freq" in config:
        every, layers = config["sliding_window_pattern"], config["num_hidden_layers"]
        config["layer_types"] = [
            "sliding_attention" if (i + 1) % every else "full_attention" for i in range(layers)
        ]
        config["rope_parameters"] = {
            "full_attention": {"rope_theta": config["rope_theta"]},
            "sliding_attention": {"rope_theta": config["rope_local_base_freq"]},
        }
    return config


def hooked(folder):
    config, reader = family(spelled_anew(json.loads((folder / "config.json").read_text())))
    known = inspect.signature(HookedTransformerConfig.__init__).parameters
    assert set(config) <= set(known)
    config = HookedTransformerConfig(**config, init_weights=False, device="cpu")
    source = read(folder)
    if hasattr(source, "gpt_neox"):
        source.embed_out = source.lm_head
    model = HookedTransformer(config)
    model.load_and_process_state_dict(reader(source, config), **dict.fromkeys(FLAGS, False))
    return model.eval()


def check(out, folder):
    known = load_file(folder / "transformers.safetensors")
    for name, value in out.items():
        if name in known:
            error = (value - known[name]).abs().max().item()
            assert error < 5e-5, (folder.name, name, error)


def gradients(model, tokens):
    out, seen = {}, {}
    logits = model.run_with_hooks(
        torch.tensor([tokens]),
        fwd_hooks=[(KEPT.search, lambda value, hook: seen.__setitem__(hook.name, value))],
    )[0]
    best = logits[-1].topk(2).indices.tolist()
    targets = {
        "logit": logits[-1, best[0]],
        "difference": logits[-1, best[0]] - logits[-1, best[1]],
        "loss": functional.cross_entropy(logits[:-1], torch.tensor(tokens[1:])),
    }
    told = {"tokens": tokens, "token": best[0], "minus": best[1], "values": {}}
    for target, value in targets.items():
        told["values"][target] = value.item()
        found = torch.autograd.grad(
            value, list(seen.values()), retain_graph=True, allow_unused=True
        )
        for (name, of), gradient in zip(seen.items(), found):
            gradient = torch.zeros_like(of) if gradient is None else gradient
            out[f"0/{target}/{name}"] = gradient[0].detach().contiguous().clone()
    return out, told


def gated(model, tokens, attn_in=False):
    model.set_use_attn_result(True)
    model.set_use_hook_mlp_in(True)
    if attn_in:
        model.set_use_attn_in(True)
    else:
        model.set_use_split_qkv_input(True)
    out = run(model, [tokens], GATED.search)
    model.set_use_attn_result(False)
    model.set_use_hook_mlp_in(False)
    model.cfg.use_attn_in = model.cfg.use_split_qkv_input = False
    return out


def main(to):
    to = pathlib.Path(to)
    own(to)
    for name in HOOKS:
        out = run(hooked(to / name), TEXTS[1:], FIRST.search, start=1)
        check(out, to / name)
        save_file(out, to / name / "hooks.safetensors")
    solu = HERE.parent / "solu-2l"
    config = json.loads((solu / "config.json").read_text())
    weights = torch.load(solu / "model_final.pth", weights_only=True)
    text = json.loads((solu / "plain" / "expected.json").read_text())["texts"][0]["tokens"][:6]
    told = {}
    for name, model, tokens in (
        ("solu-2l", lens(config, weights), text),
        ("llama-headdim", hooked(to / "llama-headdim"), TEXTS[1]),
    ):
        out, told[name] = gradients(model, tokens)
        save_file(out, to / f"gradients-{name}.safetensors")
        out = gated(model, tokens)
        if name == "solu-2l":
            out |= gated(model, tokens, attn_in=True)
        save_file(out, to / f"gated-{name}.safetensors")
    (to / "gradients.json").write_text(json.dumps(told, indent=1) + "\n")


if __name__ == "__main__":
    transformers.utils.logging.disable_progress_bar()
    transformers.logging.set_verbosity_error()
    main(sys.argv[1])
