"""The tables of schema ``raw`` that every study fills: the only place that names their columns.

The tables of a domain stand in its room: ``wenmai/<domain>/lands.py``.
What users wrote stays text, as it was read; configuration is typed, because it was validated.
Every table carries ``_load_id``, the refresh that wrote it.
"""

from dataclasses import dataclass

LOAD_ID = "_load_id"


@dataclass(frozen=True)
class RawTable:
    """One table of schema raw.

    Parameters
    ----------
    name : str
        Table name without its schema.
    description : str
        What one row is.
    definition : str
        Columns and types, one per line, without ``_load_id``.

    Examples
    --------
    >>> table = RawTable("notes", "One row per note.", "note_code varchar, pages integer")
    >>> table.column_names
    ('note_code', 'pages', '_load_id')
    >>> table.ddl
    'create or replace table raw.notes (note_code varchar, pages integer, _load_id varchar)'
    """

    name: str
    description: str
    definition: str

    @property
    def columns(self) -> tuple[tuple[str, str], ...]:
        """Name and type of every column, in order."""
        parts = [part.split() for part in self.definition.split(",")]
        return (*((name, kind) for name, kind in parts), (LOAD_ID, "varchar"))

    @property
    def column_names(self) -> tuple[str, ...]:
        """Names of the columns, in order."""
        return tuple(name for name, _ in self.columns)

    @property
    def qualified_name(self) -> str:
        """The name with its schema."""
        return f"raw.{self.name}"

    @property
    def ddl(self) -> str:
        """The statement that makes the table anew, empty."""
        columns = ", ".join(f"{name} {kind}" for name, kind in self.columns)
        return f"create or replace table {self.qualified_name} ({columns})"

    @property
    def nothing(self) -> str:
        """The query that gives its columns and no row."""
        columns = ", ".join(f"null::{kind} as {name}" for name, kind in self.columns)
        return f"select {columns} where false"


STUDIES = RawTable(
    "studies",
    "One row per study.",
    """
    study_code varchar, study_name_zh varchar, study_name_en varchar, description varchar,
    unit_level varchar, first_year integer, last_year integer, is_synthetic boolean,
    study_folder varchar, config_hash varchar
    """,
)

STUDY_UNITS = RawTable(
    "study_units",
    "One row per study and unit it covers, names resolved to codes.",
    "study_code varchar, unit_code varchar, position integer",
)

OWN_UNITS = RawTable(
    "own_units",
    "One row per study and unit, or area of one, that is none of China's administration.",
    """
    study_code varchar, unit_code varchar, unit_level varchar, unit_name_zh varchar,
    unit_name_en varchar, province_code varchar, longitude double, latitude double
    """,
)

STUDY_INDICATORS = RawTable(
    "study_indicators",
    "One row per study and indicator, the library's definition merged with the study's.",
    """
    study_code varchar, indicator_code varchar, indicator_name_zh varchar,
    indicator_name_en varchar, dimension_code varchar, dimension_name_zh varchar,
    dimension_name_en varchar, direction varchar, measure_unit varchar,
    valid_min double, valid_max double, max_gap_years integer, extend_edges boolean,
    is_in_index boolean, to_year varchar, growth_of varchar, position integer
    """,
)

SOURCE_MAPPINGS = RawTable(
    "source_mappings",
    "One row per study and source mapping; a higher priority wins a conflict.",
    """
    study_code varchar, mapping_code varchar, priority integer, unit_level varchar,
    description varchar, file_pattern varchar
    """,
)

STUDY_SOURCES = RawTable(
    "study_sources",
    "One row per study and source that it reads: a mapping, or an entry of study.yml with a file.",
    """
    study_code varchar, source_kind varchar, entry_code varchar, file_pattern varchar,
    publisher varchar, title varchar, url varchar, licence varchar, citation varchar,
    accessed varchar
    """,
)

SOURCE_FILES = RawTable(
    "source_files",
    "One row per study, mapping, file and sheet; the four kinds of lines sum to lines_read.",
    """
    study_code varchar, mapping_code varchar, source_file varchar, sheet_name varchar,
    source_bytes bigint, content_hash varchar, encoding varchar, lines_read bigint,
    lines_heading bigint, lines_skipped bigint, lines_filtered bigint, lines_data bigint,
    modified_at timestamp, is_end_doubtful boolean
    """,
)

UNREAD_FILES = RawTable(
    "unread_files",
    "One row per study, mapping and file that could not be read, with the reason and the way out.",
    """
    study_code varchar, mapping_code varchar, source_file varchar, problem_text varchar,
    way_out_text varchar
    """,
)

INDICATOR_RECORDS = RawTable(
    "indicator_records",
    "One row per value cell that a mapping names, as text, with the place it came from.",
    """
    study_code varchar, mapping_code varchar, source_file varchar, sheet_name varchar,
    _row_number bigint, column_label varchar, indicator_code varchar, unit_name varchar,
    unit_code_text varchar, within_name varchar, year_text varchar, value_text varchar,
    measure_unit varchar, reader_issue varchar, reader_detail varchar
    """,
)

CORRECTIONS = RawTable(
    "corrections",
    "One row per line of a study's corrections.csv.",
    """
    study_code varchar, source_file varchar, row_number bigint, unit_name varchar,
    year_text varchar, indicator_code varchar, expect_text varchar, value_text varchar,
    reason varchar
    """,
)

UNIT_NAMES = RawTable(
    "unit_names",
    "One row per study, mapping, spelling of a unit and span of years in which it means one thing.",
    """
    study_code varchar, mapping_code varchar, unit_name varchar, unit_code_text varchar,
    within_name varchar, first_year integer, last_year integer, unit_code varchar,
    counted_unit_code varchar, unit_status varchar, is_code_disagreeing boolean, candidates varchar
    """,
)

REFRESHES = RawTable(
    "refreshes",
    "One row per refresh so far, failed ones and the running one included.",
    """
    release_id varchar, status varchar, started_at timestamp, finished_at timestamp,
    trigger varchar, fingerprint varchar, package_version varchar, message varchar,
    message_zh varchar
    """,
)

PREVIOUS_INNOVATION_INDEX = RawTable(
    "previous_innovation_index",
    "One row per study, unit and year of the index that users see now.",
    """
    study_code varchar, unit_code varchar, year integer, innovation_score double,
    rank_in_year integer
    """,
)

PREVIOUS_INDEX_CONTRIBUTIONS = RawTable(
    "previous_index_contributions",
    "One row per study, unit, year and indicator of the contributions that users see now.",
    """
    study_code varchar, unit_code varchar, year integer, indicator_code varchar,
    normalized_value double, weight double, contribution double
    """,
)

PREVIOUS_SOURCE_FILES = RawTable(
    "previous_source_files",
    "One row per study, mapping, file and sheet behind the release that users see now.",
    """
    study_code varchar, mapping_code varchar, source_file varchar, sheet_name varchar,
    content_hash varchar
    """,
)

RAW_TABLES = (
    STUDIES,
    STUDY_UNITS,
    OWN_UNITS,
    STUDY_INDICATORS,
    SOURCE_MAPPINGS,
    STUDY_SOURCES,
    SOURCE_FILES,
    UNREAD_FILES,
    INDICATOR_RECORDS,
    CORRECTIONS,
    UNIT_NAMES,
    REFRESHES,
    PREVIOUS_INNOVATION_INDEX,
    PREVIOUS_INDEX_CONTRIBUTIONS,
    PREVIOUS_SOURCE_FILES,
)
