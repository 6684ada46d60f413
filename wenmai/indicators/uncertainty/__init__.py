"""Uncertainty of a composite index: what the choices of method do to scores and ranks."""

from wenmai.indicators.spread import winsorized
from wenmai.indicators.uncertainty.choices import Choices
from wenmai.indicators.uncertainty.designed import DesignEngine
from wenmai.indicators.uncertainty.draws import ranks
from wenmai.indicators.uncertainty.engine import Engine
from wenmai.indicators.uncertainty.noise import dirichlet, hashed_uniforms
from wenmai.indicators.uncertainty.panel import Panel, normalized
from wenmai.indicators.uncertainty.sobol import Design, SobolSums
from wenmai.indicators.uncertainty.studies import uncertainty_by_study
from wenmai.indicators.uncertainty.summary import Uncertainty, measure_uncertainty

__all__ = [
    "Choices",
    "Design",
    "DesignEngine",
    "Engine",
    "Panel",
    "SobolSums",
    "Uncertainty",
    "dirichlet",
    "hashed_uniforms",
    "measure_uncertainty",
    "normalized",
    "ranks",
    "uncertainty_by_study",
    "winsorized",
]
