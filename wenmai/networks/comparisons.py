"""Compare the networks of a study: with each other in a year, and with themselves a year before."""

import math
from collections.abc import Iterator, Sequence
from typing import Any
from zlib import crc32

import pandas as pd
import pyarrow as pa

from wenmai.networks import sentences as say
from wenmai.networks.tables import typed
from wenmai.sentences import told

CORRELATIONS = {
    "study_code": "str",
    "network_code": "str",
    "year": "int",
    "other_network_code": "str",
    "other_year": "int",
    "matrix_code": "str",
    "correlation": "float",
    "p_greater": "float",
    "p_less": "float",
    "p_two_sided": "float",
    "permuted_mean": "float",
    "permuted_sd": "float",
    "shared_link_share": "float",
    "n_nodes": "int",
    "n_cells": "int",
    "n_permutations": "int",
    "seed": "int",
    "reason_said": "str",
}
REGRESSIONS = {
    "study_code": "str",
    "network_code": "str",
    "year": "int",
    "matrix_code": "str",
    "term_position": "int",
    "term_code": "str",
    "coefficient": "float",
    "t_value": "float",
    "p_two_sided": "float",
    "r_squared": "float",
    "n_nodes": "int",
    "n_cells": "int",
    "n_permutations": "int",
    "seed": "int",
    "reason_said": "str",
}
MATRICES = ("links", "strength")
FEWEST_NODES, MOST_NODES = 5, 1000
_KINDS = {"str": pa.string(), "int": pa.int64(), "float": pa.float64()}


def correlate_networks(
    comparisons: pd.DataFrame, links: pd.DataFrame, nodes: pd.DataFrame, networks: pd.DataFrame
) -> pa.Table:
    """Correlate pairs of networks over the nodes they share (QAP).

    Parameters
    ----------
    comparisons : DataFrame
        ``study_code``, ``network_code``, ``year``, ``other_network_code``, ``other_year``.
    links : DataFrame
        Key, ``from_node``, ``to_node``, ``strength``, ``is_linked`` of every pair.
    nodes : DataFrame
        Key and ``node_code``.
    networks : DataFrame
        ``study_code``, ``network_code``, ``is_directed``, ``permutations``, ``seed``.

    Returns
    -------
    pyarrow.Table
        CORRELATIONS: two rows per comparison, one of the 0–1 matrices (with the share of links
        that both have, Jaccard) and one of the strengths. A pair without a strength counts as 0.
        ``reason_said`` says why there is no correlation. Empty but typed without comparisons.
    """
    rows: list[dict[str, Any]] = []
    store = _Matrices(links, nodes, networks) if len(comparisons) else None
    for row in comparisons.to_dict("records"):
        assert store is not None
        one = (row["study_code"], row["network_code"], row["year"])
        other = (row["study_code"], row["other_network_code"], row["other_year"])
        rows += _correlations(store, one, other)
    return _table(rows, CORRELATIONS)


def explain_networks(
    explanations: pd.DataFrame, links: pd.DataFrame, nodes: pd.DataFrame, networks: pd.DataFrame
) -> pa.Table:
    """Regress networks on others of the same year (QAP regression by double semi-partialing).

    Parameters
    ----------
    explanations : DataFrame
        ``study_code``, ``network_code``, ``year``, ``explaining_code``, ``position``.
    links, nodes, networks : DataFrame
        As for :func:`correlate_networks`.

    Returns
    -------
    pyarrow.Table
        REGRESSIONS: a row per network, year, matrix and term, the intercept at position 0.
    """
    rows: list[dict[str, Any]] = []
    store = _Matrices(links, nodes, networks) if len(explanations) else None
    keys = ["study_code", "network_code", "year"]
    groups: Any = explanations.groupby(keys) if len(explanations) else ()
    for key, group in groups:
        assert store is not None
        codes = group.sort_values("position")["explaining_code"].tolist()
        rows += _regressions(store, key, codes)
    return _table(rows, REGRESSIONS)


Key = tuple[Any, Any, Any]


