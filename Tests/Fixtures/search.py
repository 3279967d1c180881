"""Gaussian processes as scikit-learn has them.

    python Tests/Fixtures/search.py
"""
import warnings

import numpy as np
from scipy.stats import norm
from sklearn.gaussian_process import GaussianProcessRegressor
from sklearn.gaussian_process.kernels import RBF, ConstantKernel, Matern

from reference import write

warnings.simplefilter("ignore")
random = np.random.default_rng(4)


def cases():
    for dimensions, count in ((1, 1), (1, 6), (2, 12), (3, 25)):
        for kernel in ("rbf", "matern52"):
            for normalizes in (False, True):
                scales = random.uniform(0.2, 0.8, dimensions)
                amplitude, noise = float(random.uniform(0.5, 2)), 10 ** random.uniform(-6, -2)
                base = RBF(scales, "fixed") if kernel == "rbf" else Matern(scales, "fixed", nu=2.5)
                x = random.random((count, dimensions))
                y = np.sin(5 * x).sum(1) * 3 + 1 + random.normal(size=count) * 0.1
                process = GaussianProcessRegressor(
                    ConstantKernel(amplitude, "fixed") * base, alpha=noise, optimizer=None,
                    normalize_y=normalizes).fit(x, y)
                at = np.vstack([random.random((5, dimensions)), x[:1]])
                mean, deviation = process.predict(at, return_std=True)
                best = float(y.min())
                z = (best - mean) / deviation
                yield {
                    "kernel": kernel, "normalizes": normalizes, "scales": scales.tolist(),
                    "amplitude": amplitude, "noise": float(noise), "points": x.tolist(),
                    "values": y.tolist(), "at": at.tolist(), "mean": mean.tolist(),
                    "deviation": deviation.tolist(), "best": best,
                    "improvement": ((best - mean) * norm.cdf(z) + deviation * norm.pdf(z)).tolist(),
                    "likelihood": float(process.log_marginal_likelihood_value_),
                }


write("search", cases())
