"""The quality of a study's graph: suspicious triples, methods compared, what is doubtful."""

from wenmai.atlas.blocks import SAID, Block, Chooser, Column, Page, chosen
from wenmai.atlas.charts import bars, points
from wenmai.atlas.studies import StudyInfo
from wenmai.atlas.texts import Texts
from wenmai.atlas.warehouse import Warehouse
from wenmai.knowledge_graph.pages import findings

TEXT = Texts(
    "pages.graph_quality",
    *("title", "lead", "reason", "suspicious", "relation", "tail", "suspicious_note", "methods"),
    *("mrr", "split", "question", "calibration", "probability_given", "share_of_true", "method"),
    *("truth", "calibration_note", "classification", "candidates", "candidate", "of_all", "best"),
    *("problems", "problems_note"),
)


def graph_quality_page(warehouse: Warehouse, study: StudyInfo) -> Page | None:
    """Return the page of quality, or None when the study has no graph."""
    made = (_suspicious, _methods, _calibration, _classification, _candidates, _problems)
    blocks = [block for make in made if (block := make(warehouse, study)) is not None]
    if not blocks:
        return None
    return Page(
        "graph_quality",
        TEXT("title"),
        TEXT("lead"),
        blocks,
    )


def _suspicious(warehouse: Warehouse, study: StudyInfo) -> Block | None:
    answer = warehouse.ask(
        """
        select
            head_name, relation_name_zh, relation_name_en, tail_name, valid_from, probability,
            reason_code, reason_zh, reason, count(*) over (partition by reason_code) as n_of_reason,
            (select count(*) from marts.fct_triple_quality where study_code = {study}) as n_triples
        from marts.fct_triple_quality
        where study_code = {study} and is_suspicious
        qualify row_number() over (
            partition by reason_code order by probability, head_code, relation_code, tail_code
        ) <= 100
        order by reason_code, probability, head_code, relation_code, tail_code
        """,
        study=study.code,
    )
    if not answer.rows:
        return None
    chooser = Chooser.of_values("reason", TEXT("reason"), answer.column("reason_code"))
    n, reasons = findings.reasons(answer)
    found = findings.SUSPICIOUS(n=n, of=answer.column("n_triples")[0], reasons=reasons)
    return Block(
        "suspicious",
        TEXT("suspicious"),
        answer,
        columns=[
            Column("head_name"),
            Column("relation_name_zh", "relation_name_en", heading=TEXT("relation")),
            Column("tail_name", heading=TEXT("tail")),
            Column("valid_from"),
            Column("probability", is_percent=True),
            Column("reason_zh", "reason"),
        ],
        choosers=[chooser],
        where={"reason_code": chosen("reason")},
        note=TEXT("suspicious_note"),
        is_wide=True,
    ).saying(found)


def _methods(warehouse: Warehouse, study: StudyInfo) -> Block | None:
    answer = warehouse.ask(
        """
        select
            split_code, question, method_code, mrr, mrr_lower, mrr_upper, hits_10, n_queries,
            n_candidates, unseen_share, _fit_seconds
        from marts.fct_graph_evaluation
        where study_code = {study} and relation_code = 'all'
        order by split_code desc, question desc, mrr desc, method_code
        """,
        study=study.code,
    )
    if not answer.rows:
        return None
    where = {"split_code": chosen("split"), "question": chosen("question")}
    return Block(
        "methods",
        TEXT("methods"),
        answer.saying(list(where), findings.best_method),
        said=SAID,
        option=bars(
            "method_code",
            [(TEXT("mrr"), "mrr")],
            where=where,
            interval=("mrr_lower", "mrr_upper"),
        ),
        columns=[
            Column("method_code"),
            Column("mrr", digits=3),
            Column("mrr_lower", digits=3),
            Column("mrr_upper", digits=3),
            Column("hits_10", is_percent=True),
            Column("n_queries"),
            Column("n_candidates"),
            Column("unseen_share", is_percent=True),
            Column("_fit_seconds", digits=1),
        ],
        choosers=[
            Chooser.of_values("split", TEXT("split"), answer.column("split_code")),
            Chooser.of_values("question", TEXT("question"), answer.column("question")),
        ],
        where=where,
    )


