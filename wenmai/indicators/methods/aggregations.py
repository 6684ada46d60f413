"""How the members of a group become one score.

Every function takes ``values`` of shape (n, k), ``weights`` of the same shape whose rows sum to 1
over what is known (0 where a value is missing, which then counts as ``nan``), and ``periods`` of
shape (n,); it returns n scores.
"""

import numpy as np
import numpy.typing as npt

from wenmai.indicators.methods.registry import method, unit, within

Matrix = npt.NDArray[np.float64]
Vector = npt.NDArray[np.float64]
Periods = npt.NDArray[np.int64]

# Sums of weights that cancel leave about this much.
_DRAW = 1e-12
_OECD = "OECD/JRC (2008), Handbook on Constructing Composite Indicators, step 7"


def _filled(values: Matrix, by: float) -> Matrix:
    """Put a number that its weight of 0 makes harmless where nothing is known."""
    return np.where(np.isnan(values), by, values)


def _power_parts(values: Matrix, weights: Matrix, *, power: float) -> Matrix:
    """Return what each member adds to a generalised mean: value times derivative (Euler)."""
    score = power_mean(values, weights, np.zeros(len(values), dtype=np.int64), power=power)
    filled = np.where(weights > 0, _filled(values, 1.0), 1.0)
    with np.errstate(divide="ignore", invalid="ignore"):
        parts = weights * filled**power * score[:, None] ** (1 - power)
    # at 0 there is nothing to share out; a negative value has no score either
    return np.where(score[:, None] == 0, 0.0, parts)


def _pareto_parts(values: Matrix, weights: Matrix, *, penalty: str = "minus") -> Matrix:
    """Return what each member adds to a Mazziotta–Pareto index (Euler)."""
    filled = _filled(values, 0.0)
    mean = (weights * filled).sum(axis=1, keepdims=True)
    squares = (weights * filled**2).sum(axis=1, keepdims=True)
    with np.errstate(divide="ignore", invalid="ignore"):
        spread = 2 * filled / mean - squares / mean**2
    return weights * filled * (spread if penalty == "plus" else 2 - spread)


@method(
    "aggregation",
    "arithmetic",
    name=("算术加权平均", "Weighted arithmetic mean"),
    formula=r"D_i = \sum_j w_j z_{ij}",
    source=f"P1 Eq 8; {_OECD}",
    use=(
        "各指标可以相互补偿时使用；各指标的贡献之和恰为总分，最易解释。",
        "Where a strength may pay for a weakness; contributions sum to the score, which makes it "
        "the easiest to explain.",
    ),
    avoid=(
        "某一方面过低即不可接受时不宜使用。",
        "Not where failing in one respect is unacceptable: it is paid off by the others.",
    ),
    sql="select row_id, sum(weight * value) / sum(weight) as score from cells group by row_id",
    parts=lambda values, weights: weights * _filled(values, 0.0),
    bounds=within,
)
def arithmetic(values: Matrix, weights: Matrix, periods: Periods) -> Vector:
    """Return the weighted arithmetic mean of every row.

    Examples
    --------
    >>> arithmetic(np.array([[0.2, 0.8]]), np.array([[0.25, 0.75]]), np.array([0])).round(9)
    array([0.65])
    """
    result: Vector = (weights * _filled(values, 0.0)).sum(axis=1)
    return result


@method(
    "aggregation",
    "geometric",
    name=("几何加权平均", "Weighted geometric mean"),
    formula=r"D_i = \prod_j z_{ij}^{w_j}",
    source=f"{_OECD}; UNDP, Human Development Report, technical note 1",
    use=(
        "希望各方面均衡发展、只允许有限补偿时使用（人类发展指数的做法）。",
        "Where balance counts and a weakness can be made up for only in part, as in the Human "
        "Development Index.",
    ),
    avoid=(
        "数值可能为零或负时不宜使用：一个零使总分为零。"
        "请改用下限大于0的标准化（如range: [1, 100]）。",
        "Not with zeros or negative values: one zero makes the score zero. Normalise to a range "
        "above 0 (such as range: [1, 100]).",
    ),
    sql="""select row_id,
        case when min(case when weight > 0 then value end) < 0 then null
             when min(case when weight > 0 then value end) = 0 then 0
             else exp(sum(weight * ln(case when value > 0 then value else 1 end)) / sum(weight))
        end as score
        from cells group by row_id""",
    parts=lambda values, weights: _power_parts(values, weights, power=0.0),
    bounds=within,
)
def geometric(values: Matrix, weights: Matrix, periods: Periods) -> Vector:
    """Return the weighted geometric mean; 0 with a zero, NaN with a negative value.

    Examples
    --------
    >>> even = np.array([[0.5, 0.5]])
    >>> geometric(np.array([[0.25, 1.0]]), even, np.array([0])).tolist()
    [0.5]
    """
    filled = np.where(weights > 0, _filled(values, 1.0), 1.0)
    logs = np.log(np.where(filled > 0, filled, 1.0))
    result = np.exp((weights * logs).sum(axis=1))
    result = np.where((filled == 0).any(axis=1), 0.0, result)
    return np.where((filled < 0).any(axis=1), np.nan, result)


