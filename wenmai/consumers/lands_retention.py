"""How long what people did is kept: older lines are not written, and deleted where they were."""

from pathlib import Path
from typing import TYPE_CHECKING

from wenmai.installed import project_variables
from wenmai.sql_text import literal

if TYPE_CHECKING:
    import datetime as dt

    import duckdb

VARIABLE = "consumer_retention_months"
_FULL_WIDTH = "".join(map(chr, range(0xFF01, 0xFF5F)))
_HALF_WIDTH = "".join(map(chr, range(0x21, 0x7F)))
_TIME = "^[0-9]{4}([-/][0-9]{1,2}[-/][0-9]{1,2}|年[0-9]{1,2}月[0-9]{1,2}日|[0-9]{4})([ T][^(]*)?$"
FIRST_YEAR = 1990


def moment(expression: str) -> str:
    """Return SQL for a time as people write it, null for anything else: as the macro parse_time.

    Parameters
    ----------
    expression : str
        SQL of a text.

    Returns
    -------
    str

    Examples
    --------
    >>> import duckdb
    >>> duckdb.sql(f"select {moment(literal('２０２４年3月1日'))}::varchar").fetchall()
    [('2024-03-01 00:00:00',)]
    """
    plain = text = f"translate(trim({expression}), {literal(_FULL_WIDTH)}, {literal(_HALF_WIDTH)})"
    for sign, other in (("/", "-"), ("年", "-"), ("月", "-"), ("日", "")):
        text = f"replace({text}, '{sign}', '{other}')"
    run = "'^([0-9]{4})([0-9]{2})([0-9]{2})$', '\\1-\\2-\\3'"
    is_plain = (
        f"(try_cast(substr({expression}, 1, 4) as smallint) >= 1000"
        f" and substr({expression}, 5, 1) in ('-', '/') and instr({expression}, '(') = 0)"
    )
    return (
        f"try_cast(case when {is_plain} or regexp_matches({plain}, '{_TIME}')"
        f" then regexp_replace({text}, {run}) end as timestamp)"
    )


def months_kept(said: int | None, project_dir: Path) -> int:
    """Return for how many months events are kept, counted from the last one.

    Parameters
    ----------
    said : int or None
        ``consumer_settings: {retention_months: …}`` of the study.
    project_dir : Path
        Its dbt_project.yml holds the variable that decides where the study says nothing.

    Returns
    -------
    int
    """
    if said is not None:
        return said
    return int(project_variables(project_dir)[VARIABLE])


def ends_of(
    connection: "duckdb.DuckDBPyConnection", parquet: Path, last_year: int
) -> tuple[str | None, str | None]:
    """Return the first time of a landed file, and the last one within the study.

    Parameters
    ----------
    connection : duckdb.DuckDBPyConnection
    parquet : Path
        With ``at_text``.
    last_year : int
        Later years are clocks that go wrong: they must not make everything else look old.

    Returns
    -------
    (str or None, str or None)
        As ISO 8601; None where no time is understood.
    """
    found = connection.execute(
        f"select min(said) filter (year(said) >= {FIRST_YEAR})::varchar,"
        f" max(said) filter (year(said) between {FIRST_YEAR} and {last_year})::varchar"
        f" from (select {moment('at_text')} as said from read_parquet({literal(str(parquet))}))"
    ).fetchall()[0]
    return found[0], found[1]


def cut_at(
    connection: "duckdb.DuckDBPyConnection", lasts: list[str], months: int
) -> "dt.datetime | None":
    """Return the moment before which events are deleted.

    Parameters
    ----------
    connection : duckdb.DuckDBPyConnection
    lasts : list of str
        Last time of every file, as of :func:`ends_of`.
    months : int

    Returns
    -------
    datetime or None
        None without times.
    """
    if not lasts:
        return None
    found: dt.datetime = connection.execute(
        f"select {literal(max(lasts))}::timestamp - to_months({months})"
    ).fetchall()[0][0]
    return found
