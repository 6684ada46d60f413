"""What a study says about development paths, its expert labels, and the model of last time."""

from collections.abc import Iterator, Mapping

from wenmai.ingest.part import IngestPart, PartInput, PartOutput, Row
from wenmai.ingest.raw_tables import SOURCE_FILES, RawTable
from wenmai.paths.declares import DECLARATION
from wenmai.paths.sections import LABELS_CODE, LEFT_OUT
from wenmai.studies.study import Study

STUDY_PATHS = RawTable(
    "study_paths",
    "One row per study with paths; a setting that the study leaves open is null.",
    """
    study_code varchar, label_strategy varchar, structured_weight double, text_weight double,
    network_weight double, trees integer, max_depth integer, min_samples_leaf integer,
    training_share double, seed integer, retrain varchar, drift_threshold double,
    grid_step double, grid_trees integer, has_networks_named boolean
    """,
)
STUDY_PATH_FEATURES = RawTable(
    "study_path_features",
    "One row per study and feature that it maps itself; no dimension: the feature is left out.",
    "study_code varchar, feature_code varchar, dimension_code varchar",
)
STUDY_PATH_NETWORKS = RawTable(
    "study_path_networks",
    "One row per study and network that its paths read; none: all of the study.",
    "study_code varchar, network_code varchar",
)
STUDY_PATH_STRENGTHS = RawTable(
    "study_path_strengths",
    "One row per study and path whose strength it states.",
    "study_code varchar, path_code varchar, strength double",
)
PATH_LABELS = RawTable(
    "path_labels",
    "One row per line of a study's file of expert labels, as text.",
    """
    study_code varchar, source_file varchar, sheet_name varchar, row_number bigint,
    column_label varchar, unit_name varchar, year_text varchar, path_text varchar,
    reader_issue varchar, reader_detail varchar
    """,
)
PREVIOUS_PATH_MODELS = RawTable(
    "previous_path_models",
    "One row per study of the last release: the forest that was stored.",
    "study_code varchar, model_version varchar, trained_release_id varchar",
)
PREVIOUS_PATH_TREES = RawTable(
    "previous_path_trees",
    "One row per study, tree and node of the stored forest.",
    """
    study_code varchar, tree_number integer, node_number integer, dimension_code varchar,
    threshold double, left_node integer, right_node integer, path_code varchar, n_samples double,
    impurity double
    """,
)
PREVIOUS_PATH_SAMPLES = RawTable(
    "previous_path_samples",
    "One row per study, unit, year and dimension that the stored forest knew.",
    """
    study_code varchar, unit_code varchar, year integer, sample_role varchar,
    label_path_code varchar, dimension_code varchar, fused_score double
    """,
)
PREVIOUS_PATH_SCALES = RawTable(
    "previous_path_scales",
    "One row per study, block and feature: how the stored forest's features are measured.",
    """
    study_code varchar, block_code varchar, feature_code varchar, dimension_code varchar,
    lowest double, highest double, weight double
    """,
)
PREVIOUS_PATH_STRENGTHS = RawTable(
    "previous_path_strengths",
    "One row per study and path: strength and dimension in the stored model.",
    """
    study_code varchar, path_code varchar, dimension_code varchar, position integer,
    strength double
    """,
)


def _rows(study: Study) -> Mapping[RawTable, list[Row]]:
    section = DECLARATION.said_in(study.config).paths
    if section is None:
        return {}
    fusion = section.fusion
    settings = {
        "study_code": study.code,
        "label_strategy": section.labels.strategy,
        "structured_weight": fusion.structured if fusion else None,
        "text_weight": fusion.text if fusion else None,
        "network_weight": fusion.network if fusion else None,
        **section.forest.model_dump(),
        "seed": section.seed,
        "retrain": section.retrain,
        "drift_threshold": section.drift_threshold,
        "grid_step": section.fusion_grid_step or 0.0,
        "grid_trees": section.fusion_grid_trees,
        "has_networks_named": section.networks is not None,
    }
    return {
        STUDY_PATHS: [settings],
        STUDY_PATH_FEATURES: [
            {
                "study_code": study.code,
                "feature_code": code,
                "dimension_code": None if dimension == LEFT_OUT else dimension,
            }
            for code, dimension in section.features.items()
        ],
        STUDY_PATH_NETWORKS: [
            {"study_code": study.code, "network_code": code} for code in section.networks or ()
        ],
        STUDY_PATH_STRENGTHS: [
            {"study_code": study.code, "path_code": code, "strength": strength}
            for code, strength in section.strengths.items()
        ],
    }


def _read_files(given: PartInput) -> PartOutput:
    study = given.study
    section, path = DECLARATION.said_in(study.config).paths, DECLARATION.found_in(study)
    if section is None or path is None:
        return PartOutput()
    # The readers cost time to import, and most studies have no labels.
    from wenmai.ingest.write import insert_rows  # noqa: PLC0415
    from wenmai.readers.named_table import ReadTable, read_named_table  # noqa: PLC0415

    labels = section.labels
    columns = labels.columns
    named = {"unit_name": columns.unit, "year_text": columns.year, "path_text": columns.path}

    def rows(table: ReadTable) -> Iterator[Row]:
        for row in table.rows():
            yield {
                "study_code": study.code,
                "source_file": table.info.source_file,
                "sheet_name": table.info.sheet_name,
                "row_number": row.number,
                "column_label": table.labels["path_text"],
                **row.cells,
                "reader_issue": "ragged_row" if row.is_ragged else None,
            }

    with given.unread.reading(study, LABELS_CODE, path, [PATH_LABELS]):
        table = read_named_table(
            path, named, study_folder=study.folder, code=LABELS_CODE,
            sheet=labels.sheet, encoding=labels.encoding,
        )  # fmt: skip
        read = list(rows(table))
        insert_rows(given.connection, PATH_LABELS, read, given.load_id)
        info = {"study_code": study.code, **vars(table.info)}
        insert_rows(given.connection, SOURCE_FILES, [info], given.load_id)
        return PartOutput(
            files=1,
            lines=table.info.lines_read,
            records=len(read),
            bytes_read=table.info.source_bytes,
        )
    return PartOutput()


PART = IngestPart(
    name="paths",
    tables=(
        *(STUDY_PATHS, STUDY_PATH_FEATURES, STUDY_PATH_NETWORKS, STUDY_PATH_STRENGTHS),
        *(PATH_LABELS, PREVIOUS_PATH_MODELS, PREVIOUS_PATH_TREES, PREVIOUS_PATH_SAMPLES),
        *(PREVIOUS_PATH_SCALES, PREVIOUS_PATH_STRENGTHS),
    ),
    rows=_rows,
    read_files=_read_files,
    previous={
        PREVIOUS_PATH_MODELS: "marts.fct_path_models",
        PREVIOUS_PATH_TREES: "marts.fct_path_trees",
        PREVIOUS_PATH_SAMPLES: "marts.fct_path_model_samples",
        PREVIOUS_PATH_SCALES: "marts.fct_path_model_scales",
        PREVIOUS_PATH_STRENGTHS: "marts.fct_path_strengths",
    },
    unit_names="""
        select
            study_code, 'path labels' as mapping_code, coalesce(unit_name, '') as unit_name,
            '' as unit_code_text, '' as within_name, null as read_as
        from raw.path_labels
    """,
)
