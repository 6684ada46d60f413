"""Rules that find a false triple without any score."""

import pandas as pd

REASONS = (
    *("self_loop", "type_clash", "functional_clash", "before_birth", "after_death"),
    *("alias_duplicate", "missing_inverse"),
)
COLUMNS = ["head", "relation", "tail", "reason_code", "detail"]


def rule_findings(
    triples: pd.DataFrame,
    entities: pd.DataFrame,
    relations: pd.DataFrame,
    aliases: pd.DataFrame,
    grace_years: int = 2,
) -> pd.DataFrame:
    """Return every triple that breaks a rule, with the rule and what it clashes with.

    Parameters
    ----------
    triples : DataFrame
        ``head``, ``relation``, ``tail``, ``year`` (may be missing).
    entities : DataFrame
        ``entity_code``, ``entity_kind``, ``entity_name``, ``born_year``, ``died_year`` (founded
        and closed for an institution; may be missing).
    relations : DataFrame
        ``relation_code``, ``from_kind``, ``to_kind``, ``functional_end`` (``from``: a head has one
        tail; ``to``: a tail has one head; else missing), ``inverse_of``.
    aliases : DataFrame
        ``entity_code``, ``alias``.
    grace_years : int
        Years after a death in which a work may still come out.

    Returns
    -------
    DataFrame
        ``head``, ``relation``, ``tail``, ``reason_code`` (one of REASONS) and ``detail`` (the
        other value, the year, the kind, the entity of the same name); sorted.

    Examples
    --------
    >>> row = {"head": ["p"], "relation": ["acted"], "tail": ["w"], "year": [1990]}
    >>> entities = pd.DataFrame({"entity_code": ["p", "w"], "entity_kind": ["person", "work"],
    ...     "entity_name": ["P", "W"], "born_year": [1995, None], "died_year": [None, None]})
    >>> relations = pd.DataFrame({"relation_code": ["acted"], "from_kind": ["person"],
    ...     "to_kind": ["work"], "functional_end": [None], "inverse_of": [None]})
    >>> none = pd.DataFrame({"entity_code": [], "alias": []})
    >>> found = rule_findings(pd.DataFrame(row), entities, relations, none)
    >>> found[["reason_code", "detail"]].values.tolist()
    [['before_birth', '1995']]
    """
    ends = _with_ends(triples, entities, relations)
    parts = [
        _found(ends, ends["head"] == ends["tail"], "self_loop", ends["head"]),
        *_type_clashes(ends),
        *_out_of_life(ends, grace_years),
        *(_functional(ends, end) for end in ("from", "to")),
        _alias_duplicates(ends, entities, aliases),
        _missing_inverses(ends),
    ]
    found = pd.concat([part for part in parts if len(part)] or [pd.DataFrame(columns=COLUMNS)])
    order = ["head", "relation", "tail", "reason_code", "detail"]
    return found[COLUMNS].drop_duplicates().sort_values(order).reset_index(drop=True)


def _with_ends(
    triples: pd.DataFrame, entities: pd.DataFrame, relations: pd.DataFrame
) -> pd.DataFrame:
    known = entities.drop_duplicates("entity_code").set_index("entity_code")
    rules = relations.drop_duplicates("relation_code").set_index("relation_code")
    ends = triples[["head", "relation", "tail"]].assign(
        year=pd.to_numeric(triples["year"], errors="coerce").astype(float)
    )
    for end in ("head", "tail"):
        ends[f"{end}_kind"] = ends[end].map(known["entity_kind"])
    for name in ("born_year", "died_year"):
        values = pd.to_numeric(known[name], errors="coerce").astype(float)
        ends[name] = ends["head"].map(values)
    for name in ("from_kind", "to_kind", "functional_end", "inverse_of"):
        ends[name] = ends["relation"].map(rules[name])
    return ends


def _found(ends: pd.DataFrame, mask: pd.Series, reason: str, detail: pd.Series) -> pd.DataFrame:
    chosen = ends.loc[mask.fillna(False).astype(bool), ["head", "relation", "tail"]]
    return chosen.assign(reason_code=reason, detail=detail.reindex(chosen.index).astype(str))


def _type_clashes(ends: pd.DataFrame) -> list[pd.DataFrame]:
    return [
        _found(
            ends,
            ends[kind].notna() & ends[wanted].notna() & (ends[kind] != ends[wanted]),
            "type_clash",
            ends[kind],
        )
        for kind, wanted in (("head_kind", "from_kind"), ("tail_kind", "to_kind"))
    ]


def _out_of_life(ends: pd.DataFrame, grace_years: int) -> list[pd.DataFrame]:
    born, died = (ends[name].astype("Int64") for name in ("born_year", "died_year"))
    return [
        _found(ends, ends["year"] < ends["born_year"], "before_birth", born),
        _found(ends, ends["year"] > ends["died_year"] + grace_years, "after_death", died),
    ]


def _functional(ends: pd.DataFrame, end: str) -> pd.DataFrame:
    one, other = ("head", "tail") if end == "from" else ("tail", "head")
    mine = ends[ends["functional_end"] == end].drop_duplicates(["head", "relation", "tail"])
    pairs = mine.merge(mine[["relation", one, other]], on=["relation", one], suffixes=("", "_also"))
    clash = pairs[pairs[other] != pairs[f"{other}_also"]]
    return _found(clash, clash[one].notna(), "functional_clash", clash[f"{other}_also"])


def _alias_duplicates(
    ends: pd.DataFrame, entities: pd.DataFrame, aliases: pd.DataFrame
) -> pd.DataFrame:
    """Return triples whose head has the alias of another head of the same work and role as name."""
    names = entities[["entity_code", "entity_name"]].rename(columns={"entity_name": "alias"})
    same = aliases.merge(names, on="alias", suffixes=("", "_named"))
    same = same[same["entity_code"] != same["entity_code_named"]]
    named = ends.merge(same, left_on="head", right_on="entity_code_named")
    keys = ends[["head", "relation", "tail"]].rename(columns={"head": "entity_code"})
    both = named.merge(keys, on=["entity_code", "relation", "tail"])
    return _found(both, both["tail"].notna(), "alias_duplicate", both["entity_code"])


def _missing_inverses(ends: pd.DataFrame) -> pd.DataFrame:
    """Where an inverse is given as data, every triple of either relation needs its other half."""
    pairs = ends[["relation", "inverse_of"]].dropna().drop_duplicates()
    if pairs.empty:
        return pd.DataFrame(columns=COLUMNS)
    given = set(zip(ends["head"], ends["relation"], ends["tail"], strict=True))
    inverse = dict(zip(pairs["relation"], pairs["inverse_of"], strict=True))
    inverse |= {other: own for own, other in inverse.items()}
    used = set(ends["relation"])
    other = ends["relation"].map(lambda code: inverse.get(code) if code in inverse else None)
    expects = other.notna() & other.isin(used)
    has = [
        (tail, relation, head) in given
        for head, relation, tail in zip(ends["head"], other, ends["tail"], strict=True)
    ]
    return _found(ends, expects & ~pd.Series(has, index=ends.index), "missing_inverse", other)
