"""How one indicator's values are brought to a common scale, more being better afterwards.

Every function takes ``x`` of shape (n,), NaN where missing, and ``is_negative`` (less is better),
and returns n values. A constant indicator becomes 0 where the method measures spread. What the
queries read: ``cells`` with ``item``, ``x`` (−value where less is better) and ``value``.
"""

from math import inf

import numpy as np
import numpy.typing as npt
from scipy.special import ndtr
from scipy.stats import rankdata

from wenmai.indicators.methods.registry import method, unit

Vector = npt.NDArray[np.float64]

_OECD = "OECD/JRC (2008), Handbook on Constructing Composite Indicators, step 5"
SELECT = "select row_id, item, {} as normalized_value from cells where value is not null"
OVER = "over (partition by item)"


def risen(x: Vector, is_negative: bool) -> Vector:
    """Turn values round so that more is better."""
    return -x if is_negative else x


def between(x: Vector, low: float, high: float) -> Vector:
    """Return the position of values between two ends; 0 when the ends are one."""
    if not high > low:
        return np.where(np.isnan(x), np.nan, 0.0)
    return (x - low) / (high - low)


def ends(x: Vector) -> tuple[float, float]:
    """Return the least and the largest value; two zeros when there is none."""
    known = x[~np.isnan(x)]
    return (float(known.min()), float(known.max())) if len(known) else (0.0, 0.0)


@method(
    "normalization",
    "minmax",
    name=("极差标准化", "Min–max"),
    formula=r"z = l + (h-l)\frac{x-\min x}{\max x-\min x}",
    source=f"P1 Eq 4, 5; {_OECD}",
    use=(
        "默认方法：数值落在同一区间，方向一致，熵权可直接计算；range可改变区间，如[1, 100]。",
        "The default: all indicators share one range, as entropy weights need it; range: [1, 100] "
        "keeps zeros away from geometric means.",
    ),
    avoid=(
        "存在未处理的离群值时不宜使用：一个极端值会压缩其余所有差距。",
        "Not with untreated outliers: one extreme value squeezes all other distances.",
    ),
    sql=SELECT.format(
        f"{{range[0]}} + ({{range[1]}} - {{range[0]}}) * coalesce((x - min(x) {OVER})"
        f" / nullif(max(x) {OVER} - min(x) {OVER}, 0), 0)"
    ),
    bounds=lambda *, range=(0.0, 1.0): (float(range[0]), float(range[1])),
)
def minmax(x: Vector, is_negative: bool, *, range: tuple[float, float] = (0.0, 1.0)) -> Vector:
    """Return the position between the worst and the best value.

    Examples
    --------
    >>> minmax(np.array([1.0, 2.0, 5.0]), True).tolist()
    [1.0, 0.75, 0.0]
    """
    turned = risen(x, is_negative)
    low, high = range
    return low + (high - low) * between(turned, *ends(turned))


@method(
    "normalization",
    "zscore",
    name=("Z分数", "Z-score"),
    formula=r"z = m + s\,(x-\bar x)/\sigma_x",
    source=_OECD,
    use=(
        "需要以平均水平为参照、保留离散程度时使用；mean: 100, sd: 10即Mazziotta–Pareto的输入。",
        "Where the average is the reference; mean: 100, sd: 10 is what the Mazziotta–Pareto index "
        "takes.",
    ),
    avoid=(
        "结果有负值，不能用于熵权、几何平均；离群值影响大。",
        "Not before entropy weights or geometric means, for half of the values are negative.",
    ),
    sql=SELECT.format(
        f"{{mean}} + {{sd}} * coalesce((x - avg(x) {OVER}) / nullif(stddev_pop(x) {OVER}, 0), 0)"
    ),
)
def zscore(x: Vector, is_negative: bool, *, mean: float = 0.0, sd: float = 1.0) -> Vector:
    """Return the distance from the mean in standard deviations (of the population).

    Examples
    --------
    >>> zscore(np.array([1.0, 3.0]), False, mean=100, sd=10).tolist()
    [90.0, 110.0]
    """
    turned = risen(x, is_negative)
    known = turned[~np.isnan(turned)]
    low, high = ends(turned)
    if not high > low:
        return np.where(np.isnan(x), np.nan, float(mean))
    return mean + sd * (turned - known.mean()) / known.std()


@method(
    "normalization",
    "normal_probability",
    name=("正态概率", "Normal probability of the z-score"),
    formula=r"z = \Phi\left((x-\bar x)/\sigma_x\right)",
    source="The z-score brought to 0–1; as the engine of doubts draws it under the name zscore",
    use=(
        "希望使用Z分数而结果仍在0–1之间时使用；离群值的影响渐近而不主导。",
        "A z-score that stays between 0 and 1: outliers approach the ends and do not rule.",
    ),
    avoid=(
        "分布明显多峰时，概率含义不成立。",
        "Not to be read as a probability when values have several peaks.",
    ),
    bounds=unit,
    no_sql=(
        "SQL没有正态分布函数；多项式近似达不到1e-12的精度。",
        "SQL has no normal distribution, and approximations by polynomials stop short of 1e-12.",
    ),
)
def normal_probability(x: Vector, is_negative: bool) -> Vector:
    """Return the normal probability of the z-score; a constant becomes 0.

    Examples
    --------
    >>> normal_probability(np.array([1.0, 3.0]), False).round(4).tolist()
    [0.1587, 0.8413]
    """
    low, high = ends(x)
    if not high > low:
        return np.where(np.isnan(x), np.nan, 0.0)
    return np.asarray(ndtr(zscore(x, is_negative)))