@method(
    "aggregation",
    "harmonic",
    name=("调和加权平均", "Weighted harmonic mean"),
    formula=r"D_i = \left(\sum_j w_j / z_{ij}\right)^{-1}",
    source=f"{_OECD}; generalised mean of power −1",
    use=(
        "短板应当主导总分时使用，惩罚不均衡比几何平均更重。",
        "Where the weakest member should rule: it punishes imbalance more than the geometric mean.",
    ),
    avoid=(
        "数值可能为零或负时不宜使用。",
        "Not with zeros or negative values.",
    ),
    sql="""select row_id,
        case when min(case when weight > 0 then value end) < 0 then null
             when min(case when weight > 0 then value end) = 0 then 0
             else sum(weight) / sum(weight / nullif(value, 0)) end as score
        from cells group by row_id""",
    parts=lambda values, weights: _power_parts(values, weights, power=-1.0),
    bounds=within,
)
def harmonic(values: Matrix, weights: Matrix, periods: Periods) -> Vector:
    """Return the weighted harmonic mean; 0 with a zero, NaN with a negative value.

    Examples
    --------
    >>> even = np.array([[0.5, 0.5]])
    >>> harmonic(np.array([[0.5, 1.0]]), even, np.array([0])).round(6).tolist()
    [0.666667]
    """
    return power_mean(values, weights, periods, power=-1.0)


