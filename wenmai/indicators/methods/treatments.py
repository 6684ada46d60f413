"""What is done about outliers and skew before values are normalised.

Every function takes ``x`` of shape (n,), NaN where missing, and returns n values; a cell whose
value changed was treated.
"""

import numpy as np
import numpy.typing as npt
from scipy.stats import boxcox_normmax, kurtosis, skew

from wenmai.indicators.methods.registry import method

Vector = npt.NDArray[np.float64]

_COINR = "Becker et al. (2022), COINr, Journal of Open Source Software 7(78)"


@method(
    "treatment",
    "none",
    name=("不处理", "None"),
    formula=r"x'=x",
    source="The study's own",
    use=(
        "数据已核实、极端值真实且重要时使用；小样本与截面评价的常用选择。",
        "Where extremes are real and matter, and in small cross-sections.",
    ),
    avoid=(
        "标准化对离群值敏感（如极差标准化）时不宜使用。",
        "Not before min–max where outliers may be errors.",
    ),
    sql="select row_id, item, value as treated_value from cells where value is not null",
)
def none(x: Vector) -> Vector:
    """Return the values as they are.

    Examples
    --------
    >>> none(np.array([1.0, 9.0])).tolist()
    [1.0, 9.0]
    """
    return x


@method(
    "treatment",
    "quantiles",
    name=("分位数缩尾", "Winsorising at quantiles"),
    formula=r"x'=\min(\max(x,q_l),q_u)",
    source="P1 §3.2.2; quantiles of type 7 (Hyndman and Fan 1996)",
    use=(
        "默认方法：两端各1%设为分位数，简单而稳定。",
        "The default: both tails are set to their 1 % quantiles; simple and stable.",
    ),
    avoid=(
        "样本很小时，分位数落在最后两个数值之间，几乎不起作用或误伤真值。",
        "Not in small samples, where it touches the extremes whatever they are.",
    ),
    sql="""select row_id, item, least(greatest(value, quantile_cont(value, {lower})
        over (partition by item)), quantile_cont(value, {upper}) over (partition by item))
        as treated_value from cells where value is not null""",
)
def quantiles(x: Vector, *, lower: float = 0.01, upper: float = 0.99) -> Vector:
    """Return the values cut at two type-7 quantiles.

    Examples
    --------
    >>> quantiles(np.array([0.0, 1.0, 2.0, 9.0]), lower=0, upper=0.5).tolist()
    [0.0, 1.0, 1.5, 1.5]
    """
    known = x[~np.isnan(x)]
    if not len(known):
        return x
    low, high = np.quantile(known, [lower, upper])
    return np.where(np.isnan(x), x, np.clip(x, low, high))


@method(
    "treatment",
    "counted",
    name=("计数缩尾", "Counted winsorising"),
    formula=r"\text{one outermost value after another, until } |skew|<2 \text{ or } kurtosis<3.5",
    source=_COINR,
    use=(
        "仅在偏度与峰度都异常时逐个收缩极端值，改动最少。",
        "Touches as few values as skew and kurtosis demand, one after the other.",
    ),
    avoid=(
        "需要改动超过max_points个值时放弃处理：请改用log或boxcox。",
        "Not where more than max_points must move: it gives up, and log or boxcox are better.",
    ),
    no_sql=(
        "逐点收缩并反复检验偏度与峰度，次数由数据决定。",
        "It cuts value by value and looks at the shape anew; the data say how often.",
    ),
)
def counted(
    x: Vector, *, max_points: int = 5, max_skew: float = 2.0, max_kurtosis: float = 3.5
) -> Vector:
    """Set the outermost value to its neighbour until the shape is harmless, or do nothing at all.

    Skew and kurtosis (excess) are those of Excel, corrected for the size of the sample, as in the
    source; the tail on the side of the skew is cut.

    Examples
    --------
    >>> counted(np.array([1.0, 2, 3, 4, 5, 6, 7, 8, 9, 90])).tolist()
    [1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0, 9.0]
    """
    known = x[~np.isnan(x)]
    if len(known) < _FEWEST or known.min() == known.max():
        return x
    order = np.sort(known)
    for points in range(max_points + 1):
        if points:
            up = skew(order, bias=False) > 0
            if up:
                order = np.minimum(order, order[order < order.max()].max())
            else:
                order = np.maximum(order, order[order > order.min()].min())
        if order[0] == order[-1]:
            break
        is_harmless = abs(skew(order, bias=False)) < max_skew
        if is_harmless or kurtosis(order, bias=False) < max_kurtosis:
            return np.where(np.isnan(x), x, np.clip(x, order[0], order[-1]))
    return x


_FEWEST = 4  # the corrected kurtosis needs as many


@method(
    "treatment",
    "log",
    name=("对数变换", "Logarithm"),
    formula=r"x'=\ln(x+s)",
    source="OECD/JRC (2008), step 5",
    use=(
        "右偏、跨多个数量级的量（收入、人口）；比例差距变为绝对差距。",
        "Skewed quantities over several orders of magnitude "
        "(income, population): ratios become distances.",
    ),
    avoid=(
        "有零或负值时无结果，除非给定shift。",
        "Not with zeros or negative values unless a shift is given: nothing comes out.",
    ),
    sql="""select row_id, item, case when value + {shift} > 0 then ln(value + {shift}) end
        as treated_value from cells where value is not null""",
)
def log(x: Vector, *, shift: float = 0.0) -> Vector:
    """Return natural logarithms; NaN where a value plus the shift is not above 0.

    Examples
    --------
    >>> log(np.array([1.0, 0.0]), shift=0.0).tolist()
    [0.0, nan]
    """
    moved = x + shift
    return np.where(moved > 0, np.log(np.where(moved > 0, moved, 1.0)), np.nan)


@method(
    "treatment",
    "boxcox",
    name=("Box–Cox变换", "Box–Cox"),
    formula=r"x'=\frac{(x+s)^\lambda-1}{\lambda}",
    source="Box and Cox (1964), Journal of the Royal Statistical Society B 26(2), 211–252",
    use=(
        "由数据选择变换强度（λ=0即对数，λ=1即不变）。",
        "The data choose how strong the transformation is (λ = 0 is the logarithm, 1 is none).",
    ),
    avoid=(
        "有零或负值时无结果，除非给定shift；λ会随数据更新而变化。",
        "Not with zeros or negative values unless a shift is given; and λ moves when data do.",
    ),
    no_sql=(
        "λ由最大似然迭代求得。",
        "λ is the maximum of a likelihood, found by iteration.",
    ),
)
def boxcox(x: Vector, *, shift: float = 0.0, power: float | None = None) -> Vector:
    """Return Box–Cox transformed values; ``power`` is λ, by default of maximum likelihood.

    Examples
    --------
    >>> boxcox(np.array([1.0, 3.0]), power=2.0).tolist()
    [0.0, 4.0]
    """
    moved = x + shift
    known = moved[~np.isnan(moved)]
    if not len(known) or known.min() <= 0:
        return np.full(len(x), np.nan)
    if power is None:
        if known.min() == known.max():
            return x
        # more digits may hang on the machine
        power = round(float(boxcox_normmax(known, method="mle")), 6)
    if power == 0:
        return np.asarray(np.log(moved))
    return np.asarray((moved**power - 1) / power)
