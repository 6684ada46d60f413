"""Read a YAML file and remember the line of every key, so that a problem can name it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from wenmai.errors import Problem, ProblemsFound
from wenmai.kit.often_said import COPY_INTO_STUDY_FOLDER, KEEP_ONE
from wenmai.sentences import Sentence

NOT_A_FILE = Sentence("files.not_a_file")
PUT_A_TEXT_FILE_THERE = Sentence("files.put_a_text_file_there")
FILE_TOO_LARGE = Sentence("files.file_too_large", "most_bytes", "size")
MOVE_DATA_INTO_A_TABLE = Sentence("files.move_data_into_a_table")
NOT_UTF8 = Sentence("files.not_utf8")
SAVE_AS_UTF8 = Sentence("files.save_as_utf8")
FILE_CANNOT_BE_READ = Sentence("files.file_cannot_be_read", "error")
CHECK_PERMISSIONS = Sentence("files.check_permissions")
LINK_LEADS_OUT = Sentence("files.link_leads_out")
ANCHORS_TOO_LARGE = Sentence("files.anchors_too_large", "most_values")
WRITE_VALUES_OUT = Sentence("files.write_values_out")
VALUE_NOT_UNDERSTOOD = Sentence("files.value_not_understood", "error")
QUOTE_IF_TEXT = Sentence("files.quote_if_text")
NESTED_TOO_DEEP = Sentence("files.nested_too_deep")
FLATTEN = Sentence("files.flatten")
ANCHOR_CONTAINS_ITSELF = Sentence("files.anchor_contains_itself")
KEY_TWICE = Sentence("files.key_twice", "first_line")
KEY_IN_LINE = Sentence("files.key_in_line", "key", "line")
IN_LINE = Sentence("files.in_line", "line")
NOT_VALID_YAML = Sentence("files.not_valid_yaml", "reason")
CHECK_SIGNS = Sentence("files.check_signs")
INDENT_WITH_SPACES = Sentence("files.indent_with_spaces")
WRITE_HALF_WIDTH_COLON = Sentence("files.write_half_width_colon")
CHECK_SIGNS_AROUND = Sentence("files.check_signs_around")

KeyPath = tuple[str | int, ...]

# Ten times what a study of all counties with every table written out would need.
MOST_VALUES = 500_000
MOST_BYTES = 10_000_000
_DEEPEST = 3_000
# The C parser when it is there: the same result, ten times as fast.
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True)
class YamlDocument:
    """What a YAML file says, and where it says it.

    Parameters
    ----------
    data : object
        The content as plain Python values.
    lines : dict
        1-based line of every key and list entry, by path.

    Examples
    --------
    >>> YamlDocument({"code": "a"}, {("code",): 1}).line(("code",))
    1
    """

    data: Any
    lines: dict[KeyPath, int] = field(default_factory=dict)

    def line(self, path: KeyPath) -> int | None:
        """Return the line of a key, or of the nearest key around it."""
        for length in range(len(path), 0, -1):
            if path[:length] in self.lines:
                return self.lines[path[:length]]
        return None

    def problem(self, file: str, path: KeyPath, message: str, suggestion: str = "") -> Problem:
        """Return what is wrong with a key, with the line where it stands.

        Parameters
        ----------
        file : str
            How problems name the file.
        path : tuple of str and int
        message, suggestion : str
            What is wrong and what to do, each as a sentence.

        Returns
        -------
        Problem

        Examples
        --------
        >>> document = YamlDocument({"code": "a b"}, {("code",): 1})
        >>> print(document.problem("study.yml", ("code",), "It has a blank.", "Take it out."))
        study.yml: code (line 1): It has a blank. Take it out.
        """
        return Problem(file, place(path, self.line(path)), message, suggestion)


def key_text(path: KeyPath) -> str:
    """Write a path as people read it; list entries count from 0.

    Examples
    --------
    >>> key_text(("indicators", 2, "unit"))
    'indicators[2].unit'
    """
    text = ""
    for part in path:
        if isinstance(part, int):
            text += f"[{part}]"
        else:
            text = f"{text}.{part}" if text else part
    return text


def place(path: KeyPath, line: int | None) -> str:
    """Join a key and its line.

    Examples
    --------
    >>> place(("years", "first"), 4)
    'years.first (line 4)'
    >>> place((), 4)
    'line 4'
    """
    key = key_text(path)
    if line is None:
        return key
    return KEY_IN_LINE(key=key, line=line) if key else IN_LINE(line=line)


def read_yaml(path: Path, label: str, *, study: Path | None = None) -> YamlDocument:
    """Read one YAML file of a study.

    Parameters
    ----------
    path : Path
        The file.
    label : str
        How a problem names the file.
    study : Path, optional
        The folder that it must lie in: a link may not lead to a file of somebody else, whose text
        a problem would show.

    Returns
    -------
    YamlDocument
        With an empty mapping as data when the file holds nothing.

    Raises
    ------
    ProblemsFound
        When the file cannot be read, is not UTF-8, is not YAML, says a key twice, or lies outside
        the study.
    """
    if study is not None:
        refuse_outside(path, study, label)
    try:
        # A pipe of that name would never end, and a file of gigabytes is no text of a person.
        if not path.is_file():
            message = NOT_A_FILE()
            raise ProblemsFound([Problem(label, "", message, PUT_A_TEXT_FILE_THERE())])
        size = path.stat().st_size
        if size > MOST_BYTES:
            message = FILE_TOO_LARGE(
                size=f"{size / 1e6:,.0f}", most_bytes=f"{MOST_BYTES / 1e6:.0f}"
            )
            way_out = MOVE_DATA_INTO_A_TABLE()
            raise ProblemsFound([Problem(label, "", message, way_out)])
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise ProblemsFound([Problem(label, f"line {line}", NOT_UTF8(), SAVE_AS_UTF8())]) from error
    except OSError as error:
        message = FILE_CANNOT_BE_READ(error=error.strerror)
        raise ProblemsFound([Problem(label, "", message, CHECK_PERMISSIONS())]) from error
    return parse_yaml(text, label)


def refuse_outside(path: Path, study: Path, label: str) -> None:
    """Raise ProblemsFound when a link leads out of the study; its folder may be a link itself."""
    if not path.resolve().is_relative_to(study.resolve()):
        message = LINK_LEADS_OUT()
        raise ProblemsFound([Problem(label, "", message, COPY_INTO_STUDY_FOLDER())])


def parse_yaml(text: str, label: str) -> YamlDocument:
    """Parse YAML text; parameters, result and errors as in :func:`read_yaml`."""
    loader = _Loader(text)
    try:
        _refuse_depth(text)
        node = loader.get_single_node()
        if node is None:
            return YamlDocument({})
        if _written_out(node, {}, frozenset()) > MOST_VALUES:
            message = ANCHORS_TOO_LARGE(most_values=f"{MOST_VALUES:,}")
            raise ProblemsFound([Problem(label, "", message, WRITE_VALUES_OUT())])
        document = YamlDocument(None)
        problems = list(_walk(node, (), label, document.lines, frozenset()))
        if problems:
            raise ProblemsFound(problems)
        return YamlDocument(loader.construct_document(node), document.lines)
    except yaml.YAMLError as error:
        raise ProblemsFound([_syntax_problem(error, text, label)]) from error
    except ValueError as error:  # e.g. the date 2018-02-31
        message = VALUE_NOT_UNDERSTOOD(error=error)
        raise ProblemsFound([Problem(label, "", message, QUOTE_IF_TEXT())]) from error
    except RecursionError as error:
        problem = Problem(label, "", NESTED_TOO_DEEP(), FLATTEN())
        raise ProblemsFound([problem]) from error
    finally:
        loader.dispose()


def _refuse_depth(text: str) -> None:
    """Find by the events, which nest nowhere, what the parser in C would not survive."""
    depth = 0
    for event in yaml.parse(text, Loader=_Loader):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > _DEEPEST:
                raise RecursionError
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1


def _written_out(node: yaml.Node, known: dict[int, int], above: frozenset[int]) -> int:
    """Count the values below a node as if every alias were written out; each node once."""
    if id(node) in known:
        return known[id(node)]
    if id(node) in above:  # an anchor that holds itself: said elsewhere
        return 1
    below: Iterable[yaml.Node] = ()
    if isinstance(node, yaml.MappingNode):
        below = (part for pair in node.value for part in pair)
    elif isinstance(node, yaml.SequenceNode):
        below = node.value
    here = above | {id(node)}
    count = known[id(node)] = 1 + sum(_written_out(part, known, here) for part in below)
    return count


def _walk(
    node: yaml.Node, path: KeyPath, label: str, lines: dict[KeyPath, int], above: frozenset[int]
) -> Iterator[Problem]:
    """Note the line of every key; yield keys said twice and anchors that hold themselves."""
    if id(node) in above:
        here = place(path, node.start_mark.line + 1)
        yield Problem(label, here, ANCHOR_CONTAINS_ITSELF(), WRITE_VALUES_OUT())
        return
    above |= {id(node)}
    if isinstance(node, yaml.MappingNode):
        first_line: dict[str, int] = {}
        for key_node, value_node in node.value:
            key, line = str(key_node.value), key_node.start_mark.line + 1
            if key in first_line:
                yield Problem(
                    label,
                    place((*path, key), line),
                    KEY_TWICE(first_line=first_line[key]),
                    KEEP_ONE(),
                )
                continue
            first_line[key] = lines[(*path, key)] = line
            yield from _walk(value_node, (*path, key), label, lines, above)
    elif isinstance(node, yaml.SequenceNode):
        for position, value_node in enumerate(node.value):
            lines[(*path, position)] = value_node.start_mark.line + 1
            yield from _walk(value_node, (*path, position), label, lines, above)


def _syntax_problem(error: yaml.YAMLError, text: str, label: str) -> Problem:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    reason = getattr(error, "problem", None) or getattr(error, "reason", None) or str(error)
    message = NOT_VALID_YAML(reason=reason)
    if mark is None:
        return Problem(label, "", message, CHECK_SIGNS())
    written = text.splitlines()[mark.line : mark.line + 1]
    before = text.splitlines()[max(mark.line - 1, 0) : mark.line + 1]
    if any("\t" in line[: len(line) - len(line.lstrip())] for line in written):
        suggestion = INDENT_WITH_SPACES()
    elif any("：" in line for line in before):
        suggestion = WRITE_HALF_WIDTH_COLON()
    else:
        suggestion = CHECK_SIGNS_AROUND()
    return Problem(label, f"line {mark.line + 1}", message, suggestion)
