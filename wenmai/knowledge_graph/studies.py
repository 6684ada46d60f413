"""From the warehouse's tables to the graph of every study, and back to one table."""

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from wenmai.knowledge_graph.settings import GraphSettings
from wenmai.knowledge_graph.tables import (
    IDENTITY_TABLES,
    JUDGEMENT_TABLES,
    LAYER_TABLES,
    nested,
)

Frames = Mapping[str, pd.DataFrame]
_PAGE = 5_000  # nodes above which measures of every pair of nodes are left out


def identities_by_study(
    roles: pd.DataFrame, entities: pd.DataFrame, aliases: pd.DataFrame
) -> pa.Table:
    """Resolve who is meant, in every study.

    Parameters
    ----------
    roles, entities, aliases : DataFrame
        With ``study_code``, else as :func:`wenmai.knowledge_graph.identities.resolve_identities`
        takes them.

    Returns
    -------
    pyarrow.Table
        One row per study: lists of structs of IDENTITY_TABLES.
    """
    if roles.empty and entities.empty:
        return nested(IDENTITY_TABLES, {})
    from wenmai.knowledge_graph.identities import resolve_identities  # noqa: PLC0415

    found = {
        study: resolve_identities(part["roles"], part["entities"], part["aliases"])
        for study, part in _by_study({"roles": roles, "entities": entities, "aliases": aliases})
    }
    return nested(IDENTITY_TABLES, found)


def layers_by_study(
    roles: pd.DataFrame,
    works: pd.DataFrame,
    layers: pd.DataFrame,
    settings: pd.DataFrame,
) -> pa.Table:
    """Make the layers of every study, measure them, and follow the popularity of entities.

    Parameters
    ----------
    roles : DataFrame
        ``study_code``, ``work_code``, ``entity_code``, ``relation_code``, ``position``, ``year``.
    works : DataFrame
        ``study_code``, ``work_code``, ``year``, ``takings``, ``rating``, ``n_votes``.
    layers : DataFrame
        ``study_code``, ``layer_code``, ``position``, ``one_end`` and ``other_end`` (relations, by
        commas; the second may be missing).
    settings : DataFrame
        One row per study: ``first_year``, ``last_year`` and what GraphSettings has.

    Returns
    -------
    pyarrow.Table
        One row per study: lists of structs of LAYER_TABLES.
    """
    if roles.empty:
        return nested(LAYER_TABLES, {})
    given = {"roles": roles, "works": works, "layers": layers, "settings": settings}
    with _one_thread():
        return nested(LAYER_TABLES, {s: _layers(part) for s, part in _by_study(given)})


def _layers(part: Frames) -> dict[str, pd.DataFrame]:
    from wenmai.knowledge_graph.layers import Layer, layer_links  # noqa: PLC0415
    from wenmai.knowledge_graph.multilayer import layer_overlap, multilayer_nodes  # noqa: PLC0415
    from wenmai.knowledge_graph.popularity import entity_popularity, work_success  # noqa: PLC0415

    row = part["settings"].iloc[0].to_dict()
    chosen = GraphSettings.from_row(row)
    links = {
        str(layer["layer_code"]): layer_links(
            part["roles"],
            Layer(
                str(layer["layer_code"]),
                tuple(str(layer["one_end"]).split(",")),
                () if pd.isna(layer["other_end"]) else tuple(str(layer["other_end"]).split(",")),
            ),
        )
        for layer in part["layers"].sort_values("position").to_dict("records")
    }
    success = work_success(part["works"], chosen.rating_shrinkage)
    # popularity is told from the first work on: works count long before a study begins
    first = success["year"].min() if len(success) else row["first_year"]
    years = (int(min(first, row["first_year"])), int(row["last_year"]))
    share: Any = chosen.credit_share
    return {
        "links": _stacked(links),
        "nodes": _stacked({code: _measured(frame) for code, frame in links.items()}),
        "multilayer": multilayer_nodes(links),
        "overlap": layer_overlap(links, chosen.permutations, chosen.seed),
        "popularity": entity_popularity(
            part["roles"], success, years, chosen.half_life_years, share
        ),
    }


