"""Weights that people state, alone or combined with those of the data."""

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from wenmai.indicators.methods.registry import method
from wenmai.indicators.methods.weights import Vector, WeightInput, shares
from wenmai.sentences import Sentence

NO_JUDGEMENT = Sentence("design.no_judgement", "pairs")

Matrix = npt.NDArray[np.float64]
Pair = tuple[str, str, float]

# Saaty (1980), The Analytic Hierarchy Process, as reprinted: mean consistency index of random
# matrices of 1 to 15 members.
RANDOM_INDEX = (0, 0, 0.58, 0.90, 1.12, 1.24, 1.32, 1.41, 1.45, 1.49, 1.51, 1.54, 1.56, 1.57, 1.59)
LARGEST_RATIO = 0.1


@method(
    "weighting",
    "given",
    name=("给定权重", "Given weights"),
    formula=r"w_j\ \text{as stated}",
    source="Experts; the study's own",
    use=(
        "有公认或经论证的权重时使用；每组之和须为1。",
        "Where weights are agreed or argued for; they sum to 1 in every group.",
    ),
    avoid=(
        "没有依据的权重不宜使用：请以等权作参照。",
        "Not without a reason: compare with equal weights.",
    ),
    no_sql=("权重由人给定，不由数据计算。", "People state it; nothing is computed from cells."),
)
def given(data: WeightInput, *, weights: Mapping[str, float]) -> Vector:
    """Return the stated weights of the members.

    Examples
    --------
    >>> no_data = np.zeros((1, 2))
    >>> given(WeightInput(no_data, no_data, ("a", "b")), weights={"a": 0.7, "b": 0.3}).tolist()
    [0.7, 0.3]
    """
    return shares(np.array([weights.get(code, 0.0) for code in data.codes]))


def pairwise(codes: Sequence[str], pairs: Sequence[Pair]) -> Matrix:
    """Return the reciprocal matrix of pairwise judgements.

    Parameters
    ----------
    codes : sequence of str
    pairs : sequence of (one, other, judgement)
        How many times more important ``one`` is; the reverse follows by itself.

    Raises
    ------
    ValueError
        Naming the pairs that are missing.

    Examples
    --------
    >>> pairwise(("a", "b"), [("b", "a", 4.0)]).tolist()
    [[1.0, 0.25], [4.0, 1.0]]
    """
    places = {code: place for place, code in enumerate(codes)}
    matrix = np.full((len(codes), len(codes)), np.nan)
    np.fill_diagonal(matrix, 1.0)
    for one, other, judgement in pairs:
        if one in places and other in places and one != other:
            matrix[places[one], places[other]] = judgement
            matrix[places[other], places[one]] = 1 / judgement
    missing = [
        f"{codes[row]}–{codes[column]}"
        for row, column in zip(*np.nonzero(np.isnan(matrix)), strict=True)
        if row < column
    ]
    if missing:
        raise ValueError(NO_JUDGEMENT(pairs=", ".join(missing)))
    return matrix


def priorities(matrix: Matrix) -> tuple[Vector, float]:
    r"""Return the weights of a reciprocal matrix, and its consistency ratio.

    The leading eigenvector, scaled to sum 1; :math:`CI=(\lambda-n)/(n-1)`, the ratio is CI over
    its mean for random matrices (0 below three members, where nothing can contradict).

    Examples
    --------
    Choosing a holiday (Jiang Qiyuan, Mathematical Models), whose printed ratio is 0.016:

    >>> a = np.array([[1, 1/2, 4, 3, 3], [2, 1, 7, 5, 5], [1/4, 1/7, 1, 1/2, 1/3],
    ...               [1/3, 1/5, 2, 1, 1], [1/3, 1/5, 3, 1, 1]])
    >>> weights, ratio = priorities(a)
    >>> weights.round(3).tolist(), round(ratio, 3)
    ([0.264, 0.476, 0.054, 0.098, 0.109], 0.016)
    """
    values, vectors = np.linalg.eig(matrix)
    place = int(np.argmax(values.real))
    weights = np.abs(vectors[:, place].real)
    n = len(matrix)
    random = RANDOM_INDEX[min(n, len(RANDOM_INDEX)) - 1]
    ratio = (float(values[place].real) - n) / (n - 1) / random if n > 2 else 0.0
    return weights / weights.sum(), max(ratio, 0.0)


@method(
    "weighting",
    "ahp",
    name=("层次分析法（AHP）", "Analytic hierarchy process"),
    formula=r"Aw=\lambda_{\max}w,\ CR=\frac{\lambda_{\max}-n}{(n-1)\,RI}",
    source="Saaty (1980), The Analytic Hierarchy Process, McGraw-Hill",
    use=(
        "由专家两两比较得出权重；一致性比率不大于0.1方可使用。",
        "Weights from pairwise judgements of experts; the consistency ratio may not exceed 0.1.",
    ),
    avoid=(
        "成员超过九个时判断难以一致：请分层。",
        "Not with more than about nine members: judgements contradict each other; make levels.",
    ),
    no_sql=("判断矩阵由人给定，与数据无关。", "The judgements are people's; no cell takes part."),
)
def ahp(data: WeightInput, *, pairs: Sequence[Pair]) -> Vector:
    """Return the priorities of the members from pairwise judgements.

    Examples
    --------
    >>> no_data = np.zeros((1, 2))
    >>> ahp(WeightInput(no_data, no_data, ("a", "b")), pairs=[("a", "b", 3.0)]).tolist()
    [0.75, 0.25]
    """
    return priorities(pairwise(data.codes, pairs))[0]


