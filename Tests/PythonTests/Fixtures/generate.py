"""Runs snippets through CPython and PyTorch and records what they put out.

    python generate.py > snippets.json

Each snippet is run as at the prompt: what it prints, then the value of its last line. Where it
raises, the class and the message are kept. Needs PyTorch; the tests need only the JSON.
"""

import ast
import contextlib
import io
import json
import math
import random

import torch
import torch.nn.functional as F

SNIPPETS = r'''
1 + 2 * 3
7 // 2, -7 // 2, 7 // -2, -7 % 3, 7 % -3, -7 % -3
7.5 // 2, -7.5 // 2, 7.5 % -2, -0.0 % 3
2 ** 10, 2 ** -1, -2 ** 2, 2 ** 3 ** 2, (-8) ** 2
0.1 + 0.2
1e16, 1e15, 123456789012345680.0, 1e-5, 0.0001, 1.5e300, -0.0, 1e22
1/3, 2/3, 10/5, 1e100
float('inf'), -float('inf'), float('nan')
5 / 0
5 // 0
5 % 0
5.0 / 0
5.0 // 0
5.0 % 0
0 ** -1
True + True, True * 2.5, not True, -True, ~5
1 < 2 < 3, 1 < 3 < 2, 1 == 1.0, 1 != 2, 'a' < 'b', [1, 2] < [1, 3], (1,) < (1, 2)
1 < 'a'
[1] + (2,)
'a' + 1
1 + 'a'
3 and 0, 0 or 'x', None or [], not []
1 if 2 > 1 else 3
5 in [1, 5], 'b' in 'abc', 3 not in (1, 2), 2 in range(5)
1 is 1, None is None, None is not None
5 & 3, 5 | 3, 5 ^ 3, 1 << 4, 256 >> 3, -5 >> 1
0x1F, 0b101, 0o17, 1_000
[1, 2, 3][0], [1, 2, 3][-1], (1, 2, 3)[1:], 'hello'[1:3], 'hello'[::-1], [1, 2, 3, 4][::2]
[1, 2, 3][5]
'abc'[9]
(1, 2)['a']
{'a': 1, 'b': [1, 2]}['b']
{'a': 1}['z']
{1: 'x', 'k': (1,)}
[x * x for x in range(5)]
[x for x in range(10) if x % 3 == 0]
[(i, j) for i in range(2) for j in range(2)]
sum([1, 2, 3]), sum([0.1] * 3), max(3, 1, 2), min([4, 2, 8]), abs(-3), abs(-2.5)
max([])
round(2.5), round(3.5), round(2.675, 2), round(-1.5), round(1234.567, -2), round(7)
len([1, 2]), len('abc'), len({}), list(range(2, 8, 3)), tuple([1])
len(5)
int(3.9), int(-3.9), int('42'), float('2.5'), str(1.0), bool(0), bool([0])
int('x')
float('x')
int(float('nan'))
sorted([3, 1, 2]), sorted([3, 1, 2], reverse=True), list(reversed([1, 2]))
list(zip([1, 2], 'ab')), list(enumerate(['x', 'y']))
(lambda a, b: a * b)(3, 4)
f'{3.14159:.2f} {42:5d}| {"x":>4} {1e-5:.3e} {0.5:%} {12345:,} {-3:+d} {7:03d} {2.0}'
f'{1/3:8.3f}|{1/3:<8.3f}|{1/3:^8.3f}|{5:b}|{255:x}|{3.0:g}|{1e10:g}'
f'{[1, 2]} {(1,)} {None} {"q"!r}'
'%' in 'a%', 'a' * 3, 'ab'.upper(), ' x '.strip(), 'a,b'.split(','), '-'.join(['a', 'b'])
'it\'s', "say \"hi\"", 'both \' and "', 'tab\tnew\nline', 'back\\slash'
()
(1,)
[]
{}
None
print('a', 1, 2.0, None)
print([1.0, 'x'], sep='-')
a = b = 3; a, b = b, a + 1; a * b
x, *rest = [1, 2, 3]; rest
a, b = 1
a, b = 1, 2, 3
x = [1, 2]; x += [3]; x
x = 5; x -= 2; x *= 3; x /= 2; x
x = [1, 2]; x[0] = 9; x.append(4); x
undefined_name
(1).foo
None.x
math.pi, math.e, math.sqrt(2), math.exp(1), math.log(10), math.log(8, 2), math.tanh(0.5)
math.exp(1000)
math.log(0)
math.sqrt(-1)
math.floor(2.7), math.ceil(2.1), math.floor(-2.5), math.pow(2, 0.5)
1e308 * 10
10.0 ** 400
1 +
(1, 2
[1, 2
5 = x
f(1) = 2
1 1
torch.tensor([1.0, 2.0, 3.0])
torch.tensor([1, 2, 3])
torch.tensor([[1.5, -2.25], [1000.0, 3.0]])
torch.tensor(3.14159)
torch.tensor(5)
torch.tensor(True), torch.tensor([True, False])
torch.tensor([])
torch.zeros(2, 0)
torch.zeros(2, 3), torch.ones(2), torch.eye(3), torch.full((2, 2), 7.0)
torch.arange(5), torch.arange(1, 2, 0.25), torch.arange(5.0), torch.linspace(0, 1, 5)
torch.tensor([1e-5, 1.0]), torch.tensor([1e9, 1.0]), torch.tensor([0.00012, 0.5])
torch.tensor([1000.0, 0.5]), torch.tensor([1001.0, 1.0]), torch.tensor([100000.0, 2.5])
torch.tensor([float('inf'), 1.0]), torch.tensor([float('nan'), 2.5]), torch.tensor([-float('inf')])
torch.tensor([1.0, 2.0], dtype=torch.float64)
torch.tensor([1.5], requires_grad=True)
torch.tensor([0.1, 0.2]) * 3
torch.tensor([1, 2]) + 0.5
torch.tensor([1, 2]) / 2, torch.tensor([7, -7]) // 2, torch.tensor([7, -7]) % 3
torch.tensor([1.0, 2.0]) ** 2, 2 ** torch.tensor([1.0, 2.0]), -torch.tensor([1.0])
torch.tensor([[1.0, 2.0], [3.0, 4.0]]) @ torch.tensor([1.0, 1.0])
torch.tensor([[1.0, 2.0], [3.0, 4.0]]) @ torch.eye(2)
torch.zeros(2, 3) @ torch.zeros(2, 3)
torch.zeros(3) + torch.zeros(4)
torch.zeros(2, 3) + torch.zeros(2)
torch.ones(2, 3) + torch.ones(3)
torch.ones(2, 1) * torch.ones(3)
torch.tensor([1.0, 2.0]).sum(), torch.tensor([1.0, 2.0]).mean(), torch.tensor([1.0, 5.0]).max()
torch.tensor([[1.0, 2.0], [3.0, 4.0]]).sum(dim=0), torch.tensor([[1.0, 2.0], [3.0, 4.0]]).mean(1, keepdim=True)
torch.tensor([1, 2]).mean()
torch.tensor([1.0, 2.0, 4.0]).std(), torch.tensor([1.0, 2.0, 4.0]).var()
torch.tensor([3.0, 1.0]).argmax(), torch.tensor([[1.0, 2.0], [3.0, 0.0]]).argmax(dim=1)
torch.softmax(torch.tensor([1.0, 2.0, 3.0]), dim=0)
torch.tensor([1.0, 2.0]).softmax(-1), F.softmax(torch.tensor([[1.0, 1.0]]), dim=1)
torch.sigmoid(torch.tensor([0.0, 2.0])), torch.tanh(torch.tensor(0.5)), torch.relu(torch.tensor([-1.0, 1.0]))
torch.exp(torch.tensor([0.0, 1.0])), torch.log(torch.tensor([1.0, 2.0])), torch.tensor([4.0]).sqrt()
torch.zeros(2, 3).shape, torch.zeros(2, 3).dtype, torch.zeros(5).shape[0], torch.zeros(2, 3).T.shape
torch.zeros(2, 3).size(), torch.zeros(2, 3).size(1), torch.zeros(2, 3).numel(), torch.zeros(2, 3).ndim
torch.arange(6).reshape(2, 3), torch.arange(6).view(3, -1), torch.arange(6).reshape(4, 2)
torch.arange(6).reshape(2, 3)[1], torch.arange(6).reshape(2, 3)[:, 1], torch.arange(6).reshape(2, 3)[0, 2]
torch.arange(6).reshape(2, 3)[..., 0], torch.arange(6)[2:5], torch.arange(6)[-1], torch.arange(3)[None].shape
torch.arange(6)[10]
torch.arange(6)[0, 0]
torch.tensor(1.0)[0]
x = torch.arange(6.0); x[x > 2]
x = torch.arange(6.0); x[torch.tensor([0, 5, 5])]
x = torch.arange(6.0).reshape(2, 3); x[[0, 1], [2, 0]]
x = torch.zeros(3); x[1] = 5; x
x = torch.zeros(2, 2); x[0] = torch.tensor([1.0, 2.0]); x
x = torch.zeros(3); y = x[:2]; y += 1; x
torch.tensor([1.0, 2.0]) > 1.5, torch.tensor([1, 2]) == torch.tensor([1, 3])
(torch.tensor([1.0, 2.0]) > 1.5).sum(), ~torch.tensor([True, False])
torch.tensor([1.0, 2.0]).tolist(), torch.tensor([[1, 2]]).tolist(), torch.tensor(2.5).item(), torch.tensor([3]).item()
torch.tensor([1.0, 2.0]).item()
bool(torch.tensor([1.0, 2.0]))
float(torch.tensor(2.5)), int(torch.tensor(2.9)), len(torch.zeros(4, 2))
torch.stack([torch.zeros(2), torch.ones(2)]), torch.cat([torch.zeros(2), torch.ones(1)])
torch.tensor([[1.0, 2.0]]).squeeze(), torch.tensor([1.0]).unsqueeze(0), torch.zeros(2, 3).flatten().shape
torch.tensor([[1, 2], [3]])
torch.tensor(['a'])
torch.foo
torch.zeros(2).bar
torch.where(torch.tensor([True, False]), torch.tensor([1.0, 1.0]), torch.tensor([0.0, 0.0]))
torch.arange(2000)
torch.arange(1200.0).reshape(40, 30)
torch.arange(30) * 1.5
torch.arange(24.0).reshape(2, 3, 4)
torch.arange(30) * 100000
torch.tensor([[0.0001, 1000.0]]), torch.tensor([0.0, 0.0]), torch.tensor([1.0, 2.5e-3])
torch.tensor([-1.0, 10.0, 100.0]), torch.tensor([-0.5, 12.25]), torch.tensor([[1, -20], [300, 4]])
w = torch.tensor([1.0, 2.0], requires_grad=True); w * 2
w = torch.tensor(2.0, requires_grad=True); w ** 2 + 1
w = torch.tensor(2.0, requires_grad=True); L = (w * 3 - 1) ** 2; L.backward(); w.grad
w = torch.tensor([1.0, 2.0], requires_grad=True); L = (w * w).sum(); L.backward(); w.grad, L
w = torch.tensor([1.0, 2.0], requires_grad=True); w.tanh()
w = torch.tensor([1.0, 2.0], requires_grad=True); (w / 2, w - 1, -w, w.exp(), w.sum(), w.mean(), w.relu(), w.sigmoid())
w = torch.tensor([1.0, 2.0], requires_grad=True); (w.softmax(0), w.log(), w[0], w @ w, w.reshape(2, 1), w.max())
w = torch.tensor([1.0, 2.0], requires_grad=True); w.detach(), w.requires_grad, w.is_leaf
w = torch.tensor([1.0, 2.0], requires_grad=True); w.backward()
w = torch.tensor(1.0); w.backward()
w = torch.tensor(1.0, requires_grad=True); y = w * 2; y.backward(); y.backward()
w = torch.tensor(1.0, requires_grad=True); y = w.exp(); y.backward(); y.backward()
w = torch.tensor(3.0, requires_grad=True); (w * 2).backward(); (w * 5).backward(); w.grad
w = torch.tensor(3.0, requires_grad=True); w += 1
w = torch.tensor(3.0, requires_grad=True); w.data -= 1; w
w = torch.tensor(3.0, requires_grad=True); w.grad
w = torch.tensor(3.0, requires_grad=True); (w * w).backward(); w.grad = None; w.grad
w = torch.tensor(3.0, requires_grad=True); (w * w).backward(); w.grad.zero_(); w.grad
torch.tensor([1, 2], requires_grad=True)
F.mse_loss(torch.tensor([1.0, 2.0]), torch.tensor([0.0, 0.0]))
F.cross_entropy(torch.tensor([[1.0, 2.0, 3.0]]), torch.tensor([2]))
F.cross_entropy(torch.tensor([[1.0, 2.0, 3.0]], requires_grad=True), torch.tensor([2]))
F.one_hot(torch.tensor([0, 2]), 3)
torch.manual_seed(0); torch.rand(2, 3)
torch.manual_seed(0); torch.randn(2, 4)
torch.manual_seed(42); torch.randn(20)
torch.float32, torch.int64, torch.bool
torch.tensor([1.0, 2.0]).double(), torch.tensor([1.7, -1.7]).long(), torch.tensor([0, 3]).bool()
torch.tensor([1, 2]).float() / 3
torch.outer(torch.tensor([1.0, 2.0]), torch.tensor([3.0, 4.0]))
torch.tensor([1.0, 2.0]).norm(), torch.tensor([3.0, -4.0]).abs(), torch.tensor([0.5, 1.5, 2.5]).round()
torch.tensor([1.0, 2.0]).clamp(min=1.5), torch.maximum(torch.tensor([1.0, 5.0]), torch.tensor([2.0, 2.0]))
torch.allclose(torch.tensor([0.1 + 0.2]), torch.tensor([0.3])), torch.equal(torch.tensor([1]), torch.tensor([1]))
torch.zeros(3, 4).permute(1, 0).shape, torch.zeros(2, 3, 4).transpose(0, 2).shape
torch.tensor(2.0) * torch.tensor([1, 2]), torch.tensor(1) + torch.tensor(1.5)
torch.tensor([0.1], dtype=torch.float64) + torch.tensor([0.1])
str(torch.tensor([1.0])), repr(torch.tensor(1))
print(torch.tensor([1.0, 2.0]), torch.zeros(2, 2))
f'{torch.tensor(0.12345):.3f} {torch.tensor(3)}'
[t for t in torch.tensor([1.0, 2.0])]
torch.zeros(2, 3).sum(5)
torch.zeros(2, 3).reshape(7)
torch.eye(2)[torch.tensor([1, 0])]
'''

