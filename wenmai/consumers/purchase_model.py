"""How often people will buy again, and whether they are still there: the BG/NBD model.

Fader, Hardie and Lee, "Counting your customers the easy way", Marketing Science 24 (2005).
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import optimize, special

from wenmai.errors import WenmaiError
from wenmai.sentences import Sentence

PURCHASE_OUTSIDE_DATA = Sentence("domains.purchase_outside_data")
GIVE_TIMES_SINCE_FIRST = Sentence("domains.give_times_since_first")
TOO_FEW_REPEATERS = Sentence("domains.too_few_repeaters", "n", "least")
LOAD_LONGER = Sentence("domains.load_longer")

Floats = npt.NDArray[np.float64]
# Fewer people who came back than this say nothing about how habits differ.
LEAST_REPEATERS = 30
_STARTS = ((1.0, 1.0, 1.0, 1.0), (0.3, 0.5, 0.8, 2.5), (2.0, 0.2, 0.5, 5.0))


@dataclass(frozen=True)
class PurchaseModel:
    r"""Parameters of BG/NBD.

    Purchases while alive are Poisson with a rate from Gamma(r, α); after each purchase a person
    leaves with a chance from Beta(a, b).

    Parameters
    ----------
    r, alpha, a, b : float
        ``alpha`` is in the unit of time of the data.
    log_likelihood : float
    n_persons : int
    """

    r: float
    alpha: float
    a: float
    b: float
    log_likelihood: float = float("nan")
    n_persons: int = 0

    def p_alive(
        self, frequency: npt.ArrayLike, recency: npt.ArrayLike, age: npt.ArrayLike
    ) -> Floats:
        r"""Return the chance that a person will still buy (Fader, Hardie and Lee 2008, note 21).

        :math:`1 / (1 + 1_{x>0} \frac{a}{b+x-1} (\frac{α+T}{α+t_x})^{r+x})`

        Parameters
        ----------
        frequency, recency, age : arrays of shape (n,)
            Repeat purchases x, time of the last one t_x and time observed T since the first.

        Returns
        -------
        array of shape (n,)

        Examples
        --------
        >>> model = PurchaseModel(0.243, 4.414, 0.793, 2.426)
        >>> model.p_alive([0, 2], [0, 30.43], [38.86, 38.86]).round(3).tolist()
        [1.0, 0.727]
        """
        x, t_x, total = (np.asarray(v, dtype=float) for v in (frequency, recency, age))
        log_odds = (
            np.log(self.a)
            - np.log(np.maximum(self.b + x - 1, 1e-300))
            + (self.r + x) * np.log((self.alpha + total) / (self.alpha + t_x))
        )
        return np.where(x > 0, special.expit(-log_odds), 1.0)

    def expected_purchases(
        self,
        span: float,
        frequency: npt.ArrayLike,
        recency: npt.ArrayLike,
        age: npt.ArrayLike,
    ) -> Floats:
        r"""Return how many purchases a person will make in the time to come (their equation 10).

        Parameters
        ----------
        span : float
            Length of the time to come, in the unit of ``age``.
        frequency, recency, age : arrays of shape (n,)
            As of :meth:`p_alive`.

        Returns
        -------
        array of shape (n,)

        Examples
        --------
        The authors' own example, a person with two repeat purchases: 1.226 in 39 weeks.

        >>> model = PurchaseModel(0.243, 4.414, 0.793, 2.426)
        >>> model.expected_purchases(39, [2], [30.43], [38.86]).round(3).tolist()
        [1.226]
        """
        x, t_x, total = (np.asarray(v, dtype=float) for v in (frequency, recency, age))
        r, alpha, b = self.r, self.alpha, self.b
        # at a = 1 the formula is 0/0 though its limit exists
        a = self.a if abs(self.a - 1) > 1e-6 else 1 + 1e-6
        z = span / (alpha + total + span)
        # Euler's transformation: as it stands the series overflows for buyers of many purchases
        hyper = (1 - z) ** (a - 1 - r - x) * special.hyp2f1(a - 1, a + b - 1 - r, a + b + x - 1, z)
        share = np.exp((r + x) * np.log((alpha + total) / (alpha + total + span)))
        unconditional = (a + b + x - 1) / (a - 1) * (1 - share * hyper)
        # where hardly anybody leaves and all buy alike, the series overflows: then the mean rate
        staying = (r + x) / (alpha + total) * span
        known = np.where(np.isfinite(unconditional), np.maximum(unconditional, 0.0), staying)
        return known * self.p_alive(x, t_x, total)


def fit_purchase_model(
    frequency: npt.ArrayLike, recency: npt.ArrayLike, age: npt.ArrayLike
) -> PurchaseModel:
    """Fit BG/NBD by maximum likelihood (their equation 6).

    Parameters
    ----------
    frequency, recency, age : arrays of shape (n,)
        Repeat purchases, time of the last one and time observed, both since the first purchase.

    Returns
    -------
    PurchaseModel
        The best of three starts; on the CDNOW sample r 0.243, α 4.414, a 0.793, b 2.426.

    Raises
    ------
    WenmaiError
        When fewer than LEAST_REPEATERS people bought twice, or the times contradict each other.

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> x = rng.poisson(2.0, 500)
    >>> model = fit_purchase_model(x, np.where(x > 0, 30.0, 0.0), np.full(500, 40.0))
    >>> bool(model.r > 0), model.n_persons
    (True, 500)
    """
    x, t_x, total = (np.asarray(v, dtype=float) for v in (frequency, recency, age))
    if (x < 0).any() or (t_x < 0).any() or (t_x > total).any() or ((x == 0) & (t_x > 0)).any():
        raise WenmaiError(
            PURCHASE_OUTSIDE_DATA(),
            hint=GIVE_TIMES_SINCE_FIRST(),
        )
    if (x > 0).sum() < LEAST_REPEATERS:
        raise WenmaiError(
            TOO_FEW_REPEATERS(n=int((x > 0).sum()), least=LEAST_REPEATERS),
            hint=LOAD_LONGER(),
        )
    # people with the same history share their likelihood, and there are many of them
    histories, counts = np.unique(np.stack([x, t_x, total]), axis=1, return_counts=True)
    scale = float(total.max())
    x, t_x, total = histories[0], histories[1] / scale, histories[2] / scale

    def loss(logs: Floats) -> float:
        # a shade of a pull towards 1 keeps parameters finite where the data do not say them
        return float(-(counts @ _log_likelihood(np.exp(logs), x, t_x, total)) + 1e-6 * logs @ logs)

    found = [
        optimize.minimize(loss, np.log(start), method="L-BFGS-B", bounds=[(-12, 12)] * 4)
        for start in _STARTS
    ]
    best = min(found, key=lambda result: result.fun)
    best = optimize.minimize(
        loss, best.x, method="Nelder-Mead", options={"xatol": 1e-6, "fatol": 1e-8}
    )
    r, alpha, a, b = (float(value) for value in np.exp(best.x))
    per_time = float(counts @ x) * np.log(scale)
    return PurchaseModel(r, alpha * scale, a, b, -float(best.fun) - per_time, int(counts.sum()))


def _log_likelihood(parameters: Floats, x: Floats, t_x: Floats, total: Floats) -> Floats:
    r, alpha, a, b = parameters
    head = (
        special.gammaln(r + x)
        - special.gammaln(r)
        + r * np.log(alpha)
        + special.gammaln(a + b)
        + special.gammaln(b + x)
        - special.gammaln(b)
        - special.gammaln(a + b + x)
    )
    stays = -(r + x) * np.log(alpha + total)
    left = np.log(a) - np.log(np.maximum(b + x - 1, 1e-300)) - (r + x) * np.log(alpha + t_x)
    return head + np.where(x > 0, np.logaddexp(stays, left), stays)
