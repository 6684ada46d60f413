"""How a landed file is written: people hashed, texts masked, who asked to be erased left out."""

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from wenmai.consumers.declares import StudyConsumerFile
from wenmai.consumers.lands_lines import LineReader, as_arrow, held_in_memory
from wenmai.consumers.privacy import Pseudonyms
from wenmai.consumers.raw_tables import COLUMNS, column_of
from wenmai.ingest.erasures import Request
from wenmai.sql_text import literal
from wenmai.whole_file import whole_file

if TYPE_CHECKING:
    import duckdb


def landed(
    writer: "LandedFileWriter", one: StudyConsumerFile, path: Path, target: Path
) -> Iterator[tuple[dict[str, Any], dict[str, int]]]:
    """Yield what :meth:`LandedFileWriter.write` returns: a task for ``read_apart``."""
    yield writer.write(one, path, target)


class LandedFileWriter:
    """Writes files of a study as Parquet.

    Parameters
    ----------
    folder : Path
        The study folder.
    names : Pseudonyms
    requests : sequence of Request
        Whose lines are left out.
    """

    def __init__(self, folder: Path, names: Pseudonyms, requests: Sequence[Request]) -> None:
        self.folder, self.names = folder, names
        # of two requests for one person the first is told what it took out
        self.codes = {
            request.person_code: request.code
            for request in reversed(requests)
            if request.person_code and request.code
        }

    def write(
        self, one: StudyConsumerFile, path: Path, target: Path
    ) -> tuple[dict[str, Any], dict[str, int]]:
        """Read a file, hash, mask and leave out; nothing of a person reaches the disk before.

        Parameters
        ----------
        one : StudyConsumerFile
        path, target : Path

        Returns
        -------
        (dict, dict)
            What there is to say of the file, and lines left out by request.
        """
        with held_in_memory() as memory:
            info = LineReader(memory, one, self.folder).view(path)
            has = {column_of(one.entry.role, field) for field in one.entry.fields}
            times = one.entry.time_format
            columns = [self._column(column, has, times) for column in COLUMNS[one.entry.role]]
            joins = self._pseudonyms(memory, has)
            removed: Counter[str] = Counter()
            where = ""
            if self.codes and "person_code" in has:
                memory.register("erased", as_arrow(["code"], [[code] for code in self.codes]))
                where = " where coalesce(people.code, '') not in (select code from erased)"
                for person, lines in memory.execute(
                    f"select people.code, count(*) from lines {joins}"
                    " where people.code in (select code from erased) group by 1"
                ).fetchall():
                    removed[self.codes[person]] += lines
            with whole_file(target) as part:
                memory.execute(
                    f"copy (select row_number, {', '.join(columns)} from lines {joins}{where})"
                    f" to {literal(str(part))} (format parquet, compression zstd)"
                )
        taken = removed.total()
        kept = info["lines_data"] - taken
        return {**info, "lines_filtered": taken, "lines_data": kept}, dict(removed)

    def _column(self, column: str, has: set[str], time_format: str | None) -> str:
        if column == "masked_text" and "review_text" in has:
            return "lines.masked_text"
        if column not in has:
            return f"null::varchar as {column}"
        if column == "person_code":
            return "people.code as person_code"
        if column == "session_code":
            return "sessions.code as session_code"
        said = f"nullif(lines.{column}, '')"
        if column == "at_text" and time_format is not None:
            # what is written otherwise stays as it is, and is judged as any other text
            moment = f"try_strptime({said}, {literal(time_format)})"
            said = f"coalesce(strftime({moment}, '%Y-%m-%d %H:%M:%S'), {said})"
        return f"{said} as {column}"

    def _pseudonyms(self, memory: "duckdb.DuckDBPyConnection", has: set[str]) -> str:
        """Hash each person and session once, and return the joins that put the hashes in."""
        joins = ""
        for column, table in (("person_code", "people"), ("session_code", "sessions")):
            if column not in has:
                continue
            found = memory.execute(
                f"select distinct {column} from lines where trim({column}) != ''"
            ).fetchall()
            codes = self.names.of_all(name for (name,) in found)
            memory.register(table, as_arrow(["name", "code"], list(codes.items())))
            joins += f" left join {table} on lines.{column} = {table}.name"
        return joins
