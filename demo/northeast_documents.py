"""The 682 documents of the demo study northeast: who issues what when, about which themes.

A document's theme mixture is a softmax of what its unit emphasises in its year (the planted
development path), of what documents of its type dwell on, and of its own taste. The mean mixture is
the same in every year, so that no theme's words come up with time: only the emerging terms do.
Documents of a province speak of the mean of its units, national ones of the mean of all.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import log
from random import Random
from statistics import NormalDist, fmean
from typing import NamedTuple

import numpy as np

from demo.document_grammar import THEMES, TOPICS, compose, pick, shuffled, softmax
from demo.document_vocabulary import EMERGING_TERMS, NEW_WORDS
from demo.northeast_cities import CITIES, DIMENSIONS, FIRST_YEAR, YEARS
from demo.northeast_truth import PROVINCE_SCORES, emphasis

SEED = 682
# P1 Table 4 counts 214 policy texts and 468 industry and media texts.
POLICIES_BY_YEAR = (26, 28, 30, 31, 32, 33, 34)
OTHERS_BY_YEAR = (58, 62, 65, 67, 70, 72, 74)
# Of 468; news twice in seven.
OTHER_TYPES = {
    "industry_report": 0.26,
    "news": 0.36,
    "park_material": 0.13,
    "platform_text": 0.17,
    "annual_report": 0.08,
}
NATIONAL_SHARE, PROVINCE_SHARE = 0.04, 0.16
DIMENSION_OF_THEME = {
    "policy_support": "policy_support",
    "technology_embedding": "technology_empowerment",
    "brand_communication": "market_realization",
    "culture_tourism_integration": "resource_transformation",
    "talent_support": "subject_collaboration",
}
TYPE_TILT = {
    "policy": {"policy_support": 0.6},
    "news": {"brand_communication": 0.3},
    "park_material": {"talent_support": 0.3},
    "platform_text": {"culture_tourism_integration": 0.5, "brand_communication": 0.3},
    "annual_report": {"technology_embedding": 0.3},
}
GAIN = 2.0  # how strongly a document speaks of what its unit emphasises
TASTE = 0.7  # standard deviation of a document's own taste
ROUNDS = 40  # fixed-point steps; they bring a year's mean mixture within 1e-6 of the aim
SHARE_BEFORE = 0.01  # documents that name an emerging term before its time
SHARES_AFTER = (0.16, 0.26, 0.34)  # in its first year, its second, its third

COMING_UP = {**EMERGING_TERMS, **NEW_WORDS}

NATION = "100000"
PROVINCE_CODES = {"辽宁省": "210000", "吉林省": "220000", "黑龙江省": "230000"}


@dataclass(frozen=True)
class Document:
    """One document and its truth.

    Parameters
    ----------
    key : str
        ``policy_0001``, ``news_0001`` …
    document_type, unit_code, place : str
        Its type; the issuing unit's code and name.
    published : date
    title : str
    paragraphs : tuple of str
    mixture : tuple of float
        Share of every theme, in the order of ``THEMES``; sums to 1.
    emerging : tuple of str
        Emerging terms and new words that it names.
    """

    key: str
    document_type: str
    unit_code: str
    place: str
    published: date
    title: str
    paragraphs: tuple[str, ...]
    mixture: tuple[float, ...]
    emerging: tuple[str, ...]


def theme_emphasis() -> dict[tuple[str, int], list[float]]:
    """Return what the paths add to every theme, by unit code and year.

    Provinces and the nation (``100000``) have the mean of their units.
    """
    order = [list(DIMENSIONS).index(DIMENSION_OF_THEME[theme]) for theme in THEMES]
    shown = emphasis()[..., order]
    found = {}
    for t, year in enumerate(YEARS):
        for i, city in enumerate(CITIES):
            found[city.code, year] = [float(number) for number in shown[i, t]]
        for province in PROVINCE_SCORES:
            part = np.array([city.province == province for city in CITIES])
            found[PROVINCE_CODES[province], year] = [float(x) for x in shown[part, t].mean(axis=0)]
        found[NATION, year] = [float(number) for number in shown[:, t].mean(axis=0)]
    return found


class Plan(NamedTuple):
    """What is settled before a document is written."""

    key: str
    document_type: str
    unit_code: str
    place: str
    year: int


def make_documents() -> list[Document]:
    """Return all documents, policies first, in the order of their keys."""
    plans, shown = _plans(), theme_emphasis()
    logits = []
    for plan in plans:
        strengths = shown[plan.unit_code, plan.year]
        leanings = _leanings(plan)
        logits.append([GAIN * a + b for a, b in zip(strengths, leanings, strict=True)])
    mixtures = _level_mixtures(logits, [plan.year for plan in plans])
    return [_document(plan, mixture) for plan, mixture in zip(plans, mixtures, strict=True)]


def _plans() -> list[Plan]:
    kinds = [*("policy" for _ in range(sum(POLICIES_BY_YEAR))), *_other_types()]
    years = [*_years(POLICIES_BY_YEAR), *_years(OTHERS_BY_YEAR)]
    plans: list[Plan] = []
    for kind, year, (unit, place) in zip(kinds, years, _issuers(), strict=True):
        number = 1 + sum(plan.document_type == kind for plan in plans)
        plans.append(Plan(f"{kind}_{number:04d}", kind, unit, place, year))
    return plans


def _leanings(plan: Plan) -> list[float]:
    """Return what the document's type and its own taste add to every theme."""
    random = Random(f"{SEED}/{plan.key}/taste")
    taste = [NormalDist(0, TASTE).inv_cdf(0.001 + 0.998 * random.random()) for _ in THEMES]
    tilt = TYPE_TILT.get(plan.document_type, {})
    return [tilt.get(theme, 0.0) + own for theme, own in zip(THEMES, taste, strict=True)]


