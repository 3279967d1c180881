"""What scikit-learn says of predictions: reports to the letter, scores, areas.

    python Tests/Fixtures/metrics.py
"""
import math
import warnings

import numpy as np
from sklearn import metrics
from sklearn.calibration import calibration_curve

from reference import write

warnings.simplefilter("ignore")
random = np.random.default_rng(8)


def plain(value):
    """Numbers with nan as text."""
    if value is None:
        return None
    if isinstance(value, (list, tuple, np.ndarray)):
        return [plain(v) for v in value]
    if isinstance(value, str):
        return value
    value = float(value)
    return value if math.isfinite(value) else "nan" if math.isnan(value) else "inf"


def samples():
    a = random.integers(0, 4, 60)
    noise = np.where(random.random(60) < 0.6, a, random.integers(0, 4, 60))
    yield a, noise, None, None
    yield a, noise, ["apple", "pear", "a very long name", "层 é"], None
    yield a, noise, None, [2, 0]
    yield a, noise, ["x", "y", "z"], [3, 1, 7]
    yield a, noise, None, [0, 1, 2, 3, 9]
    yield np.minimum(a, 1), np.minimum(noise, 1), ["no", "yes"], None
    yield np.zeros(5, int), np.zeros(5, int), None, None
    yield np.array([0, 1, 2, 2, 2]), np.array([0, 0, 2, 2, 1]), None, None
    yield np.array([1, 1, 1]), np.array([1, 1, 0]), None, [1, 2, 3]
    yield np.array([5, -3, 5]), np.array([-3, -3, 7]), None, None
    yield np.array([0, 0, 1]), np.array([2, 2, 2]), None, None
    yield np.arange(30), np.roll(np.arange(30), 1), None, None


def scores():
    for true, predicted, names, labels in samples():
        for zero, digits, beta in ((0.0, 2, 1.0), (1.0, 3, 2.0), (np.nan, 0, 0.5), (0.0, 13, 1.0)):
            def values(average):
                return plain(metrics.precision_recall_fscore_support(
                    true, predicted, labels=labels, average=average, beta=beta,
                    zero_division=zero)[: 4 if average is None else 3])
            present = sorted(set(true) | set(predicted))
            yield {
                "labels": true.tolist(), "predictions": predicted.tolist(), "names": names,
                "counting": labels, "digits": digits, "beta": beta, "zero": plain(zero),
                "report": metrics.classification_report(
                    true, predicted, labels=labels, target_names=names, digits=digits,
                    zero_division=zero),
                "each": values(None), "micro": values("micro"), "macro": values("macro"),
                "weighted": values("weighted"),
                "binary": plain(metrics.precision_recall_fscore_support(
                    true, predicted, average="binary", beta=beta, zero_division=zero)[:3])
                if len(present) <= 2 and 1 in present and labels is None else None,
                "confusion": metrics.confusion_matrix(true, predicted).ravel().tolist()
                if present == list(range(len(present))) else None,
                "shares": [plain(metrics.confusion_matrix(true, predicted, normalize=n).ravel())
                           for n in ("true", "pred", "all")],
            }


def areas():
    for count, levels in ((40, 0), (60, 7), (200, 3)):
        positive = random.integers(0, 2, count)
        score = np.clip(random.normal(positive * 0.3 + 0.3, 0.3, count), 0, 1)
        score = np.round(score * levels) / levels if levels else score
        fpr, tpr, thresholds = metrics.roc_curve(positive, score, drop_intermediate=False)
        true, mean = calibration_curve(positive, score, n_bins=10)
        yield {"kind": "binary", "scores": plain(score), "labels": positive.tolist(),
               "area": metrics.roc_auc_score(positive, score),
               "curve": plain([fpr, tpr, thresholds]), "calibration": plain([true, mean])}
    for count in (30, 90):
        labels = np.concatenate([np.arange(4), random.integers(0, 4, count - 4)])
        logits = random.normal(size=(count, 4)) + 1.5 * np.eye(4)[labels]
        score = np.round(np.exp(logits) / np.exp(logits).sum(1, keepdims=True), 3)
        score[:, 3] = 1 - score[:, :3].sum(1)
        ties = np.round(score, 1)
        yield {"kind": "several", "scores": plain(score.ravel()), "labels": labels.tolist(),
               "ties": plain(ties.ravel()),
               "areas": [metrics.roc_auc_score(labels, score, multi_class="ovr", average=a)
                         for a in ("macro", "weighted")],
               "top": [[metrics.top_k_accuracy_score(labels, s, k=k) for k in (1, 2, 3)]
                       for s in (score, ties)]}
    for true, predicted in (
        (random.normal(size=20), random.normal(size=20)), (np.ones(4), np.ones(4)),
        (np.ones(4), np.arange(4.0)), (np.arange(5.0), np.arange(5.0) + 0.5),
        (np.ones(1), np.zeros(1)),
    ):
        yield {"kind": "regression", "scores": plain(predicted), "targets": plain(true),
               "errors": plain([metrics.mean_absolute_error(true, predicted),
                          metrics.mean_squared_error(true, predicted),
                          metrics.r2_score(true, predicted)])}


write("metrics-classes", scores())
write("metrics-scores", areas())
