# SPDX-License-Identifier: GPL-3.0-or-later
"""What transformers makes of changed configurations of GPT-2 and its kin: writes FAMILY.json beside this script.

usage: python reference_gpt.py        (needs torch and transformers 5.18)

As reference.py, with the tensors of each model as well: `tensors` begins with those of `base`, and
the third part of a change says which are different then; null if one is not there any more. `{}`
stands for the number of a layer.
"""
import copy, dataclasses, json, re, warnings
from pathlib import Path
import torch, transformers
from transformers import AutoModelForCausalLM
from transformers.models.auto.configuration_auto import CONFIG_MAPPING
warnings.filterwarnings("ignore"); transformers.logging.set_verbosity_error(); torch.set_num_threads(1)
ACTIVATIONS = {"SiLUActivation": "SILU", "GELUTanh": "GELU_NEW", "NewGELUActivation": "GELU_NEW", "FastGELUActivation": "GELU_NEW", "BloomGelu": "GELU_NEW", "GELUActivation": "GELU", "QuickGELUActivation": "QUICK_GELU", "ReLU": "RELU", "ReLUSquaredActivation": "RELU2"}
tokens = dict(vocab_size=60, pad_token_id=0, bos_token_id=1, eos_token_id=2)
FAM = {
 "gpt2": dict(tokens, n_embd=32, n_layer=2, n_head=4, n_positions=64, n_inner=40, activation_function="gelu_new", layer_norm_epsilon=1e-5, scale_attn_weights=True, scale_attn_by_inverse_layer_idx=False, tie_word_embeddings=True),
 "gpt_neo": dict(tokens, hidden_size=32, num_layers=2, num_heads=4, max_position_embeddings=64, intermediate_size=40, window_size=5, attention_types=[[["global", "local"], 1]], activation_function="gelu_new", layer_norm_epsilon=1e-5, tie_word_embeddings=True),
 "gptj": dict(tokens, n_embd=32, n_layer=2, n_head=4, n_positions=64, n_inner=40, rotary_dim=4, activation_function="gelu_new", layer_norm_epsilon=1e-5, tie_word_embeddings=False),
 "gpt_neox": dict(tokens, hidden_size=32, num_hidden_layers=2, num_attention_heads=4, intermediate_size=40, max_position_embeddings=64, hidden_act="gelu", layer_norm_eps=1e-5, use_parallel_residual=True, attention_bias=True, tie_word_embeddings=False, rotary_pct=0.5, rotary_emb_base=5000.0),
 "opt": dict(tokens, hidden_size=32, num_hidden_layers=2, num_attention_heads=4, ffn_dim=40, max_position_embeddings=64, word_embed_proj_dim=24, activation_function="relu", do_layer_norm_before=True, _remove_final_layer_norm=False, enable_bias=True, layer_norm_elementwise_affine=True, tie_word_embeddings=True),
 "bloom": dict(tokens, hidden_size=32, n_layer=2, n_head=4, layer_norm_epsilon=1e-5, apply_residual_connection_post_layernorm=False, slow_but_exact=False, pretraining_tp=1, tie_word_embeddings=True),
 "phi": dict(tokens, hidden_size=32, num_hidden_layers=2, num_attention_heads=4, num_key_value_heads=2, intermediate_size=40, max_position_embeddings=64, hidden_act="gelu_new", layer_norm_eps=1e-5, partial_rotary_factor=0.75, rope_theta=5000.0, qk_layernorm=True, tie_word_embeddings=False),
}
SIZES = {"hidden_size": [48, 33], "n_embd": [48, 33], "n_embed": [48], "num_hidden_layers": [3], "num_layers": [3], "n_layer": [3], "num_attention_heads": [8, 5], "num_heads": [8, 5], "n_head": [8, 5], "num_key_value_heads": [1, 3, 0], "head_dim": [8, 12, 7], "intermediate_size": [44], "n_inner": [44], "ffn_dim": [44], "max_position_embeddings": [48], "n_positions": [48], "n_ctx": [48], "seq_length": [], "vocab_size": [61], "word_embed_proj_dim": [32, 16], "rotary_dim": [6, 8, 5, 10, 0], "window_size": [7]}
ROPES = [{}, {"type": "linear", "factor": 2.0}, {"rope_type": "linear", "factor": 2.0}, {"rope_type": "linear"}, {"rope_type": "linear", "factor": None}, {"rope_type": "linear", "type": "dynamic", "factor": 2.0}, {"rope_type": None, "factor": 2.0}, {"rope_type": "dynamic", "factor": 2.0}, {"rope_type": "dynamic", "factor": 2.0, "partial_rotary_factor": 0.25}, {"rope_type": "llama3", "factor": 8.0, "low_freq_factor": 1.0, "high_freq_factor": 4.0, "original_max_position_embeddings": 32}, {"rope_type": "llama3", "factor": 8.0, "low_freq_factor": 1.0, "high_freq_factor": 4.0}, {"rope_type": "llama3", "factor": 8.0, "low_freq_factor": 1.0}, {"rope_type": "yarn", "factor": 4.0, "original_max_position_embeddings": 16}, {"type": "yarn", "factor": None, "original_max_position_embeddings": 16}, {"type": "yarn", "original_max_position_embeddings": 16}, {"type": "yarn", "factor": 4.0, "mscale": 1.0, "mscale_all_dim": 0.5}, {"type": "yarn", "factor": 4.0, "mscale": 1.0}, {"type": "yarn", "factor": 4.0, "attention_factor": 0.8, "beta_fast": 16, "beta_slow": 2, "truncate": False}, {"type": "yarn", "factor": 4.0, "beta_fast": 0, "beta_slow": None, "truncate": None}, {"rope_type": "nonsense"}, {"rope_type": "proportional", "factor": 2.0}, {"rope_type": "linear", "factor": 2.0, "rope_theta": 700.0}, {"rope_type": "linear", "factor": 2.0, "partial_rotary_factor": 0.25}, {"rope_type": "default", "partial_rotary_factor": 1.0}, {"partial_rotary_factor": None}, {"rope_theta": 700.0}, {"rope_theta": None}, {"rope_type": "longrope", "short_factor": [1.0] * 2, "long_factor": [2.0] * 2, "original_max_position_embeddings": 16}, {"rope_type": "longrope", "short_factor": [1.0] * 3, "long_factor": [2.0] * 3}, {"full_attention": {"rope_type": "linear", "factor": 2.0}}]
ACTS = ["gelu", "gelu_fast", "gelu_pytorch_tanh", "relu", "quick_gelu", "silu", "relu2", "nonsense", "xielu", "laplace"]
VALS = {**SIZES,
 "activation_function": ACTS, "hidden_act": ACTS, "layer_norm_epsilon": [1e-3, 0], "layer_norm_eps": [1e-3, 0],
 "scale_attn_weights": [False], "scale_attn_by_inverse_layer_idx": [True], "reorder_and_upcast_attn": [True], "tie_word_embeddings": [True, False],
 "attention_types": [[[["local"], 2]], [[["global"], 1], [["local"], 1]], [[["global", "local"], 2]], [[["sparse"], 2]], []], "attention_layers": [["local", "global"], ["global"], ["global", "nonsense"]],
 "rotary": [False], "rope_theta": [700.0, "x"], "rotary_emb_base": [700.0], "rotary_pct": [0.25, 1.0, 0.3, 2.0], "partial_rotary_factor": [0.25, 1.0, 0.3, 2.0], "original_max_position_embeddings": [16],
 "rope_scaling": ROPES, "rope_parameters": ROPES, "use_parallel_residual": [False], "attention_bias": [False], "is_decoder": [True],
 "do_layer_norm_before": [False], "_remove_final_layer_norm": [True], "enable_bias": [False], "layer_norm_elementwise_affine": [False], "activation_dropout": [0.3], "prefix": ["a"], "layerdrop": [0.3], "dropout": [0.3], "init_std": [0.3],
 "apply_residual_connection_post_layernorm": [True], "slow_but_exact": [True], "pretraining_tp": [2], "offset_alibi": [7], "attention_softmax_in_fp32": [False], "masked_softmax_fusion": [False], "bias_dropout_fusion": [False], "skip_bias_add": [False], "skip_bias_add_qkv": [True], "hidden_dropout": [0.3], "classifier_dropout": [0.3],
 "qk_layernorm": [False], "use_cache": [False], "initializer_range": [0.5], "resid_pdrop": [0.3], "embd_pdrop": [0.3], "attn_pdrop": [0.3], "resid_dropout": [0.3], "embed_dropout": [0.3], "attention_dropout": [0.3],
 "summary_type": ["mean"], "summary_use_proj": [False], "summary_activation": ["tanh"], "summary_proj_to_labels": [False], "summary_first_dropout": [0.3], "bos_token_id": [7], "eos_token_id": [7, [7, 8]], "pad_token_id": [7],
 "is_causal": [False, True], "add_cross_attention": [True], "quantization_config": [{"quant_method": "gptq", "bits": 4}], "per_layer_config": [{"0": {"num_attention_heads": 2}}], "pruned_heads": [{"0": [1]}], "is_encoder_decoder": [True],
 "torch_dtype": ["bfloat16"], "dtype": ["bfloat16"], "chunk_size_feed_forward": [2], "output_hidden_states": [True], "output_attentions": [True], "return_dict": [True], "problem_type": ["regression"], "id2label": [{"0": "a"}], "label2id": [{"a": 0}], "architectures": [["A"]], "transformers_version": ["4.0"], "sliding_window": [5], "layer_types": [["sliding_attention"] * 2], "task_specific_params": [{"a": 1}], "gradient_checkpointing": [True]}
