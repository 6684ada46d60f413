"""Normalisations against a reference, a total or a curve; parameters as in ``normalizations``."""

import numpy as np
import numpy.typing as npt
from scipy.special import expit

from wenmai.indicators.methods.normalizations import OVER, SELECT, between, ends, risen, zscore
from wenmai.indicators.methods.registry import method, unit

Vector = npt.NDArray[np.float64]

_OECD = "OECD/JRC (2008), Handbook on Constructing Composite Indicators, step 5"
_SAW = "Hwang and Yoon (1981), Multiple Attribute Decision Making, Springer, chapter 2"


@method(
    "normalization",
    "frontier",
    name=("前沿距离", "Distance to the frontier"),
    formula=r"z = \min\left(\max\left(\frac{x-q_w}{q_b-q_w},0\right),1\right)",
    source="World Bank, Doing Business 2015, chapter on the distance to frontier score",
    use=(
        "以最优、最劣分位数为两端，逐年看离前沿多远；"
        "best: 0.95, worst: 0.05可避免由个别单位决定前沿。",
        "How far from the best practice; with best: 0.95 and worst: 0.05 no single unit is the "
        "frontier.",
    ),
    avoid=(
        "前沿之外的差距被截断；best: 1, worst: 0时与极差标准化相同。",
        "Not where differences beyond the frontier "
        "matter; with best: 1 and worst: 0 it is min–max.",
    ),
    sql=SELECT.format(
        f"case when quantile_cont(x, {{best}}) {OVER} > quantile_cont(x, {{worst}}) {OVER}"
        f" then least(greatest((x - quantile_cont(x, {{worst}}) {OVER})"
        f" / (quantile_cont(x, {{best}}) {OVER} - quantile_cont(x, {{worst}}) {OVER}), 0), 1)"
        " else 0 end"
    ),
    bounds=unit,
)
def frontier(x: Vector, is_negative: bool, *, best: float = 1.0, worst: float = 0.0) -> Vector:
    """Return the position between two type-7 quantiles, cut at 0 and 1.

    Examples
    --------
    >>> frontier(np.array([0.0, 5.0, 10.0]), False, best=0.75, worst=0.25).tolist()
    [0.0, 0.5, 1.0]
    """
    turned = risen(x, is_negative)
    known = turned[~np.isnan(turned)]
    if not len(known):
        return np.full(len(x), np.nan)
    low, high = np.quantile(known, [worst, best])
    return np.clip(between(turned, float(low), float(high)), 0.0, 1.0)


@method(
    "normalization",
    "reference",
    name=("参照值距离", "Distance to a reference"),
    formula=r"z = 1-\frac{r-x}{r-\min x}",
    source="COINr, n_dist2ref; " + _OECD,
    use=(
        "与一个参照值（如全国平均、某国水平）比较：1表示达到参照值，大于1表示超过。",
        "Against a reference (a national mean, a country): 1 is the reference, above 1 is better.",
    ),
    avoid=(
        "参照值不优于最劣值时无意义，结果为空。",
        "Not with a reference that is no better than the worst value: then nothing comes out.",
    ),
    sql=SELECT.format(
        f"case when {{sign}} * {{value}} > min(x) {OVER}"
        f" then 1 - ({{sign}} * {{value}} - x) / ({{sign}} * {{value}} - min(x) {OVER}) end"
    ),
)
def reference(x: Vector, is_negative: bool, *, value: float) -> Vector:
    """Return 1 at the reference and 0 at the worst value.

    Examples
    --------
    >>> reference(np.array([0.0, 5.0, 20.0]), False, value=10.0).tolist()
    [0.0, 0.5, 2.0]
    """
    turned = risen(x, is_negative)
    aim, low = (-value if is_negative else value), ends(turned)[0]
    return 1 - (aim - turned) / (aim - low) if aim > low else np.full(len(x), np.nan)


@method(
    "normalization",
    "target",
    name=("目标距离", "Distance to a target"),
    formula=r"z = \min\left(1-\frac{t-x}{t-\min x},1\right)",
    source="COINr, n_dist2targ; SDG Index (Lafortune et al. 2018)",
    use=(
        "有政策目标值时使用：达到目标即得1，超出不再加分。",
        "Where a policy sets a target: reaching it is 1 and nothing is added beyond.",
    ),
    avoid=(
        "超过目标仍有意义时，请用“参照值距离”。",
        "Not where more than the target counts: take reference.",
    ),
    sql=SELECT.format(
        f"case when {{sign}} * {{value}} > min(x) {OVER}"
        f" then least(1 - ({{sign}} * {{value}} - x) / ({{sign}} * {{value}} - min(x) {OVER}), 1)"
        " end"
    ),
    bounds=unit,
)
def target(x: Vector, is_negative: bool, *, value: float) -> Vector:
    """Return the distance to the target as :func:`reference` does, 1 at most.

    Examples
    --------
    >>> target(np.array([0.0, 5.0, 20.0]), False, value=10.0).tolist()
    [0.0, 0.5, 1.0]
    """
    return np.minimum(reference(x, is_negative, value=value), 1.0)


