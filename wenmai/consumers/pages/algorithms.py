"""What algorithms show, and what was withheld for privacy."""

from wenmai.atlas.blocks import SAID, Answer, Block, Chooser, Column, Page, chosen
from wenmai.atlas.charts import bars, lines
from wenmai.atlas.studies import StudyInfo
from wenmai.atlas.tables import Table
from wenmai.atlas.texts import WORD, Texts
from wenmai.atlas.warehouse import Warehouse
from wenmai.consumers.pages import findings

TEXT = Texts(
    "pages.algorithms",
    *("metrics", "metrics_note", "copies", "withheld", "withheld_note", "erasures"),
    *("erasures_note", "algorithm", "audit_title", "audit_lead", "privacy_title", "privacy_lead"),
    *("audit", "by_chance", "metric", "audit_note", "parity", "exposure_parity", "parity_note"),
)

_LATEST = Table(
    "standards",
    TEXT("metrics"),
    """
    select metric_code, algorithm_code, value_corrected, lower, upper, value_by_chance,
        nullif(standard_code, 'none') as standard_code, status, since
    from marts.fct_algorithm_audit
    where study_code = {study}
        and period_start = (
            select max(period_start) from marts.fct_algorithm_audit where study_code = {study}
        )
    order by metric_code, algorithm_code, standard_code
    """,
    (
        Column("metric_code"),
        Column("algorithm_code"),
        Column("value_corrected", heading=WORD("value"), digits=3),
        Column("lower", digits=3),
        Column("upper", digits=3),
        Column("value_by_chance", digits=3),
        Column("standard_code"),
        Column("status"),
        Column("since"),
    ),
    TEXT("metrics_note"),
    is_wide=True,
)
_COPIES = Table(
    "copies",
    TEXT("copies"),
    """
    select item_code, duplicate_of, similarity, duplicate_share
    from marts.fct_duplicate_items
    where study_code = {study}
    order by item_code
    """,
    (
        Column("item_code"),
        Column("duplicate_of"),
        Column("similarity", is_percent=True, digits=0),
        Column("duplicate_share", is_percent=True),
    ),
)
_PRIVACY = Table(
    "privacy",
    TEXT("withheld"),
    """
    select mart, sharing_mode, k_required, k_min, l_min, t_max, cells, suppressed,
        suppressed_to_protect, lost_event_share, anonymous_share
    from marts.fct_privacy
    where study_code = {study}
    order by mart
    """,
    (
        Column("mart"),
        Column("sharing_mode"),
        Column("k_required"),
        Column("k_min"),
        Column("l_min"),
        Column("t_max", digits=2),
        Column("cells"),
        Column("suppressed"),
        Column("suppressed_to_protect"),
        Column("lost_event_share", is_percent=True),
        Column("anonymous_share", is_percent=True),
    ),
    TEXT("withheld_note"),
    is_wide=True,
)
_ERASURES = Table(
    "erasures",
    TEXT("erasures"),
    """
    select requested_on, status_code, lines_left_out, erased_at::date as erased_at, files_searched
    from marts.fct_erasures
    where study_code = {study}
    order by requested_on, row_number
    """,
    (
        Column("requested_on"),
        Column("status_code"),
        Column("lines_left_out"),
        Column("erased_at"),
        Column("files_searched"),
    ),
    TEXT("erasures_note"),
)


def audit_page(warehouse: Warehouse, study: StudyInfo) -> Page | None:
    """Return the page of the audit, or None when the study has no exposures."""
    answer = warehouse.ask(
        """
        select distinct algorithm_code, metric_code, period_start,
            value_corrected, lower, upper - lower as width, value_by_chance, impressions
        from marts.fct_algorithm_audit
        where study_code = {study}
        -- people ask first about concentration, and who concentrates most
        order by
            max(value_corrected) filter (where metric_code = 'exposure_gini')
                over (partition by algorithm_code) desc nulls last,
            algorithm_code, metric_code = 'exposure_gini' desc, metric_code, period_start
        """,
        study=study.code,
    )
    if not answer.rows:
        return None
    algorithm = Chooser.of_values("algorithm", TEXT("algorithm"), answer.column("algorithm_code"))
    blocks = [
        findings.titled(_LATEST.block(warehouse, study=study.code), findings.least_even),
        _audit(answer, algorithm),
        *_parity(warehouse, study, algorithm),
        findings.titled(_COPIES.block(warehouse, study=study.code), findings.copies),
    ]
    return Page(
        "audit",
        TEXT("audit_title"),
        TEXT("audit_lead"),
        blocks,
    )


def privacy_page(warehouse: Warehouse, study: StudyInfo) -> Page | None:
    """Return the page of privacy, or None when the study has no consumers."""
    privacy = _PRIVACY.block(warehouse, study=study.code)
    if not privacy.answer.rows:
        return None
    return Page(
        "privacy",
        TEXT("privacy_title"),
        TEXT("privacy_lead"),
        [
            findings.titled(privacy, findings.withheld),
            findings.titled(_ERASURES.block(warehouse, study=study.code), findings.erasures),
        ],
    )


def _audit(answer: Answer, algorithm: Chooser) -> Block:
    answer = answer.saying(
        ["algorithm_code", "metric_code"], findings.of_choice(findings.beside_chance)
    )
    where = {"algorithm_code": chosen("algorithm"), "metric_code": chosen("metric")}
    return Block(
        "audit",
        TEXT("audit"),
        answer,
        option=lines(
            "period_start",
            [
                (TEXT("algorithm"), "value_corrected", where),
                (TEXT("by_chance"), "value_by_chance", where),
            ],
            bands=[("lower", "width", where)],
        ),
        columns=[
            Column("period_start"),
            Column("value_corrected", heading=TEXT("algorithm"), digits=3),
            Column("value_by_chance", digits=3),
            Column("impressions"),
        ],
        choosers=[
            algorithm,
            Chooser.of_codes("metric", TEXT("metric"), answer.column("metric_code")),
        ],
        where=where,
        note=TEXT("audit_note"),
        said=SAID,
        is_wide=True,
    )


def _parity(warehouse: Warehouse, study: StudyInfo, algorithm: Chooser) -> list[Block]:
    parities = warehouse.ask(
        """
        select algorithm_code, group_kind, creator_group, exposure_parity, lower, upper,
            outcome_parity, items, exposures
        from marts.fct_exposure_parity
        where study_code = {study}
        order by algorithm_code, group_kind, creator_group
        """,
        study=study.code,
    )
    if not parities.rows:
        return []
    parities = parities.saying(["algorithm_code"], findings.of_choice(findings.shown_least))
    own = {"algorithm_code": chosen("algorithm")}
    return [
        Block(
            "parity",
            TEXT("parity"),
            parities,
            option=bars(
                "creator_group",
                [(TEXT("exposure_parity"), "exposure_parity")],
                where=own,
                interval=("lower", "upper"),
            ),
            columns=[
                Column("creator_group"),
                Column("items"),
                Column("exposure_parity", digits=2),
                Column("outcome_parity", digits=2),
            ],
            choosers=[algorithm],
            where=own,
            note=TEXT("parity_note"),
            said=SAID,
        )
    ]