# Decide nothing, though the reference fails on some of them if they are null.
TRAINING = {k for k in VALS if k.endswith(("dropout", "pdrop", "_token_id")) or k.startswith(("summary_", "output_")) or k in ("initializer_range", "init_std", "layerdrop", "use_cache", "reorder_and_upcast_attn", "is_decoder", "chunk_size_feed_forward", "return_dict", "problem_type", "architectures", "transformers_version", "id2label", "label2id", "is_encoder_decoder", "pretraining_tp", "dtype", "torch_dtype", "add_cross_attention")}
TOGETHER = [dict(slow_but_exact=True, pretraining_tp=2), dict(do_layer_norm_before=False, _remove_final_layer_norm=True), dict(do_layer_norm_before=False, word_embed_proj_dim=32), dict(enable_bias=False, tie_word_embeddings=False), dict(hidden_size=48, n_embd=32), dict(hidden_size=48, n_embed=64), dict(num_hidden_layers=1, n_layer=3), dict(num_attention_heads=2, n_head=8), dict(attention_layers=["local", "local"], attention_types=[[["global"], 2]]), dict(qk_layernorm=False, head_dim=12), dict(qk_layernorm=False, hidden_size=33, head_dim=8), dict(rope_scaling={"type": "linear", "factor": 2.0}, rope_parameters={"rope_theta": 700.0}), dict(rope_theta=300.0, rope_parameters={"rope_type": "linear", "factor": 2.0}), dict(rotary_emb_base=300.0, rope_scaling={"rope_type": "linear", "factor": 2.0}), dict(rotary_pct=None, rope_parameters={"partial_rotary_factor": 0.25}), dict(original_max_position_embeddings=8, rope_scaling={"rope_type": "yarn", "factor": 4.0, "original_max_position_embeddings": 16}), dict(use_parallel_residual=False, attention_bias=False)]
def num(x): return "none" if x is None else f"{float(x):.6f}"
def parts(family, cfg, model):
    """The model's modules, not its configuration, as far as they hold it."""
    inner = {"gpt_neox": "gpt_neox", "opt": "model", "phi": "model"}.get(family, "transformer"); inner = getattr(model, inner)
    if family == "opt": inner = inner.decoder
    layers = inner.layers if hasattr(inner, "layers") else inner.h
    table = {"gpt_neox": "embed_in", "opt": "embed_tokens", "phi": "embed_tokens", "bloom": "word_embeddings"}.get(family, "wte"); table = getattr(inner, table)
    first = layers[0]; outer = {"gpt_neox": "attention", "opt": "self_attn", "phi": "self_attn", "bloom": "self_attention"}.get(family, "attn"); a = getattr(first, outer)
    if family == "gpt_neo": a = a.attention
    mlp = first if family == "opt" else first.mlp
    heads = {"gpt_neox": cfg.num_attention_heads, "phi": cfg.num_attention_heads, "gptj": cfg.num_attention_heads}.get(family) or a.num_heads
    hd = {"gpt_neox": "head_size"}.get(family, "head_dim"); hd = getattr(a, hd)
    kv = a.k_proj.out_features // hd if family == "phi" else heads
    width = first.ln_1.normalized_shape[0] if hasattr(first, "ln_1") else (first.self_attn_layer_norm if family == "opt" else first.input_layernorm).normalized_shape[0]
    inner_size = {"gpt2": lambda: mlp.c_fc.weight.shape[1], "gpt_neo": lambda: mlp.c_fc.out_features, "gptj": lambda: mlp.fc_in.out_features, "opt": lambda: mlp.fc1.out_features, "phi": lambda: mlp.fc1.out_features}.get(family, lambda: mlp.dense_h_to_4h.out_features)()
    context = {"gpt2": lambda: inner.wpe.num_embeddings, "gpt_neo": lambda: inner.wpe.num_embeddings, "opt": lambda: inner.embed_positions.num_embeddings - 2, "bloom": lambda: 2048}.get(family, lambda: cfg.max_position_embeddings)()
    act = type({"opt": "activation_fn", "phi": "activation_fn", "bloom": "gelu_impl"}.get(family) and getattr(mlp, {"opt": "activation_fn", "phi": "activation_fn", "bloom": "gelu_impl"}[family]) or mlp.act).__name__
    norm = first.ln_1 if hasattr(first, "ln_1") else first.self_attn_layer_norm if family == "opt" else first.input_layernorm
    last = {"gpt_neox": "final_layer_norm", "opt": "final_layer_norm", "phi": "final_layernorm"}.get(family, "ln_f"); last = getattr(inner, last)
    seen, scales = [], []
    for i, l in enumerate(layers):
        at = getattr(l, outer)
        if family == "gpt_neo": at = at.attention
        window = 0
        if family == "gpt_neo": window = cfg.window_size if l.attn.attention_type == "local" else 0
        if family == "gptj": seen.append(f"0/ADJACENT/default/{at.rotary_dim}/10000.000000/none/1.000000")
        elif family in ("gpt_neox", "phi"):
            r = cfg.rope_parameters; factor = num(r["factor"]) if r["rope_type"] in ("linear", "dynamic", "llama3") else "none"
            seen.append(f"0/HALVES/{r['rope_type']}/{2 * inner.rotary_emb.inv_freq.shape[0]}/{num(r['rope_theta'])}/{factor}/{num(inner.rotary_emb.attention_scaling)}")
        else: seen.append(f"{window}/none")
        s = {"gpt2": lambda: (hd ** 0.5 if at.scale_attn_weights else 1) * (i + 1 if at.scale_attn_by_inverse_layer_idx else 1), "gpt_neo": lambda: 1, "gptj": lambda: at.scale_attn, "bloom": lambda: 1 / at.inv_norm_factor}.get(family, lambda: 1 / at.scaling)()
        scales.append(num(s))
    parallel = {"gpt_neox": lambda: first.use_parallel_residual, "gptj": lambda: True, "phi": lambda: True}.get(family, lambda: False)()
    after = family == "opt" and not first.do_layer_norm_before
    return [f"{len(layers)} layers of {width}, {heads}/{kv} heads of {hd}, {inner_size} neurons, {table.num_embeddings} tokens, context {context}",
            "function " + ACTIVATIONS.get(act, act), f"norm {norm.weight is not None} {num(norm.eps)}".lower(), " ".join(seen), "scales " + " ".join(scales),
            f"parallel {bool(parallel)}, after {after}, from norm {family == 'bloom' and first.apply_residual_connection_post_layernorm}".lower(),
            f"embedding {table.embedding_dim} {hasattr(inner, 'word_embeddings_layernorm')}, last {last is not None and ('none' if last.weight is None else num(last.eps))}".lower(),
            f"query and key norm {family == 'phi' and a.qk_layernorm}".lower()]
