"""The read-only SQL shell behind ``wenmai sql``."""

from __future__ import annotations

import re
import sys
from contextlib import suppress
from itertools import groupby
from sqlite3 import complete_statement  # knows quotes and comments; the rules are SQL's
from typing import TYPE_CHECKING, Any

from wenmai.cli.console import errors, heading, output, table
from wenmai.cli.serving import connect, rows
from wenmai.cli.write_rows import write_csv, write_json, write_table
from wenmai.errors import WenmaiError
from wenmai.only_queries import PUBLISHED_TABLES_ONLY, READ_ONLY, refuse_unless_allowed
from wenmai.sentences import Sentence, joined, several, speaking

if TYPE_CHECKING:
    from types import TracebackType

    from wenmai.settings import Settings

PROMPT, CONTINUED = "wenmai> ", "   ...> "
HELP = several("cli.shell_help", "tables", "schema", "help", "quit", "statements")
NEW_RELEASE = Sentence("cli.shell_new_release")
NO_COMMAND = Sentence("cli.shell_no_command", "command")
COMMANDS = Sentence("cli.shell_commands")
NO_TABLE = Sentence("cli.shell_no_table", "table")
LISTED = Sentence("cli.shell_listed")
OPENED = Sentence("cli.shell_opened", "file")
STOPPED = Sentence("cli.shell_stopped")
OF_TABLES = several("cli.column_of_tables", "table", "rows", "what_it_holds")
OF_COLUMNS = several("cli.column_of_columns", "column", "type", "meaning")

TABLES = """
select schema_name || '.' || table_name as table_name, coalesce(comment, '') as comment
from duckdb_tables() where not internal order by 1
"""
COLUMNS = """
select schema_name || '.' || table_name, column_name, data_type, coalesce(comment, '')
from duckdb_columns()
where not internal and (?1 is null or table_name = ?1 or schema_name || '.' || table_name = ?1)
order by 1, column_index
"""


class Shell:
    """Runs statements on the serving file and follows it when a new release is swapped in.

    Parameters
    ----------
    settings : Settings
    written : {"table", "csv", "json"}
    limit : int
        Rows shown of a table; CSV and JSON always hold all.
    """

    def __init__(self, settings: Settings, written: str = "table", limit: int = 50) -> None:
        self.settings = settings
        self.written = written
        self.limit = limit
        self.console = output()
        self._connect()

    def __enter__(self) -> Shell:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.connection.close()

    def _connect(self) -> None:
        self.connection = connect(self.settings.serving_file)
        self.inode = self.settings.serving_file.stat().st_ino

    def _follow(self) -> None:
        """Open the file anew after a refresh: an open handle keeps reading the old release."""
        with suppress(OSError):
            if self.settings.serving_file.stat().st_ino != self.inode:
                self.connection.close()
                self._connect()
                errors().print(NEW_RELEASE(), style="dim")

    def run(self, text: str) -> None:
        """Run statements and write their rows.

        Parameters
        ----------
        text : str
            One or more SQL statements, or a dot command.

        Raises
        ------
        WenmaiError
            When a statement fails; it names what DuckDB said.
        """
        import duckdb

        if text.strip().startswith("."):
            self.command(text.strip())
            return
        try:
            statements = self.connection.extract_statements(text)
            refuse_unless_allowed(self.connection, statements, text)
            for statement in statements:
                self._write(self.connection.execute(statement))
        except duckdb.Error as error:
            raise WenmaiError(explain(error)) from error

    def _write(self, result: Any) -> None:
        if not result.description:
            return
        if self.written == "csv":
            write_csv(result, sys.stdout)
        elif self.written == "json":
            write_json(result, sys.stdout)
        else:
            write_table(result, self.console, self.limit)

    def command(self, text: str) -> None:
        """Run a dot command."""
        name, _, argument = text.rstrip("; ").partition(" ")
        match name:
            case ".tables":
                self._tables()
            case ".schema":
                self._schema(argument.strip() or None)
            case ".help":
                self.console.print(joined(line() for line in HELP.values()), markup=False)
            case ".quit" | ".exit":
                raise EOFError
            case _:
                raise WenmaiError(NO_COMMAND(command=name), hint=COMMANDS())

    def _tables(self) -> None:
        listed = []
        for name, text in rows(self.connection, TABLES):
            ((amount,),) = rows(self.connection, f"select count(*) from {name}")
            listed.append((name, amount, first_sentence(text)))
        columns = [name() for name in OF_TABLES.values()]
        self.console.print(table(columns, listed, right=[columns[1]], keep=[columns[0]]))

    def _schema(self, name: str | None) -> None:
        found = rows(self.connection, COLUMNS, [name])
        if not found:
            raise WenmaiError(NO_TABLE(table=str(name)), hint=LISTED())
        for title, listed in groupby(found, key=lambda row: row[0]):
            lines = [(column, kind, first_sentence(text)) for _, column, kind, text in listed]
            self.console.print(heading(title))
            columns = [name() for name in OF_COLUMNS.values()]
            self.console.print(table(columns, lines, keep=[columns[0]]))

    def prompt(self) -> None:
        """Read statements from the terminal until the user leaves."""
        history = self._history()
        self.console.print(OPENED(file=str(self.settings.serving_file)), style="dim")
        text = ""
        while True:
            try:
                line = input(CONTINUED if text else PROMPT)
            except EOFError:
                self.console.print()
                break
            except KeyboardInterrupt:
                self.console.print()
                text = ""
                continue
            text = f"{text}\n{line}" if text else line
            is_command = text.lstrip().startswith(".")
            if not text.strip():
                text = ""
            elif is_command or complete_statement(text):
                try:
                    self._follow()
                    self.run(text)
                except EOFError:
                    break
                except KeyboardInterrupt:
                    self.connection.interrupt()
                    errors().print(STOPPED())
                except WenmaiError as error:
                    errors().print(error.text(speaking()), style="red", markup=False)
                text = ""
        if history is not None:
            history()

    def _history(self) -> Any:
        """Load the history of earlier sessions where readline is there; return how to save it."""
        try:
            import readline
        except ImportError:  # Windows
            return None
        file = self.settings.home / "build" / "sql_history"
        with suppress(OSError):
            readline.read_history_file(file)
        readline.set_history_length(1000)

        def save() -> None:
            with suppress(OSError):
                file.parent.mkdir(parents=True, exist_ok=True)
                readline.write_history_file(file)

        return save


def first_sentence(text: str) -> str:
    """Return the first sentence of a description.

    Examples
    --------
    >>> first_sentence("One row per unit. **Primary key**: unit_code")
    'One row per unit.'
    """
    about = " ".join(text.split()).partition("**Primary key**")[0].strip()
    return re.split(r"(?<=[.?!]) ", about, maxsplit=1)[0]


def explain(error: Exception) -> str:
    """Return DuckDB's message without the kind of error twice, and with the way out."""
    text = str(error).strip()
    if "read-only" in text or "read only" in text:
        return READ_ONLY()
    if "file system operations are disabled" in text:
        return joined([text.splitlines()[0], PUBLISHED_TABLES_ONLY()])
    return text
