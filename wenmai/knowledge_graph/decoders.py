"""Bilinear decoders: how well a relation joins two vectors, as a query times a candidate.

A question (an entity, a relation, the side that is asked for) becomes a query vector q, and the
score of a candidate c is q·c, so that many candidates are scored by one product of matrices.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.floating[Any]]


@dataclass(frozen=True)
class Decoder:
    """How a decoder makes queries, and how their gradients come back.

    Parameters
    ----------
    query : callable
        Of anchors and relations of shape (n, d) and a mask of shape (n,), true where the tail is
        asked for; returns shape (n, d).
    gradients : callable
        Of the gradient of the queries, anchors, relations and the mask; returns the gradients of
        anchors and relations.
    """

    query: Callable[[Array, Array, npt.NDArray[np.bool_]], Array]
    gradients: Callable[[Array, Array, Array, npt.NDArray[np.bool_]], tuple[Array, Array]]


def _product(anchors: Array, relations: Array, asks_tail: npt.NDArray[np.bool_]) -> Array:
    return anchors * relations


def _product_gradients(
    grown: Array, anchors: Array, relations: Array, asks_tail: npt.NDArray[np.bool_]
) -> tuple[Array, Array]:
    return grown * relations, grown * anchors


def _halves(matrix: Array) -> tuple[Array, Array]:
    middle = matrix.shape[1] // 2
    return matrix[:, :middle], matrix[:, middle:]


def _turned(relations: Array, asks_tail: npt.NDArray[np.bool_]) -> tuple[Array, Array]:
    real, imaginary = _halves(relations)
    return real, np.where(asks_tail[:, None], imaginary, -imaginary)


def _complex(anchors: Array, relations: Array, asks_tail: npt.NDArray[np.bool_]) -> Array:
    a, b = _halves(anchors)
    c, d = _turned(relations, asks_tail)
    return np.concatenate([a * c - b * d, a * d + b * c], axis=1)


def _complex_gradients(
    grown: Array, anchors: Array, relations: Array, asks_tail: npt.NDArray[np.bool_]
) -> tuple[Array, Array]:
    a, b = _halves(anchors)
    c, d = _turned(relations, asks_tail)
    u, v = _halves(grown)
    of_d = v * a - u * b
    of_anchor = np.concatenate([u * c + v * d, v * c - u * d], axis=1)
    of_relation = np.concatenate([u * a + v * b, np.where(asks_tail[:, None], of_d, -of_d)], axis=1)
    return of_anchor, of_relation


# DistMult (Yang and others 2015): Σ h·r·t, the same in both directions.
# ComplEx (Trouillon and others 2016): Re Σ h·r·conj(t), halves of a vector being real and
# imaginary parts; it can tell a relation from its inverse.
DECODERS = {
    "distmult": Decoder(_product, _product_gradients),
    "complex": Decoder(_complex, _complex_gradients),
}


def scores(
    decoder: str, heads: Array, relations: Array, tails: Array
) -> npt.NDArray[np.floating[Any]]:
    """Return the scores of given triples.

    Parameters
    ----------
    decoder : {'distmult', 'complex'}
    heads, relations, tails : arrays of shape (n, d)

    Returns
    -------
    array of shape (n,)

    Examples
    --------
    >>> h, r, t = np.array([[1.0, 2.0]]), np.array([[3.0, 1.0]]), np.array([[1.0, 0.5]])
    >>> scores("distmult", h, r, t).tolist(), scores("complex", h, r, t).tolist()
    ([4.0], [4.5])
    """
    asks_tail = np.ones(len(heads), dtype=bool)
    found: npt.NDArray[np.floating[Any]] = np.einsum(
        "ij,ij->i", DECODERS[decoder].query(heads, relations, asks_tail), tails
    )
    return found