def tensors(model):
    tied = model.get_output_embeddings().weight is model.get_input_embeddings().weight
    return {re.sub(r"\.(h|layers)\.0\.", r".\1.{}.", k): list(v.shape) for k, v in model.state_dict().items() if not re.search(r"\.(h|layers)\.[1-9]", k) and not (tied and k == "lm_head.weight")}
def reference(d):
    try:
        cfg = CONFIG_MAPPING[d["model_type"]].from_dict(copy.deepcopy(d))
        large = cfg.hidden_size * cfg.num_hidden_layers > 3e3 or cfg.vocab_size > 1e4 or cfg.max_position_embeddings > 1e3 if hasattr(cfg, "max_position_embeddings") else cfg.vocab_size > 1e4
        with torch.device("meta" if large and d["model_type"] != "gpt_neo" else "cpu"):
            model = AutoModelForCausalLM.from_config(cfg, attn_implementation="eager", dtype=torch.float32).eval()
        if not large or d["model_type"] == "gpt_neo":
            with torch.no_grad(): model(torch.arange(3, 21)[None] % cfg.vocab_size, use_cache=False, return_dict=True)
        return parts(d["model_type"], model.config, model), tensors(model)
    except Exception as e:
        if isinstance(e, (AttributeError, NameError, UnboundLocalError)): print("?", d["model_type"], d, repr(e)[:200])
        return "fails", {}
