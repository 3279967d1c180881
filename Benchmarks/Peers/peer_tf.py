"""Keras on TensorFlow. --variant function (default) is a @tf.function loop, keras is
model.train_on_batch. Its LSTM has one bias where the others have two, so its losses differ there.
"""
from measure import batches, options, positions, run, weights as W

import keras
import numpy as np
import tensorflow as tf
from keras import layers as L

tf.config.threading.set_intra_op_parallelism_threads(options.threads)
tf.config.threading.set_inter_op_parallelism_threads(1)
case, variant = options.case, options.variant or "function"


def dense(layer, name):
    layer.set_weights([W[name + ".w"].T, W[name + ".b"]])


def lstm(layer, name):
    layer.set_weights([W[name + ".w_ih"].T, W[name + ".w_hh"].T, W[name + ".b_ih"] + W[name + ".b_hh"]])


def mlp(inputs, f):
    sizes = [len(W[f"l{i}.b"]) for i in (1, 2, 3)]
    model = keras.Sequential([
        L.Input((inputs,)), L.Dense(sizes[0], activation=f), L.Dense(sizes[1], activation=f),
        L.Dense(1, activation="sigmoid")])
    for number, layer in enumerate(model.layers):
        dense(layer, f"l{number + 1}")
    return model


def cnn(shape, names, padding):
    model = keras.Sequential([L.Input(shape)])
    for name in names:
        layer = L.Conv2D(len(W[name + ".b"]), 3, padding=padding, activation="relu")
        model.add(layer)
        layer.set_weights([W[name + ".w"].transpose(2, 3, 1, 0), W[name + ".b"]])
        model.add(L.MaxPooling2D(2))
    channels, side = model.output_shape[-1], model.output_shape[1]
    hidden, out = L.Dense(128, activation="relu"), L.Dense(10)
    for layer in (L.Flatten(), hidden, out):
        model.add(layer)
    # Rows were channel, row, column; here they are row, column, channel.
    w = W["f1.w"].reshape(-1, channels, side, side).transpose(2, 3, 1, 0)
    hidden.set_weights([w.reshape(-1, 128), W["f1.b"]])
    dense(out, "f2")
    return model


def encoder():
    given = L.Input((32, 100))
    embedding, head, blocks = L.Dense(200), L.Dense(10), []
    x = embedding(given) + positions(32, 200)[None]
    for _ in range(2):
        attention, up, down = L.MultiHeadAttention(4, 50), L.Dense(800, activation="relu"), L.Dense(200)
        x = L.LayerNormalization(epsilon=1e-5)(x + attention(x, x))
        x = L.LayerNormalization(epsilon=1e-5)(x + down(up(x)))
        blocks.append((attention, up, down))
    model = keras.Model(given, head(L.GlobalAveragePooling1D()(x)))
    dense(embedding, "emb")
    dense(head, "head")
    for i, (attention, up, down) in enumerate(blocks):
        w, b = W[f"{i}.qkv.w"], W[f"{i}.qkv.b"]
        parts = []
        for j in range(0, 600, 200):
            parts += [w[j:j + 200].T.reshape(200, 4, 50), b[j:j + 200].reshape(4, 50)]
        attention.set_weights(
            parts + [W[f"{i}.proj.w"].T.reshape(4, 50, 200), W[f"{i}.proj.b"]])
        dense(up, f"{i}.ff1")
        dense(down, f"{i}.ff2")
    return model


rate, data = 1e-3, batches
if case == "tiny-mlp":
    model = mlp(2, "tanh")
elif case == "mlp-binary":
    model = mlp(20, "relu")
elif case in ("cnn-mnist", "cnn-cifar10"):
    data = [(np.ascontiguousarray(x.transpose(0, 2, 3, 1)), y) for x, y in batches]
    model = (
        cnn((28, 28, 1), ("c1", "c2"), "same") if case == "cnn-mnist"
        else cnn((32, 32, 3), ("c1", "c2", "c3"), "valid"))
elif case == "lstm-classifier":
    rate = 0.01
    model = keras.Sequential([
        L.Input((20, 10)), L.LSTM(50, return_sequences=True), L.LSTM(50), L.Dense(2)])
    for layer, fill, name in zip(model.layers, (lstm, lstm, dense), ("r0", "r1", "out")):
        fill(layer, name)
elif case == "lstm-lm":
    model = keras.Sequential([
        L.Input((50,)), L.Embedding(10000, 64), L.LSTM(128, return_sequences=True),
        L.Dense(10000)])
    model.layers[0].set_weights([W["emb"]])
    lstm(model.layers[1], "r0")
    dense(model.layers[2], "out")
elif case == "transformer-classifier":
    model = encoder()
else:
    raise SystemExit(f"{case} is not written for Keras here")

criterion = (
    keras.losses.BinaryCrossentropy() if case in ("tiny-mlp", "mlp-binary")
    else keras.losses.SparseCategoricalCrossentropy(from_logits=True))
optimizer = (
    keras.optimizers.SGD(0.1) if case == "tiny-mlp" else keras.optimizers.Adam(rate, epsilon=1e-8))
model.compile(optimizer=optimizer, loss=criterion)


@tf.function
def train(x, y):
    with tf.GradientTape() as tape:
        loss = criterion(y, model(x, training=True))
    optimizer.apply_gradients(
        zip(tape.gradient(loss, model.trainable_variables), model.trainable_variables))
    return loss


ready = [(tf.constant(x), tf.constant(y)) for x, y in data] if variant == "function" else data
step = lambda i: (train if variant == "function" else model.train_on_batch)(*ready[i])
run(f"tf-{variant}", f"{tf.__version__}/keras {keras.__version__}", step, float)
