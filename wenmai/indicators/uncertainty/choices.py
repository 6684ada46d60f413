"""Which choices of method are in doubt, and how a random number picks one of them."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt

from wenmai.indicators.methods import methods

# As a study's own design has it: the first option of every choice there.
OWN = "own"
IMPUTATIONS = ("interpolate", "nearest", "none")
# Draws of one score need one scale: 0 to 1. A z-score is drawn as its normal probability.
DRAWN_AS = {"zscore": "normal_probability"}
# a share of the sum shrinks with the panel, and the frontier of no quantile is min-max
NORMALIZATIONS = tuple(
    code
    for code, one in methods("normalization").items()
    if code in DRAWN_AS
    or (one.is_unit and not one.needed and code not in {*DRAWN_AS.values(), "share", "frontier"})
)
# those that ask nobody, and follow from the normalised values alone
WEIGHTINGS = tuple(
    code
    for code, one in methods("weighting").items()
    if not one.needed and code not in {"entropy_shares", "critic_undirected"}
)
# means of a function of the values: a thousand draws are one product of matrices
AGGREGATIONS = ("arithmetic", "geometric", "harmonic")

# The names of the choices, in the order of the columns of a sample.
CHOICE_NAMES = (
    "imputation",
    "winsorizing",
    "normalization",
    "weighting",
    "aggregation",
    "leave_one_out",
    "weight_noise",
    "measurement_noise",
)


@dataclass(frozen=True)
class Choices:
    """What may vary; the first option of every choice is the study's own.

    Parameters
    ----------
    imputation : tuple of str
        ``interpolate`` (as in the index), ``nearest`` (the unit's nearest observed year, within
        the gap limit) or ``none`` (weights renormalised over what is observed).
    winsorizing : tuple of (lower, upper)
        Quantiles, each pair one option; ``(0, 1)`` is no winsorizing.
    normalization : tuple of str
        Methods of the registry whose values lie between 0 and 1 (``NORMALIZATIONS``); ``zscore``
        is the normal probability of z.
    weighting : tuple of str
        Methods of the registry that need no opinion (``WEIGHTINGS``).
    aggregation : tuple of str
        ``arithmetic``, ``geometric`` or ``harmonic``.
    leave_one_out : bool
        Whether one indicator, or none, is left out, all equally likely.
    weight_concentration : float, optional
        κ of Dirichlet noise: weights are drawn from Dirichlet(κω), with mean ω and variance
        ω(1−ω)/(κ+1). None: no noise.
    measurement_noise : mapping of str to float
        Relative standard error of an indicator as the user states it; see
        :func:`wenmai.indicators.uncertainty.noise.measured_again`.
    noise_panels : int
        Among how many panels a draw chooses when there is measurement noise; the first is the
        panel as it is.

    Examples
    --------
    >>> Choices().active
    ()
    >>> Choices(weighting=("entropy", "equal"), leave_one_out=True).active
    ('weighting', 'leave_one_out')
    """

    imputation: tuple[str, ...] = ("interpolate",)
    winsorizing: tuple[tuple[float, float], ...] = ((0.01, 0.99),)
    normalization: tuple[str, ...] = ("minmax",)
    weighting: tuple[str, ...] = ("entropy",)
    aggregation: tuple[str, ...] = ("arithmetic",)
    leave_one_out: bool = False
    weight_concentration: float | None = None
    measurement_noise: Mapping[str, float] = field(default_factory=dict)
    noise_panels: int = 128

    def __post_init__(self) -> None:
        for name, allowed in (
            ("imputation", IMPUTATIONS),
            ("normalization", NORMALIZATIONS),
            ("weighting", WEIGHTINGS),
            ("aggregation", AGGREGATIONS),
        ):
            options = getattr(self, name)
            unknown = [option for option in options if option not in {*allowed, OWN}]
            if unknown or not options:
                raise ValueError(f"{name} takes {', '.join(allowed)}, got {options}")
        if not self.winsorizing or any(not 0 <= low < high <= 1 for low, high in self.winsorizing):
            raise ValueError(f"winsorizing takes pairs 0 <= lower < upper <= 1: {self.winsorizing}")
        if self.weight_concentration is not None and self.weight_concentration <= 0:
            raise ValueError(f"weight_concentration is above 0: {self.weight_concentration}")

    def option_count(self, name: str, n_indicators: int) -> int:
        """Return how many options a choice has; noise has as many as can be told apart."""
        if name == "leave_one_out":
            return n_indicators + 1 if self.leave_one_out and n_indicators > 1 else 1
        if name == "weight_noise":
            return 1 if self.weight_concentration is None else 2
        if name == "measurement_noise":
            return self.noise_panels if any(self.measurement_noise.values()) else 1
        return len(getattr(self, name))

    @property
    def active(self) -> tuple[str, ...]:
        """Names of the choices that have more than one option."""
        return tuple(name for name in CHOICE_NAMES if self.option_count(name, 2) > 1)

    def first_options(self) -> "Choices":
        """Return the same with every choice made: the index itself.

        Examples
        --------
        >>> Choices(weighting=("entropy", "equal"), leave_one_out=True).first_options().active
        ()
        """
        return replace(
            self,
            imputation=self.imputation[:1],
            winsorizing=self.winsorizing[:1],
            normalization=self.normalization[:1],
            weighting=self.weighting[:1],
            aggregation=self.aggregation[:1],
            leave_one_out=False,
            weight_concentration=None,
            measurement_noise={},
        )

    def pick(
        self, sample: npt.NDArray[np.float64], n_indicators: int
    ) -> dict[str, npt.NDArray[np.int64]]:
        """Turn uniform numbers into the position of the option that each draw takes.

        Parameters
        ----------
        sample : array of shape (n, len(active))
            Uniform on [0, 1), one column per active choice.
        n_indicators : int

        Returns
        -------
        dict of str to int array of shape (n,)
            For ``weight_noise`` no position is needed (its uniform number seeds the noise) and
            the position is 0.
        """
        picked = {name: np.zeros(len(sample), dtype=np.int64) for name in CHOICE_NAMES}
        for column, name in enumerate(self.active):
            if name == "weight_noise":
                continue
            count = self.option_count(name, n_indicators)
            picked[name] = np.minimum((sample[:, column] * count).astype(np.int64), count - 1)
        return picked
