"""Doubts about a composite index: what the choices of method do to scores and ranks."""

from wenmai.indicators.uncertainty.choices import Choices
from wenmai.indicators.uncertainty.engine import Engine, dirichlet, hashed_uniforms
from wenmai.indicators.uncertainty.panel import Panel, nearest_year, normalised, winsorised
from wenmai.indicators.uncertainty.sobol import Design, SobolSums
from wenmai.indicators.uncertainty.summary import Doubts, doubts, ranks

__all__ = [
    "Choices",
    "Design",
    "Doubts",
    "Engine",
    "Panel",
    "SobolSums",
    "dirichlet",
    "doubts",
    "hashed_uniforms",
    "nearest_year",
    "normalised",
    "ranks",
    "winsorised",
]
