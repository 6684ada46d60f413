"""Checks before a release is named and swapped in."""

from wenmai.errors import WenmaiError
from wenmai.publish.hashing import content_hash
from wenmai.publish.release import Release
from wenmai.sql_text import literal


def check_release(release: Release) -> None:
    """Open a finished release as a reader would and compare it with what it should be.

    Every table must hold the rows of the private file, belong to this release throughout, and
    equal its Parquet file in columns and content.

    Parameters
    ----------
    release : Release

    Raises
    ------
    WenmaiError
        Naming the first table that differs.
    """
    import duckdb  # noqa: PLC0415

    with duckdb.connect(str(release.serving_copy), read_only=True) as connection:
        connection.execute("set TimeZone = 'UTC'")
        for table in release.tables:
            rows, strangers = connection.execute(
                f"select count(*), count(*) filter (where _release_id is distinct from ?) "
                f"from {table.relation}",
                [release.release_id],
            ).fetchone() or (-1, 0)
            if rows != table.rows or strangers:
                raise WenmaiError(
                    f"{table.full_name} has {rows} rows in the new serving file "
                    f"({strangers} of another release), {table.rows} were expected.",
                    hint="Nothing was published; run `wenmai refresh --full-refresh`.",
                )
            parquet = f"read_parquet({literal(str(release.folder / table.file))})"
            columns = tuple(
                (name, kind)
                for name, kind, *_ in connection.execute(
                    f"describe select * from {parquet}"
                ).fetchall()
            )
            if columns != table.columns:
                raise WenmaiError(
                    f"{table.file} has other columns than {table.full_name}: "
                    f"{sorted(set(columns) ^ set(table.columns))}.",
                    hint="Cast the column in its mart to a type that Parquet knows.",
                )
            if content_hash(connection, parquet, columns) != table.content_hash:
                raise WenmaiError(
                    f"{table.file} does not hold the rows of {table.full_name}.",
                    hint="Nothing was published; look for disk errors and refresh again.",
                )