PAIRED = [
    "A = torch.tensor([[1.0, 2.0], [3.0, 4.0]])\nx = torch.tensor([1.0, -1.0])\nprint(A @ x)\n(A @ x).tanh()",
    "import torch.nn.functional as F\nz = torch.tensor([2.0, 1.0, 0.1], requires_grad=True)\nt = torch.tensor([1.0, 0.0, 0.0])\nL = -(t * torch.log(torch.softmax(z, 0))).sum()\nL.backward()\nprint(L)\nz.grad",
    "w = torch.tensor([[0.5, -0.5], [0.25, 1.0]], requires_grad=True)\nx = torch.tensor([1.0, 2.0])\nh = torch.relu(w @ x)\nL = ((h - torch.tensor([1.0, 1.0])) ** 2).mean()\nL.backward()\nprint(h)\nprint(L)\nw.grad",
    "x = torch.tensor(2.0, requires_grad=True)\ny = x * x + x\ny.backward()\nx.grad",
    "from math import pi, sqrt\nprint(pi)\nsqrt(2)",
    "import math\nmath.foo",
    "import antigravity2",
    "x = 1\n  y = 2",
    "s = '''two\nlines'''\ns",
    "total = (1 +\n  2 +\n  3)\ntotal",
    "x = 3  # a comment\nx",
    "a = [1,\n     2]\na",
]

