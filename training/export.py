"""Write the tuned encoder as GGUF, which llama.cpp reads, and its head as the product reads it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import gguf
import numpy as np

from refiner.classifier import write_row

OUT = Path(__file__).parent.parent / "prompts" / "refiner_prompts" / "fitted"
Q8, Q4 = gguf.GGMLQuantizationType.Q8_0, gguf.GGMLQuantizationType.Q4_0
_EMBEDDINGS = {
    "embeddings.word_embeddings.weight": "token_embd.weight",
    "embeddings.token_type_embeddings.weight": "token_types.weight",
    "embeddings.position_embeddings.weight": "position_embd.weight",
    "embeddings.LayerNorm.weight": "token_embd_norm.weight",
    "embeddings.LayerNorm.bias": "token_embd_norm.bias",
}
_LAYER = {
    "attention.self.query": "attn_q",
    "attention.self.key": "attn_k",
    "attention.self.value": "attn_v",
    "attention.output.dense": "attn_output",
    "attention.output.LayerNorm": "attn_output_norm",
    "intermediate.dense": "ffn_up",
    "output.dense": "ffn_down",
    "output.LayerNorm": "layer_output_norm",
}


def write_gguf(states: dict[str, Any], tokenizer: Any, config: Any) -> None:
    """Write `encoder.gguf`: matrices in eight bits, word embeddings in four, the rest in 32."""
    writer = gguf.GGUFWriter(OUT / "encoder.gguf", "bert")
    writer.add_name("goal-refiner-encoder")
    writer.add_license("apache-2.0")
    writer.add_block_count(config.num_hidden_layers)
    writer.add_context_length(config.max_position_embeddings)
    writer.add_embedding_length(config.hidden_size)
    writer.add_feed_forward_length(config.intermediate_size)
    writer.add_head_count(config.num_attention_heads)
    writer.add_layer_norm_eps(config.layer_norm_eps)
    writer.add_causal_attention(False)
    writer.add_pooling_type(gguf.PoolingType.MEAN)
    writer.add_file_type(gguf.LlamaFileType.MOSTLY_Q8_0)
    writer.add_token_type_count(config.type_vocab_size)
    _write_vocabulary(writer, tokenizer)
    for ours, theirs in _names(config.num_hidden_layers).items():
        values = states[ours].numpy().astype(np.float32)
        if values.ndim == 1 or theirs.startswith(("position", "token_types")):
            writer.add_tensor(theirs, values)
        else:
            kind = Q4 if theirs == "token_embd.weight" else Q8
            writer.add_tensor(theirs, gguf.quantize(values, kind), raw_dtype=kind)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


def _names(blocks: int) -> dict[str, str]:
    """Return the name of every tensor: as transformers has it → as llama.cpp has it."""
    names = dict(_EMBEDDINGS)
    for block in range(blocks):
        for ours, theirs in _LAYER.items():
            for part in ("weight", "bias"):
                names[f"encoder.layer.{block}.{ours}.{part}"] = f"blk.{block}.{theirs}.{part}"
    return names


def _write_vocabulary(writer: gguf.GGUFWriter, tokenizer: Any) -> None:
    """Write the WordPiece vocabulary; llama.cpp marks beginnings of words where WordPiece marks the rest."""
    number_of: dict[str, int] = tokenizer.get_vocab()
    texts, types = [], []
    for piece in sorted(number_of, key=lambda one: number_of[one]):
        unused = piece.startswith("[unused")
        special = unused or piece in tokenizer.all_special_tokens
        kind = gguf.TokenType.UNUSED if unused else gguf.TokenType.CONTROL if special else gguf.TokenType.NORMAL
        texts.append((piece if special else piece[2:] if piece.startswith("##") else f"\u2581{piece}").encode())
        types.append(kind)
    writer.add_tokenizer_model("bert")
    writer.add_tokenizer_pre("default")
    writer.add_token_list(texts)
    writer.add_token_types(types)
    writer.add_add_bos_token(True)
    writer.add_add_eos_token(True)
    writer.add_bos_token_id(tokenizer.cls_token_id)
    writer.add_eos_token_id(tokenizer.sep_token_id)
    writer.add_sep_token_id(tokenizer.sep_token_id)
    writer.add_pad_token_id(tokenizer.pad_token_id)
    writer.add_unk_token_id(tokenizer.unk_token_id)
    writer.add_mask_token_id(tokenizer.mask_token_id)


def write_head(columns: list[str], weights: np.ndarray, bias: np.ndarray) -> None:
    """Write `encoder.tsv`: `weights` are columns × dimensions, `bias` one a column."""
    lines = [json.dumps({"columns": columns, "bias": [round(float(value), 3) for value in bias]})]
    lines += [write_row(str(number), 1.0, weights[:, number].tolist()) for number in range(weights.shape[1])]
    (OUT / "encoder.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")
