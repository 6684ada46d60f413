"""The cooperation of 126 enterprises in the demo study northeast (P1 Table 4: enterprises, 126).

An enterprise has a lasting appeal; two cooperate the likelier the more appeal they have together,
if they sit in one city or province or have one trade, and if their cities take the path of
collaborative linkage that year. A cooperation lasts: most of one year's are found again in the
next. So the network has hubs and clusters, and the cities of the collaboration path are denser in
it than their size says.
"""

from dataclasses import dataclass

import numpy as np

from demo.index_method import Array
from demo.northeast_cities import CITIES, YEARS, City

SEED = 20260126
N_ENTERPRISES = 126
KINDS = ("文创设计", "出版发行", "影视动漫", "演艺娱乐", "文化旅游", "数字内容", "工艺美术")
WORDS = (
    *("盛京", "北方", "黑土", "松江", "辽河", "长白", "雪域", "冰城", "关东", "白桦", "金源"),
    *("鸭绿", "龙江", "新纪元", "启明", "墨海", "星河", "青禾", "云帆", "丹枫", "海岸", "山河"),
)
# Log-odds of a cooperation: level, yearly growth, one city, one province, one trade, collaboration.
LEVEL, GROWTH, SAME_CITY, SAME_PROVINCE, SAME_KIND, COLLABORATION = -6.4, 0.20, 3.8, 1.3, 1.5, 1.3
APPEAL_SPREAD = 0.85
LASTING = 0.65  # share of the cooperations of a year that go on in the next


@dataclass(frozen=True)
class Enterprise:
    """One enterprise: its name, city and trade, and the appeal that nobody sees."""

    name: str
    city: City
    kind: str
    appeal: float


@dataclass(frozen=True)
class Cooperation:
    """How often two enterprises worked together in a year; positions in the list of enterprises."""

    first: int
    second: int
    year: int
    frequency: int


def make_enterprises() -> list[Enterprise]:
    """Return the enterprises: one in every city, the others where cities are large."""
    random = np.random.default_rng(SEED)
    weights = np.exp(2.0 * np.array([city.size for city in CITIES]))
    counts = 1 + random.multinomial(N_ENTERPRISES - len(CITIES), weights / weights.sum())
    enterprises = []
    for city, count in zip(CITIES, counts, strict=True):
        words = random.permutation(WORDS)
        if count > len(words):
            raise ValueError(f"{city.name} has more enterprises than there are words")
        for word in words[:count]:
            kind = str(random.choice(KINDS))
            appeal = float(APPEAL_SPREAD * random.standard_normal())
            name = f"{city.short_name}{word}{kind[:2]}有限公司"
            enterprises.append(Enterprise(name, city, kind, appeal))
    return enterprises


def log_odds(enterprises: list[Enterprise], year: int) -> Array:
    """Return enterprises × enterprises: log-odds that two cooperate in a year."""
    appeal = np.array([one.appeal for one in enterprises])
    codes = np.array([one.city.code for one in enterprises])
    provinces = np.array([one.city.code[:2] for one in enterprises])
    place = YEARS.index(year)
    linking = np.array([one.city.paths[place] == "C" for one in enterprises], dtype=float)
    kinds = np.array([one.kind for one in enterprises])
    same_city = codes[:, None] == codes
    same_province = (provinces[:, None] == provinces) & ~same_city
    return (
        LEVEL
        + GROWTH * place
        + appeal[:, None]
        + appeal
        + SAME_CITY * same_city
        + SAME_PROVINCE * same_province
        + SAME_KIND * (kinds[:, None] == kinds)
        + COLLABORATION * (linking[:, None] + linking)
    )


def make_cooperations(enterprises: list[Enterprise]) -> list[Cooperation]:
    """Return all cooperations, year by year."""
    random = np.random.default_rng(SEED + 1)
    upper = np.triu(np.ones((len(enterprises), len(enterprises)), dtype=bool), 1)
    before = np.zeros_like(upper)
    found = []
    for year in YEARS:
        odds = log_odds(enterprises, year)
        chance = 1.0 / (1.0 + np.exp(-odds))
        goes_on = before & (random.random(odds.shape) < LASTING)
        begins = random.random(odds.shape) < chance * (1.0 if year == YEARS[0] else 1 - LASTING)
        linked = (goes_on | begins) & upper
        times = 1 + random.poisson(np.exp(np.clip(0.35 * (odds - LEVEL), 0, 2)))
        found += [
            Cooperation(int(a), int(b), year, int(times[a, b])) for a, b in np.argwhere(linked)
        ]
        before = linked
    return found