def _level_mixtures(logits: Sequence[list[float]], years: Sequence[int]) -> list[list[float]]:
    """Return mixtures whose mean is the same in every year."""
    mixtures = [softmax(row) for row in logits]
    aim = [fmean(column) for column in zip(*mixtures, strict=True)]
    for year in YEARS:
        of_year = [i for i, other in enumerate(years) if other == year]
        offsets = [0.0 for _ in THEMES]
        for _ in range(ROUNDS):
            for i in of_year:
                mixtures[i] = softmax([a + b for a, b in zip(logits[i], offsets, strict=True)])
            means = [fmean(column) for column in zip(*(mixtures[i] for i in of_year), strict=True)]
            offsets = [o + log(a / m) for o, a, m in zip(offsets, aim, means, strict=True)]
    return mixtures


def _document(plan: Plan, mixture: Sequence[float]) -> Document:
    random = Random(f"{SEED}/{plan.key}")
    named = [
        term for term, start in COMING_UP.items() if random.random() < _share(start, plan.year)
    ]
    emerging = tuple(shuffled(random, named)[:TOPICS])
    title, paragraphs = compose(random, plan.document_type, plan.place, mixture, emerging)
    return Document(
        key=plan.key,
        document_type=plan.document_type,
        unit_code=plan.unit_code,
        place=plan.place,
        published=date(plan.year, 1, 1) + timedelta(days=int(random.random() * 365)),
        title=title,
        paragraphs=tuple(paragraphs),
        mixture=tuple(mixture),
        emerging=emerging,
    )


def _share(start: int, year: int) -> float:
    return SHARE_BEFORE if year < start else SHARES_AFTER[year - start]


def _years(counts: tuple[int, ...]) -> list[int]:
    return [FIRST_YEAR + t for t, count in enumerate(counts) for _ in range(count)]


def _other_types() -> list[str]:
    """Return the type of every other document: the same mix in every year."""
    kinds: list[str] = []
    for total in OTHERS_BY_YEAR:
        shares = [round(total * share) for share in OTHER_TYPES.values()]
        shares[1] += total - sum(shares)
        kinds += [kind for kind, n in zip(OTHER_TYPES, shares, strict=True) for _ in range(n)]
    return kinds


def _issuers() -> list[tuple[str, str]]:
    """Return the issuing unit of every document: cities take turns, so that all are heard."""
    issuers = []
    random = Random(f"{SEED}/issuers")
    cities: list[tuple[str, str]] = []
    for _ in range(sum(POLICIES_BY_YEAR) + sum(OTHERS_BY_YEAR)):
        chance = random.random()
        if chance < NATIONAL_SHARE:
            issuers.append((NATION, "全国"))
        elif chance < NATIONAL_SHARE + PROVINCE_SHARE:
            province = pick(random, list(PROVINCE_CODES))
            issuers.append((PROVINCE_CODES[province], province))
        else:
            cities = cities or shuffled(random, [(city.code, city.name) for city in CITIES])
            issuers.append(cities.pop())
    return issuers
