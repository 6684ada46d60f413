"""The tables of schema raw that consumers fill; people stand in them as keyed hashes only."""

from wenmai.ingest.raw_tables import RawTable
from wenmai.sql_text import literal

_PLACE = "study_code varchar, mapping_code varchar, source_file varchar, row_number bigint,"

CONSUMER_SETTINGS = RawTable(
    "consumer_settings",
    "One row per study with consumers; a convention that the study leaves open is null.",
    """
    study_code varchar, sharing_mode varchar, period_kind varchar, half_life_days double
    """,
)
CONSUMER_FILES = RawTable(
    "consumer_files",
    "One row per study and entry of consumers, with the scale of its ratings.",
    """
    study_code varchar, mapping_code varchar, role_code varchar, rating_low double,
    rating_high double, all_lines_kind varchar, position integer
    """,
)
CONSUMER_KINDS = RawTable(
    "consumer_kinds",
    "One row per study, entry of events and word of its files for what people do.",
    "study_code varchar, mapping_code varchar, kind_text varchar, kind_code varchar",
)
# Columns behind the place of a line, by role; what users wrote stays text.
COLUMNS = {
    "events": (
        *("person_code", "item_code", "at_text", "kind_text", "dwell_seconds_text"),
        *("quantity_text", "price_text", "rating_text", "session_code", "instrument_text"),
    ),
    "items": (
        *("item_code", "category_text", "title", "creator_code", "cost_text"),
        *("list_price_text", "item_text", "expected_rating_text"),
    ),
    "creators": ("creator_code", "region_text", "size_band"),
    "exposures": (
        *("algorithm_code", "item_code", "at_text", "position_text", "session_code"),
        *("propensity_text", "outcome_text"),
    ),
    "prices": ("item_code", "seller_name", "at_text", "price_text"),
    "reviews": ("item_code", "at_text", "review_text", "rating_text", "masked_text"),
    "changes": ("item_code", "at_text", "issue", "change_made"),
    # who it was is not written down
    "erase": (
        *("names_somebody_text", "requested_at_text", "lines_left_out_text", "erased_at_text"),
        *("lines_erased_text", "files_searched_text", "bytes_searched_text"),
        "releases_removed_text",
    ),
}
# study.yml's name of a field → the column.
FIELD_COLUMNS = {
    "person": "person_code",
    "item": "item_code",
    "at": "at_text",
    "kind": "kind_text",
    "dwell_seconds": "dwell_seconds_text",
    "quantity": "quantity_text",
    "price": "price_text",
    "rating": "rating_text",
    "instrument": "instrument_text",
    "session": "session_code",
    "category": "category_text",
    "title": "title",
    "creator": "creator_code",
    "cost": "cost_text",
    "list_price": "list_price_text",
    "expected_rating": "expected_rating_text",
    "region": "region_text",
    "size_band": "size_band",
    "algorithm": "algorithm_code",
    "position": "position_text",
    "propensity": "propensity_text",
    "outcome": "outcome_text",
    "seller": "seller_name",
    "issue": "issue",
    "change": "change_made",
    "requested_at": "requested_at_text",
}
_ROWS = {
    "events": "One row per line of events or orders; person and session are keyed hashes.",
    "items": "One row per line of a table of items.",
    "creators": "One row per line of a table of creators.",
    "exposures": "One row per line of a log of what algorithms showed.",
    "prices": "One row per line of a table of competitors' prices.",
    "reviews": "One row per line of a table of reviews; identifiers in texts are masked.",
    "changes": "One row per line of a table of issues and changes.",
    "erase": "One row per request to erase a person, with what came of it; it names nobody.",
}
ROLE_TABLES = {
    role: RawTable(
        "consumer_erasures" if role == "erase" else f"consumer_{role}",
        _ROWS[role],
        _PLACE + ", ".join(f"{column} varchar" for column in columns),
    )
    for role, columns in COLUMNS.items()
}

# Roles whose files grow without end: their tables are views of the Parquet files of the landing.
IN_PLACE = ("events", "exposures")
LANDED = RawTable(
    "consumer_landed",
    "One row per study, entry and file of events or exposures: the Parquet file with its lines.",
    """
    study_code varchar, mapping_code varchar, source_file varchar, role_code varchar,
    parquet_file varchar
    """,
)


def lines_in_place(role: str, files: list[str]) -> str:
    """Return the query of a table that is read where its files were landed.

    Parameters
    ----------
    role : str
        Of `IN_PLACE`.
    files : list of str
        Those of `LANDED` with the role.

    Returns
    -------
    str
        Columns of the role's table; without files no row.
    """
    if not files:
        return ROLE_TABLES[role].nothing
    here = set(LANDED.column_names)
    chosen = ", ".join(
        f"{'files' if name in here else 'lines'}.{name}" for name in ROLE_TABLES[role].column_names
    )
    listed = ", ".join(map(literal, files))
    return (
        f"select {chosen} from read_parquet([{listed}], filename = true) as lines"
        f" inner join {LANDED.qualified_name} as files on lines.filename = files.parquet_file"
    )


def column_of(role: str, field: str) -> str:
    """Return the column that holds a field of study.yml.

    Parameters
    ----------
    role, field : str

    Returns
    -------
    str

    Examples
    --------
    >>> column_of("reviews", "text"), column_of("items", "text")
    ('review_text', 'item_text')
    """
    if field == "text":
        return "review_text" if role == "reviews" else "item_text"
    return FIELD_COLUMNS[field]
