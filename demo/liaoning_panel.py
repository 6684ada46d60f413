"""The log-linear relations of the demo study liaoning, with P2's coefficients as truth.

Table 2 (Eq 7), units as in :data:`UNITS`:

    ln cul = 1.108 + 0.756 ln dig + 0.567 ln tech + 0.195 ln res + 0.284 ln dem - 0.030 ln sys + e

Digital income follows the VAR. Income of Shenyang and Dalian in 2015 and 2024 is P2's; with P2's
growth of digital income and its coefficient of 0.756 the other regressors must take 0.45 back over
the nine years, so research expenditure falls.

Table 3, Model 1 and 2, and Table 4 (Model 2 by region) on ln CIA, ln DT, ln EM, ln TIS, ln RC. No
single equation gives both Table 3 Model 2 and Table 4: 0.318 for CIA lies outside the range of the
three regions. Here every region has its own slopes (Table 4: city fixed effects by region), and
the cities' constants are such that pooled least squares over all cities finds Table 3, but for
employment. The constants of Table 4 are not planted.

Errors are orthogonal to the regressors within and between cities, so that least squares on the
drawn panel finds the coefficients: a test recovers the method, not luck.
"""

from dataclasses import dataclass

import numpy as np

from demo.index_method import Array
from demo.liaoning_cities import CITIES, YEARS
from demo.liaoning_var import simulate

SEED = 2026205
TABLE_2 = {
    "digital_culture_income": 0.756,
    "rd_expenditure": 0.567,
    "museums": 0.195,
    "culture_spending_per_person": 0.284,
    "patent_enforcement_cases": -0.030,
}
CONSTANT_2 = 1.108
DRIVERS = (
    "culture_agglomeration",
    "digital_culture_income",
    "employment",
    "fixed_investment",
    "consumption",
)
TABLE_3 = {
    "industrial_upgrading_index": (-0.3643, (0.1573, 0.2130, 0.2961, 0.2830, 0.1147)),
    "tertiary_upgrading_index": (-0.1372, (0.3180, 0.1649, 1.384, 0.2500, 0.1221)),
}
TABLE_4 = {
    "center": (-0.215, (0.284, 0.189, 0.165, 0.272, 0.132)),
    "sub_node": (-0.382, (0.198, 0.152, 0.231, 0.305, 0.101)),
    "edge": (-0.108, (0.121, 0.087, 0.094, 0.356, 0.065)),
}
# Canonical unit, decimals as printed. P2 names units for Table 2 that cannot give its constant;
# with these units they can.
UNITS = {
    "culture_income": ("万元", 0),
    "digital_culture_income": ("万元", 0),
    "culture_service_share": ("%", 3),
    "design_service_share": ("%", 3),
    "rd_expenditure": ("亿元", 4),
    "museums": ("个", 0),
    "culture_spending_per_person": ("万元/人", 4),
    "patent_enforcement_cases": ("件", 0),
    "patents_granted": ("件", 0),
    "gdp": ("亿元", 2),
    "primary_output": ("亿元", 2),
    "secondary_output": ("亿元", 2),
    "tertiary_output": ("亿元", 2),
    "resident_population": ("万人", 1),
    "employment": ("万人", 2),
    "fixed_investment": ("亿元", 2),
    "consumption": ("元/人", 0),
    "tourism_income": ("亿元", 2),
    "industrial_upgrading_index": ("指数", 3),
    "tertiary_upgrading_index": ("指数", 3),
}
SHAPE = (len(CITIES), len(YEARS))
SHARE_OF_TIME = np.linspace(0.0, 1.0, len(YEARS))
DIP = np.array([1.0 if year == 2020 else 0.4 if year == 2021 else 0.0 for year in YEARS])


@dataclass(frozen=True)
class Panel:
    """Printed values by indicator (units × years), and the constants of the cities in Table 4."""

    values: dict[str, Array]
    city_constants: Array


def draw() -> Panel:
    """Draw the whole panel; the same every time."""
    random = np.random.default_rng(SEED)
    printed: dict[str, Array] = {}
    var = np.exp(simulate())
    _keep(printed, "digital_culture_income", var[..., 0] * 10000)
    _keep(printed, "design_service_share", var[..., 1])
    _keep(printed, "culture_service_share", var[..., 2])
    _base(printed, random)
    _culture_income(printed, random)
    constants = _upgrading(printed, random)
    return Panel(printed, constants)