@method(
    "weighting",
    "product",
    name=("乘法合成权重", "Combined by product"),
    formula=r"w_j=\frac{\prod_s w_j^{(s)}}{\sum_j\prod_s w_j^{(s)}}",
    source="Multiplicative synthesis of subjective and objective weights",
    use=(
        "主客观权重都高才重要时使用。",
        "What experts and data both call important stays important.",
    ),
    avoid=(
        "放大差异：一方为零则为零。",
        "Not where one side may be 0: the product is 0, and differences are magnified.",
    ),
    no_sql=(
        "由已求得的各组权重合成，只有几个数，与数据行数无关。",
        "Made of weights that are there already: a few numbers, however many rows there are.",
    ),
)
def product(data: WeightInput, *, of: Sequence[Vector]) -> Vector:
    """Return the product of several weight vectors, scaled to sum 1.

    Examples
    --------
    >>> no_data = np.zeros((1, 2))
    >>> both = [np.array([0.6, 0.4]), np.array([0.4, 0.6])]
    >>> product(WeightInput(no_data, no_data, ("a", "b")), of=both).tolist()
    [0.5, 0.5]
    """
    return shares(np.prod(np.array(of), axis=0))


@method(
    "weighting",
    "geometric",
    name=("几何平均合成权重", "Combined by geometric mean"),
    formula=r"w_j\propto\left(\prod_s w_j^{(s)}\right)^{1/S}",
    source="Principle of minimum relative information (Kullback and Leibler 1951) for two vectors",
    use=(
        "兼顾主客观权重，差异比乘法合成温和（最小相对信息熵原理）。",
        "Between experts and data, closest to both in "
        "relative information; milder than the product.",
    ),
    avoid=("一方为零则为零。", "Not where one side may be 0."),
    no_sql=(
        "由已求得的各组权重合成，只有几个数，与数据行数无关。",
        "Made of weights that are there already: a few numbers, however many rows there are.",
    ),
)
def geometric(data: WeightInput, *, of: Sequence[Vector]) -> Vector:
    """Return the geometric mean of several weight vectors, scaled to sum 1.

    Examples
    --------
    >>> no_data = np.zeros((1, 2))
    >>> both = [np.array([0.8, 0.2]), np.array([0.2, 0.8])]
    >>> geometric(WeightInput(no_data, no_data, ("a", "b")), of=both).tolist()
    [0.5, 0.5]
    """
    return shares(np.prod(np.array(of), axis=0) ** (1 / len(of)))


@method(
    "weighting",
    "game",
    name=("博弈论组合赋权", "Combined as a game"),
    formula=r"\min_\alpha\Big\|\sum_s\alpha_sw^{(s)}-w^{(t)}\Big\|_2\ \forall t,\quad"
    r"\sum_s\alpha_s\,w^{(t)}\!\cdot w^{(s)}=w^{(t)}\!\cdot w^{(t)}",
    source="Combination weighting by game theory (Nash equilibrium of the weight vectors)",
    use=(
        "寻求与各组权重偏差都最小的折中，系数由数据而不由人定。",
        "A compromise that is nearest to all vectors at once; nobody chooses the coefficients.",
    ),
    avoid=(
        "两组权重几乎相同时方程奇异，取其平均。",
        "Not informative where the vectors nearly agree: then their mean is taken.",
    ),
    no_sql=(
        "由已求得的各组权重合成，只有几个数，与数据行数无关。",
        "Made of weights that are there already: a few numbers, however many rows there are.",
    ),
)
def game(data: WeightInput, *, of: Sequence[Vector]) -> Vector:
    """Return the combination whose coefficients solve the equations above, scaled to sum 1.

    Examples
    --------
    >>> no_data = np.zeros((1, 2))
    >>> both = [np.array([0.7, 0.3]), np.array([0.5, 0.5])]
    >>> game(WeightInput(no_data, no_data, ("a", "b")), of=both).round(4).tolist()
    [0.7, 0.3]
    """
    vectors = np.array(of)
    products = vectors @ vectors.T
    if np.linalg.cond(products) > 1e12:
        return shares(vectors.mean(axis=0))
    sizes = np.abs(np.linalg.solve(products, np.diag(products)))
    return shares((sizes / sizes.sum()) @ vectors)


@method(
    "weighting",
    "inherited",
    name=("由下级权重汇总", "Inherited from the indicators"),
    formula=r"w_g=\sum_{j\in g}w_j\Big/\sum_jw_j",
    source="P1 Eq 9",
    use=(
        "全部指标一次赋权（of: entropy），各组权重等于其下指标权重之和：指数不随分组方式变化。",
        "All indicators are weighed at once (of: entropy) and a group weighs what its indicators "
        "do: with arithmetic means the index does not hang on how they are grouped.",
    ),
    avoid=(
        "指标数多的组权重自然更大；希望各组地位相当时，请用等权。",
        "Not where groups should count alike: one with many indicators weighs more.",
    ),
    no_sql=(
        "由已求得的各组权重合成，只有几个数，与数据行数无关。",
        "Made of weights that are there already: a few numbers, however many rows there are.",
    ),
)
def inherited(data: WeightInput, *, of: Sequence[Vector]) -> Vector:
    """Return the sums of the weights below the members, scaled to sum 1.

    Examples
    --------
    >>> no_data = np.zeros((1, 2))
    >>> sums = np.array([0.3, 0.1])
    >>> inherited(WeightInput(no_data, no_data, ("a", "b")), of=[sums]).round(9).tolist()
    [0.75, 0.25]
    """
    return shares(of[0])
