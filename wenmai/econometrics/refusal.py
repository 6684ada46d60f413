"""Why a model cannot be estimated: a code for programs and a sentence for people."""

from wenmai.sentences import Said


class NotEstimable(Exception):
    """The data do not allow a model; the other models still run.

    Parameters
    ----------
    code : str
        too_few_observations, collinear_regressors, constant_series, not_positive_under_log,
        one_unit_only, one_year_only, no_data, no_between_variation, no_neighbors or
        not_converged.
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
