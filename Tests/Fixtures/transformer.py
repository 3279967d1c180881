"""Writes transformer.json: attention and transformers as PyTorch's modules.

    python Tests/Fixtures/transformer.py
"""
import math

import torch
from torch import nn

from module_cases import module_case, normal, whole
from reference import given, write

NAMES = {
    "batchFirst": "batch_first", "normFirst": "norm_first", "inner": "dim_feedforward",
    "addsBias": "add_bias_kv", "addsZero": "add_zero_attn", "key": "kdim", "value": "vdim",
}


def keywords(arguments, without=()):
    return {NAMES.get(k, k): v for k, v in arguments.items() if k not in without}


def hides(*shape):
    mask = torch.rand(shape) < 0.4
    mask[..., 0] = False
    return mask


def attention(inputs, dtype="float32", training=True, mask=None, padding=None, needs=True, averages=True, width=4, heads=2, **arguments):
    extra = [x for x in (mask, padding) if x is not None]

    def call(module, q, k, v, *rest):
        rest = list(rest)
        m = rest.pop(0) if mask is not None else None
        p = rest.pop(0) if padding is not None else None
        return module(q, k, v, attn_mask=m, key_padding_mask=p, need_weights=needs, average_attn_weights=averages)

    return module_case(
        "MultiheadAttention", lambda: nn.MultiheadAttention(width, heads, **keywords(arguments)),
        inputs + extra, dtype, training=training, call=call, needs=needs, averages=averages,
        width=width, heads=heads, mask=mask is not None, padding=padding is not None, **arguments)


def attentions():
    torch.manual_seed(5)
    for dtype in ["float32", "float64"]:
        def qkv(steps=3, keys=5, samples=2, k=4, v=4):
            return [normal(steps, samples, 4), normal(keys, samples, k), normal(keys, samples, v)]
        for needs in [True, False]:
            yield attention(qkv(), dtype, needs=needs)
            yield attention(qkv(), dtype, needs=needs, mask=hides(3, 5))
            yield attention(qkv(), dtype, needs=needs, mask=normal(3, 5), padding=normal(2, 5))
            yield attention(qkv(), dtype, needs=needs, mask=hides(4, 3, 5), padding=hides(2, 5))
            yield attention([normal(2, 3, 4), normal(2, 5, 4), normal(2, 5, 4)], dtype, needs=needs, batchFirst=True, padding=hides(2, 5))
            yield attention([normal(3, 4), normal(5, 4), normal(5, 4)], dtype, needs=needs, padding=hides(5), mask=hides(2, 3, 5))
            yield attention(qkv(), dtype, needs=needs, bias=False)
            yield attention(qkv(k=3, v=2), dtype, needs=needs, key=3, value=2)
            yield attention(qkv(), dtype, needs=needs, addsBias=True, mask=hides(3, 5), padding=hides(2, 5))
            yield attention(qkv(), dtype, needs=needs, addsZero=True, mask=hides(3, 5))
            yield attention(qkv(), dtype, needs=needs, dropout=0.3)
            yield attention(qkv(), dtype, needs=needs, dropout=0.3, training=False)
        yield attention(qkv(), dtype, averages=False)
    for shapes in [[(3, 2, 4), (5, 4), (5, 4)], [(3, 4), (5, 2, 4), (5, 4)], [(4,), (4,), (4,)], [(3, 2, 5), (5, 2, 5), (5, 2, 5)], [(3, 2, 4), (5, 2, 4), (4, 2, 4)]]:
        yield attention([normal(*s) for s in shapes])
    q = [normal(3, 2, 4), normal(5, 2, 4), normal(5, 2, 4)]
    for mask in [(3, 4), (2, 3, 5), (3,), (1, 1, 3, 5)]:
        yield attention(q, mask=normal(*mask))
    for padding in [(5,), (3, 5), (2, 4)]:
        yield attention(q, padding=normal(*padding))
    yield attention(q, mask=whole(2, 3, 5))
    yield attention(q, heads=3)
    yield attention(q, heads=0)


