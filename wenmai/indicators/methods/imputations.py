"""How gaps are filled that interpolation leaves or should not fill.

Every function takes ``x`` of shape (n,), NaN where missing, with ``units``, ``periods`` and
``groups`` of shape (n,) (a group is the area in which a unit lies), and returns n values.
"""

import numpy as np
import numpy.typing as npt

from wenmai.indicators.methods.registry import method

Vector = npt.NDArray[np.float64]
Keys = npt.NDArray[np.generic]

_OECD = "OECD/JRC (2008), Handbook on Constructing Composite Indicators, step 3"


@method(
    "imputation",
    "interpolate",
    name=("插值", "Interpolation"),
    formula=r"x_t=x_a+(x_b-x_a)\frac{t-a}{b-a}",
    source="P1 §3.2.2; within max_gap_years, ends by extend_edges",
    use=(
        "默认方法：只用本单位前后年份，短缺口最可靠。",
        "The default: only the unit's own years, best for short gaps.",
    ),
    avoid=("长缺口、截面数据不适用。", "Not for long gaps, nor in a cross-section."),
    no_sql=(
        "本身即由SQL计算：模型int_indicators__imputed_cells；此处只作标记。",
        "It is SQL: the model int_indicators__imputed_cells fills the gaps, this only marks it.",
    ),
)
def interpolate(x: Vector, units: Keys, periods: Keys, groups: Keys) -> Vector:
    """Return the values as they are: SQL has filled the gaps (``int_indicators__imputed_cells``).

    Examples
    --------
    >>> one = np.array(["a"])
    >>> interpolate(np.array([1.0]), one, one, one).tolist()
    [1.0]
    """
    return x


@method(
    "imputation",
    "none",
    name=("不填补", "None"),
    formula=r"\text{the weights of a row are shared among what is observed}",
    source=_OECD,
    use=(
        "缺失本身说明问题，或填补没有依据时使用：权重在已观测指标间重新分配。",
        "Where filling has no basis: weights are shared among what is observed in the row.",
    ),
    avoid=(
        "缺失与水平有关时，分数会有偏。",
        "Not where what is missing hangs on its level: scores would be biased.",
    ),
    sql="select row_id, item, value from cells",
)
def none(x: Vector, units: Keys, periods: Keys, groups: Keys) -> Vector:
    """Return the observed values alone.

    Examples
    --------
    >>> one = np.array(["a"])
    >>> none(np.array([np.nan]), one, one, one).tolist()
    [nan]
    """
    return x


@method(
    "imputation",
    "mean",
    name=("均值填补", "Mean"),
    formula=r"x=\bar x_{g}",
    source=_OECD,
    use=(
        "截面数据、缺失很少时使用；of可取all、group（同一上级地区）、period（同期）、unit。",
        "Cross-sections with few gaps; of: all, group (the area it lies in), period or unit.",
    ),
    avoid=("缩小离散程度；缺失多时不宜使用。", "Not with many gaps: it shrinks the spread."),
    sql="""select row_id, item, coalesce(value, avg(value) over (partition by item,
        case '{of}' when 'period' then period when 'unit' then unit end))
        as imputed_value from cells""",
)
def mean(x: Vector, units: Keys, periods: Keys, groups: Keys, *, of: str = "all") -> Vector:
    """Fill gaps with the mean of the same group, period, unit or of all.

    Examples
    --------
    >>> k = np.array(["a", "b", "c"])
    >>> mean(np.array([1.0, np.nan, 3.0]), k, k, k).tolist()
    [1.0, 2.0, 3.0]
    """
    return _by(x, {"unit": units, "period": periods, "group": groups}.get(of), np.mean)


@method(
    "imputation",
    "median",
    name=("中位数填补", "Median"),
    formula=r"x=\mathrm{med}(x_{g})",
    source=_OECD,
    use=("同均值填补，但有离群值时更稳。", "As the mean, steadier with outliers."),
    avoid=("缩小离散程度；缺失多时不宜使用。", "Not with many gaps: it shrinks the spread."),
    sql="""select row_id, item, coalesce(value, median(value) over (partition by item,
        case '{of}' when 'period' then period when 'unit' then unit end))
        as imputed_value from cells""",
)
def median(x: Vector, units: Keys, periods: Keys, groups: Keys, *, of: str = "all") -> Vector:
    """Fill gaps with the median of the same group, period, unit or of all.

    Examples
    --------
    >>> k = np.array(["a", "b", "c", "d"])
    >>> median(np.array([1.0, np.nan, 3.0, 9.0]), k, k, k).tolist()
    [1.0, 3.0, 3.0, 9.0]
    """
    return _by(x, {"unit": units, "period": periods, "group": groups}.get(of), np.median)


@method(
    "imputation",
    "fixed_effects",
    name=("面板固定效应填补", "Two-way fixed effects"),
    formula=r"x_{it}=\hat\alpha_i+\hat\gamma_t",
    source="Least squares on unit and period effects of what is observed",
    use=(
        "面板数据：以单位水平加当期共同变动预测，保留趋势。",
        "Panels: the unit's level plus what the period did to all, so that trends stay.",
    ),
    avoid=(
        "单位或时期完全没有观测时留空；截面数据无效。",
        "Leaves a unit or period without any value empty; says nothing in a cross-section.",
    ),
    no_sql=(
        "有缺失时须解单位与时期效应的联立方程，SQL没有线性代数。",
        "With gaps the effects of units and periods are a system of equations; SQL solves none.",
    ),
)
def fixed_effects(x: Vector, units: Keys, periods: Keys, groups: Keys) -> Vector:
    """Fill gaps with the sum of the effects of unit and period.

    Examples
    --------
    >>> units, years = np.array(["a", "a", "b", "b"]), np.array([1, 2, 1, 2])
    >>> fixed_effects(np.array([1.0, 3.0, 5.0, np.nan]), units, years, units).round(9).tolist()
    [1.0, 3.0, 5.0, 7.0]
    """
    known = ~np.isnan(x)
    unit_names, unit = np.unique(units, return_inverse=True)
    period_names, period = np.unique(periods, return_inverse=True)
    design = np.zeros((len(x), len(unit_names) + len(period_names)))
    design[np.arange(len(x)), unit] = 1.0
    design[np.arange(len(x)), len(unit_names) + period] = 1.0
    if not known.any():
        return x
    effects = np.linalg.lstsq(design[known], x[known], rcond=None)[0]
    seen = np.isin(unit, unit[known]) & np.isin(period, period[known])
    return np.where(known | ~seen, x, (design @ effects))


def _by(x: Vector, keys: Keys | None, middle: object) -> Vector:
    """Fill gaps by groups of rows; a group without values keeps its gaps."""
    filled = x.copy()
    members = [np.arange(len(x))]
    if keys is not None:
        _, numbers = np.unique(keys, return_inverse=True)
        members = [np.flatnonzero(numbers == number) for number in range(numbers.max() + 1)]
    for rows in members:
        known = x[rows][~np.isnan(x[rows])]
        if len(known):
            filled[rows] = np.where(np.isnan(x[rows]), middle(known), x[rows])  # type: ignore[operator]
    return filled
