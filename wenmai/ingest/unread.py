"""The one place that says what becomes of a file that cannot be read: one line, and on."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from wenmai.errors import Problem, ProblemsFound, WenmaiError
from wenmai.ingest.raw_tables import SOURCE_FILES, UNREAD_FILES, RawTable
from wenmai.ingest.write import insert_rows
from wenmai.readers.apart import unforeseen
from wenmai.readers.files import label_of
from wenmai.sentences import Sentence, after_another, told
from wenmai.studies.study import Study

AT_KEY = Sentence("readers.at_key", "key", "message")
MORE_ARE_LIKE_THAT = Sentence("readers.more_are_like_that", "n")

_CODES = ("mapping_code", "network_code")
_MOST_PROBLEMS = 5


@dataclass
class UnreadFiles:
    """Puts aside what cannot be read, so that the other files go on.

    Parameters
    ----------
    connection : duckdb.DuckDBPyConnection
        Inside the transaction of the ingest.
    load_id : str
        Written into every row.

    Attributes
    ----------
    problems : list of Problem
        Of all files put aside so far.
    """

    connection: duckdb.DuckDBPyConnection
    load_id: str
    problems: list[Problem] = field(default_factory=list)

    @contextmanager
    def reading(
        self, study: Study, code: str, path: Path, tables: Sequence[RawTable] = ()
    ) -> Iterator[None]:
        """Read a file in here: whatever is raised becomes its one row of raw.unread_files.

        Parameters
        ----------
        study : Study
        code : str
            Of the mapping, network or entry of study.yml that reads it.
        path : Path
        tables : sequence of RawTable
            Where its rows go; those written before it failed are taken out again.
        """
        label = label_of(path, study.folder)
        try:
            yield
        except ProblemsFound as error:
            self._put_aside(study, code, path, tables, error.problems)
        except (duckdb.Error, WenmaiError):
            raise  # not the file is wrong: the transaction is over, or the disk is full
        except Exception as error:  # nobody foresees what is in the files of strangers
            self._put_aside(study, code, path, tables, unforeseen(error, label).problems)

    def _put_aside(
        self,
        study: Study,
        code: str,
        path: Path,
        tables: Sequence[RawTable],
        problems: Sequence[Problem],
    ) -> None:
        from wenmai.readers.result import file_info  # noqa: PLC0415 - readers are heavy

        name = label_of(path, study.folder).partition("/")[2]
        for table in (*tables, SOURCE_FILES, UNREAD_FILES):
            of_entry = [f"and {key} = $code" for key in _CODES if key in table.column_names]
            self.connection.execute(
                f"delete from {table.qualified_name} where study_code = $study"
                f" and source_file = $file {' '.join(of_entry)}",
                {"study": study.code, "file": name} | ({"code": code} if of_entry else {}),
            )
        shown = problems[:_MOST_PROBLEMS]
        said = [
            AT_KEY(key=problem.key, message=problem.message) if problem.key else problem.message
            for problem in shown
        ]
        if len(problems) > len(shown):
            said.append(MORE_ARE_LIKE_THAT(n=len(problems) - len(shown)))
        ways_out = dict.fromkeys(p.suggestion for p in shown if p.suggestion)
        row = {
            "study_code": study.code,
            "mapping_code": code,
            "source_file": name,
            "problem_text": told([after_another(said)]),
            "way_out_text": told([after_another(ways_out)]) if ways_out else None,
        }
        insert_rows(self.connection, UNREAD_FILES, [row], self.load_id)
        info = {"study_code": study.code, **vars(file_info(path, name, code)), "encoding": None}
        insert_rows(self.connection, SOURCE_FILES, [info], self.load_id)
        self.problems += problems
