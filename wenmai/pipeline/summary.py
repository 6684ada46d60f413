"""Read back what a refresh made, for its last lines on the screen."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from wenmai.pipeline.result import IndexRow, StudyRow, TableRows
from wenmai.publish.copying import SCHEMAS
from wenmai.publish.release import RELEASE_TABLE, STUDIES_TABLE
from wenmai.sql_text import identifier

if TYPE_CHECKING:
    import duckdb

TOP = 5
SQL = (
    "select year, unit_code, innovation_score, rank_in_year "
    "from marts.fct_innovation_index where study_code = '{study}' and year = {year} "
    "order by rank_in_year limit 10"
)
SQL_WITHOUT_INDEX = "select * from marts.dim_studies"
STUDIES = """
select
    study_code,
    study_name_zh,
    study_name_en,
    n_units,
    first_year,
    last_year,
    n_indicators,
    is_synthetic
from marts.dim_studies
order by study_code
"""
INDEX_TABLES = {
    ("marts", "fct_innovation_index"),
    ("marts", "fct_index_uncertainty"),
    ("marts", "dim_units"),
}
# a study's last year may have no score yet: then the last year that has one
INDEX_TOP = f"""
with scored as (
    select *
    from marts.fct_innovation_index
    where rank_in_year is not null
    qualify year = max(year) over (partition by study_code)
)

select
    scored.study_code,
    scored.year,
    scored.rank_in_year,
    scored.unit_code,
    units.unit_name_zh,
    scored.innovation_score,
    uncertainty.score_p05,
    uncertainty.score_p95,
    uncertainty.rank_p05::integer,
    uncertainty.rank_p95::integer,
    units.unit_name_en
from scored
left join marts.dim_units as units
    on scored.unit_code = units.unit_code
left join marts.fct_index_uncertainty as uncertainty
    on
        scored.study_code = uncertainty.study_code
        and scored.unit_code = uncertainty.unit_code
        and scored.year = uncertainty.year
where scored.rank_in_year <= {TOP}
order by scored.study_code, scored.rank_in_year, scored.unit_code
"""


def summarise(
    file: Path,
) -> tuple[tuple[StudyRow, ...], tuple[TableRows, ...], tuple[IndexRow, ...], str]:
    """Read studies, rows per table, top of the index and a query to try from a DuckDB file.

    Parameters
    ----------
    file : Path
        The serving file, or the private one when nothing was published.

    Returns
    -------
    tuple
        Studies, tables, index rows and SQL.
    """
    import duckdb  # noqa: PLC0415

    with duckdb.connect(str(file), read_only=True) as connection:
        tables = _tables(connection)
        names = {(table.schema, table.name) for table in tables}
        studies: list[Any] = []
        top: list[Any] = []
        if ("marts", "dim_studies") in names:
            studies = connection.execute(STUDIES).fetchall()
        if names >= INDEX_TABLES:
            top = connection.execute(INDEX_TOP).fetchall()
    index_top = tuple(IndexRow(*row) for row in top)
    sql = (
        SQL.format(study=index_top[0].study_code, year=index_top[0].year)
        if index_top
        else SQL_WITHOUT_INDEX
    )
    return tuple(StudyRow(*row) for row in studies), tables, index_top, sql


def _tables(connection: "duckdb.DuckDBPyConnection") -> tuple[TableRows, ...]:
    """Count the rows of every published table but the technical ones."""
    # no parameters: DuckDB imports pandas to look at one, which doubles an unchanged refresh
    listed = connection.execute(
        "select schema_name, table_name from duckdb_tables() order by schema_name, table_name"
    ).fetchall()
    found = []
    for schema, name in listed:
        if schema not in SCHEMAS or (schema, name) in {RELEASE_TABLE, STUDIES_TABLE}:
            continue
        counted = f"select count(*) from {identifier(schema, name)}"
        (rows,) = connection.execute(counted).fetchone() or (0,)
        found.append(TableRows(schema, name, rows))
    return tuple(found)
