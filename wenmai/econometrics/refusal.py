"""Why a model cannot be estimated: a code for programs and a sentence for people."""

from collections.abc import Iterator
from contextlib import contextmanager

from wenmai.econometrics import sentences as say
from wenmai.sentences import Said


class NotEstimable(Exception):
    """The data do not allow a model; the other models still run.

    Parameters
    ----------
    code : str
        too_few_observations, collinear_regressors, constant_series, not_positive_under_log,
        one_unit_only, one_year_only, no_data, no_between_variation, no_neighbors,
        not_converged or not_installed.
    said : Said
        What was found and the way out, of :mod:`wenmai.econometrics.sentences`.

    Examples
    --------
    >>> from wenmai.econometrics import sentences as say
    >>> str(NotEstimable("one_year_only", say.ONE_YEAR(year=2020)))
    'Only 2020 has all variables: a VAR needs consecutive years.'
    """

    def __init__(self, code: str, said: Said) -> None:
        self.code = code
        self.said = said
        super().__init__(str(said))


@contextmanager
def needs_spatial_libraries() -> Iterator[None]:
    """Refuse a model whose libraries are not here: they are an extra, of 155 MB with their own.

    Raises
    ------
    NotEstimable
        not_installed, naming the library and how to get it.

    Examples
    --------
    >>> with needs_spatial_libraries():
    ...     import a_library_that_is_not_here
    Traceback (most recent call last):
    wenmai.econometrics.refusal.NotEstimable: The library a_library_that_is_not_here, ...
    """
    try:
        yield
    except ModuleNotFoundError as error:
        library = (error.name or "").partition(".")[0]
        raise NotEstimable("not_installed", say.NOT_INSTALLED(library=library)) from error