class _Matrices:
    """The networks as matrices over chosen nodes."""

    def __init__(self, links: pd.DataFrame, nodes: pd.DataFrame, networks: pd.DataFrame) -> None:
        keys = ["study_code", "network_code", "year"]
        self._links: dict[Any, pd.DataFrame] = dict(list(links.groupby(keys)))
        self._nodes = {key: set(codes) for key, codes in nodes.groupby(keys)["node_code"]}
        self._networks: dict[Any, dict[Any, Any]] = {
            (row["study_code"], row["network_code"]): row for row in networks.to_dict("records")
        }

    def shared(self, keys: Sequence[Key]) -> list[str]:
        """Return the nodes that all networks have, sorted."""
        return sorted(set.intersection(*(self._nodes.get(key, set()) for key in keys)))

    def settings(self, key: Key) -> dict[Any, Any]:
        """Return the row of a network."""
        return self._networks[key[:2]]

    def is_directed(self, keys: Sequence[Key]) -> bool:
        """Tell whether any of the networks has directions."""
        return any(bool(self.settings(key)["is_directed"]) for key in keys)

    def matrix(self, key: Key, nodes: list[str], kind: str) -> Any:
        """Return nodes × nodes: 0–1, or strengths."""
        import numpy as np  # noqa: PLC0415

        found = np.zeros((len(nodes), len(nodes)))
        links = self._links.get(key)
        if links is not None:
            index = pd.Index(nodes)
            rows, columns = (
                index.get_indexer(pd.Index(links[end])) for end in ("from_node", "to_node")
            )
            values = links["is_linked" if kind == "links" else "strength"].to_numpy(dtype=float)
            inside = (rows >= 0) & (columns >= 0)
            found[rows[inside], columns[inside]] = values[inside]
            if not self.settings(key)["is_directed"]:
                found = np.maximum(found, found.T)
        return found


def _correlations(store: _Matrices, one: Key, other: Key) -> Iterator[dict[str, Any]]:
    from wenmai.networks.qap import qap_correlation  # noqa: PLC0415

    nodes = store.shared([one, other])
    setting = store.settings(one)
    seed = _stream((*one, *other[1:]), int(setting["seed"]))
    is_directed = store.is_directed([one, other])
    for kind in MATRICES:
        row = {
            **dict(zip(("study_code", "network_code", "year"), one, strict=True)),
            "other_network_code": other[1],
            "other_year": other[2],
            "matrix_code": kind,
            "n_nodes": len(nodes),
            "seed": seed,
            "reason_said": _too_few_or_many(nodes),
        }
        if row["reason_said"] is None:
            left, right = (store.matrix(key, nodes, kind) for key in (one, other))
            found = qap_correlation(left, right, is_directed, int(setting["permutations"]), seed)
            row |= vars(found)
            if math.isnan(found.correlation):
                row["reason_said"] = told([say.ALL_ALIKE()])
            if kind == "links":
                either = int(((left + right) > 0).sum())
                both = int(((left * right) > 0).sum())
                row["shared_link_share"] = both / either if either else None
        yield row


def _regressions(store: _Matrices, key: Key, codes: list[str]) -> Iterator[dict[str, Any]]:
    from wenmai.networks.qap import RegressorNotFreeError, qap_regression  # noqa: PLC0415

    others: list[Key] = [(key[0], code, key[2]) for code in codes]
    nodes = store.shared([key, *others])
    setting = store.settings(key)
    seed = _stream((*key, *codes), int(setting["seed"]))
    for kind in MATRICES:
        base = {
            **dict(zip(("study_code", "network_code", "year"), key, strict=True)),
            "matrix_code": kind,
            "n_nodes": len(nodes),
            "seed": seed,
            "reason_said": _too_few_or_many(nodes),
        }
        values: list[dict[str, Any]] = [{} for _ in range(len(codes) + 1)]
        if base["reason_said"] is None:
            left, *right = (store.matrix(one, nodes, kind) for one in (key, *others))
            try:
                found = qap_regression(
                    left,
                    right,
                    store.is_directed([key, *others]),
                    int(setting["permutations"]),
                    seed,
                )
            except RegressorNotFreeError:
                base["reason_said"] = told([say.REGRESSOR_NOT_FREE()])
            else:
                base |= {
                    "r_squared": found.r_squared,
                    "n_cells": found.n_cells,
                    "n_permutations": found.n_permutations,
                }
                columns = (found.coefficients, found.t_values, found.p_two_sided)
                values = [
                    dict(zip(("coefficient", "t_value", "p_two_sided"), parts, strict=True))
                    for parts in zip(*columns, strict=True)
                ]
        for position, (term, numbers) in enumerate(zip(("intercept", *codes), values, strict=True)):
            yield {**base, "term_position": position, "term_code": term, **numbers}


def _too_few_or_many(nodes: list[str]) -> str | None:
    if len(nodes) < FEWEST_NODES:
        return told([say.TOO_FEW_NODES(least=FEWEST_NODES)])
    return told([say.TOO_MANY_NODES(most=MOST_NODES)]) if len(nodes) > MOST_NODES else None


def _stream(key: tuple[Any, ...], seed: int) -> int:
    """Return a seed of its own for a comparison: adding another one changes no draw."""
    return (crc32("/".join(map(str, key)).encode()) ^ seed) & 0x7FFFFFFF


def _table(rows: list[dict[str, Any]], columns: dict[str, str]) -> pa.Table:
    schema = pa.schema([(name, _KINDS[kind]) for name, kind in columns.items()])
    return pa.Table.from_pandas(typed(columns, rows), schema=schema, preserve_index=False)