def change_of(begin, change): return {k: v for k, v in begin.items() if k != change} if isinstance(change, str) else {**begin, **change}
for family, begin in FAM.items():
    begin = dict(begin, model_type=family); gives, names = reference(begin); rows = []
    fields = {f.name for f in dataclasses.fields(CONFIG_MAPPING[family])}; missing = fields - set(VALS); assert not missing, missing
    known = [k for k in VALS if k in begin] + [k for k in VALS if k not in begin]
    changes = [k for k in known if k in begin] + [{k: v} for k in known for v in ([] if k in TRAINING or (family, k) == ("bloom", "max_position_embeddings") else [None]) + (VALS[k][1:2] if k.startswith("rope_") and "rope_parameters" not in fields else VALS[k])] + [t for t in TOGETHER if "rope_parameters" in fields or not any("rope" in k for k in t)]
    for change in changes:
        d = change_of(begin, change)
        if d == begin: continue
        r, t = reference(d); differs = r if r == "fails" else [b for a, b in zip(gives, r) if a != b]
        other = {} if r == "fails" else {k: t.get(k) for k in sorted(set(t) | set(names)) if t.get(k) != names.get(k)}
        rows.append(json.dumps([change, differs, other]))
    text = '{\n "base": ' + json.dumps(begin) + ',\n "gives": ' + json.dumps(gives) + ',\n "tensors": ' + json.dumps(names) + ',\n "changes": [\n  ' + ",\n  ".join(rows) + "\n ]\n}\n"
    Path(__file__).with_name(family + ".json").write_text(text); print(family, len(rows), len(text))
