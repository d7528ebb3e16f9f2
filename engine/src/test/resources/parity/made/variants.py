# SPDX-License-Identifier: GPL-3.0-or-later
"""The families and variants that make.py makes: what differs from each family's small base."""

LLAMA3 = {
    "factor": 8.0,
    "low_freq_factor": 1.0,
    "high_freq_factor": 4.0,
    "original_max_position_embeddings": 64,
}
SHORT, LONG = [1.0, 1.2, 1.5, 2.0], [1.5, 2.5, 4.0, 8.0]
FULL, SLIDING = "full_attention", "sliding_attention"


def rope(kind, theta=10000.0, **keys):
    return {"rope_parameters": {"rope_type": kind, "rope_theta": theta, **keys}}


def two_ropes(full, local=10000.0):
    return {
        "rope_parameters": {
            FULL: {"rope_theta": 1e6, **full},
            SLIDING: {"rope_type": "default", "rope_theta": local},
        }
    }


YARN = {"head_dim": 16, **rope("yarn", factor=4.0, original_max_position_embeddings=32)}
GPT2 = {"n_embd": 16, "n_layer": 2, "n_head": 2, "n_positions": 16, "n_inner": 24}
GPT_NEO = {
    "hidden_size": 16,
    "num_layers": 4,
    "num_heads": 2,
    "intermediate_size": 20,
    "attention_types": [[["global", "local"], 2]],
    "window_size": 4,
    "max_position_embeddings": 16,
}
GPT_J = {**GPT2, "n_positions": 16, "rotary_dim": 4}
GPT_NEOX = {
    "hidden_size": 16,
    "num_hidden_layers": 2,
    "num_attention_heads": 2,
    "intermediate_size": 20,
    "max_position_embeddings": 16,
}
OPT = {**GPT_NEOX, "ffn_dim": 20, "word_embed_proj_dim": 16}
del OPT["intermediate_size"]
BLOOM = {"hidden_size": 12, "n_layer": 2, "n_head": 4}
# H · hd is 24 and not the 16 of the residual stream; two query heads share a key head.
LLAMA = {**GPT_NEOX, "num_attention_heads": 4, "num_key_value_heads": 2, "head_dim": 6}
LLAMA["max_position_embeddings"] = 64
PLAIN = {k: v for k, v in LLAMA.items() if k != "head_dim"}
WINDOW = {"sliding_window": 4}
QWEN_WINDOW = {**WINDOW, "use_sliding_window": True, "num_hidden_layers": 3}
GEMMA2 = {**LLAMA, **WINDOW, "query_pre_attn_scalar": 10}
GEMMA3 = {**GEMMA2, **two_ropes({"rope_type": "default"})}
PHI3 = {**PLAIN, "original_max_position_embeddings": 64, "num_attention_heads": 2}
LONGROPE = {
    "max_position_embeddings": 24,
    "original_max_position_embeddings": 8,
    **rope("longrope", short_factor=SHORT, long_factor=LONG),
}

