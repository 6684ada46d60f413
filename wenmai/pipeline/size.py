"""Say before the work begins that a panel will not fit into the memory of the machine."""

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from wenmai.errors import WenmaiError
from wenmai.indicators.declares import DECLARATION
from wenmai.installed import project_variables
from wenmai.obstacles import LESS_AT_ONCE
from wenmai.resources import machine_bytes
from wenmai.sentences import Sentence

if TYPE_CHECKING:
    from wenmai.studies.study import Study

TOO_LARGE = Sentence("refresh.too_large", "cells", "needed", "memory")
# What a refresh takes for itself (DuckDB held to 0.7 GB), and for each cell: measured
# (docs/operate.md).
_BASE_BYTES = 900_000_000
_CELL_BYTES, _DRAWN_CELL_BYTES = 700, 1_400


def refuse_what_does_not_fit(studies: "Iterable[Study]", project_dir: Path) -> None:
    """Compare units × years × indicators with the memory of the machine, or of its container.

    Parameters
    ----------
    studies : iterable of Study
    project_dir : Path
        Its ``most_drawn_cells`` says which panels go without draws of uncertainty.

    Raises
    ------
    WenmaiError
        When a refresh would need more, with both numbers and what to take less of.

    Examples
    --------
    >>> refuse_what_does_not_fit([], Path())
    """
    most_drawn = project_variables(project_dir)["most_drawn_cells"]
    total, needed, memory = 0, _BASE_BYTES, machine_bytes()
    for study in studies:
        cells = len(study.unit_codes) * len(study.config.years.span) * len(study.indicators)
        is_drawn = cells <= most_drawn or DECLARATION.said_in(study.config).uncertainty.draws
        total += cells
        needed += cells * (_DRAWN_CELL_BYTES if is_drawn else _CELL_BYTES)
    if memory is not None and needed > memory:
        said = TOO_LARGE(cells=f"{total:,}", needed=_gigabytes(needed), memory=_gigabytes(memory))
        raise WenmaiError(said, hint=LESS_AT_ONCE())


def _gigabytes(amount: int) -> str:
    return f"{amount / 1e9:.1f} GB"
