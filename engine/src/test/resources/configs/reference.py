# SPDX-License-Identifier: GPL-3.0-or-later
"""What transformers makes of changed configurations: writes FAMILY.json beside this script.

usage: python reference.py        (needs torch and transformers 5.18)

Every entry is left out, set to null and set to other values; a model is built of each and run on
18 tokens. A file holds the configuration begun with, what the reference's modules then are, and
for each change what is different: nothing ([]), some parts, or "fails".
"""
import json, tempfile, warnings
from pathlib import Path
import torch, transformers
from transformers import AutoConfig, AutoModelForCausalLM
warnings.filterwarnings("ignore"); transformers.logging.set_verbosity_error(); torch.set_num_threads(1)
ACTIVATIONS = {"SiLUActivation": "SILU", "GELUTanh": "GELU_NEW", "NewGELUActivation": "GELU_NEW", "GELUActivation": "GELU", "QuickGELUActivation": "QUICK_GELU", "ReLU": "RELU", "ReLUSquaredActivation": "RELU2"}
base=dict(vocab_size=60,hidden_size=32,intermediate_size=48,num_hidden_layers=3,num_attention_heads=4,num_key_value_heads=2,max_position_embeddings=64,rms_norm_eps=1e-6,tie_word_embeddings=False,attention_bias=False,pad_token_id=0,bos_token_id=1,eos_token_id=2)
FAM={
 "llama":dict(base,hidden_act="silu",mlp_bias=False,head_dim=8),
 "mistral":dict(base,hidden_act="silu",head_dim=8,sliding_window=5),
 "qwen2":dict(base,hidden_act="silu",use_sliding_window=True,sliding_window=5,max_window_layers=1),
 "qwen3":dict(base,hidden_act="silu",head_dim=12,use_sliding_window=True,sliding_window=5,max_window_layers=1),
 "gemma":dict(base,hidden_act="gelu_pytorch_tanh",head_dim=12),
 "gemma2":dict(base,hidden_activation="gelu_pytorch_tanh",head_dim=12,sliding_window=5,query_pre_attn_scalar=20,attn_logit_softcapping=2.0,final_logit_softcapping=3.0),
 "gemma3_text":dict(base,hidden_activation="gelu_pytorch_tanh",head_dim=12,sliding_window=5,query_pre_attn_scalar=20,sliding_window_pattern=2),
 "phi3":dict(base,hidden_act="silu",original_max_position_embeddings=32,sliding_window=5),
 "olmo":dict(base,hidden_act="silu",clip_qkv=0.5),
 "olmo2":dict(base,hidden_act="silu"),
}
KEYS=["vocab_size","hidden_size","intermediate_size","num_hidden_layers","num_attention_heads","num_key_value_heads","head_dim","max_position_embeddings","rms_norm_eps","tie_word_embeddings","attention_bias","mlp_bias","hidden_act","hidden_activation","sliding_window","use_sliding_window","max_window_layers","layer_types","sliding_window_pattern","_sliding_window_pattern","query_pre_attn_scalar","attn_logit_softcapping","final_logit_softcapping","clip_qkv","rope_theta","rope_scaling","rope_parameters","partial_rotary_factor","original_max_position_embeddings","rope_local_base_freq","use_bidirectional_attention","is_causal","is_decoder","add_cross_attention","quantization_config","per_layer_config","pruned_heads","layer_norm_eps","pretraining_tp","attention_dropout","initializer_range","use_cache","torch_dtype","dtype","chunk_size_feed_forward","output_hidden_states","output_attentions","problem_type","id2label","is_encoder_decoder","n_ctx","num_local_experts","rope_interleaved","use_mrope","dual_chunk_attention_config","cache_implementation","embd_pdrop","resid_pdrop","tie_encoder_decoder","no_rope_layers","attention_multiplier"]
VALS={
 "num_key_value_heads":[1,4,3,0],"num_attention_heads":[2,8,3,5],"head_dim":[16,7,6,0],
 "hidden_size":[40,33],"rms_norm_eps":[1e-3,0],"attention_bias":[True],"mlp_bias":[True],
 "tie_word_embeddings":[True],"hidden_act":["gelu","relu","gelu_new","quick_gelu","nonsense","xielu","laplace","relu2"],"hidden_activation":["gelu","relu","nonsense"],
 "sliding_window":[7,0],"use_sliding_window":[False],"max_window_layers":[0,2,9,-1],
 "layer_types":[["full_attention"]*3,["sliding_attention"]*3,["sliding_attention","full_attention","sliding_attention"],["full_attention"]*2,["attention","sliding_attention","attention"],["full_attention","chunked_attention","full_attention"],[],["full_attention","nonsense","full_attention"]],
 "sliding_window_pattern":[3,0,6],"_sliding_window_pattern":[3],"query_pre_attn_scalar":[32,0],
 "attn_logit_softcapping":[5.0],"final_logit_softcapping":[5.0],"clip_qkv":[1.5],
 "rope_theta":[5000.0,500,"x"],
 "rope_scaling":[{}, {"type":"linear","factor":2.0},{"rope_type":"linear","factor":2.0},{"rope_type":"linear"},{"rope_type":"dynamic","factor":2.0},{"rope_type":"llama3","factor":8.0,"low_freq_factor":1.0,"high_freq_factor":4.0,"original_max_position_embeddings":32},{"rope_type":"llama3","factor":8.0,"low_freq_factor":1.0,"high_freq_factor":4.0},{"rope_type":"yarn","factor":4.0,"original_max_position_embeddings":16},{"type":"yarn","factor":None,"original_max_position_embeddings":16},{"type":"yarn","original_max_position_embeddings":16},{"type":"mrope","mrope_section":[1,1,2]},{"rope_type":"nonsense"},{"rope_type":"linear","factor":2.0,"rope_theta":700.0},{"rope_type":"linear","factor":2.0,"partial_rotary_factor":0.5},{"rope_type":"default","partial_rotary_factor":0.5},{"rope_type":"longrope","short_factor":[1.0]*4,"long_factor":[2.0]*4,"original_max_position_embeddings":16},{"rope_type":"longrope","short_factor":[1.0]*4,"long_factor":[2.0]*4},{"type":"su","short_factor":[1.0]*4,"long_factor":[2.0]*4},{"type":"su","short_factor":[1.0]*4,"long_factor":[2.0]*4,"original_max_position_embeddings":16},{"type":"yarn","short_factor":[1.0]*4,"long_factor":[2.0]*4},{"rope_type":"longrope","short_factor":[1.0]*3,"long_factor":[2.0]*4},{"full_attention":{"rope_type":"linear","factor":2.0}}],
 "rope_parameters":[{"rope_type":"linear","factor":2.0,"rope_theta":700.0},{"rope_theta":700.0},{"rope_theta":None},{"full_attention":{"rope_type":"linear","factor":2.0,"rope_theta":700.0},"sliding_attention":{"rope_theta":300.0}},{"full_attention":{"rope_type":"yarn","factor":2.0}},{"sliding_attention":{"rope_type":"linear","factor":3.0}},{"full_attention":{"type":"linear","factor":2.0}},{"full_attention":None,"sliding_attention":None},{"full_attention":{"rope_type":"dynamic","factor":2.0}},{}],
 "partial_rotary_factor":[0.5,0.75,1.0,0.9,2.0],"original_max_position_embeddings":[16,64],"rope_local_base_freq":[500.0],
 "use_bidirectional_attention":[True,False],"is_causal":[False,True],"is_decoder":[True],"add_cross_attention":[True],"quantization_config":[{"quant_method":"gptq","bits":4}],
 "per_layer_config":[{"0":{"num_attention_heads":2}}],"pruned_heads":[{"0":[1]}],"layer_norm_eps":[1e-2],"pretraining_tp":[2],"attention_dropout":[0.5],"initializer_range":[0.5],"use_cache":[False],"torch_dtype":["bfloat16"],"dtype":["bfloat16"],"chunk_size_feed_forward":[2],"output_hidden_states":[True],"output_attentions":[True],"is_encoder_decoder":[True],"n_ctx":[12],"num_local_experts":[4],"rope_interleaved":[True],"use_mrope":[True],"dual_chunk_attention_config":[{"a":1}],"cache_implementation":["hybrid"],"embd_pdrop":[0.3],"resid_pdrop":[0.4],"tie_encoder_decoder":[True],
 "vocab_size":[61],"intermediate_size":[50],"num_hidden_layers":[2],"max_position_embeddings":[48],"no_rope_layers":[[1,0,1]],"attention_multiplier":[2.0],
}
# Decide nothing, though the reference fails on some of them if they are null.
TRAINING = {"initializer_range", "use_cache", "attention_dropout", "embd_pdrop", "resid_pdrop"}
# Several at once.
TOGETHER = [dict(rope_scaling={"type":"linear","factor":2.0},rope_parameters={"rope_theta":700.0}),dict(rope_theta=300.0,rope_scaling={"rope_type":"linear","factor":2.0}),dict(rope_theta=300.0,rope_parameters={"rope_type":"linear","factor":2.0}),dict(head_dim=12,num_key_value_heads=1),dict(head_dim=None,layer_types=["full_attention","full_attention","sliding_attention"]),dict(use_sliding_window=False,layer_types=["full_attention","sliding_attention","full_attention"]),dict(sliding_window=None,layer_types=["full_attention","sliding_attention","full_attention"]),dict(sliding_window=None,layer_types=["full_attention"]*3),dict(hidden_size=33,head_dim=8),dict(original_max_position_embeddings=8,rope_scaling={"rope_type":"yarn","factor":4.0,"original_max_position_embeddings":16}),dict(head_dim=12,rope_scaling={"rope_type":"longrope","short_factor":[1.0]*6,"long_factor":[2.0]*6})]
def num(x): return "none" if x is None else f"{float(x):.6f}"
def parts(family, cfg, model):
    """The model's modules, not its configuration, as far as they hold it."""
    inner = model.model; a = inner.layers[0].self_attn; mlp = inner.layers[0].mlp; hd = a.head_dim
    heads = a.o_proj.in_features // hd; gemma3 = family == "gemma3_text"
    kv = (a.qkv_proj.out_features // hd - heads) // 2 if family == "phi3" else a.k_proj.out_features // hd
    biased = (a.qkv_proj if family == "phi3" else a.q_proj).bias is not None
    act = type(mlp.activation_fn if family == "phi3" else mlp.act_fn).__name__
    layers = []
    for i, l in enumerate(inner.layers):
        w = cfg.sliding_window if cfg.model_type in ("mistral", "phi3") else getattr(l.self_attn, "sliding_window", None)
        r = cfg.rope_parameters[cfg.layer_types[i]] if gemma3 else cfg.rope_parameters
        of = cfg.layer_types[i] + "_" if gemma3 else ""
        width = 2 * getattr(inner.rotary_emb, of + "inv_freq").shape[0]
        factor = num(r["factor"]) if r["rope_type"] in ("linear", "dynamic", "llama3") else "none"
        layers.append(f"{w or 0}/{r['rope_type']}/{width}/{num(r['rope_theta'])}/{factor}/{num(getattr(inner.rotary_emb, of + 'attention_scaling'))}")
    norm = inner.norm
    score = getattr(cfg, "attn_logit_softcapping", None) if family == "gemma2" else None
    logit = getattr(cfg, "final_logit_softcapping", None) if family in ("gemma2", "gemma3_text") else None
    return [f"{len(inner.layers)} layers of {inner.embed_tokens.embedding_dim}, {heads}/{kv} heads of {hd}, {mlp.down_proj.in_features} neurons, {inner.embed_tokens.num_embeddings} tokens, context {cfg.max_position_embeddings}",
            f"biases {biased} {a.o_proj.bias is not None} {mlp.down_proj.bias is not None}".lower(),
            "function " + ACTIVATIONS.get(act, act), "epsilon " + num(getattr(norm, "variance_epsilon", getattr(norm, "eps", 1e-5))),
            " ".join(layers), "scale " + num(1 / a.scaling), f"caps {num(score)} {num(logit)}",
            "clip " + num(getattr(cfg, "clip_qkv", None) if family == "olmo" else None), f"tied {bool(cfg.tie_word_embeddings)}".lower()]
def reference(d):
    try:
        with tempfile.TemporaryDirectory() as folder:
            Path(folder, "config.json").write_text(json.dumps(d))
            cfg = AutoConfig.from_pretrained(folder)  # which may choose another class than model_type says
        large = cfg.hidden_size * cfg.num_hidden_layers * cfg.intermediate_size > 5e6 or cfg.vocab_size > 1e5
        with torch.device("meta" if large else "cpu"):
            model = AutoModelForCausalLM.from_config(cfg, attn_implementation="eager", dtype=torch.float32).eval()
        if not large:
            with torch.no_grad(): model(torch.arange(3, 21)[None] % cfg.vocab_size, use_cache=False)
        return parts(d["model_type"], model.config, model)
    except Exception: return "fails"
for family, begin in FAM.items():
    begin = dict(begin, model_type=family); gives = reference(begin); rows = []
    changes = [k for k in KEYS if k in begin] + [{k: v} for k in KEYS for v in ([] if k in TRAINING else [None]) + VALS.get(k, [])] + TOGETHER
    for change in changes:
        d = {k: v for k, v in begin.items() if k != change} if isinstance(change, str) else {**begin, **change}
        r = reference(d); differs = r if r == "fails" else [b for a, b in zip(gives, r) if a != b]
        if d != begin: rows.append(json.dumps([change, differs]))
    text = '{\n "base": ' + json.dumps(begin) + ',\n "gives": ' + json.dumps(gives) + ',\n "changes": [\n  ' + ",\n  ".join(rows) + "\n ]\n}\n"
    Path(__file__).with_name(family + ".json").write_text(text); print(family, len(rows))