# Every form of printing: shapes around the threshold, with and without fractions.
PRINTED = [
    form.format(shape=shape)
    for shape in ["40, 40", "10, 101", "3, 400", "400, 3", "1001", "999", "2, 600", "25, 4", "11, 10, 10"]
    for form in [
        "torch.arange(torch.zeros({shape}).numel()).reshape({shape})",
        "(torch.arange(torch.zeros({shape}).numel()).reshape({shape}) - 50) / 13.0",
        "(torch.arange(torch.zeros({shape}).numel()).reshape({shape}) - 50) * 1e5",
        "torch.ones({shape}).requires_grad_() + 1",
    ]
]

LATER = [
    "torch.tensor([3, 1, 2]).square(), torch.tensor([3, 1]).clone(), torch.tensor([3, -1]).clamp(0, 1)",
    "x = torch.tensor([1.5, -2.0, 0.25], requires_grad=True)\nprint(x.clone(), x.round(), x.floor(), x.ceil(), x.sign())\nx.clamp(0, 1)",
    "x = torch.tensor([[1.5, -2.0], [0.25, 3.0]], requires_grad=True)\nprint(x.T, x.std(), x.var(0), x.norm())\nx.long(), x.bool()",
    "x = torch.tensor([1.5, -2.0, 0.25], requires_grad=True)\n(x.std() + x.var() + x.norm() + x.clamp(0, 1).sum() + x.round().sum()).backward()\nx.grad",
    "torch.tensor([[1.5, -2.0], [0.25, 3.0]]).max(0)",
    "m = torch.tensor([[1.5, -2.0], [0.25, 3.0]]).min(dim=1)\nv, i = m\nprint(m.values, m[1], len(m))\nv, i",
    "torch.tensor([3, 1, 2]).std()",
    "torch.tensor([3, 1, 2]).norm()",
    "torch.ones(2, 2).dot(torch.ones(2))",
    "torch.ones(2).mm(torch.ones(2, 2))",
    "torch.tensor([True, False]) - torch.tensor(2.0)",
    "1 - torch.tensor([True, False])",
    "torch.tensor([True]) - torch.tensor([True])",
    "torch.where(torch.tensor([True, False]), 1.0, 2.0), torch.where(torch.tensor([True, False]), 1, 2)",
    "torch.linspace(-1, 1, 7), torch.linspace(0, 1, 11), torch.linspace(-3, 5, 999)",
    "f'{True:>5}', f'{True:.1f}', f'{True}', f'{True:d}'",
    "f'{True:s}'",
    "0777",
    "1__0",
    "00, 0_0, 1_000.5",
]


