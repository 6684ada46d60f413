"""What Prefect keeps of the ingest: every file that was read, with its records."""

from collections.abc import Iterable

from prefect.artifacts import create_table_artifact

from wenmai.ingest.report import FileIngested

ARTIFACT = "source-files"


def file_row(file: FileIngested) -> dict[str, object]:
    """Return the line of the table that speaks of one file.

    Parameters
    ----------
    file : FileIngested

    Returns
    -------
    dict

    Examples
    --------
    >>> row = file_row(FileIngested("northeast", "gdp", "tables/gdp.csv", "", 40, 36, 0.02))
    >>> row["file"], row["lines"], row["records"]
    ('tables/gdp.csv', 40, 36)
    """
    return {
        "study": file.study_code,
        "mapping": file.mapping_code,
        "file": file.source_file,
        "sheet": file.sheet_name,
        "lines": file.lines_read,
        "records": file.records,
        "seconds": round(file.seconds, 3),
    }


def keep_files(files: Iterable[FileIngested]) -> None:
    """Store the files that were read as a table artifact of the running flow."""
    rows = [file_row(file) for file in files]
    if rows:
        create_table_artifact(
            key=ARTIFACT, table=rows, description="Files read into the private database."
        )
