"""Pure functions for what SQL says badly about indicators and their weights."""

from wenmai.indicators.pca import (
    PrincipalComponent,
    leading_component,
    pca_weights,
    principal_components,
)

__all__ = ["PrincipalComponent", "leading_component", "pca_weights", "principal_components"]
