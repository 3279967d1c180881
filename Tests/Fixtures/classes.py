"""Losses of classes with weights, ignored samples, smoothing and more dimensions; embeddings."""
import torch
import torch.nn.functional as F

from reference import DTYPES, case, given, normal, positive, write

REDUCTIONS = ["mean", "sum", "none"]


def classes():
    for dtype in DTYPES:
        kind = DTYPES[dtype]
        for shape in [(5, 3), (4,), (2, 3, 2), (1, 3, 2, 2), (1, 33), (1, 1), (0, 3)]:
            count = shape[0] if len(shape) == 1 else shape[1]
            places = [*shape[:1], *shape[2:]] if len(shape) > 1 else []
            logits = normal(*shape, scale=3)
            labels = torch.randint(0, count, places)
            ignored = labels.clone()
            ignored[labels == 1] = -100
            soft = torch.softmax(normal(*shape), 0 if len(shape) == 1 else 1)
            weight = positive(count)
            for reduction in REDUCTIONS:
                def loss(z, t, w=None, ignore=-100, smoothing=0.0, reduction=reduction):
                    w = None if w is None else w.detach().to(kind)
                    return F.cross_entropy(z, t, w, ignore_index=ignore, label_smoothing=smoothing, reduction=reduction)

                yield case("crossEntropy", loss, [logits, ignored], dtype, reduction=reduction)
                yield case("crossEntropy", lambda z, t, w: loss(z, t, w, 2, 0.2), [logits, labels, weight], dtype,
                           reduction=reduction, ignoreIndex=2, smoothing=0.2)
                yield case("crossEntropy", lambda z, t: loss(z, t, smoothing=0.1), [logits, labels], dtype,
                           reduction=reduction, smoothing=0.1)
                if len(shape) < 4 and shape != (1, 33):
                    yield case("crossEntropy", lambda z, t, w: loss(z, t, w, smoothing=0.1), [logits, soft, weight], dtype,
                               reduction=reduction, smoothing=0.1)

                def nll(x, t, w=None, ignore=-100, reduction=reduction):
                    return F.nll_loss(x, t, None if w is None else w.detach().to(kind), ignore_index=ignore,
                                      reduction=reduction)

                yield case("negativeLogLikelihood", nll, [logits, ignored], dtype, reduction=reduction)
                if len(shape) == 2:
                    yield case("negativeLogLikelihood", lambda x, t, w: nll(x, t, w, 2), [logits, labels, weight], dtype,
                               reduction=reduction, ignoreIndex=2)
        none = torch.full((3,), -100)
        for reduction in REDUCTIONS:
            yield case("crossEntropy", lambda z, t: F.cross_entropy(z, t, reduction=reduction), [normal(3, 2), none], dtype,
                       reduction=reduction)
            yield case("crossEntropy", lambda z, t: F.cross_entropy(z, t, reduction=reduction), [given(5e3, -5e3, 0, 1e4, 1e4, -1e4).reshape(2, 3),
                                                                     torch.tensor([1, 0])], dtype, reduction=reduction)
        for reduction in ["mean", "sum"]:
            for rows, inputs, count in [(5, 4, 3), (40, 2, 9), (1, 1, 1)]:
                t = torch.randint(0, count, (rows,))
                if rows > 1:
                    t[0] = -100
                inputs_ = [normal(rows, inputs), normal(count, inputs), t, normal(count)]
                for smoothing in [0.0, 0.1]:
                    yield case("linearCrossEntropy", lambda x, w, t, b: F.cross_entropy(
                        F.linear(x, w, b), t, reduction=reduction, label_smoothing=smoothing), inputs_, dtype,
                        reduction=reduction, smoothing=smoothing)
                yield case("linearCrossEntropy", lambda x, w, t: F.cross_entropy(F.linear(x, w), t, reduction=reduction),
                           inputs_[:3], dtype, reduction=reduction, smoothing=0.0)
        for indices in [torch.tensor([0, 3, 3, 1]), torch.tensor([[1, 2], [3, 3]]), torch.tensor(2),
                        torch.zeros(0, dtype=torch.int64), torch.zeros(2, 0, dtype=torch.int64)]:
            for padding in [None, 3, -2]:
                yield case("embedding", lambda w, i: F.embedding(i, w, padding_idx=padding), [normal(5, 3), indices], dtype,
                           padding=padding)


if __name__ == "__main__":
    torch.manual_seed(3)
    write("classes", classes())
