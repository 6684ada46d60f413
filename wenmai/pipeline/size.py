"""Say before the work begins that a panel will not fit into the memory of the machine."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from wenmai.errors import WenmaiError
from wenmai.obstacles import LESS_AT_ONCE
from wenmai.resources import machine_bytes
from wenmai.sentences import Sentence

if TYPE_CHECKING:
    from wenmai.studies.study import Study

TOO_LARGE = Sentence("refresh.too_large", "cells", "needed", "memory")
# What a refresh takes for itself (DuckDB held to 0.7 GB), and for each cell: measured at 0.5 and 2
# million cells (docs/operate.md). Larger panels go without draws of uncertainty unless their study
# states them; what they take is an estimate, not measured.
_BASE_BYTES = 900_000_000
_CELL_BYTES, _DRAWN_CELL_BYTES = 700, 1_550
_MOST_DRAWN = 2_097_152  # cells, as in int_indicators__uncertainty_settings


def refuse_what_does_not_fit(studies: "Iterable[Study]") -> None:
    """Compare units × years × indicators with the memory of the machine, or of its container.

    Parameters
    ----------
    studies : iterable of Study

    Raises
    ------
    WenmaiError
        When a refresh would need more, with both numbers and what to take less of.

    Examples
    --------
    >>> refuse_what_does_not_fit([])
    """
    panels = [
        len(study.unit_codes) * len(study.config.years.span) * len(study.indicators)
        for study in studies
    ]
    cells = sum(panels)
    taken = sum(
        panel * (_DRAWN_CELL_BYTES if panel <= _MOST_DRAWN else _CELL_BYTES) for panel in panels
    )
    needed, memory = _BASE_BYTES + taken, machine_bytes()
    if memory is not None and needed > memory:
        said = TOO_LARGE(cells=f"{cells:,}", needed=_gigabytes(needed), memory=_gigabytes(memory))
        raise WenmaiError(said, hint=LESS_AT_ONCE())


def _gigabytes(amount: int) -> str:
    return f"{amount / 1e9:.1f} GB"
