"""Images as torchvision's transforms change them, with the seed of their random numbers.

    python Tests/Fixtures/transforms.py
"""
import re
from importlib.util import find_spec
from pathlib import Path

import torch

from reference import encode, write

# torchvision's compiled operations may be built for another PyTorch; transforms need none of them.
registrations = Path(find_spec("torchvision").origin).with_name("_meta_registrations.py").read_text()
library = torch.library.Library("torchvision", "DEF")
for name in set(re.findall(r'register_fake\("torchvision::(\w+)"\)', registrations)):
    library.define(f"{name}(Tensor a) -> Tensor")

from torchvision import transforms as t  # noqa: E402
from torchvision.transforms import v2  # noqa: E402

NEAREST, BILINEAR = t.InterpolationMode.NEAREST, t.InterpolationMode.BILINEAR
source = torch.Generator().manual_seed(3)


def image(*shape, dtype=torch.float32):
    return torch.rand(shape, generator=source, dtype=dtype)


def case(name, transform, x, seed, **settings):
    torch.manual_seed(seed)
    return {"transform": name, "seed": seed, "settings": settings, "input": encode(x),
            "output": encode(transform(x)), "next": int(torch.randint(0, 1000, (1,)))}


def cases():
    for seed in range(4):
        yield case("hflip", t.RandomHorizontalFlip(), image(3, 4, 5), seed)
        yield case("vflip", t.RandomVerticalFlip(0.3), image(1, 4, 5), seed, p=0.3)
        yield case("crop", t.RandomCrop((3, 4)), image(2, 6, 5), seed, h=3, w=4)
        yield case("crop", t.RandomCrop(6, padding=[1, 2], padding_mode="reflect"),
                   image(1, 6, 5), seed, h=6, w=6, left=1, top=2, mode="reflect")
        yield case("crop", t.RandomCrop(8, pad_if_needed=True, fill=0.5), image(1, 6, 5), seed,
                   h=8, w=8, needed=1, fill=0.5)
        yield case("erase", t.RandomErasing(0.7), image(3, 9, 8), seed, p=0.7)
        yield case("erase", t.RandomErasing(1, value="random"), image(3, 9, 8), seed, p=1, noise=1)
        yield case("noise", v2.GaussianNoise(0.1, 0.5), image(2, 5, 4), seed)
        yield case("jitter", t.ColorJitter(0.4, 0.6), image(3, 4, 5), seed)
        yield case("jitter", t.ColorJitter(0.4, 0.6), image(1, 4, 5), seed)
        for shape in ((1, 12, 9), (2, 5, 17)):
            yield case("resizedcrop", t.RandomResizedCrop((6, 7)), image(*shape), seed, h=6, w=7)
    yield case("resizedcrop", t.RandomResizedCrop(4, scale=(2, 3)), image(1, 4, 12), 1, h=4, w=4,
               large=1)
    yield from rotations()
    yield from sizes()
    for seed, alpha in ((0, 1.0), (1, 0.2), (2, 3.5)):
        mix = v2.MixUp(alpha=alpha, num_classes=3)
        x, labels = image(4, 1, 2, 3), torch.tensor([2, 0, 1, 1])
        torch.manual_seed(seed)
        images, shares = mix(x, labels)
        yield {"transform": "mixup", "seed": seed, "settings": {"alpha": alpha}, "input": encode(x),
               "output": encode(images), "labels": encode(shares),
               "next": int(torch.randint(0, 1000, (1,)))}


def rotations():
    for seed in range(5):
        for mode in (NEAREST, BILINEAR):
            for expand in (False, True):
                yield case("rotate", t.RandomRotation(180, mode, expand, fill=0.25),
                           image(2, 5, 8), seed, low=-180, high=180, expand=int(expand),
                           bilinear=int(mode == BILINEAR), fill=0.25)
    for angle in (0, 90, 180, -90, 45, 30):
        for shape in ((1, 6, 6), (1, 5, 5), (1, 4, 7)):
            for mode in (NEAREST, BILINEAR):
                yield case("rotate", t.RandomRotation((angle, angle), mode, True), image(*shape), 0,
                           low=angle, high=angle, expand=1, bilinear=int(mode == BILINEAR), fill=0)
    yield case("rotate", t.RandomRotation(40, BILINEAR), image(1, 6, 6, dtype=torch.float64), 5,
               low=-40, high=40, expand=0, bilinear=1, fill=0)


def sizes():
    for shape, size in (((1, 8, 6), (4, 3)), ((3, 5, 7), (9, 4)), ((1, 3, 3), (7, 8)),
                        ((1, 16, 18), (10, 11)), ((1, 1, 5), (2, 2)), ((2, 2, 6, 5), (4, 4))):
        for mode, anti in ((NEAREST, False), (BILINEAR, False), (BILINEAR, True)):
            for dtype in (torch.float32, torch.float64):
                yield case("resize", t.Resize(size, mode, antialias=anti), image(*shape, dtype=dtype),
                           0, h=size[0], w=size[1], bilinear=int(mode == BILINEAR), anti=int(anti))
    for shape in ((1, 8, 5), (1, 5, 9)):
        yield case("resize", t.Resize(4), image(*shape), 0, short=4, bilinear=1, anti=1)
        for size in ((3, 3), (9, 4), (2, 12), (5, 5)):
            yield case("center", t.CenterCrop(size), image(*shape), 0, h=size[0], w=size[1])
        for mode in ("constant", "edge", "reflect", "symmetric"):
            yield case("pad", t.Pad((1, 2, 3, 4), 0.5, mode), image(*shape), 0, left=1, top=2,
                       right=3, bottom=4, fill=0.5, mode=mode)
    yield case("normalize", t.Normalize((0.1, 0.2, 0.3), (0.5, 0.6, 0.7)), image(3, 4, 5), 0)


write("transforms", cases())
