"""A serving file of many cities and years: the demo's release, its units and years multiplied.

Every unit stands several times under new codes, names and coordinates; every year before the first
takes the values of a later one. Links are drawn between all pairs of copies, so that a network of
300 cities has as many links per city pair as the demo's has.
"""

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import duckdb

STUDY = "northeast"
UNIT_COLUMNS = ("unit_code", "node_code", "from_node", "to_node")
# Documents stay as they are: what the atlas shows of them does not grow with the panel.
AS_THEY_ARE = {"dim_documents", "dim_studies", "dim_dates", "fct_term_trends", "fct_frequent_terms"}
CHANGED = {
    # name of a column → what it becomes in the copy numbered {unit}.copy
    "unit_name_zh": "{column} || case when {unit}.copy > 0 then {unit}.copy::varchar else '' end",
    "unit_name_en": "{column} || case when {unit}.copy > 0 then ' ' || {unit}.copy else '' end",
    "node_name": "{column} || case when {unit}.copy > 0 then {unit}.copy::varchar else '' end",
    # long texts differ from row to row, as real ones do
    "explanation": "{column} || ' ' || coalesce({unit}.copy, 0) || years.new",
    "explanation_zh": "{column} || coalesce({unit}.copy, 0) || years.new",
    "longitude": "{column} - 2.1 * coalesce({unit}.copy, 0)",
    "latitude": "{column} - 1.3 * coalesce({unit}.copy, 0)",
}


def multiply(connection: "duckdb.DuckDBPyConnection", *, n_units: int, n_years: int) -> None:
    """Keep one study of the demo and make its panel as large as asked for.

    Parameters
    ----------
    connection : duckdb.DuckDBPyConnection
        To a serving file that may be changed.
    n_units, n_years : int
    """
    for schema, table in connection.execute("""
        select schema_name, table_name from duckdb_columns() where column_name = 'study_code'
    """).fetchall():
        connection.execute(f"delete from {schema}.{table} where study_code <> '{STUDY}'")
    connection.execute(f"""
        create temp table unit_map as
        select
            unit_code as old, copy,
            case when copy = 0 then unit_code else printf('9%02d%03d', copy, position) end as new
        from (select *, row_number() over (order by unit_code) as position from marts.dim_units)
        cross join (select range::integer as copy from range({n_units}))
        order by copy, unit_code
        limit {n_units}
    """)
    connection.execute(f"""
        create temp table year_map as
        select
            (last_year - back % (last_year - first_year + 1))::integer as old,
            (last_year - back)::integer as new
        from marts.dim_studies
        cross join (select range::integer as back from range({n_years}))
        where study_code = '{STUDY}'
    """)
    tables = connection.execute(
        "select table_name from duckdb_tables() where schema_name = 'marts' order by table_name"
    ).fetchall()
    for (table,) in tables:
        if table not in AS_THEY_ARE:
            _multiply_table(connection, table)
    connection.execute(
        "update marts.dim_studies set n_units = ?, first_year = last_year - ? + 1",
        [n_units, n_years],
    )
    connection.execute("checkpoint")


def _multiply_table(connection: "duckdb.DuckDBPyConnection", table: str) -> None:
    described = connection.execute(f"describe marts.{table}").fetchall()
    columns = [row[0] for row in described]
    units = [name for name in UNIT_COLUMNS if name in columns]
    has_years = "year" in columns
    if not units and not has_years:
        return
    chosen = []
    for name in columns:
        text = f"t.{name}"
        if name in units:
            text = f"coalesce(of_{name}.new, t.{name}) as {name}"
        elif name == "year":
            text = "coalesce(years.new, t.year) as year"
        elif name in CHANGED and units:
            changed = CHANGED[name].format(column=f"t.{name}", unit=f"of_{units[0]}")
            # what is no unit of the map keeps its name
            text = f"coalesce({changed}, t.{name}) as {name}"
        chosen.append(text)
    joins = [f"left join unit_map as of_{name} on t.{name} = of_{name}.old" for name in units]
    if "node_code" in units and "unit_code" in units:
        joins.remove("left join unit_map as of_node_code on t.node_code = of_node_code.old")
        chosen = [text.replace("of_node_code", "of_unit_code") for text in chosen]
    if has_years:
        joins.append("left join year_map as years on t.year = years.old")
    connection.execute(
        f"create or replace table marts.{table} as "
        f"select {', '.join(chosen)} from marts.{table} as t {' '.join(joins)}"
    )


def panel_size(file: Path) -> tuple[int, int, int]:
    """Return units, years and indicators of the contributions in a serving file.

    Parameters
    ----------
    file : Path

    Returns
    -------
    tuple of int
    """
    import duckdb

    with duckdb.connect(str(file), read_only=True) as connection:
        row = connection.execute("""
            select count(distinct unit_code), count(distinct year), count(distinct indicator_code)
            from marts.fct_indicator_values
        """).fetchone()
    return row or (0, 0, 0)