@method(
    "normalization",
    "share",
    name=("比重法", "Share of the sum"),
    formula=r"z = x/\sum x\ \text{or}\ x^{-1}/\sum x^{-1}",
    source=_SAW,
    use=("总量分配意义明确时使用（各地占全国的比重）。", "Where shares of a total mean something."),
    avoid=(
        "有负值或（逆向指标）零值时无结果。",
        "Not with negative values, nor with zeros where less is better: nothing comes out.",
    ),
    sql=SELECT.format(
        f"case when min(value) {OVER} < 0 or ({{sign}} < 0 and min(value) {OVER} = 0) then null"
        f" when {{sign}} > 0 then value / nullif(sum(value) {OVER}, 0)"
        f" else 1.0 / nullif(value, 0) / sum(1.0 / nullif(value, 0)) {OVER} end"
    ),
    bounds=unit,
)
def share(x: Vector, is_negative: bool) -> Vector:
    """Return values, or where less is better their inverses, as shares of their sum.

    Examples
    --------
    >>> share(np.array([1.0, 3.0]), False).tolist(), share(np.array([1.0, 3.0]), True).tolist()
    ([0.25, 0.75], [0.75, 0.25])
    """
    low, high = ends(x)
    if low < 0 or high == 0 or (is_negative and low == 0):
        return np.full(len(x), np.nan)
    parts = 1 / x if is_negative else x
    return parts / np.nansum(parts)


@method(
    "normalization",
    "vector",
    name=("向量标准化", "Vector"),
    formula=r"z = x/\sqrt{\sum x^2}\ \text{or}\ 1-x/\sqrt{\sum x^2}",
    source=_SAW,
    use=(
        "TOPSIS的经典标准化：保留各指标的离散程度差异。",
        "The classical companion of TOPSIS: keeps how unlike indicators spread.",
    ),
    avoid=("样本增减会改变所有数值。", "Not where units come and go: each one changes all values."),
    sql=SELECT.format(
        f"(case when {{sign}} > 0 then 0 else 1 end)"
        f" + {{sign}} * value / nullif(sqrt(sum(value * value) {OVER}), 0)"
    ),
    bounds=lambda: (-1.0, 2.0),
)
def vector(x: Vector, is_negative: bool) -> Vector:
    """Return values over their Euclidean length, 1 less that where less is better.

    Examples
    --------
    >>> vector(np.array([3.0, 4.0]), False).tolist()
    [0.6, 0.8]
    """
    length = np.sqrt(np.nansum(x**2))
    if length == 0:
        return np.full(len(x), np.nan)
    return 1 - x / length if is_negative else x / length


@method(
    "normalization",
    "maximum",
    name=("最大值法", "Share of the maximum"),
    formula=r"z = x/\max x\ \text{or}\ \min x/x",
    source=_SAW,
    use=(
        "零点有意义、比例可比时使用（简单加权法的线性标准化）。",
        "Where the zero means something and ratios compare, as in simple additive weighting.",
    ),
    avoid=(
        "有负值或（逆向指标）零值时无结果；最大值为离群值时失真。",
        "Not with negative values, nor with zeros where less is better: nothing comes out.",
    ),
    sql=SELECT.format(
        f"case when min(value) {OVER} < 0 or ({{sign}} < 0 and min(value) {OVER} = 0) then null"
        f" when {{sign}} > 0 then value / nullif(max(value) {OVER}, 0)"
        f" else min(value) {OVER} / nullif(value, 0) end"
    ),
    bounds=unit,
)
def maximum(x: Vector, is_negative: bool) -> Vector:
    """Return values over the largest, or the least over values where less is better.

    Examples
    --------
    >>> maximum(np.array([1.0, 4.0]), False).tolist(), maximum(np.array([1.0, 4.0]), True).tolist()
    ([0.25, 1.0], [1.0, 0.25])
    """
    low, high = ends(x)
    if low < 0 or high == 0 or (is_negative and low == 0):
        return np.full(len(x), np.nan)
    return low / x if is_negative else x / high


@method(
    "normalization",
    "logistic",
    name=("Logistic标准化", "Logistic"),
    formula=r"z = \left(1+e^{-k(x-\bar x)/\sigma_x}\right)^{-1}",
    source="Logistic function of the z-score",
    use=(
        "分布偏斜、希望压缩两端而保持次序时使用。",
        "Skewed values: squeezes the ends and keeps the order.",
    ),
    avoid=(
        "两端的差距被压缩；陡度k需要说明理由。",
        "Not where differences at the ends matter; and the steepness k needs a reason.",
    ),
    sql=SELECT.format(
        f"case when min(x) {OVER} = max(x) {OVER} then 0 else 1 / (1 + exp(-{{steepness}}"
        f" * (x - avg(x) {OVER}) / nullif(stddev_pop(x) {OVER}, 0))) end"
    ),
    bounds=unit,
)
def logistic(x: Vector, is_negative: bool, *, steepness: float = 1.0) -> Vector:
    """Return the logistic function of the z-score; a constant becomes 0.

    Examples
    --------
    >>> logistic(np.array([1.0, 3.0]), False).round(4).tolist()
    [0.2689, 0.7311]
    """
    low, high = ends(x)
    if not high > low:
        return np.where(np.isnan(x), np.nan, 0.0)
    return np.asarray(expit(steepness * zscore(x, is_negative)))