# name: (class, base, differences, what make.py is to do besides)
VARIANTS = {
    "gpt2": ("GPT2", GPT2, {}, {"dtype": "float32"}),
    "gpt2-noscale": ("GPT2", GPT2, {"scale_attn_weights": False}, {}),
    "gpt2-bylayer": (
        "GPT2",
        GPT2,
        {"scale_attn_by_inverse_layer_idx": True, "reorder_and_upcast_attn": True, "n_layer": 3},
        {},
    ),
    "gpt2-inner": ("GPT2", GPT2, {"n_inner": 19, "layer_norm_epsilon": 1e-3}, {}),
    "gpt2-gelu": ("GPT2", GPT2, {"activation_function": "gelu"}, {}),
    "gpt2-untied": ("GPT2", GPT2, {"tie_word_embeddings": False}, {"old": True}),
    "gptneo-local": ("GPTNeo", GPT_NEO, {}, {}),
    "gptneo-uneven": (
        "GPTNeo",
        GPT_NEO,
        {
            "num_layers": 3,
            "attention_types": [[["local"], 2], [["global"], 1]],
            "intermediate_size": 19,
            "activation_function": "relu",
            "tie_word_embeddings": False,
        },
        {},
    ),
    "gptj": ("GPTJ", GPT_J, {}, {"old": True}),
    "gptj-odd-inner": ("GPTJ", GPT_J, {"n_inner": 19, "rotary_dim": 6}, {}),
    "gptj-tied": (
        "GPTJ",
        GPT_J,
        {"rotary_dim": 8, "tie_word_embeddings": True, "activation_function": "gelu"},
        {},
    ),
    "pythia": ("GPTNeoX", GPT_NEOX, {"rotary_pct": 0.25, "layer_norm_eps": 1e-3}, {"old": True}),
    "pythia-serial": (
        "GPTNeoX",
        GPT_NEOX,
        {"rotary_pct": 0.5, "use_parallel_residual": False, "intermediate_size": 19},
        {},
    ),
    "pythia-gelufast-rotary1": (
        "GPTNeoX",
        GPT_NEOX,
        {"rotary_pct": 1.0, "hidden_act": "gelu_fast"},
        {"dtype": "float16", "shards": "4KB"},
    ),
    "neox-nobias-tied": (
        "GPTNeoX",
        GPT_NEOX,
        {"rotary_pct": 0.5, "attention_bias": False, "tie_word_embeddings": True},
        {},
    ),
    "neox-rope-linear": (
        "GPTNeoX",
        GPT_NEOX,
        rope("linear", 5000.0, factor=2.5, partial_rotary_factor=0.5),
        {},
    ),
    "neox-rope-dynamic": (
        "GPTNeoX",
        GPT_NEOX,
        {
            **rope("dynamic", factor=2.0, partial_rotary_factor=0.5),
            "max_position_embeddings": 8,
        },
        {},
    ),
    "opt": ("OPT", OPT, {}, {"old": True}),
    "opt-350m-like": ("OPT", OPT, {"do_layer_norm_before": False, "word_embed_proj_dim": 10}, {}),
    "opt-postnorm": ("OPT", OPT, {"do_layer_norm_before": False}, {}),
    "opt-proj-prenorm": ("OPT", OPT, {"word_embed_proj_dim": 10, "ffn_dim": 19}, {}),
    "opt-nofinal": (
        "OPT",
        OPT,
        {"_remove_final_layer_norm": True, "word_embed_proj_dim": 10},
        {},
    ),
    "opt-nobias": ("OPT", OPT, {"enable_bias": False}, {}),
    "opt-noaffine": ("OPT", OPT, {"layer_norm_elementwise_affine": False}, {}),
    "opt-gelu-untied": (
        "OPT",
        OPT,
        {"activation_function": "gelu", "tie_word_embeddings": False},
        {},
    ),
    "bloom": ("Bloom", BLOOM, {}, {"old": True}),
    "bloom-6heads": ("Bloom", BLOOM, {"hidden_size": 12, "n_head": 6}, {}),
    "bloom-postln": (
        "Bloom",
        BLOOM,
        {"apply_residual_connection_post_layernorm": True, "layer_norm_epsilon": 1e-3},
        {},
    ),
    "bloom-untied": ("Bloom", BLOOM, {"tie_word_embeddings": False, "n_head": 2}, {}),
    "llama": ("Llama", PLAIN, {"num_key_value_heads": 4}, {"dtype": "float32"}),
    "llama-bias-gqa": (
        "Llama",
        LLAMA,
        {"attention_bias": True, "mlp_bias": True, "rms_norm_eps": 1e-3},
        {},
    ),
    "llama-headdim": ("Llama", LLAMA, {"head_dim": 12, "num_key_value_heads": 1}, {}),
    "llama-tied": ("Llama", LLAMA, {"tie_word_embeddings": True, "hidden_act": "gelu"}, {}),
    "llama-rope-linear": ("Llama", PLAIN, rope("linear", 5e5, factor=2.5), {"old": True}),
    "llama-rope-dynamic": (
        "Llama",
        LLAMA,
        {**rope("dynamic", factor=2.0), "max_position_embeddings": 8},
        {},
    ),
    "llama-rope-llama3": (
        "Llama",
        LLAMA,
        {"head_dim": 16, "max_position_embeddings": 512, **rope("llama3", **LLAMA3)},
        {},
    ),
    "llama-rope-yarn": ("Llama", LLAMA, {**YARN, "max_position_embeddings": 128}, {}),
    "llama-rope-yarn-mscale": (
        "Llama",
        LLAMA,
        {
            "head_dim": 16,
            "max_position_embeddings": 1024,
            **rope(
                "yarn",
                factor=4.0,
                original_max_position_embeddings=256,
                mscale=1.0,
                mscale_all_dim=0.5,
                beta_fast=16.0,
                beta_slow=2.0,
                truncate=False,
            ),
        },
        {},
    ),
    "llama-rope-yarn-factor": (
        "Llama",
        LLAMA,
        {
            "head_dim": 8,
            **rope(
                "yarn", factor=4.0, original_max_position_embeddings=16, attention_factor=0.8
            ),
        },
        {},
    ),
    "llama-two-ropes": (
        "Llama",
        LLAMA,
        rope("linear", 5000.0, factor=3.0),
        {"add": {"rope_scaling": {"type": "linear", "factor": 2.0}}},
    ),
    "llama-own-head": ("Llama", LLAMA, {}, {"add": {"tie_word_embeddings": True}}),
    "llama-head-only": (
        "Llama",
        LLAMA,
        {"tie_word_embeddings": True},
        {"rename": ("model.embed_tokens.weight", "lm_head.weight")},
    ),
    "llama-noprefix": ("Llama", LLAMA, {"tie_word_embeddings": True}, {"rename": ("model.", "")}),
    "llama-more-layers": (
        "Llama",
        LLAMA,
        {"num_hidden_layers": 3},
        {"add": {"num_hidden_layers": 2}},
    ),
    "smollm": (
        "Llama",
        {**PLAIN, "hidden_size": 24, "num_attention_heads": 6, "num_key_value_heads": 2},
        {"tie_word_embeddings": True, **rope("default", 1e5)},
        {},
    ),
    "mistral-nowindow": ("Mistral", LLAMA, {"sliding_window": None}, {}),
    "mistral-window": ("Mistral", LLAMA, WINDOW, {}),
    "mistral-defaults": (
        "Mistral",
        PLAIN,
        {
            "num_attention_heads": 8,
            "num_key_value_heads": 8,
            "sliding_window": 4096,
            "attention_bias": True,
            "mlp_bias": True,
        },
        {
            "drop": [
                "num_key_value_heads",
                "sliding_window",
                "head_dim",
                "hidden_act",
                "rms_norm_eps",
                "tie_word_embeddings",
                "rope_parameters",
            ]
        },
    ),
    "mistral-layertypes": (
        "Mistral",
        LLAMA,
        {**WINDOW, "num_hidden_layers": 3},
        {"add": {"layer_types": [SLIDING, FULL, SLIDING]}},
    ),
    "qwen2": ("Qwen2", LLAMA, {"sliding_window": 3, "max_window_layers": 0}, {}),
    "qwen2-window": ("Qwen2", LLAMA, {**QWEN_WINDOW, "max_window_layers": 1}, {}),
    "qwen2-layertypes": (
        "Qwen2",
        LLAMA,
        {**QWEN_WINDOW, "max_window_layers": 3, "layer_types": [SLIDING, FULL, SLIDING]},
        {},
    ),
    "qwen2-yarn": (
        "Qwen2",
        LLAMA,
        {
            "head_dim": 8,
            **rope("yarn", 1e6, factor=4.0, original_max_position_embeddings=24),
        },
        {"old": True},
    ),
    "qwen2-tied": (
        "Qwen2",
        PLAIN,
        {"tie_word_embeddings": True, "num_key_value_heads": 1},
        {"shards": "4KB"},
    ),
    "qwen3": ("Qwen3", LLAMA, {}, {}),
    "qwen3-bias": ("Qwen3", LLAMA, {"attention_bias": True}, {}),
    "qwen3-window": ("Qwen3", LLAMA, {**QWEN_WINDOW, "max_window_layers": 1}, {}),
    "qwen3-tied": (
        "Qwen3",
        LLAMA,
        {"tie_word_embeddings": True, "rms_norm_eps": 1e-3, "head_dim": 10},
        {},
    ),
    "qwen3-defaults": (
        "Qwen3",
        {**PLAIN, "hidden_size": 8, "num_attention_heads": 1, "num_key_value_heads": 1},
        {"head_dim": 128, "num_hidden_layers": 1},
        {
            "drop": [
                "head_dim",
                "hidden_act",
                "rms_norm_eps",
                "tie_word_embeddings",
                "attention_bias",
                "layer_types",
                "use_sliding_window",
                "sliding_window",
                "max_window_layers",
                "rope_parameters",
            ]
        },
    ),
    "gemma": ("Gemma", LLAMA, {}, {}),
    "gemma-gelu-bias": (
        "Gemma",
        LLAMA,
        {"hidden_act": "gelu", "attention_bias": True, "num_key_value_heads": 1},
        {},
    ),
    "gemma-untied": (
        "Gemma",
        LLAMA,
        {"tie_word_embeddings": False, "hidden_size": 20, "head_dim": 4},
        {},
    ),
    "gemma-defaults": (
        "Gemma",
        {**PLAIN, "hidden_size": 8, "num_attention_heads": 1, "num_key_value_heads": 1},
        {"head_dim": 256, "num_hidden_layers": 1},
        {
            "drop": [
                "head_dim",
                "hidden_act",
                "rms_norm_eps",
                "tie_word_embeddings",
                "rope_parameters",
                "attention_bias",
            ]
        },
    ),
    "gemma2": (
        "Gemma2",
        GEMMA2,
        {"attn_logit_softcapping": 2.0, "final_logit_softcapping": 3.0},
        {},
    ),
    "gemma2-no-caps": (
        "Gemma2",
        GEMMA2,
        {
            "attn_logit_softcapping": None,
            "final_logit_softcapping": None,
            "hidden_activation": "gelu",
        },
        {},
    ),
    "gemma2-layertypes": (
        "Gemma2",
        GEMMA2,
        {
            "num_hidden_layers": 3,
            "layer_types": [FULL, SLIDING, SLIDING],
            "attention_bias": True,
            "tie_word_embeddings": False,
        },
        {},
    ),
    "gemma2-defaults": (
        "Gemma2",
        {**PLAIN, "hidden_size": 8, "num_attention_heads": 1, "num_key_value_heads": 1},
        {"head_dim": 256, "num_hidden_layers": 1},
        {
            "drop": [
                "head_dim",
                "attn_logit_softcapping",
                "final_logit_softcapping",
                "query_pre_attn_scalar",
                "sliding_window",
                "layer_types",
                "hidden_activation",
                "rms_norm_eps",
                "tie_word_embeddings",
                "rope_parameters",
                "attention_bias",
            ]
        },
    ),
    "gemma3": (
        "Gemma3Text",
        GEMMA3,
        {"num_hidden_layers": 4, "sliding_window_pattern": 2},
        {"old": True},
    ),
    "gemma3-linear": (
        "Gemma3Text",
        GEMMA3,
        {
            "num_hidden_layers": 3,
            "layer_types": [SLIDING, SLIDING, FULL],
            **two_ropes({"rope_type": "linear", "factor": 8.0, "rope_theta": 2e4}, 500.0),
        },
        {},
    ),
    "gemma3-caps": (
        "Gemma3Text",
        GEMMA3,
        {
            "layer_types": [FULL, SLIDING],
            "final_logit_softcapping": 3.0,
            "attn_logit_softcapping": 2.0,
            "attention_bias": True,
            "tie_word_embeddings": False,
        },
        {},
    ),
    "gemma3-defaults": (
        "Gemma3Text",
        {**LLAMA, "head_dim": 4, "num_attention_heads": 2, "num_key_value_heads": 1},
        {"num_hidden_layers": 7, "intermediate_size": 8},
        {
            "drop": [
                "query_pre_attn_scalar",
                "sliding_window",
                "layer_types",
                "_sliding_window_pattern",
                "hidden_activation",
                "rms_norm_eps",
                "tie_word_embeddings",
                "rope_parameters",
                "attention_bias",
            ]
        },
    ),
    "gemma3-multimodal": (
        "Gemma3",
        {},
        {
            "text_config": {
                **GEMMA3,
                "num_hidden_layers": 3,
                "vocab_size": 41,
                "pad_token_id": 0,
                "bos_token_id": 1,
                "eos_token_id": 2,
                "layer_types": [SLIDING, FULL, SLIDING],
                **two_ropes({"rope_type": "linear", "factor": 8.0}),
            },
            "vision_config": {
                "hidden_size": 4,
                "intermediate_size": 4,
                "num_hidden_layers": 1,
                "num_attention_heads": 1,
                "image_size": 4,
                "patch_size": 2,
            },
            "mm_tokens_per_image": 4,
            "boi_token_index": 3,
            "eoi_token_index": 4,
            "image_token_index": 5,
        },
        {},
    ),
    "phi": (
        "Phi",
        {**PLAIN, "num_key_value_heads": 4},
        {"partial_rotary_factor": 0.5, "layer_norm_eps": 1e-3},
        {},
    ),
    "phi-gqa-qklayernorm": ("Phi", PLAIN, {"qk_layernorm": True}, {}),
    "phi-partial": (
        "Phi",
        {**PLAIN, "hidden_size": 20, "num_attention_heads": 2},
        {"partial_rotary_factor": 0.4, "hidden_act": "gelu", "intermediate_size": 19},
        {},
    ),
    "phi-tied": ("Phi", PLAIN, {"tie_word_embeddings": True, "num_key_value_heads": 1}, {}),
    "phi-rope-linear": (
        "Phi",
        PLAIN,
        rope("linear", factor=2.5, partial_rotary_factor=0.5),
        {},
    ),
    "phi-defaults": (
        "Phi",
        {**PLAIN, "num_key_value_heads": 4},
        {},
        {
            "drop": [
                "partial_rotary_factor",
                "rope_parameters",
                "hidden_act",
                "layer_norm_eps",
                "tie_word_embeddings",
                "num_key_value_heads",
                "qk_layernorm",
            ]
        },
    ),
    "phi3": ("Phi3", PHI3, {}, {}),
    "phi3-window-partial": (
        "Phi3",
        PHI3,
        {"partial_rotary_factor": 0.75, "num_key_value_heads": 1, **WINDOW},
        {},
    ),
    "phi3-tied": ("Phi3", PHI3, {"tie_word_embeddings": True, "rms_norm_eps": 1e-3}, {}),
    "phi3-longrope": ("Phi3", PHI3, LONGROPE, {"old": True}),
    "olmo": ("Olmo", {**PLAIN, "num_key_value_heads": 4}, {}, {}),
    "olmo-clip": ("Olmo", LLAMA, {"clip_qkv": 0.7, "attention_bias": True}, {}),
    "olmo-tied": (
        "Olmo",
        PLAIN,
        {"tie_word_embeddings": True, **rope("linear", factor=2.5)},
        {},
    ),
    "olmo2": ("Olmo2", {**PLAIN, "num_key_value_heads": 4}, rope("default", 5e5), {}),
    "olmo2-gqa": (
        "Olmo2",
        PLAIN,
        {"attention_bias": True, "rms_norm_eps": 1e-3, "tie_word_embeddings": True},
        {},
    ),
}