@method(
    "aggregation",
    "power_mean",
    name=("广义平均", "Generalised mean"),
    formula=r"D_i = \left(\sum_j w_j z_{ij}^p\right)^{1/p}",
    source=f"{_OECD}; Hardy, Littlewood and Pólya (1934), Inequalities",
    use=(
        "用一个参数p表达可补偿程度：p=1为算术平均，p趋于0为几何平均，p=−1为调和平均。",
        "Where one number should say how far members substitute for each other: power 1 is the "
        "arithmetic mean, near 0 the geometric, −1 the harmonic.",
    ),
    avoid=(
        "p≤0时不宜用于可能为零或负的数值；p的取值需要说明理由。",
        "Not with zeros or negative values when the power is not above 0; and the power needs a "
        "reason.",
    ),
    sql="""select row_id,
        case when min(case when weight > 0 then value end) < 0 then null
             when {power} < 0 and min(case when weight > 0 then value end) = 0 then 0
             else power(sum(weight * power(case when weight > 0 then value else 1 end, {power}))
                / sum(weight), 1.0 / {power}) end as score
        from cells group by row_id""",
    parts=_power_parts,
    bounds=within,
)
def power_mean(values: Matrix, weights: Matrix, periods: Periods, *, power: float) -> Vector:
    """Return the generalised mean; ``power`` 0 is the geometric mean.

    Examples
    --------
    >>> even = np.array([[0.5, 0.5]])
    >>> power_mean(np.array([[3.0, 4.0]]), even, np.array([0]), power=2.0).round(6).tolist()
    [3.535534]
    """
    if power == 0:
        return geometric(values, weights, periods)
    filled = np.where(weights > 0, _filled(values, 1.0), 1.0)
    safe = np.where(filled > 0, filled, 1.0)
    powers = np.where(filled > 0, safe**power, 0.0)
    sums = (weights * powers).sum(axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        result = np.where(sums > 0, sums ** (1 / power), 0.0)
    if power < 0:
        result = np.where((filled == 0).any(axis=1), 0.0, result)
    return np.where((filled < 0).any(axis=1), np.nan, result)


@method(
    "aggregation",
    "mazziotta_pareto",
    name=("Mazziotta–Pareto指数", "Mazziotta–Pareto index"),
    formula=r"D_i = M_i - S_i^2/M_i,\quad M_i=\sum_j w_jz_{ij},\ S_i^2=\sum_j w_j(z_{ij}-M_i)^2",
    source="De Muro, Mazziotta and Pareto (2011), Social Indicators Research 104(1), 1–18",
    use=(
        "以均值减去不均衡惩罚；原文以均值100、标准差10的Z分数为输入"
        "（normalization: {method: zscore, mean: 100, sd: 10}）。",
        "The mean less a penalty for imbalance; made for z-scores of mean 100 and deviation 10 "
        "(normalization: {method: zscore, mean: 100, sd: 10}).",
    ),
    avoid=(
        "均值接近零时不宜使用（除以均值）；penalty: plus用于越低越好的指数。",
        "Not where means are near zero, by which it divides; penalty: plus is for indices of which "
        "less is better.",
    ),
    sql="""select row_id,
        avg_value + (case when '{penalty}' = 'plus' then 1 else -1 end)
            * (sum_squares / total - avg_value * avg_value) / nullif(avg_value, 0) as score
        from (select row_id, sum(weight) as total, sum(weight * value) / sum(weight) as avg_value,
              sum(weight * value * value) as sum_squares from cells group by row_id)""",
    parts=_pareto_parts,
)
def mazziotta_pareto(
    values: Matrix, weights: Matrix, periods: Periods, *, penalty: str = "minus"
) -> Vector:
    """Return the mean less (or plus) the variance over the mean.

    Examples
    --------
    >>> even = np.array([[0.5, 0.5]])
    >>> mazziotta_pareto(np.array([[90.0, 110.0]]), even, np.array([0])).tolist()
    [99.0]
    """
    filled = _filled(values, 0.0)
    mean = (weights * filled).sum(axis=1)
    variance = (weights * (filled - mean[:, None]) ** 2).sum(axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        share = np.where(mean != 0, variance / mean, np.nan)
    result: Vector = mean + share if penalty == "plus" else mean - share
    return result


@method(
    "aggregation",
    "topsis",
    name=("TOPSIS（逼近理想解）", "TOPSIS"),
    formula=r"C_i=\frac{d_i^-}{d_i^++d_i^-},\quad d_i^\pm=\sqrt{\sum_j (w_jz_{ij}-w_jz_j^\pm)^2}",
    source="Hwang and Yoon (1981), Multiple Attribute Decision Making, Springer",
    use=(
        "按与最优、最劣方案的距离排序；与熵权合用即熵权TOPSIS。经典做法配合vector标准化。",
        "Ranks by the distance to the best and the worst values at once; with entropy weights it "
        "is the entropy-TOPSIS. The classical form normalises by vector.",
    ),
    avoid=(
        "增减一个单位会移动理想解，从而可能改变其他单位的次序；分数不可分解为各指标的贡献。",
        "Not where units come and go: a unit that enters may move the ideal and turn the order of "
        "others. Its scores are no sum of contributions.",
    ),
    sql="""select row_id, worst_gap / nullif(best_gap + worst_gap, 0) as score from (
        select row_id, sqrt(sum(power(weight * (value - best), 2))) as best_gap,
               sqrt(sum(power(weight * (value - worst), 2))) as worst_gap
        from (select *, max(value) over (partition by item) as best,
                     min(value) over (partition by item) as worst from cells)
        group by row_id)""",
    bounds=unit,
)
def topsis(values: Matrix, weights: Matrix, periods: Periods) -> Vector:
    """Return the closeness to the best values of the members, as a share.

    Examples
    --------
    >>> even = np.full((3, 2), 0.5)
    >>> values = np.array([[1.0, 1.0], [0.0, 0.0], [1.0, 0.0]])
    >>> topsis(values, even, np.array([0, 0, 0])).tolist()
    [1.0, 0.0, 0.5]
    """
    best, worst = _extremes(values)
    filled = _filled(values, 0.0)
    to_best = np.sqrt(((weights * (filled - best)) ** 2).sum(axis=1))
    to_worst = np.sqrt(((weights * (filled - worst)) ** 2).sum(axis=1))
    with np.errstate(divide="ignore", invalid="ignore"):
        share = to_worst / (to_best + to_worst)
    return np.where(to_best + to_worst > 0, share, np.nan)


@method(
    "aggregation",
    "grey_relation",
    name=("灰色关联度", "Grey relational grade"),
    formula=r"\gamma_i=\sum_j "
    r"w_j\frac{\Delta_{\min}+\rho\Delta_{\max}}{\Delta_{ij}+\rho\Delta_{\max}},"
    r"\quad \Delta_{ij}=z_j^+-z_{ij}",
    source="Deng (1989), Introduction to grey system theory, The Journal of Grey System 1, 1–24",
    use=(
        "单位少、分布不规则时，按与最优序列的接近程度排序；ρ通常取0.5。",
        "For few units and irregular distributions: closeness to the series of the best values; "
        "ρ is usually 0.5.",
    ),
    avoid=(
        "分数受ρ和全体极差影响，不同研究之间不可比；不可分解为各指标的贡献之和。",
        "Not for comparing studies: scores hang on ρ and on the largest gap of all.",
    ),
    sql="""select row_id, sum(weight * (least_gap + {rho} * largest_gap)
            / nullif(best - value + {rho} * largest_gap, 0)) / sum(weight) as score
        from (select *, min(best - value) over () as least_gap,
                     max(best - value) over () as largest_gap
              from (select *, max(value) over (partition by item) as best from cells))
        group by row_id""",
    bounds=unit,
)
def grey_relation(values: Matrix, weights: Matrix, periods: Periods, *, rho: float = 0.5) -> Vector:
    """Return the grey relational grade to the best values of the members.

    Examples
    --------
    >>> even = np.full((2, 2), 0.5)
    >>> values = np.array([[1.0, 1.0], [0.0, 1.0]])
    >>> grey_relation(values, even, np.array([0, 0])).round(6).tolist()
    [1.0, 0.666667]
    """
    gaps = _extremes(values)[0] - values
    if np.isnan(gaps).all():
        return np.full(len(values), np.nan)
    least, largest = np.nanmin(gaps), np.nanmax(gaps)
    if largest == 0:  # all alike: everybody stands at the best
        return np.where(weights.sum(axis=1) > 0, 1.0, np.nan)
    relation = (least + rho * largest) / (_filled(gaps, 0.0) + rho * largest)
    result: Vector = (weights * relation).sum(axis=1)
    return result


@method(
    "aggregation",
    "copeland",
    name=("Copeland计分", "Copeland score"),
    formula=r"D_i=\frac{1}{n-1}\sum_{k\ne i}\left[1\{\textstyle\sum_jw_j\,"
    r"\mathrm{sgn}(z_{ij}-z_{kj})>0\}"
    r"+\tfrac12 1\{=0\}\right]",
    source=f"Copeland (1951), A reasonable social welfare function; {_OECD}",
    use=(
        "只用次序、不用差距：同期两两比较，胜得1分、平得0.5分；不允许强弱相抵。",
        "Uses order and no distances: units of a period meet in pairs, a win counts 1 and a draw "
        "½, so that no strength pays for a weakness by its size.",
    ),
    avoid=(
        "单位很多时代价高（两两比较）；同分多；年际不可比。",
        "Not for many thousands of units (all pairs meet), nor for changes over time: only the "
        "order within the period counts.",
    ),
    sql="""select row_id, avg(case when won > 1e-12 then 1.0 when won >= -1e-12 then 0.5
            else 0 end) as score
        from (select one.row_id, other.row_id as other_id,
                     sum(one.weight * sign(one.value - other.value)) as won
              from cells as one
              join cells as other on one.item = other.item and one.period = other.period
                and one.row_id <> other.row_id
              group by one.row_id, other.row_id)
        group by row_id""",
    bounds=unit,
)
def copeland(values: Matrix, weights: Matrix, periods: Periods) -> Vector:
    """Return the share of the other units of the period that a unit beats.

    Examples
    --------
    >>> copeland(np.array([[3.0], [2.0], [2.0]]), np.ones((3, 1)), np.array([0, 0, 0])).tolist()
    [1.0, 0.25, 0.25]
    """
    scores = np.full(len(values), np.nan)
    for period in np.unique(periods):
        rows = np.flatnonzero(periods == period)
        for row in rows[: len(rows) if len(rows) > 1 else 0]:
            signs = np.sign(values[row] - values[rows])
            won = (weights[row] * _filled(signs, 0.0)).sum(axis=1)
            met = ~np.isnan(signs).all(axis=1) & (rows != row)
            if met.any():
                points = np.where(won > _DRAW, 1.0, np.where(won >= -_DRAW, 0.5, 0.0))
                scores[row] = points[met].sum() / met.sum()
    return scores


def _extremes(values: Matrix) -> tuple[Vector, Vector]:
    """Return the best and the worst value of every member."""
    known = ~np.isnan(values)
    best = np.where(known, values, -np.inf).max(axis=0)
    worst = np.where(known, values, np.inf).min(axis=0)
    return np.where(known.any(axis=0), best, 0.0), np.where(known.any(axis=0), worst, 0.0)
