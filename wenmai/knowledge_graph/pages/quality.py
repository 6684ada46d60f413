"""The quality of a study's graph: suspicious triples, methods compared, what is doubtful."""

from wenmai.atlas.blocks import Block, Chooser, Column, Page, both, chosen
from wenmai.atlas.charts import bars, points
from wenmai.atlas.studies import StudyInfo
from wenmai.atlas.warehouse import Warehouse


def graph_quality_page(warehouse: Warehouse, study: StudyInfo) -> Page | None:
    """Return the page of quality, or None when the study has no graph."""
    made = (_suspicious, _methods, _calibration, _classification, _candidates, _problems)
    blocks = [block for make in made if (block := make(warehouse, study)) is not None]
    if not blocks:
        return None
    return Page(
        "graph_quality",
        both("图谱质量", "Quality of the graph"),
        both("可疑三元组、方法比较与待核实之处。", "Suspicious triples, methods compared, doubts."),
        blocks,
    )


def _suspicious(warehouse: Warehouse, study: StudyInfo) -> Block | None:
    answer = warehouse.ask(
        """
        select
            head_name, relation_name_zh, relation_name_en, tail_name, valid_from, probability,
            reason_code, reason_zh, reason
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
    reasons = Chooser.of_values("reason", both("理由", "Reason"), answer.column("reason_code"))
    return Block(
        "suspicious",
        both("可疑三元组", "Suspicious triples"),
        answer,
        columns=[
            Column("head_name"),
            Column("relation_name_zh", "relation_name_en", heading=both("关系", "Relation")),
            Column("tail_name", heading=both("作品", "Tail")),
            Column("valid_from"),
            Column("probability", is_percent=True),
            Column("reason_zh", "reason"),
        ],
        choosers=[reasons],
        where={"reason_code": chosen("reason")},
        note=both(
            "每种理由概率最低的 100 条。可疑不等于错误：请核查后填入 labels。",
            "The 100 least probable of a reason. Suspicious is not wrong: check them, and give "
            "back what you found as labels.",
        ),
        is_wide=True,
    )


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
        both("各方法的平均倒数排名", "Mean reciprocal rank of the methods"),
        answer,
        option=bars(
            "method_code",
            [(both("平均倒数排名", "MRR"), "mrr")],
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
            Chooser.of_values("split", both("划分", "Split"), answer.column("split_code")),
            Chooser.of_values("question", both("问题", "Question"), answer.column("question")),
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
        both("概率可信吗", "Can probabilities be believed?"),
        answer,
        option=points(
            "mean_probability",
            "true_share",
            "n_triples",
            x_name=both("所给概率", "Probability given"),
            y_name=both("属实占比", "Share of true ones"),
            groups=[("", where)],
            diagonal=True,
        ),
        columns=[
            Column("mean_probability", is_percent=True),
            Column("true_share", is_percent=True),
            Column("n_triples"),
        ],
        choosers=[
            Chooser.of_values("method", both("方法", "Method"), answer.column("method_code")),
            Chooser.of_values("source", both("依据", "Truth"), answer.column("source_code")),
        ],
        where=where,
        note=both(
            "每点为十分之一的概率区间；落在虚线上表示概率与实际相符。",
            "A point for each tenth of probability; on the dashed line probabilities hold.",
        ),
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
        both("真假判断的准确度", "How often triples are called rightly"),
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
    )


def _candidates(warehouse: Warehouse, study: StudyInfo) -> Block | None:
    answer = warehouse.ask(
        """
        select
            coalesce(heads.entity_name, candidates.head_code) as head_name,
            relations.relation_name_zh, relations.relation_name_en,
            coalesce(tails.entity_name, candidates.tail_code) as tail_name,
            candidates.probability, candidates.candidate_rank, candidates.n_candidates,
            coalesce(best.entity_name, candidates.best_code) as best_name, candidates.margin
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
            candidates.candidate_rank, candidates.head_code, candidates.relation_code,
            candidates.tail_code
        limit 200
        """,
        study=study.code,
    )
    if not answer.rows:
        return None
    return Block(
        "candidates",
        both("候选三元组", "Candidates"),
        answer,
        columns=[
            Column("head_name"),
            Column("relation_name_zh", "relation_name_en", heading=both("关系", "Relation")),
            Column("tail_name", heading=both("候选", "Candidate")),
            Column("probability", is_percent=True),
            Column("candidate_rank"),
            Column("n_candidates", heading=both("共", "Of")),
            Column("best_name", heading=both("得分最高者", "Best")),
            Column("margin", digits=3),
        ],
        is_wide=True,
    )


def _problems(warehouse: Warehouse, study: StudyInfo) -> Block | None:
    answer = warehouse.ask(
        """
        select reason_code, subject, problem_zh, problem
        from marts.fct_graph_problems
        where study_code = {study}
        qualify row_number() over (partition by reason_code order by subject) <= 50
        order by reason_code, subject
        """,
        study=study.code,
    )
    if not answer.rows:
        return None
    return Block(
        "problems",
        both("待核实之处", "Doubts"),
        answer,
        columns=[Column("problem_zh", "problem")],
        note=both("每类列出 50 条。", "Fifty of a kind."),
        is_wide=True,
    )
