"""What study.yml may say about variables and models."""

from wenmai.econometrics.sections.regressions import RegionGroup, Regression
from wenmai.econometrics.sections.spatial import Spatial
from wenmai.econometrics.sections.var_models import VarModel
from wenmai.econometrics.sections.variables import Variable
from wenmai.kit.section import Section


class EconometricSections(Section):
    """Sections of panel models, VARs and what they are made of."""

    variables: tuple[Variable, ...] = ()
    region_groups: tuple[RegionGroup, ...] = ()
    regressions: tuple[Regression, ...] = ()
    spatial: Spatial = Spatial()
    var_models: tuple[VarModel, ...] = ()
