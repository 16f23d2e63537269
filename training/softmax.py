"""Multinomial logistic regression over sparse rows, where every class also borrows the weights of its group.

A class with a dozen examples learns little alone; what it shares with the classes of its group
(a cause with the other causes of its theme) is learned once for all of them.
"""

from __future__ import annotations

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix
from scipy.special import log_softmax

GROUP_EASE = 0.5  # a group's weights are penalised less: they rest on more examples
STEPS = 100


def fit(matrix: csr_matrix, targets: np.ndarray, groups: np.ndarray, penalty: float) -> tuple[np.ndarray, np.ndarray]:
    """Fit by L-BFGS and return weights (classes × terms) and biases (classes).

    `matrix` is rows × terms, `targets` rows × classes with rows that sum to one, `groups` classes ×
    groups with a single 1 a row; `penalty` is the weight of half the squared norm.
    """
    terms, (classes, kinds) = matrix.shape[1], groups.shape
    transposed = matrix.T.tocsr()
    sizes = (terms * classes, terms * kinds, classes)
    cuts = np.cumsum(sizes)[:2]

    def parts(flat: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        own, shared, bias = np.split(flat, cuts)
        return own.reshape(terms, classes), shared.reshape(terms, kinds), bias

    def loss(flat: np.ndarray) -> tuple[float, np.ndarray]:
        own, shared, bias = parts(flat)
        found = log_softmax(matrix @ own + (matrix @ shared) @ groups.T + bias, axis=1)
        error = np.exp(found) - targets
        value = -(targets * found).sum() + penalty / 2 * ((own**2).sum() + GROUP_EASE * (shared**2).sum())
        gradients = (
            transposed @ error + penalty * own,
            transposed @ (error @ groups) + penalty * GROUP_EASE * shared,
            error.sum(0),
        )
        return value, np.concatenate([one.ravel() for one in gradients])

    best = minimize(loss, np.zeros(sum(sizes)), jac=True, method="L-BFGS-B", options={"maxiter": STEPS})
    own, shared, bias = parts(best.x)
    return own.T + groups @ shared.T, bias