def stack(module, inputs, dtype="float32", training=True, masks=(), constants=(), **arguments):
    """masks: names of keyword arguments, whose values are the last inputs."""
    kept = keywords(arguments, without=["width", "heads", "layers", "norm", "activation"])
    if "activation" in arguments:
        kept["activation"] = arguments["activation"]
    width, heads = arguments.get("width", 4), arguments.get("heads", 2)
    counts = arguments.get("layers")

    def make():
        if module == "Transformer":
            return nn.Transformer(width, heads, *counts, **kept)
        kind = "Encoder" if "Encoder" in module else "Decoder"
        layer = getattr(nn, f"Transformer{kind}Layer")(width, heads, **kept)
        if module.endswith("Layer"):
            return layer
        norm = nn.LayerNorm(width) if arguments.get("norm") else None
        return getattr(nn, module)(layer, counts, norm)

    def call(model, *values):
        count = len(values) - len(masks)
        return model(*values[:count], **dict(zip(masks, values[count:])))

    return module_case(module, make, inputs, dtype, training=training, call=call,
        constants=constants, masks=list(masks), **arguments)


def transformers():
    base = {"inner": 6, "dropout": 0.0}
    for dtype in ["float32", "float64"]:
        for keys in [{}, {"normFirst": True}, {"activation": "gelu"}, {"bias": False}]:
            yield stack("TransformerEncoderLayer", [normal(3, 2, 4)], dtype, **{**base, **keys})
            yield stack("TransformerDecoderLayer", [normal(3, 2, 4), normal(5, 2, 4)], dtype, **{**base, **keys})
        yield stack("TransformerEncoderLayer", [normal(3, 2, 4)], dtype, inner=6, dropout=0.2)
        yield stack("TransformerDecoderLayer", [normal(3, 2, 4), normal(5, 2, 4)], dtype, inner=6, dropout=0.2)
        yield stack("TransformerEncoderLayer", [normal(2, 3, 4), hides(3, 3), hides(2, 3)], dtype, masks=["src_mask", "src_key_padding_mask"], batchFirst=True, **base)
        yield stack("TransformerDecoderLayer", [normal(3, 2, 4), normal(5, 2, 4), hides(3, 3), hides(3, 5), hides(2, 3), hides(2, 5)], dtype, masks=["tgt_mask", "memory_mask", "tgt_key_padding_mask", "memory_key_padding_mask"], **base)
        yield stack("TransformerEncoder", [normal(3, 2, 4)], dtype, layers=2, norm=True, **base)
        yield stack("TransformerEncoder", [normal(3, 4)], dtype, layers=1, norm=False, training=False, inner=6)
        yield stack("TransformerDecoder", [normal(3, 2, 4), normal(2, 2, 4)], dtype, layers=2, norm=True, **base)
        causal = nn.Transformer.generate_square_subsequent_mask(3)
        yield stack("Transformer", [normal(4, 2, 4), normal(3, 2, 4), causal], dtype, masks=["tgt_mask"], constants=[2], layers=[1, 1], **base)
        yield stack("Transformer", [normal(2, 4, 4), normal(2, 3, 4)], dtype, layers=[2, 1], batchFirst=True, normFirst=True, training=False, inner=6)
    yield stack("Transformer", [normal(4, 2, 4), normal(3, 3, 4)], layers=[1, 1], **base)
    yield stack("Transformer", [normal(4, 2, 5), normal(3, 2, 5)], layers=[1, 1], **base)


class PositionalEncoding(nn.Module):
    """As PyTorch's tutorial on transformers has it."""

    def __init__(self, d_model, dropout, max_len):
        super().__init__()
        self.dropout = nn.Dropout(p=dropout)
        position = torch.arange(max_len).unsqueeze(1)
        div_term = torch.exp(torch.arange(0, d_model, 2) * (-math.log(10000.0) / d_model))
        pe = torch.zeros(max_len, 1, d_model)
        pe[:, 0, 0::2] = torch.sin(position * div_term)
        pe[:, 0, 1::2] = torch.cos(position * div_term)[:, : d_model // 2]
        self.register_buffer("pe", pe)

    def forward(self, x):
        return self.dropout(x + self.pe[: x.size(0)])


def encodings():
    for width in [4, 5]:
        case = module_case(
            "PositionalEncoding", lambda w=width: PositionalEncoding(w, 0.2, 7), [normal(3, 2, width)],
            width=width)
        del case["buffers"]  # The table may differ in the last digit.
        yield case


if __name__ == "__main__":
    write("attention_layers", attentions())
    write("transformer", [*transformers(), *encodings()])