def agglomeration(values: dict[str, Array]) -> Array:
    """Return the location quotient CIA: culture income to GDP, city over province."""
    share = values["culture_income"] / values["gdp"]
    whole = values["culture_income"].sum(axis=0) / values["gdp"].sum(axis=0)
    return share / whole


def _keep(printed: dict[str, Array], indicator: str, values: Array) -> None:
    printed[indicator] = np.round(values, UNITS[indicator][1])


def _between(field: str) -> Array:
    """Return units × years of logs on a straight line between the two ends."""
    ends = np.log(np.array([getattr(city, field) for city in CITIES]))
    return ends[:, :1] + (ends[:, 1:] - ends[:, :1]) * SHARE_OF_TIME


def _base(printed: dict[str, Array], random: np.random.Generator) -> None:
    """Draw what no equation of P2 explains: economy, people, spending, patents."""

    def noise(scale: float) -> Array:
        return scale * random.standard_normal(SHAPE)

    gdp = np.exp(_between("gdp") + noise(0.012) - 0.02 * DIP)
    population = np.exp(_between("population") + noise(0.002))
    primary = 0.02 + 0.20 / (1 + np.exp(_between("gdp") - 6.6))
    tertiary = 0.43 + 0.10 * SHARE_OF_TIME + 0.03 * (_between("gdp") - 7) + noise(0.008)
    _keep(printed, "gdp", gdp)
    _keep(printed, "resident_population", population)
    _keep(printed, "primary_output", gdp * primary)
    _keep(printed, "tertiary_output", gdp * tertiary)
    rest = printed["gdp"] - printed["primary_output"] - printed["tertiary_output"]
    _keep(printed, "secondary_output", rest)
    _keep(printed, "employment", population * np.exp(np.log(0.5) + noise(0.03)))
    slump = -0.35 * np.exp(-(((np.array(YEARS) - 2017) / 1.5) ** 2))
    _keep(printed, "fixed_investment", np.exp(_between("investment") + slump + noise(0.08)))
    richness = 0.10 * (_between("gdp") - _between("population") - 1.5)
    growth = 0.50 * SHARE_OF_TIME - 0.06 * DIP
    _keep(printed, "consumption", np.exp(9.75 + richness + growth + noise(0.04)))
    spending = -1.72 + richness + 0.25 * SHARE_OF_TIME - 0.20 * DIP + noise(0.05)
    _keep(printed, "culture_spending_per_person", np.exp(spending))
    _keep(printed, "museums", np.exp(_between("museums") + noise(0.06)))
    cases = 2.2 + 0.45 * (_between("gdp") - 6) + 1.3 * SHARE_OF_TIME + noise(0.25)
    _keep(printed, "patent_enforcement_cases", np.exp(cases) + 3)
    patents = 5.6 + 0.95 * (_between("gdp") - 6) + 0.9 * SHARE_OF_TIME + noise(0.05)
    _keep(printed, "patents_granted", np.exp(patents))
    visits = 4.6 + 0.80 * (_between("gdp") - 6) + 0.7 * SHARE_OF_TIME - 0.45 * DIP + noise(0.05)
    _keep(printed, "tourism_income", np.exp(visits))


