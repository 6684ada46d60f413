"""Why a model cannot be estimated: a code for programs and a sentence for people."""

from collections.abc import Sequence

SHOWN = 3


class NotEstimable(Exception):
    """The data do not allow a model; the other models still run.

    Parameters
    ----------
    code : str
        too_few_observations, collinear_regressors, constant_series, not_positive_under_log,
        one_unit_only, one_year_only, no_data, no_between_variation, no_neighbors or
        not_converged.
    reason : str
        One sentence with what was found and the way out.

    Examples
    --------
    >>> str(NotEstimable("one_year_only", "The sample has one year, 2020."))
    'The sample has one year, 2020.'
    """

    def __init__(self, code: str, reason: str) -> None:
        self.code = code
        self.reason = reason
        super().__init__(reason)


def first_few(names: Sequence[object]) -> str:
    """List the first few of many, and how many more there are.

    Examples
    --------
    >>> first_few(["1", "2", "3", "4", "5"])
    '1, 2, 3 and 2 more'
    """
    more = f" and {len(names) - SHOWN} more" if len(names) > SHOWN else ""
    return ", ".join(map(str, names[:SHOWN])) + more
