"""Recurrent layers of one layer and one direction: all states, and the gradients of everything."""
import torch

from reference import DTYPES, encode, normal, write


def layer(cell, inputs, hidden, bias):
    make = {"tanh": torch.nn.RNN, "relu": torch.nn.RNN, "lstm": torch.nn.LSTM, "gru": torch.nn.GRU}[cell]
    options = dict(nonlinearity=cell) if cell in ["tanh", "relu"] else {}
    return make(inputs, hidden, bias=bias, **options)


def recurrent():
    for dtype in DTYPES:
        for cell in ["tanh", "relu", "lstm", "gru"]:
            for steps, batch, inputs, hidden, bias in [
                (3, 2, 4, 5, True), (1, 1, 1, 1, True), (4, 3, 2, 11, False), (2, 3, 2, 8, True), (6, 1, 3, 3, True),
            ]:
                kind = DTYPES[dtype]
                net = layer(cell, inputs, hidden, bias).to(kind)
                for p in net.parameters():
                    p.data = normal(*p.shape, scale=0.5).to(kind)
                x = normal(steps, batch, inputs).to(kind).requires_grad_()
                h0 = normal(1, batch, hidden).to(kind).requires_grad_()
                c0 = normal(1, batch, hidden).to(kind).requires_grad_()
                out, last = net(x, (h0, c0) if cell == "lstm" else h0)
                g, gc = normal(*out.shape).to(kind), normal(1, batch, hidden).to(kind)
                ((out * g).sum() + ((last[1] * gc).sum() if cell == "lstm" else 0)).backward()
                case = {
                    "cell": cell, "x": encode(x), "h0": encode(h0[0]), "upstream": encode(g), "output": encode(out),
                    "weights": [encode(p) for p in net.parameters()],
                    "gradients": [encode(p.grad) for p in [x, *net.parameters()]], "dh0": encode(h0.grad[0]),
                }
                if cell == "lstm":
                    case |= {"c0": encode(c0[0]), "dc0": encode(c0.grad[0]), "upstreamMemory": encode(gc[0]),
                             "memory": encode(last[1][0])}
                yield case


if __name__ == "__main__":
    write("recurrent", recurrent())
