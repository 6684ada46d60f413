"""Faults planted in the demo's files: what is done to which cell, and who must notice it."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

Cell = str | int | float | date | None
Kind = Literal["cell", "name", "year", "measure_unit", "split_number", "extra_line"]
# Faults of these kinds concern the named indicators only, the others the whole line.
CELL_KINDS = ("cell", "measure_unit", "extra_line")

# Where the warehouse must show the fault.
QUARANTINE = "quarantine"  # fct_quarantine, with the reason code
COLLAPSED = "collapsed"  # fct_source_files.rows_collapsed
IMPUTATION = "imputation"  # fct_indicator_values.imputation_method; empty: stays missing
PLAUSIBILITY = "plausibility"  # fct_plausibility
CORRECTION = "correction"  # fct_corrections.status
LOADED = "loaded"  # looks odd, is fine: must be read
NETWORK_FINDING = "network_finding"  # fct_network_findings, with the finding's code
# dim_documents: duplicate_of (expected: the document it repeats), is_stub, is_truncated
DUPLICATE, STUB, TRUNCATED = "duplicate", "stub", "truncated"


@dataclass(frozen=True)
class Fault:
    """One thing wrong in one line of one file.

    Parameters
    ----------
    kind : str
        What is changed: a value ``cell``, the unit's ``name``, the ``year``, the ``measure_unit``,
        a number torn into several cells (``split_number``), or an ``extra_line`` that repeats the
        line of the unit and year with ``cells`` of its own.
    table : str
        Key of the file's table.
    unit, year : str, int
        The line, by unit code and year.
    indicators : tuple of str
        The value columns whose records the check must show; empty: all of the line.
    check, expected : str
        Where the warehouse must show it, and with which code.
    says : str
        The fault in one sentence.
    text : Cell
        What is written instead.
    loses : bool
        Whether the warehouse has no value for these cells afterwards.
    cells : mapping of str to Cell
        For an extra line: values by indicator that differ from the line it repeats.
    """

    kind: Kind
    table: str
    unit: str
    year: int
    indicators: tuple[str, ...]
    check: str
    expected: str
    says: str
    text: Cell = None
    loses: bool = True
    cells: tuple[tuple[str, Cell], ...] = ()


@dataclass(frozen=True)
class FaultLine:
    """One row of truth/faults.csv: a fault as the warehouse must report it, per record."""

    fault_code: str
    study_code: str
    source_file: str
    sheet_name: str
    row_number: int
    column_label: str
    unit_name: str
    unit_code: str
    year: int
    indicator_code: str
    check: str
    expected: str
    fault: str