def _ranks(x: Vector) -> Vector:
    """Return average ranks from 1, the lowest first."""
    return np.asarray(rankdata(x, nan_policy="omit"), dtype=float)


_RANK = (
    "rank() over (partition by item order by x) + (count(*) over (partition by item, x) - 1) / 2.0"
)
_COUNT = f"count(*) {OVER}"


@method(
    "normalization",
    "rank",
    name=("位次", "Rank"),
    formula=r"z = (r-\tfrac12)/n",
    source=_OECD,
    use=(
        "只关心次序、不信任差距时使用；不受离群值影响。",
        "Where only the order is trusted; outliers do nothing.",
    ),
    avoid=(
        "差距有意义时不宜使用：相邻单位之间一律等距。",
        "Not where distances matter: neighbours are all equally far apart.",
    ),
    sql=SELECT.format(
        f"case when min(x) {OVER} = max(x) {OVER} then 0 else ({_RANK} - 0.5) / {_COUNT} end"
    ),
    bounds=unit,
)
def rank(x: Vector, is_negative: bool) -> Vector:
    """Return the average rank less ½, as a share of n; a constant becomes 0.

    Examples
    --------
    >>> rank(np.array([5.0, 1.0]), False).tolist()
    [0.75, 0.25]
    """
    return _by_rank(x, is_negative, lambda ranks, n: (ranks - 0.5) / n)


@method(
    "normalization",
    "percentile",
    name=("百分位", "Percentile rank"),
    formula=r"z = (r-1)/(n-1)",
    source=_OECD,
    use=(
        "说明一个单位胜过多大比例的其他单位。",
        "Says what share of the others a unit stands above.",
    ),
    avoid=(
        "同“位次”；两个数值时只有0和1。",
        "As for ranks; of two values one is 0 and the other 1.",
    ),
    sql=SELECT.format(
        f"case when min(x) {OVER} = max(x) {OVER} then 0"
        f" else ({_RANK} - 1) / nullif({_COUNT} - 1, 0) end"
    ),
    bounds=unit,
)
def percentile(x: Vector, is_negative: bool) -> Vector:
    """Return the share of the others that a value exceeds, half of its equals included.

    Examples
    --------
    >>> percentile(np.array([5.0, 1.0, 3.0]), False).tolist()
    [1.0, 0.0, 0.5]
    """
    return _by_rank(x, is_negative, lambda ranks, n: (ranks - 1) / (n - 1))


@method(
    "normalization",
    "borda",
    name=("Borda计分", "Borda points"),
    formula=r"z = r-1",
    source="Borda (1781); Becker et al., COINr, n_borda",
    use=(
        "以投票的方式合成：每个指标给被超越的单位数记分。",
        "Votes: every indicator gives a point for each unit left behind.",
    ),
    avoid=("分值随单位数变化，不同研究之间不可比。", "Not for comparing panels of different size."),
    sql=SELECT.format(f"{_RANK} - 1"),
    bounds=lambda: (0.0, inf),
)
def borda(x: Vector, is_negative: bool) -> Vector:
    """Return how many values lie below, equals counting half.

    Examples
    --------
    >>> borda(np.array([5.0, 1.0, 3.0]), False).tolist()
    [2.0, 0.0, 1.0]
    """
    return np.where(np.isnan(x), np.nan, _ranks(risen(x, is_negative)) - 1)


def _by_rank(x: Vector, is_negative: bool, place: object) -> Vector:
    low, high = ends(x)
    if not high > low:
        return np.where(np.isnan(x), np.nan, 0.0)
    ranks = _ranks(risen(x, is_negative))
    found = place(ranks, int((~np.isnan(x)).sum()))  # type: ignore[operator]
    return np.where(np.isnan(x), np.nan, found)


@method(
    "normalization",
    "goalposts",
    name=("目标区间", "Goalposts"),
    formula=r"z = \frac{\min(\max(x,a),b)-a}{b-a}",
    source="UNDP, Human Development Report, technical note 1",
    use=(
        "有公认的下限与上限时使用（人类发展指数：预期寿命20–85岁）；结果不随样本变化，跨研究可比。",
        "Where agreed ends exist (life expectancy 20–85 in the Human Development Index): values "
        "do not hang on who is in the panel and compare across studies.",
    ),
    avoid=(
        "区间落在数据之内时，界外数值被截断，差距丢失（`wenmai check`会指出）。",
        "Not with ends inside the data: what lies beyond is cut (`wenmai check` says so, a finding "
        "how many cells).",
    ),
    sql=SELECT.format(
        "(case when {sign} > 0 then least(greatest(value, {lower}), {upper}) - {lower}"
        " else {upper} - least(greatest(value, {lower}), {upper}) end) / ({upper} - {lower} + 0.0)"
    ),
    bounds=unit,
)
def goalposts(x: Vector, is_negative: bool, *, lower: float, upper: float) -> Vector:
    """Return the position between two fixed ends; values beyond are cut.

    Examples
    --------
    Life expectancy of 55 years between 20 and 83.57 (Human Development Report 2013):

    >>> goalposts(np.array([55.0]), False, lower=20, upper=83.57).round(3).tolist()
    [0.551]
    """
    least, most = sorted((-lower, -upper)) if is_negative else (lower, upper)
    cut = np.clip(risen(x, is_negative), least, most)
    return (cut - least) / (most - least)
