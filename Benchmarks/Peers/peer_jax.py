"""JAX with optax: pure functions, one jitted training step."""
from measure import batches, options, positions, run, weights

import jax
import jax.numpy as jnp
import numpy as np
import optax
from jax import lax

case = options.case
P = {name: jnp.asarray(value) for name, value in weights.items()}


def dense(p, name, x):
    return x @ p[name + ".w"].T + p[name + ".b"]


def cross_entropy(logits, labels):
    return optax.softmax_cross_entropy_with_integer_labels(logits, labels).mean()


def binary_cross_entropy(logits, labels):
    return (jax.nn.softplus(logits) - labels * logits).mean()


def mlp(p, x, f):
    return dense(p, "l3", f(dense(p, "l2", f(dense(p, "l1", x)))))


def cnn(p, x, names, padding):
    for name in names:
        x = lax.conv_general_dilated(
            x, p[name + ".w"], (1, 1), padding, dimension_numbers=("NHWC", "OIHW", "NHWC"))
        x = jax.nn.relu(x + p[name + ".b"])
        x = lax.reduce_window(x, -jnp.inf, lax.max, (1, 2, 2, 1), (1, 2, 2, 1), "VALID")
    x = x.transpose(0, 3, 1, 2).reshape(x.shape[0], -1)
    return dense(p, "f2", jax.nn.relu(dense(p, "f1", x)))


def lstm(p, name, x):
    gates = x @ p[name + ".w_ih"].T + p[name + ".b_ih"] + p[name + ".b_hh"]
    hidden, across = p[name + ".w_hh"].shape[1], p[name + ".w_hh"].T

    def cell(state, gate):
        h, c = state
        i, f, g, o = jnp.split(gate + h @ across, 4, 1)
        c = jax.nn.sigmoid(f) * c + jax.nn.sigmoid(i) * jnp.tanh(g)
        h = jax.nn.sigmoid(o) * jnp.tanh(c)
        return (h, c), h

    zero = jnp.zeros((x.shape[0], hidden))
    return lax.scan(cell, (zero, zero), gates.transpose(1, 0, 2))[1].transpose(1, 0, 2)


def normalized(x, w=1.0, b=0.0):
    mean = x.mean(-1, keepdims=True)
    variance = ((x - mean) ** 2).mean(-1, keepdims=True)
    return (x - mean) * lax.rsqrt(variance + 1e-5) * w + b


def attention(qkv, heads, causal=False):
    b, t, d = qkv.shape
    q, k, v = (part.reshape(b, t, heads, -1) for part in jnp.split(qkv, 3, 2))
    scores = jnp.einsum("bqhd,bkhd->bhqk", q, k) * (d // 3 // heads) ** -0.5
    if causal:
        scores = jnp.where(jnp.tril(jnp.ones((t, t), bool)), scores, -jnp.inf)
    return jnp.einsum("bhqk,bkhd->bqhd", jax.nn.softmax(scores), v).reshape(b, t, d // 3)


def encoder(p, x):
    x = dense(p, "emb", x) + positions(32, 200)
    for i in range(2):
        seen = dense(p, f"{i}.proj", attention(dense(p, f"{i}.qkv", x), 4))
        x = normalized(x + seen, p[f"{i}.norm1.w"], p[f"{i}.norm1.b"])
        wide = jax.nn.relu(dense(p, f"{i}.ff1", x))
        x = normalized(x + dense(p, f"{i}.ff2", wide), p[f"{i}.norm2.w"], p[f"{i}.norm2.b"])
    return dense(p, "head", x.mean(1))


def gpt(p, x):
    h = p["wte"][x] + p["wpe"]
    for i in range(4):
        seen = attention(normalized(h, p[f"{i}.norm1"]) @ p[f"{i}.qkv"].T, 4, True)
        h = h + seen @ p[f"{i}.proj"].T
        wide = jax.nn.gelu(normalized(h, p[f"{i}.norm2"]) @ p[f"{i}.fc"].T, approximate=False)
        h = h + wide @ p[f"{i}.fc2"].T
    return normalized(h, p["norm"]) @ p["wte"].T


criterion, optimizer = cross_entropy, optax.adam(1e-3)
if case == "tiny-mlp":
    forward, criterion = lambda p, x: mlp(p, x, jnp.tanh), binary_cross_entropy
    optimizer = optax.sgd(0.1)
elif case == "mlp-binary":
    forward, criterion = lambda p, x: mlp(p, x, jax.nn.relu), binary_cross_entropy
elif case == "cnn-mnist":
    forward = lambda p, x: cnn(p, x.transpose(0, 2, 3, 1), ("c1", "c2"), "SAME")
elif case == "cnn-cifar10":
    forward = lambda p, x: cnn(p, x.transpose(0, 2, 3, 1), ("c1", "c2", "c3"), "VALID")
elif case == "lstm-classifier":
    forward = lambda p, x: dense(p, "out", lstm(p, "r1", lstm(p, "r0", x))[:, -1])
    optimizer = optax.adam(0.01)
elif case == "lstm-lm":
    forward = lambda p, x: dense(p, "out", lstm(p, "r0", p["emb"][x]))
elif case == "transformer-classifier":
    forward = encoder
    for i in range(2):
        for name in ("norm1", "norm2"):
            P[f"{i}.{name}.w"], P[f"{i}.{name}.b"] = jnp.ones(200), jnp.zeros(200)
else:
    forward = gpt
    for name in [f"{i}.norm{j}" for i in range(4) for j in (1, 2)] + ["norm"]:
        P[name] = jnp.ones(128)
    optimizer = optax.adamw(
        1e-3, 0.9, 0.99, weight_decay=0.1, mask=jax.tree.map(lambda a: a.ndim > 1, P))


@jax.jit
def train(p, state, x, y):
    loss, gradients = jax.value_and_grad(lambda p: criterion(forward(p, x), y))(p)
    updates, state = optimizer.update(gradients, state, p)
    return optax.apply_updates(p, updates), state, loss


state = [P, optimizer.init(P)]
data = [(jnp.asarray(x), jnp.asarray(y)) for x, y in batches]


def step(i):
    state[0], state[1], loss = train(state[0], state[1], *data[i])
    return loss


run("jax", jax.__version__, step, float)