def _culture_income(printed: dict[str, Array], random: np.random.Generator) -> None:
    """Solve research expenditure for the published ends, then apply Eq 7."""
    known = [code for code in TABLE_2 if code != "rd_expenditure"]
    explained = CONSTANT_2 + np.sum(
        [TABLE_2[code] * np.log(printed[code]) for code in known], axis=0
    )
    ends = np.log(np.array([city.culture for city in CITIES]) * 10000)
    needed = (ends - explained[:, [0, -1]]) / TABLE_2["rd_expenditure"]
    drift = needed[:, :1] + (needed[:, 1:] - needed[:, :1]) * SHARE_OF_TIME
    wander = 0.06 * random.standard_normal(SHAPE) - 0.15 * DIP
    wander[:, [0, -1]] = 0.0
    _keep(printed, "rd_expenditure", np.exp(drift + wander))
    regressors = np.stack([np.log(printed[code]) for code in TABLE_2], axis=-1)
    city_effect = 0.20 * random.standard_normal((SHAPE[0], 1))
    error = city_effect + 0.045 * random.standard_normal(SHAPE)
    pinned = [(i, t) for i in (0, 1) for t in (0, SHAPE[1] - 1)]
    error = _orthogonal(error, regressors, pinned)
    logs = CONSTANT_2 + regressors @ np.array(list(TABLE_2.values())) + error
    _keep(printed, "culture_income", np.exp(logs))
    for i, t in pinned:
        printed["culture_income"][i, t] = round(CITIES[i].culture[min(t, 1)] * 10000)


def _upgrading(printed: dict[str, Array], random: np.random.Generator) -> Array:
    """Apply Tables 3 and 4; return the cities' constants of the second."""
    values = {**printed, "culture_agglomeration": agglomeration(printed)}
    drivers = np.stack([np.log(values[code]) for code in DRIVERS], axis=-1)
    constant, slopes = TABLE_3["industrial_upgrading_index"]
    error = _orthogonal(0.03 * random.standard_normal(SHAPE), drivers, [])
    logs = constant + drivers @ np.array(slopes) + error
    _keep(printed, "industrial_upgrading_index", np.exp(logs))

    error = np.zeros(SHAPE)
    systematic = np.zeros(SHAPE)
    for region, (_, region_slopes) in TABLE_4.items():
        rows = [i for i, city in enumerate(CITIES) if city.region == region]
        drawn = 0.03 * random.standard_normal((len(rows), SHAPE[1]))
        error[rows] = _orthogonal(drawn, drivers[rows], [], between=False)
        systematic[rows] = drivers[rows] @ np.array(region_slopes)
    constants = _city_constants(drivers, systematic)
    logs = constants[:, None] + systematic + error
    _keep(printed, "tertiary_upgrading_index", np.exp(logs))
    return constants


def _city_constants(drivers: Array, systematic: Array) -> Array:
    """Return the smallest constants with which pooled least squares finds Table 3, Model 2.

    The slope of employment stays free: P2's 1.384 is not significant and six to fifteen times
    those of Table 4; no plausible constants give both.
    """
    constant, slopes = TABLE_3["tertiary_upgrading_index"]
    aimed = [k for k, code in enumerate(DRIVERS) if code != "employment"]
    free = DRIVERS.index("employment")
    centred = drivers - drivers.mean(axis=(0, 1))
    target = drivers[..., aimed] @ np.array(slopes)[aimed] - systematic
    against_free = np.einsum("itk,it->k", centred, centred[..., free])
    left = np.hstack([centred.sum(axis=1).T, -against_free[:, None]])
    right = np.einsum("itk,it->k", centred, target)
    solved = np.linalg.lstsq(left, right, rcond=None)[0]
    fitted = target + solved[-1] * drivers[..., free]
    return solved[:-1] + constant + (fitted - solved[:-1, None]).mean()


def _orthogonal(
    error: Array, regressors: Array, pinned: list[tuple[int, int]], between: bool = True
) -> Array:
    """Move errors as little as possible so that they meet linear conditions.

    Zero at ``pinned``; within cities orthogonal to the regressors; city means orthogonal to the
    regressors' city means and zero on average, or all zero when ``between`` is False.
    """
    units, years, count = regressors.shape
    means = regressors.mean(axis=1)
    rows = [(regressors - means[:, None])[..., k].ravel() for k in range(count)]
    if between:
        rows += [np.repeat(means[:, k], years) for k in range(count)]
        rows.append(np.ones(units * years))
    else:
        rows += list(np.kron(np.eye(units), np.ones(years)))
    for unit, year in pinned:
        row = np.zeros((units, years))
        row[unit, year] = 1.0
        rows.append(row.ravel())
    conditions = np.array(rows)
    moved = np.linalg.lstsq(conditions, conditions @ error.ravel(), rcond=None)[0]
    return (error.ravel() - moved).reshape(error.shape)