def _calibration(warehouse: Warehouse, study: StudyInfo) -> Block | None:
    answer = warehouse.ask(
        """
        select method_code, source_code, bin, mean_probability, true_share, n_triples
        from marts.fct_triple_calibration
        where study_code = {study}
        order by method_code != 'judge', method_code, source_code, bin
        """,
        study=study.code,
    )
    if not answer.rows:
        return None
    where = {"method_code": chosen("method"), "source_code": chosen("source")}
    return Block(
        "calibration",
        TEXT("calibration"),
        answer.saying(list(where), findings.calibrated),
        said=SAID,
        option=points(
            "mean_probability",
            "true_share",
            "n_triples",
            x_name=TEXT("probability_given"),
            y_name=TEXT("share_of_true"),
            groups=[("", where)],
            diagonal=True,
        ),
        columns=[
            Column("mean_probability", is_percent=True),
            Column("true_share", is_percent=True),
            Column("n_triples"),
        ],
        choosers=[
            Chooser.of_values("method", TEXT("method"), answer.column("method_code")),
            Chooser.of_values("source", TEXT("truth"), answer.column("source_code")),
        ],
        where=where,
        note=TEXT("calibration_note"),
    )


def _classification(warehouse: Warehouse, study: StudyInfo) -> Block | None:
    answer = warehouse.ask(
        """
        select
            method_code, source_code, accuracy, f1, auc, brier, calibration_error, n_true, n_false
        from marts.fct_triple_classification
        where study_code = {study}
        order by source_code, accuracy desc, method_code
        """,
        study=study.code,
    )
    if not answer.rows:
        return None
    return Block(
        "classification",
        TEXT("classification"),
        answer,
        columns=[
            Column("method_code"),
            Column("source_code"),
            Column("accuracy", is_percent=True),
            Column("f1", digits=3),
            Column("auc", digits=3),
            Column("brier", digits=3),
            Column("calibration_error", digits=3),
            Column("n_true"),
            Column("n_false"),
        ],
        is_wide=True,
    ).saying(findings.often_right(answer))


def _candidates(warehouse: Warehouse, study: StudyInfo) -> Block | None:
    answer = warehouse.ask(
        """
        select
            coalesce(heads.entity_name, candidates.head_code) as head_name,
            relations.relation_name_zh, relations.relation_name_en,
            coalesce(tails.entity_name, candidates.tail_code) as tail_name,
            candidates.probability, candidates.candidate_rank, candidates.n_candidates,
            coalesce(best.entity_name, candidates.best_code) as best_name, candidates.margin,
            count(*) over () as n_asked,
            count(*) filter (where candidates.probability > 0.5) over () as n_likely
        from marts.fct_link_candidates as candidates
        left join marts.dim_entities as heads
            on candidates.study_code = heads.study_code and candidates.head_code = heads.entity_code
        left join marts.dim_entities as tails
            on candidates.study_code = tails.study_code and candidates.tail_code = tails.entity_code
        left join marts.dim_entities as best
            on candidates.study_code = best.study_code and candidates.best_code = best.entity_code
        left join marts.dim_graph_relations as relations
            on
                candidates.study_code = relations.study_code
                and candidates.relation_code = relations.relation_code
        where candidates.study_code = {study}
        order by
            candidates.probability desc nulls last, candidates.head_code,
            candidates.relation_code, candidates.tail_code
        limit 200
        """,
        study=study.code,
    )
    if not answer.rows:
        return None
    return Block(
        "candidates",
        TEXT("candidates"),
        answer,
        columns=[
            Column("head_name"),
            Column("relation_name_zh", "relation_name_en", heading=TEXT("relation")),
            Column("tail_name", heading=TEXT("candidate")),
            Column("probability", is_percent=True),
            Column("candidate_rank"),
            Column("n_candidates", heading=TEXT("of_all")),
            Column("best_name", heading=TEXT("best")),
            Column("margin", digits=3),
        ],
        is_wide=True,
    ).saying(findings.likeliest(answer))


def _problems(warehouse: Warehouse, study: StudyInfo) -> Block | None:
    answer = warehouse.ask(
        """
        select
            reason_code, subject, problem_zh, problem,
            count(*) over (partition by reason_code) as n_of_reason
        from marts.fct_graph_problems
        where study_code = {study}
        qualify row_number() over (partition by reason_code order by subject) <= 50
        order by reason_code, subject
        """,
        study=study.code,
    )
    if not answer.rows:
        return None
    n, reasons = findings.reasons(answer)
    return Block(
        "problems",
        TEXT("problems"),
        answer,
        columns=[Column("problem_zh", "problem")],
        note=TEXT("problems_note"),
        is_wide=True,
    ).saying(findings.DOUBTS(n=n, reasons=reasons))