def _stacked(frames: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    parts = [frame.assign(layer_code=code) for code, frame in frames.items() if len(frame)]
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame({"layer_code": []})


def _measured(links: pd.DataFrame) -> pd.DataFrame:
    """Measure a layer as a network without directions."""
    from wenmai.knowledge_graph.multilayer import layer_matrix  # noqa: PLC0415
    from wenmai.networks.graph import Graph  # noqa: PLC0415
    from wenmai.networks.measure import measure_network  # noqa: PLC0415
    from wenmai.networks.settings import NetworkSettings  # noqa: PLC0415

    if links.empty:
        return pd.DataFrame({"entity_code": []})
    # every link has both ends: more than a page of entities need no Graph with all it knows
    entities = pd.unique(np.concatenate([links["from_entity"], links["to_entity"]]))
    if len(entities) > _PAGE:
        matrix = layer_matrix(links, tuple(sorted(entities)))
        degrees = {"entity_code": sorted(entities), "degree": np.diff(matrix.indptr)}
        return pd.DataFrame({**degrees, "strength": matrix.sum(axis=1)})
    named = links.rename(columns={"from_entity": "from_node", "to_entity": "to_node"})
    graph = Graph.from_links(named, (), is_directed=False)
    settings = NetworkSettings(is_directed=False, is_weighted=True, removal_draws=0)
    found = measure_network(graph, settings, wanted=("nodes",))["nodes"]
    return found.rename(
        columns={
            "node_code": "entity_code",
            "out_strength": "strength",
            "closeness_out": "closeness",
            "weak_component": "component",
        }
    )


def judgements_by_study(
    *,
    triples: pd.DataFrame,
    entities: pd.DataFrame,
    relations: pd.DataFrame,
    aliases: pd.DataFrame,
    statements: pd.DataFrame,
    settings: pd.DataFrame,
) -> pa.Table:
    """Judge every triple of every study, its candidates, and the methods themselves.

    Parameters
    ----------
    triples : DataFrame
        ``study_code``, ``head``, ``relation``, ``tail``, ``year``, ``is_role``.
    entities : DataFrame
        ``study_code``, ``entity_code``, ``entity_kind``, ``entity_name``, ``born_year``,
        ``died_year``; works and features among them.
    relations, aliases : DataFrame
        With ``study_code``, else as :func:`wenmai.knowledge_graph.rules.rule_findings` takes them.
    statements : DataFrame
        ``study_code``, ``statement_kind`` (candidate or label), ``head``, ``relation``, ``tail``,
        ``is_true``.
    settings : DataFrame
        One row per study, as for :func:`layers_by_study`.

    Returns
    -------
    pyarrow.Table
        One row per study: lists of structs of JUDGEMENT_TABLES.
    """
    if triples.empty:
        return nested(JUDGEMENT_TABLES, {})
    from wenmai.knowledge_graph.judgements import judge_study  # noqa: PLC0415

    given = {
        **{"triples": triples, "entities": entities, "relations": relations},
        **{"aliases": aliases, "statements": statements, "settings": settings},
    }
    with _one_thread():
        return nested(JUDGEMENT_TABLES, {s: judge_study(part) for s, part in _by_study(given)})


def _by_study(given: Frames) -> Iterator[tuple[str, dict[str, pd.DataFrame]]]:
    studies = sorted({code for frame in given.values() for code in frame["study_code"]})
    for study in studies:
        part = {name: frame[frame["study_code"] == study] for name, frame in given.items()}
        yield str(study), {name: frame.reset_index(drop=True) for name, frame in part.items()}


def _one_thread() -> Any:
    """Bound linear algebra: of small matrices a second thread only waits."""
    from threadpoolctl import threadpool_limits  # noqa: PLC0415

    return threadpool_limits(limits=1, user_api="blas")
