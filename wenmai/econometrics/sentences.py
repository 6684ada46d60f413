"""What econometrics says: why a model is refused, and what to know about one that is not.

Codes and parts; the sentences stand in ``seeds/words/words_econometrics.csv``.
"""

from wenmai.sentences import Said, Sentence

# data that carry no model
NO_ROW = Sentence("models.no_row")
NO_VALUE = Sentence("models.no_value", "variables")
NO_COMPLETE_ROW = Sentence("models.no_complete_row")
NO_LOGARITHM = Sentence("models.no_logarithm", "variable", "n", "n_rows", "cells")
NO_LOGARITHM_IN = Sentence("models.no_logarithm_in", "variable", "units")
ONE_UNIT_EFFECTS = Sentence("models.one_unit_effects", "unit", "effects")
ONE_UNIT_CLUSTERS = Sentence("models.one_unit_clusters", "unit")
ONE_YEAR_EFFECTS = Sentence("models.one_year_effects", "year", "effects")
ONE_YEAR_DRISCOLL = Sentence("models.one_year_driscoll", "year")
TOO_FEW = {
    ("observations", False): Sentence("models.too_few_observations", "n", "n_parameters"),
    ("observations", True): Sentence(
        "models.too_few_complete_observations", "n", "n_missing", "n_parameters"
    ),
    ("units", False): Sentence("models.too_few_units", "n", "n_parameters"),
    ("units", True): Sentence("models.too_few_complete_units", "n", "n_missing", "n_parameters"),
}
RANDOM_UNITS = Sentence("models.random_units", "n_coefficients", "n_units")
TWO_WAY_BALANCED = Sentence("models.two_way_balanced", "n", "of")
TWO_WAY_MEANS = Sentence("models.two_way_means", "n", "years", "of")
RANDOM_OBSERVATIONS = Sentence("models.random_observations", "n", "n_units")
CONSTANT = Sentence("models.constant", "variable", "n_rows")
ABSORBED = {
    "fixed": Sentence("models.absorbed_by_units", "variable", "effects"),
    "time": Sentence("models.absorbed_by_years", "variable", "effects"),
    "two_way": Sentence("models.absorbed_by_units_and_years", "variable", "effects"),
}
COMBINATION = Sentence("models.combination", "variable", "others")
FAILED = Sentence("models.failed", "error")
GROUP_EMPTY = Sentence("models.group_empty", "group")

# space
WEIGHTS_UNITS = Sentence("models.weights_units", "n")
WEIGHTS_EMPTY = Sentence("models.weights_empty")
NO_COORDINATES = Sentence("models.no_coordinates", "units")
SAME_COORDINATES = Sentence("models.same_coordinates", "unit", "other")
TOO_FEW_NEIGHBORS = Sentence("models.too_few_neighbors", "n_units", "neighbors")
ALL_EQUAL = Sentence("models.all_equal")
UNBALANCED = Sentence("models.unbalanced", "n_years", "n_complete", "n_units")
NO_NEIGHBOR = Sentence("models.no_neighbor", "units")
NO_MAXIMUM = Sentence("models.no_maximum", "effects", "space")
NO_INNER_MAXIMUM = Sentence("models.no_inner_maximum")
NOT_INSTALLED = Sentence("models.not_installed", "library")

# VAR
_LAGGED = ("n_observations", "units", "lags", "n_variables")
TOO_MANY_LAGS = Sentence("var.too_many_lags", *_LAGGED, "most")
NO_LAG_AT_ALL = Sentence("var.no_lag_at_all", *_LAGGED)
INSTRUMENT_LAGS = Sentence("var.instrument_lags", "instrument_lags", "lags")
GMM_UNITS = Sentence("var.gmm_units", "n_moments", "n_units")
RESIDUALS_DETERMINED = Sentence("var.residuals_determined", "variables")
LAGS_DETERMINED = Sentence("var.lags_determined", "variables")
NO_COMPLETE_YEAR = Sentence("var.no_complete_year")
VAR_NO_LOGARITHM = Sentence("var.no_logarithm", "n", "variable", "unit", "year")
ONE_YEAR = Sentence("var.one_year", "year")
CONSTANT_IN_UNITS = Sentence("var.constant_in_units", "variable")
CONSTANT_OVER_TIME = Sentence("var.constant_over_time", "variable")
NO_VALUE_AT_ALL = Sentence("var.no_value_at_all")
SEVERAL_UNITS = Sentence("var.several_units", "n_units")
ONE_UNIT = Sentence("var.one_unit", "unit")

# what to know about the sample of an estimated model
ROWS_NOT_USED = Sentence("notes.rows_not_used", "n")
UNITS_LEFT_OUT = Sentence("notes.units_left_out", "units")
FEW_CLUSTERS = Sentence("notes.few_clusters", "n")
CELLS_APART = Sentence("notes.cells_apart", "n", "of")
UNITS_WITHOUT_YEAR = Sentence("notes.units_without_year", "n")
LAGS_COMPARED = Sentence("notes.lags_compared", "most")
NO_HANSEN = Sentence("notes.no_hansen", "n_moments", "n_units")
MANY_INSTRUMENTS = Sentence("notes.many_instruments", "n_instruments", "n_units")
AHEAD = {
    kind: Sentence(f"notes.ahead_{kind}", "variable", "value", "n_known")
    for kind in ("last", "mean", "stated")
}
LITTLE_FREEDOM = Sentence("notes.little_freedom", "n_rows", "freedom", "n_parameters")
NOT_STABLE = Sentence("notes.not_stable", "root")
REPLICATIONS_FAILED = Sentence("notes.replications_failed", "n", "of")
TOO_MANY_FAILED = Sentence("notes.too_many_failed", "n", "of")

# why a test of a regression could not be computed
NO_FREEDOM = Sentence("untested.no_freedom")
EXACT_FIT = Sentence("untested.exact_fit")
NO_TWO_YEARS = Sentence("untested.no_two_years")
FEW_UNITS_RANDOM = Sentence("untested.few_units_random", "n")
NO_FIXED_EFFECTS = Sentence("untested.no_fixed_effects")
NOT_DEFINITE = Sentence("untested.not_definite")
FEW_UNITS_SLOPES = Sentence("untested.few_units_slopes", "n", "n_slopes")
NO_VARIATION = Sentence("untested.no_variation")

# words inside sentences
EFFECTS = {
    code: Sentence(f"phrases.effects.{code}")
    for code in ("pooled", "fixed", "time", "random", "two_way", "random_two_way", "between")
}
SPACE = {code: Sentence(f"phrases.space.{code}") for code in ("lag", "error")}
CELL = Sentence("phrases.cell", "unit", "year")
_ONE_UNIT, _UNITS = Sentence("phrases.one_unit", "n"), Sentence("phrases.units", "n")
_ONE_LAG, _LAGS = Sentence("phrases.one_lag", "n"), Sentence("phrases.lags", "n")


def effects(code: str) -> Said:
    """Name the effects of a model.

    Examples
    --------
    >>> effects("fixed").text("zh")
    '固定'
    """
    return EFFECTS[code]()


def units(n: int) -> Said:
    """Count units: "1 unit", "2 units"."""
    return (_ONE_UNIT if n == 1 else _UNITS)(n=n)


def lags(n: int) -> Said:
    """Count lags: "1 lag", "2 lags"."""
    return (_ONE_LAG if n == 1 else _LAGS)(n=n)
