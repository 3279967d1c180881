"""Writes Lessons/data/digits.bin from the copy of the UCI digits in scikit-learn's wheel.

    python Tests/Fixtures/digits.py
"""
import struct
from pathlib import Path

from sklearn.datasets import load_digits

digits = load_digits()
images = digits.images.astype("uint8")
assert images.shape == (1797, 8, 8) and images.max() == 16
header = b"dlbdigit" + struct.pack("<4I", len(images), 8, 8, 10)
target = Path(__file__).parents[2] / "Lessons/data/digits.bin"
target.write_bytes(header + images.tobytes() + digits.target.astype("uint8").tobytes())
