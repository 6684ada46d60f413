"""How much each member of a group weighs, from the data or by equal shares.

Every function takes ``given``, a :class:`WeightInput`, and returns k weights that sum to 1 (or k
zeros where nothing tells the members apart). A member that never varies gets no weight. What the
queries read: ``cells`` with ``row_id``, ``item``, ``value`` (normalised) and ``raw``.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from wenmai.indicators.methods.registry import method
from wenmai.indicators.pca import leading_component
from wenmai.indicators.spread import NO_VARIANCE, correlation, divergences

Vector = npt.NDArray[np.float64]
Matrix = npt.NDArray[np.float64]


@dataclass(frozen=True)
class WeightInput:
    """What weights are made from.

    Parameters
    ----------
    values : array of shape (n, k)
        Normalised values (or scores of the level below), NaN where missing.
    raw : array of shape (n, k)
        The same before normalisation, as measured.
    codes : tuple of str
        Codes of the members.
    """

    values: Matrix
    raw: Matrix
    codes: tuple[str, ...]

    @cached_property
    def deviations(self) -> Vector:
        """Standard deviations (n − 1); 0 for what never varies."""
        counts = (~np.isnan(self.values)).sum(axis=0)
        found = np.zeros(self.values.shape[1])
        varied = counts > 1
        if varied.any():
            found[varied] = np.nanstd(self.values[:, varied], axis=0, ddof=1)
        return np.where(found**2 > NO_VARIANCE, found, 0.0)


def shares(parts: Vector) -> Vector:
    """Return parts as shares of their sum; zeros when there is nothing to share out.

    Examples
    --------
    >>> shares(np.array([1.0, 3.0])).tolist(), shares(np.zeros(2)).tolist()
    ([0.25, 0.75], [0.0, 0.0])
    """
    total = parts.sum()
    return parts / total if total > 0 else np.zeros(len(parts))


_MOMENTS = """with known as (select * from cells where value is not null),
    moments as (select item, count(*) as n, sum(value) as total, var_samp(value) as variance,
        sum(case when value > 0 then value * ln(value) else 0 end) as total_log
        from known group by item)"""


@method(
    "weighting",
    "equal",
    name=("等权", "Equal weights"),
    formula=r"w_j = 1/k",
    source="OECD/JRC (2008), step 6",
    use=(
        "没有充分理由区分轻重时使用；最透明，是一切赋权的参照。",
        "Where nothing tells what matters more: the most "
        "transparent, and the yardstick of all others.",
    ),
    avoid=(
        "高度相关的指标会被重复计算。",
        "Not with indicators that say the same: they count twice.",
    ),
    sql=_MOMENTS
    + """select item, (case when variance > 1e-15 then 1.0 else 0 end)
        / nullif(sum(case when variance > 1e-15 then 1.0 else 0 end) over (), 0) as weight
        from moments""",
)
def equal(given: WeightInput) -> Vector:
    """Return the same weight for every member that varies.

    Examples
    --------
    >>> two = np.array([[0.0, 1.0, 3.0], [1.0, 0.0, 3.0]])
    >>> equal(WeightInput(two, two, ("a", "b", "c"))).tolist()
    [0.5, 0.5, 0.0]
    """
    return shares((given.deviations > 0).astype(float))


@method(
    "weighting",
    "entropy",
    name=("熵权法", "Entropy"),
    formula=r"w_j=\frac{1-e_j}{\sum_j(1-e_j)},\ e_j=-\frac{1}{\ln n}\sum_ip_{ij}\ln p_{ij},"
    r"\ p_{ij}=z_{ij}/\sum_iz_{ij}",
    source="P1 Eq 7; Shannon (1948)",
    use=(
        "默认方法：离散程度大的指标权重大，不依赖专家判断；以标准化值计算。",
        "The default: what tells units apart weighs more, "
        "without anybody's judgement; from normalised values.",
    ),
    avoid=(
        "零值很多的指标会得到过大的权重（见零值占比与留一权重）；数值为负时无意义。",
        "Not with indicators that are mostly zero (see zero_share), and never on negative values.",
    ),
    sql=_MOMENTS
    + """, spread as (select item, case when total > 0 and n > 1
            and 1 - (ln(total) - total_log / total) / ln(n) >= 1e-12
            then 1 - (ln(total) - total_log / total) / ln(n) else 0 end as divergence from moments)
        select item, divergence / nullif(sum(divergence) over (), 0) as weight from spread""",
)
def entropy(given: WeightInput) -> Vector:
    """Return weights in proportion to 1 − e of the normalised values.

    Examples
    --------
    >>> two = np.array([[1.0, 1.0], [1.0, 0.0]])
    >>> entropy(WeightInput(two, two, ("a", "b"))).tolist()
    [0.0, 1.0]
    """
    return shares(divergences(given.values))


@method(
    "weighting",
    "entropy_shares",
    name=("熵权法（原始值比重）", "Entropy of raw shares"),
    formula=r"p_{ij}=x_{ij}/\sum_ix_{ij}\ \text{in the entropy weights}",
    source="Xu (2004), European Journal of Operational Research 156(2), 530–532; Zavadskas and "
    "Podvezko (2016), International Journal of Information Technology & Decision Making 15(2)",
    use=(
        "与直接以原始值比重计算熵权的文献对照时使用；不受极差标准化制造的零值影响。",
        "To compare with the literature that takes shares "
        "of raw values: no zeros are made by min–max.",
    ),
    avoid=(
        "原始值有负数时无结果；计量单位的零点改变时权重随之改变（如摄氏与华氏）。",
        "Not with negative raw values; and the weights move with the zero of the unit of measure.",
    ),
    sql="""with known as (select * from cells where raw is not null),
        moments as (select item, count(*) as n, sum(raw) as total, min(raw) as least,
            sum(case when raw > 0 then raw * ln(raw) else 0 end) as total_log
            from known group by item),
        spread as (select item, case when total > 0 and n > 1 and least >= 0
            and 1 - (ln(total) - total_log / total) / ln(n) >= 1e-12
            then 1 - (ln(total) - total_log / total) / ln(n) else 0 end as divergence from moments)
        select item, divergence / nullif(sum(divergence) over (), 0) as weight from spread""",
)
def entropy_shares(given: WeightInput) -> Vector:
    """Return entropy weights of the raw values; a member with negative values gets none.

    Examples
    --------
    >>> raw = np.array([[30.0, 30, 38, 29], [19, 54, 86, 29], [19, 15, 85, 28.9], [68, 70, 60, 29]])
    >>> entropy_shares(WeightInput(raw, raw, ("a", "b", "c", "d"))).round(4).tolist()
    [0.463, 0.3992, 0.1378, 0.0]
    """
    known = ~np.isnan(given.raw)
    is_negative = (np.where(known, given.raw, 0.0) < 0).any(axis=0)
    return shares(np.where(is_negative, 0.0, divergences(given.raw)))


@method(
    "weighting",
    "standard_deviation",
    name=("标准差法", "Standard deviation"),
    formula=r"w_j=\sigma_j/\sum_j\sigma_j",
    source="Diakoulaki, Mavrotas and Papayannakis (1995), Computers & Operations Research 22(7)",
    use=(
        "离散程度大者权重大，比熵权温和，允许负值。",
        "Spread decides, more mildly than with entropy; negative values are allowed.",
    ),
    avoid=("不考虑指标之间的重复信息。", "Not where indicators overlap: it does not see that."),
    sql=_MOMENTS
    + """select item, sqrt(case when variance > 1e-15 then variance else 0 end)
        / nullif(sum(sqrt(case when variance > 1e-15 then variance else 0 end)) over (), 0)
            as weight from moments""",
)
def standard_deviation(given: WeightInput) -> Vector:
    """Return weights in proportion to the standard deviations of the normalised values.

    Examples
    --------
    >>> two = np.array([[0.0, 0.0], [1.0, 3.0]])
    >>> standard_deviation(WeightInput(two, two, ("a", "b"))).round(9).tolist()
    [0.25, 0.75]
    """
    return shares(given.deviations)


_CRITIC = """with pairs as (select one.item, other.item as other_item,
        corr(one.{value}, other.{value}) as r
        from cells as one join cells as other on one.row_id = other.row_id
        where one.{value} is not null and other.{value} is not null
        group by one.item, other.item),
    spreads as (select item, stddev_samp(value) as deviation from cells group by item),
    parts as (select spreads.item,
        coalesce(case when any_value(deviation) > 3.2e-8 then any_value(deviation) else 0 end
            * sum(case when not isnan(r) then 1 - r end), 0) as part
        from spreads left join pairs on spreads.item = pairs.item group by spreads.item)
    select item, part / nullif(sum(part) over (), 0) as weight from parts"""


@method(
    "weighting",
    "critic",
    name=("CRITIC法", "CRITIC"),
    formula=r"c_j=\sigma_j\sum_k(1-r_{jk}),\ w_j=c_j/\sum_jc_j",
    source="Diakoulaki, Mavrotas and Papayannakis (1995), Computers & Operations Research 22(7)",
    use=(
        "兼顾离散程度与冲突性：与其他指标不重复的指标权重大。",
        "Spread and conflict: what the others do not already say weighs more.",
    ),
    avoid=(
        "与总体背道而驰的噪声指标会得到较大权重；单位少时相关系数不稳。",
        "Not with noisy indicators, which conflict with everything; nor with few units.",
    ),
    sql=_CRITIC.format(value="value"),
)
def critic(given: WeightInput) -> Vector:
    """Return CRITIC weights of the normalised values.

    Examples
    --------
    >>> two = np.array([[0.0, 0.0], [1.0, 1.0], [0.5, 0.5]])
    >>> critic(WeightInput(two, two, ("a", "b"))).tolist()
    [0.0, 0.0]
    """
    return _critic(given.values, given.deviations)


@method(
    "weighting",
    "critic_undirected",
    name=("CRITIC法（不分方向）", "CRITIC, direction ignored"),
    formula=r"\text{CRITIC on } (x-\min x)/(\max x-\min x) \text{ whatever the direction}",
    source="As published in Tuş and Aytaç Adalı (2019), OPSEARCH 56(2), 528–538",
    use=(
        "复核按此变体发表的结果：逆向指标也按正向标准化后计算相关系数。",
        "To check results that were published this way: indicators "
        "of which less is better are normalised as if more were.",
    ),
    avoid=(
        "新研究不宜使用：逆向指标的相关系数符号有误。",
        "Not for new studies: correlations of such indicators have the wrong sign.",
    ),
    sql=_CRITIC.format(value="raw"),
)
def critic_undirected(given: WeightInput) -> Vector:
    """Return CRITIC weights with the raw values' correlations.

    Examples
    --------
    >>> x = np.array([[5000.0, 3], [680, 5], [2000, 3]])
    >>> critic_undirected(WeightInput(x / x.max(axis=0), x, ("a", "b"))).round(3).tolist()
    [0.657, 0.343]
    """
    return _critic(given.raw, given.deviations)


def _critic(related: Matrix, deviations: Vector) -> Vector:
    scale = np.nanmax(np.abs(np.where(np.isnan(related), 0.0, related)), axis=0)
    conflict = np.nansum(1 - correlation(related / np.where(scale > 0, scale, 1.0)), axis=1)
    parts = deviations * conflict
    # rounding leaves a trace where two members say the same
    return shares(np.where(parts > _NO_CONFLICT, parts, 0.0))


_NO_CONFLICT = 1e-12


@method(
    "weighting",
    "pca",
    name=("主成分法", "Leading principal component"),
    formula=r"w_j=v_j^2,\ v\ \text{the first eigenvector of the correlations}",
    source="OECD/JRC (2008), step 6, without rotation",
    use=(
        "一个共同因素解释大部分差异时使用：载荷高者权重大。",
        "Where one thing explains most of the differences: what goes with it weighs more.",
    ),
    avoid=(
        "指标互不相关时无意义；与主流不同的指标权重很小。",
        "Not where indicators are unrelated, nor where the unusual one matters.",
    ),
    no_sql=(
        "特征向量须迭代求解，SQL没有线性代数；输入的相关系数可用SQL计算。",
        "Eigenvectors are iterated; SQL has the correlations that they are made of, no more.",
    ),
)
def pca(given: WeightInput) -> Vector:
    """Return squared loadings on the leading principal component.

    Examples
    --------
    >>> x = np.array([[0.0, 0.0, 1.0], [1.0, 1.0, 0.0], [0.0, 1.0, 0.5], [1.0, 0.5, 0.2]])
    >>> pca(WeightInput(x, x, ("a", "b", "c"))).round(3).tolist()
    [0.31, 0.256, 0.435]
    """
    varied = given.deviations > 0
    weights = np.zeros(len(varied))
    if varied.any():
        related = correlation(given.values[:, varied])
        weights[varied] = leading_component(related).weights
    return weights


@method(
    "weighting",
    "factor",
    name=("因子分析法", "Factor analysis"),
    formula=r"w_j\propto \max_f\ "
    r"\frac{l_{jf}^2}{\sum_jl_{jf}^2}\cdot\frac{\sum_jl_{jf}^2}{\sum_f\sum_jl_{jf}^2}",
    source="Nicoletti, Scarpetta and Boylaud (2000); OECD/JRC (2008), step 6",
    use=(
        "存在若干潜在因子时使用：保留特征值大于1的主成分，方差最大旋转，每个指标按其所属因子的方差份额赋权。",
        "Where several things vary: components with an eigenvalue above "
        "1, varimax, each indicator by the variance of its own factor.",
    ),
    avoid=(
        "特征值接近1时，保留的因子数可能在两次发布之间跳变。",
        "Not where an eigenvalue is near 1: the number of factors, and all weights, may jump.",
    ),
    no_sql=(
        "特征向量须迭代求解，SQL没有线性代数；输入的相关系数可用SQL计算。",
        "Eigenvectors are iterated; SQL has the correlations that they are made of, no more.",
    ),
)
def factor(given: WeightInput) -> Vector:
    """Return weights from rotated factors.

    Examples
    --------
    >>> x = np.array([[0.0, 0.0, 1.0], [1.0, 1.0, 0.0], [0.0, 1.0, 0.5], [1.0, 0.5, 0.2]])
    >>> factor(WeightInput(x, x, ("a", "b", "c"))).round(3).tolist()
    [0.31, 0.256, 0.435]
    """
    varied = given.deviations > 0
    weights = np.zeros(len(varied))
    if not varied.any():
        return weights
    related = np.nan_to_num(correlation(given.values[:, varied]))
    np.fill_diagonal(related, 1.0)
    values, vectors = np.linalg.eigh(related)
    kept = [place for place in np.argsort(-values, kind="stable") if values[place] > 1 + 1e-9]
    kept = kept or [int(np.argmax(values))]
    loadings = _varimax(vectors[:, kept] * np.sqrt(values[kept]))
    explained = (loadings**2).sum(axis=0)
    # l²/Σl² times the factor's share of the variance leaves l² over the whole
    weights[varied] = (loadings**2 / explained.sum()).max(axis=1)
    return shares(weights)


def _varimax(loadings: Matrix) -> Matrix:
    """Rotate loadings so that each indicator belongs to few factors (Kaiser 1958)."""
    k = loadings.shape[1]
    rotation = np.eye(k)
    for _ in range(100 if k > 1 else 0):
        turned = loadings @ rotation
        target = turned**3 - turned * (turned**2).mean(axis=0)
        left, _, right = np.linalg.svd(loadings.T @ target)
        again = left @ right
        if np.abs(again - rotation).max() < 1e-12:
            break
        rotation = again
    return loadings @ rotation
