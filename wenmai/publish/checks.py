"""Checks before a release is named and swapped in."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from wenmai.errors import UnfitStudies, WenmaiError
from wenmai.kit.often_said import NOT_PUBLISHED_REFRESH_FULLY
from wenmai.publish.release import PublishedTable, Release
from wenmai.resources import opened
from wenmai.sentences import Sentence
from wenmai.settings import Settings
from wenmai.sql_text import identifier, literal

OTHER_COLUMNS = Sentence("warehouse.other_columns", "file", "table", "columns")
CAST_FOR_PARQUET = Sentence("warehouse.cast_for_parquet")
OTHER_ROWS = Sentence("warehouse.other_rows", "table", "rows", "strangers", "wanted")
OTHER_VALUES_OF_STUDY = Sentence(
    "warehouse.other_values_of_study", "file", "table", "study", "columns"
)
OTHER_VALUES = Sentence("warehouse.other_values", "file", "table", "columns")
OTHER_ORDER = Sentence("warehouse.not_the_rows", "file", "table")
LOOK_FOR_DISK_ERRORS = Sentence("warehouse.look_for_disk_errors")

if TYPE_CHECKING:
    import duckdb


def check_release(release: Release, settings: Settings) -> None:
    """Open a finished release as a reader would and compare it with what it should be.

    Every table must hold the rows of the private file, belong to this release throughout, and
    equal its Parquet file in columns and content.

    Parameters
    ----------
    release : Release
    settings : Settings

    Raises
    ------
    UnfitStudies
        When a table differs in rows of single studies, naming them and the columns.
    WenmaiError
        Naming the first table that differs otherwise.
    """
    with opened(release.serving_copy, settings) as connection:
        files = [
            f"read_parquet({literal(str(release.folder / table.file))})" for table in release.tables
        ]
        for table, parquet in zip(release.tables, files, strict=True):
            described = connection.execute(f"describe select * from {parquet}").fetchall()
            columns = tuple((name, kind) for name, kind, *_ in described)
            if columns != table.columns:
                raise WenmaiError(
                    OTHER_COLUMNS(
                        file=table.file,
                        table=table.full_name,
                        columns=sorted(set(columns) ^ set(table.columns)),
                    ),
                    hint=CAST_FOR_PARQUET(),
                )
        served = _sums(connection, release, [table.relation for table in release.tables])
        written = _sums(connection, release, files)
    for table, (rows, strangers, content), (*_, in_parquet) in zip(
        release.tables, served, written, strict=True
    ):
        if rows != table.rows or strangers:
            raise WenmaiError(
                OTHER_ROWS(
                    table=table.full_name, rows=rows, strangers=strangers, wanted=table.rows
                ),
                hint=NOT_PUBLISHED_REFRESH_FULLY(),
            )
        if in_parquet != content:
            raise _differing(release, table)


def _differing(release: Release, table: PublishedTable) -> WenmaiError:
    """Name the columns, and the studies, whose values are others in the Parquet file."""
    file = literal(str(release.folder / table.file))
    columns = [identifier(name) for name, _ in table.columns]
    by_study = "study_code" if '"study_code"' in columns else "''"
    sums = ", ".join(f"sum(hash({column}))" for column in columns)
    with opened(release.serving_copy) as connection:
        held, written = (
            {
                study: sums
                for study, *sums in connection.execute(
                    f"select {by_study}, {sums} from {relation} group by 1"
                ).fetchall()
            }
            for relation in (table.relation, f"read_parquet({file})")
        )
    none = [None] * len(columns)
    found = [
        (study, name)
        for study in sorted({*held, *written}, key=str)
        for (name, _), one, other in zip(
            table.columns, held.get(study, none), written.get(study, none), strict=True
        )
        if one != other
    ]
    names: dict[str, list[str]] = {}
    for study, name in found:
        names.setdefault(str(study or ""), []).append(name)
    if names and "" not in names:
        return UnfitStudies(
            {
                study: OTHER_VALUES_OF_STUDY(
                    file=table.file, table=table.full_name, study=study, columns=", ".join(mine)
                )
                for study, mine in names.items()
            }
        )
    where = {"file": table.file, "table": table.full_name}
    different = ", ".join(dict.fromkeys(name for _, name in found))
    return WenmaiError(
        OTHER_VALUES(**where, columns=different) if found else OTHER_ORDER(**where),
        hint=LOOK_FOR_DISK_ERRORS(),
    )


def _sums(
    connection: "duckdb.DuckDBPyConnection", release: Release, relations: Sequence[str]
) -> list[tuple[int, int, str]]:
    """Return rows, rows of other releases, and a sum over all rows' hashes, of each relation."""
    sums = " union all ".join(
        f"select {number} as number, count(*), count(*) filter"
        f" (where _release_id is distinct from {literal(release.release_id)}),"
        f" sum(hash({', '.join(identifier(name) for name, _ in table.columns)}))::varchar"
        f" from {relation}"
        for number, (table, relation) in enumerate(zip(release.tables, relations, strict=True))
    )
    return [
        (rows, others, total)
        for _, rows, others, total in connection.execute(f"{sums} order by number").fetchall()
    ]
