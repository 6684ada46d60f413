"""With whom a unit is linked most, for the page of one unit."""

from typing import Any

from wenmai.atlas.blocks import SAID, Block, Chooser, Column, Way, both, chosen
from wenmai.atlas.charts import bars
from wenmai.atlas.studies import StudyInfo
from wenmai.atlas.texts import WORD, Texts
from wenmai.atlas.warehouse import Warehouse
from wenmai.sentences import InBoth, Said, Sentence, list_of

TEXT = Texts(
    "pages.neighbours",
    *("neighbours", "strength", "neighbours_note"),
)

LINKED_WITH = Sentence("pages.linked_with", "names")
SHOWN = 10


_NEIGHBOURS = """
    with ends as (
        select network_code, year, from_node as unit_code, to_node as other_code, strength
        from marts.fct_network_links
        where study_code = {study} and is_linked
        union all
        select network_code, year, to_node, from_node, strength
        from marts.fct_network_links
        where study_code = {study} and is_linked
    ),
    pairs as (
        select ends.network_code, ends.year, ends.unit_code, ends.other_code,
            max(ends.strength) as strength
        from ends
        inner join marts.dim_networks as networks
            on networks.study_code = {study} and ends.network_code = networks.network_code
        where networks.is_of_units and ends.unit_code <> ends.other_code
        group by ends.network_code, ends.year, ends.unit_code, ends.other_code
        qualify ends.year = max(ends.year) over (partition by ends.network_code)
    )
    select
        pairs.unit_code, pairs.network_code, networks.network_name_zh,
        networks.network_name_en, pairs.year, pairs.other_code, others.unit_name_zh as other_zh,
        others.unit_name_en as other_en, pairs.strength
    from pairs
    inner join marts.dim_networks as networks
        on networks.study_code = {study} and pairs.network_code = networks.network_code
    inner join marts.dim_units as others on pairs.other_code = others.unit_code
    qualify row_number() over (
        partition by pairs.unit_code, pairs.network_code
        order by pairs.strength desc, pairs.other_code
    ) <= {most}
    order by pairs.unit_code, pairs.network_code, pairs.strength desc, pairs.other_code
"""


def neighbours_of_unit(warehouse: Warehouse, study: StudyInfo, units: Chooser) -> Block | None:
    """Return the strongest links of each unit in the last year of each network of units."""
    answer = warehouse.ask(
        _NEIGHBOURS,
        study=study.code,
        most=SHOWN,
    )
    if not answer.rows:
        return None
    named = answer.combinations("network_code", "network_name_zh", "network_name_en")
    where = {"unit_code": chosen("unit"), "network_code": chosen("network")}
    return Block(
        "neighbours",
        TEXT("neighbours"),
        answer.saying(list(where), _linked_with, first=3),
        said=SAID,
        option=bars(both("other_zh", "other_en"), [(TEXT("strength"), "strength")], where=where),
        columns=[
            Column("other_zh", "other_en", heading=WORD("unit")),
            Column("year"),
            Column("strength"),
        ],
        choosers=[units, Chooser("network", WORD("network"), sorted(named))],
        where=where,
        opens=[Way("#unit={other_code}", "other_zh")],
        note=TEXT("neighbours_note"),
        parts=("unit_code",),
    )


def _linked_with(rows: list[dict[str, Any]]) -> list[Said]:
    names = [InBoth(row["other_zh"], row["other_en"] or row["other_zh"]) for row in rows]
    return [LINKED_WITH(names=list_of(names))]