def drawn():
    """Tensors of all kinds of numbers, always the same."""
    dice = random.Random(1)
    kinds = {
        "whole": lambda: str(dice.choice([0, 1, -1, 42, -123, 123456, -99999])),
        "mixed": lambda: repr(dice.choice([0.0, 1.0, -2.5, 1e-5, 1e5, 3.14159, 99999.0, 1e9, -1e-8])),
        "small": lambda: repr(round(dice.uniform(-1, 1) * 10 ** dice.randint(-6, 0), 8)),
        "usual": lambda: repr(round(dice.uniform(-3, 3), 4)),
        "large": lambda: repr(round(dice.uniform(-1, 1) * 10 ** dice.randint(0, 9), 3)),
        "odd": lambda: dice.choice(["float('nan')", "float('inf')", "-float('inf')", "1.5", "1e10"]),
    }
    shapes = [[], [1], [3], [12], [2, 2], [3, 4], [2, 1, 3], [2, 2, 2], [1, 1, 1, 2], [0], [2, 0]]

    def literal(shape, number):
        if not shape:
            return number()
        return "[" + ", ".join(literal(shape[1:], number) for _ in range(shape[0])) + "]"

    for shape in shapes:
        for kind, number in kinds.items():
            options = ["", ", dtype=torch.float64", ", requires_grad=True"]
            option = dice.choice(options[:2] if kind == "whole" else options)
            yield f"torch.tensor({literal(shape, number)}{option})"


def run(code):
    names = {"torch": torch, "F": F, "math": math}
    out = io.StringIO()
    result = {"code": code}
    try:
        tree = ast.parse(code)
        last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
        with contextlib.redirect_stdout(out):
            exec(compile(tree, "<cell>", "exec"), names)
            if last is not None:
                value = eval(compile(ast.Expression(last.value), "<cell>", "eval"), names)
                if value is not None:
                    print(repr(value))
        result["output"] = out.getvalue().rstrip("\n")
    except Exception as error:
        result["error"] = type(error).__name__
        result["message"] = str(error).split("\n")[0]
    return result


def main():
    codes = [line for line in SNIPPETS.split("\n") if line.strip()]
    codes += PAIRED + PRINTED + LATER + list(drawn())
    print(json.dumps([run(code) for code in codes], indent=1, ensure_ascii=False))


main()
