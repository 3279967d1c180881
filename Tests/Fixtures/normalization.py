"""Layer, RMS, group, batch and instance norm: values, gradients, running statistics."""
import torch
import torch.nn.functional as F

from reference import DTYPES, case, encode, normal, positive, write


def normalization():
    for dtype in DTYPES:
        for shape, last in [((3, 5), 1), ((2, 2, 17), 1), ((2, 3, 4), 2), ((7,), 1), ((0, 3), 1), ((33,), 1)]:
            x, sizes = normal(*shape, scale=2) + 3, shape[len(shape) - last:]
            settings = dict(shape=list(sizes), epsilon=1e-5)
            w, b = normal(*sizes), normal(*sizes)
            for inputs in [[x], [x, w], [x, w, b]] if len(x) == 3 else [[x, w, b]]:
                yield case("layerNorm", lambda *p, s=sizes: F.layer_norm(p[0], s, *p[1:]), inputs, dtype, **settings)
            for inputs in [[x], [x, w]] if len(x) == 3 else [[x, w]]:
                yield case("rmsNorm", lambda *p, s=sizes: F.rms_norm(p[0], s, *p[1:]), inputs, dtype, shape=list(sizes))
            if len(x) != 3:
                continue
            yield case("layerNorm", lambda *p, s=sizes: F.layer_norm(p[0], s, *p[1:], eps=0.1), [x, w, b], dtype,
                       shape=list(sizes), epsilon=0.1)
            yield case("rmsNorm", lambda *p, s=sizes: F.rms_norm(p[0], s, *p[1:], eps=0.1), [x, w], dtype,
                       shape=list(sizes), epsilon=0.1)
        for shape, groups in [((2, 8), 2), ((3, 6, 5), 3), ((2, 4, 3, 2), 1), ((2, 3, 3, 3), 3), ((1, 8, 2), 2), ((0, 4, 2), 2)]:
            x, w, b = normal(*shape, scale=2) + 3, normal(shape[1]), normal(shape[1])
            for inputs in [[x], [x, w], [x, w, b]] if len(x) == 3 else [[x, w, b]]:
                yield case("groupNorm", lambda *p, g=groups: F.group_norm(p[0], g, *p[1:]), inputs, dtype, groups=groups,
                           epsilon=1e-5)
        for shape in [(4, 3), (5, 1), (3, 4, 5), (2, 3, 3, 2), (1, 2, 1, 4), (3, 20), (2, 1, 2, 2, 2)]:
            x, w, b = normal(*shape, scale=2) + 3, normal(shape[1]), normal(shape[1])
            mean, variance = normal(shape[1]), positive(shape[1])
            for inputs in [[x], [x, w], [x, w, b]] if len(x) == 3 else [[x, w, b]]:
                running = [mean.to(DTYPES[dtype], copy=True), variance.to(DTYPES[dtype], copy=True)]
                start = [encode(r) for r in running]
                result = case("batchNorm", lambda *p, r=running: F.batch_norm(p[0], *r, *p[1:], training=True, momentum=0.3),
                              inputs, dtype, epsilon=1e-5, momentum=0.3, start=start)
                yield result | {"running": [encode(r) for r in running]}
                fixed = [r.clone() for r in running]
                yield case("batchNormFixed", lambda *p, r=fixed: F.batch_norm(p[0], *r, *p[1:], training=False, eps=0.01),
                           inputs, dtype, epsilon=0.01, start=[encode(r) for r in fixed])
        for shape in [(2, 3, 4), (1, 2, 3, 2), (3, 1, 5)]:
            x, w, b = normal(*shape, scale=2) + 3, normal(shape[1]), normal(shape[1])
            for inputs in [[x], [x, w, b]]:
                yield case("instanceNorm", lambda *p: F.instance_norm(p[0], weight=p[1] if len(p) > 1 else None,
                                                                       bias=p[2] if len(p) > 2 else None), inputs, dtype)


if __name__ == "__main__":
    write("normalization", normalization())
