"""Help and wrong usage in the language of who sits before the screen.

Every command, argument and option has its sentence in the catalogue: ``help.<command>``, what
follows in ``help.<command>.more``, and ``help.<command>.<parameter>`` or, where several commands
have it, ``help.<parameter>``.
"""

import difflib
from collections.abc import Iterator
from enum import Enum
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup

from wenmai.errors import WenmaiError
from wenmai.sentences import Said, Sentence, catalogue, here, several, speaking
from wenmai.words import was_it

UsageError: Any = typer.BadParameter.__base__  # typer does not name it itself
USAGE = several("cli.usage", "title", "options", "command")
PANELS = several("cli.panel", "arguments", "options", "commands", "default", "required")
NO_SUCH_OPTION = Sentence("cli.no_such_option", "option")
NO_SUCH_COMMAND = Sentence("cli.no_such_command", "command")
MISSING = Sentence("cli.missing_parameter", "name")
WRONG_VALUE = Sentence("cli.wrong_value", "name", "message")
WHOLE_NUMBER = Sentence("cli.whole_number")
ONE_OF = Sentence("cli.one_of", "choices")
TOO_MANY = Sentence("cli.too_many_words", "words")
WRONG = Sentence("cli.wrong_usage", "message")
HELP = Sentence("cli.see_help", "command")


class _Spoken:
    """A command whose usage line speaks the language of who sits before the screen."""

    def get_usage(self, context: Any) -> str:
        """Return the line that shows how the command is written."""
        usage: str = super().get_usage(context)  # type: ignore[misc]
        return usage.replace("Usage:", here(USAGE["title"]()), 1)

    def get_help_option(self, context: Any) -> Any:
        """Return the option that shows the help."""
        option = super().get_help_option(context)  # type: ignore[misc]
        if option is not None:
            option.help = _said("help.help")
        return option


class SpokenCommand(_Spoken, TyperCommand):
    """A command that speaks both languages."""

    def parse_args(self, context: Any, args: list[str]) -> list[str]:
        """Say in our words that words are left over."""
        context.allow_extra_args = True
        left: list[str] = super().parse_args(context, args)
        if left and not context.resilient_parsing:
            raise WrongUsage(TOO_MANY(words=" ".join(left)), _way_out([], context.command_path))
        return left


class SpokenGroup(_Spoken, TyperGroup):
    """A group of commands that speaks both languages."""

    def resolve_command(self, context: Any, args: list[str]) -> Any:
        """Find the command that is called; name the nearest when there is none of that name."""
        if args and not args[0].startswith("-") and self.get_command(context, args[0]) is None:
            near = difflib.get_close_matches(args[0], list(self.commands), n=1)
            said = NO_SUCH_COMMAND(command=args[0])
            raise WrongUsage(said, _way_out(near, context.command_path))
        return super().resolve_command(context, args)


class WrongUsage(WenmaiError):
    """A command line that no command understands."""


def prepared(app: typer.Typer) -> Any:
    """Return the command of an app with all its help in the language that is spoken.

    Parameters
    ----------
    app : typer.Typer

    Returns
    -------
    click command
    """
    command = typer.main.get_command(app)
    for code, one in commands(command):
        one.help = _help(code) or one.help
        one.options_metavar = here(USAGE["options"]())
        if isinstance(one, TyperGroup):
            one.subcommand_metavar = here(USAGE["command"]())
        for parameter in one.params:
            said = _said(f"{code}.{parameter.name}", f"help.{parameter.name}")
            parameter.help = said or getattr(parameter, "help", None)
    return command


def commands(command: Any, code: str = "help") -> Iterator[tuple[str, Any]]:
    """Yield the code of its help and every command below one, itself first."""
    yield code, command
    for name, below in getattr(command, "commands", {}).items():
        yield from commands(below, f"{code}.{name}")


def _help(code: str) -> str | None:
    first, more = _said(f"{code}.", code), _said(f"{code}.more")
    return f"{first}\n\n{more}" if first and more else first


def _said(*codes: str) -> str | None:
    known = catalogue()
    return next((known[code][speaking()] for code in codes if code in known), None)


def speak_panels() -> None:
    """Let typer's own words on a page of help be those of the catalogue, and lines be filled.

    Chinese has no blanks, and typer cuts off what it takes for one long word.
    """
    from rich.text import Text
    from typer import rich_utils

    from wenmai.cli.folding import Folding

    def paragraph(text: str, style: str = "") -> Folding:
        return Folding(Text(text.replace("`", ""), style))

    rich_utils.Markdown = paragraph  # type: ignore[assignment, misc]

    rich_utils.ARGUMENTS_PANEL_TITLE = here(PANELS["arguments"]())
    rich_utils.OPTIONS_PANEL_TITLE = here(PANELS["options"]())
    rich_utils.COMMANDS_PANEL_TITLE = here(PANELS["commands"]())
    rich_utils.DEFAULT_STRING = here(PANELS["default"]())
    rich_utils.REQUIRED_LONG_STRING = here(PANELS["required"]())


def wrong_usage(error: Any) -> WrongUsage:
    """Turn what typer says about a command line into a sentence with the way out.

    Parameters
    ----------
    error : click.UsageError

    Returns
    -------
    WrongUsage
    """
    path = error.ctx.command_path if error.ctx else "wenmai"
    name, kind = _name(error), type(error).__name__
    said: Said
    if kind == "NoSuchOption":
        near = list(error.possibilities or [])
        return WrongUsage(NO_SUCH_OPTION(option=error.option_name), _way_out(near, path))
    if kind == "MissingParameter":
        said = MISSING(name=name)
    elif kind == "BadParameter":
        said = WRONG_VALUE(name=name, message=_expected(error, name))
    else:
        said = WRONG(message=error.format_message())
    return WrongUsage(said, HELP(command=f"{path} --help"))


def _expected(error: Any, name: str) -> Said | str:
    """Say which kind of value a parameter takes; typer's own words where it is no plain one."""
    message: Said | str = error.message
    parameters = error.ctx.command.params if error.ctx else []
    kind = next((one.type_descriptor.annotation for one in parameters if one.name == name), None)
    if isinstance(message, Said):
        return message
    if kind is int:
        return WHOLE_NUMBER()
    if isinstance(kind, type) and issubclass(kind, Enum):
        return ONE_OF(choices=", ".join(str(one.value) for one in kind))
    return message


def _way_out(near: list[str], path: str) -> Said:
    return was_it(near[0]) if near else HELP(command=f"{path} --help")


def _name(error: Any) -> str:
    hint = getattr(error, "param_hint", None)
    if hint:
        return hint if isinstance(hint, str) else ", ".join(hint)
    parameter = getattr(error, "param", None)
    return parameter.get_error_hint().strip("'") if parameter is not None else ""
