"""Section ``spatial`` of study.yml: who is whose neighbour, and where that is looked at."""

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field, model_validator

from wenmai.econometrics.sections.regressions import Finding
from wenmai.kit.often_said import NO_SUCH_NETWORK, NO_SUCH_VARIABLE, NO_SUCH_WEIGHTS, STANDS_TWICE
from wenmai.kit.section import Code, Name, Section
from wenmai.sentences import Sentence

WEIGHTS_HAVE_NO_KEY = Sentence("econometrics.weights_have_no_key", "key", "kind")
NETWORK_WEIGHTS_NEED_NETWORK = Sentence("econometrics.network_weights_need_network")
MORAN_NEEDS_WEIGHTS = Sentence("econometrics.moran_needs_weights")
LOGGED_NOT_AMONG_VARIABLES = Sentence("econometrics.logged_not_among_variables", "code")


class SpatialWeights(Section):
    """One matrix of spatial weights; its rows are standardised to sum to 1.

    ``knn`` gives the ``neighbors`` nearest units by great-circle distance equal weight;
    ``inverse_distance`` weighs with distance to the power of ``-power``, up to ``cutoff_km``;
    ``network`` takes the strength of the links of a network of the study, both directions added
    unless ``directed``: then a row holds what goes out from its unit.

    Examples
    --------
    >>> SpatialWeights(code="near", kind="knn", neighbors=3).neighbors
    3
    """

    code: Code
    name: Name | None = None
    kind: Literal["knn", "inverse_distance", "network"]
    neighbors: Annotated[int, Field(strict=True, ge=1, le=100)] | None = None
    power: Annotated[float, Field(gt=0, le=10)] | None = None
    cutoff_km: Annotated[float, Field(gt=0)] | None = None
    network: Code | None = None
    directed: bool | None = None

    @model_validator(mode="after")
    def _says_what_its_kind_needs(self) -> "SpatialWeights":
        own = {"knn": {"neighbors"}, "inverse_distance": {"power", "cutoff_km"}}
        own["network"] = {"network", "directed"}
        for key in ("neighbors", "power", "cutoff_km", "network", "directed"):
            if getattr(self, key) is not None and key not in own[self.kind]:
                raise ValueError(WEIGHTS_HAVE_NO_KEY(kind=self.kind, key=key))
        if self.kind == "network" and self.network is None:
            raise ValueError(NETWORK_WEIGHTS_NEED_NETWORK())
        return self

    @property
    def filled(self) -> dict[str, float | int | str | None]:
        """All settings, the defaults filled in: 4 neighbours, power 1."""
        return {
            "neighbors": (self.neighbors or 4) if self.kind == "knn" else None,
            "power": (self.power or 1.0) if self.kind == "inverse_distance" else None,
            "cutoff_km": self.cutoff_km,
            "network_code": self.network,
            "is_directed": bool(self.directed),
        }


class Moran(Section):
    """Where spatial autocorrelation is measured: every variable, weights and year.

    ``logs`` as in a regression; ``weights`` left out means all of the study's.
    """

    variables: Annotated[tuple[Code, ...], Field(min_length=1)]
    weights: tuple[Code, ...] = ()
    logs: bool | tuple[Code, ...] = False
    values: Literal["observed", "imputed"] = "observed"
    permutations: Annotated[int, Field(strict=True, ge=99, le=99_999)] = 999
    seed: Annotated[int, Field(strict=True, ge=0, lt=2**31)] = 1


class Spatial(Section):
    """Spatial weights and Moran's I."""

    weights: tuple[SpatialWeights, ...] = ()
    moran: Moran | None = None

    @model_validator(mode="after")
    def _has_weights(self) -> "Spatial":
        if self.moran and not self.weights:
            raise ValueError(MORAN_NEEDS_WEIGHTS())
        return self


def spatial_findings(
    spatial: Spatial, variables: list[str], networks: list[str]
) -> Iterator[Finding]:
    """Find names in ``spatial`` that nothing else in the study has.

    Parameters
    ----------
    spatial : Spatial
    variables : list of str
        Codes of indicators and derived variables.
    networks : list of str
        Codes of the study's networks.

    Yields
    ------
    Finding
    """
    codes = [weights.code for weights in spatial.weights]
    for position, code in enumerate(codes):
        if code in codes[:position]:
            yield ("spatial", "weights", position, "code"), STANDS_TWICE(name=code), ()
        network = spatial.weights[position].network
        if network is not None and network not in networks:
            message = NO_SUCH_NETWORK(network=network)
            yield ("spatial", "weights", position, "network"), message, tuple(networks)
    moran = spatial.moran
    if moran is None:
        return
    for position, code in enumerate(moran.variables):
        if code not in variables:
            message = NO_SUCH_VARIABLE(code=code)
            yield ("spatial", "moran", "variables", position), message, tuple(variables)
    for position, code in enumerate(moran.weights):
        if code not in codes:
            message = NO_SUCH_WEIGHTS(code=code)
            yield ("spatial", "moran", "weights", position), message, tuple(codes)
    if isinstance(moran.logs, tuple):
        for position, code in enumerate(moran.logs):
            if code not in moran.variables:
                message = LOGGED_NOT_AMONG_VARIABLES(code=code)
                yield ("spatial", "moran", "logs", position), message, moran.variables
