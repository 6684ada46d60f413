"""The 14 cities of the demo study liaoning: values of 2015 and 2024 between which the data move.

Culture and digital income of Shenyang and Dalian are P2's (§3.2.3); the other cities' incomes keep
to what P2 says of them in words. Regions are the three groups of P2 Table 4.
"""

from typing import NamedTuple

FIRST_YEAR, LAST_YEAR = 2015, 2024
YEARS = tuple(range(FIRST_YEAR, LAST_YEAR + 1))
REGIONS = ("center", "sub_node", "edge")
Ends = tuple[float, float]


class City(NamedTuple):
    """One city: code, names, region of Table 4, and pairs of first and last value.

    Incomes, GDP and investment in 亿元, people in 万人, shares in per cent.
    """

    code: str
    name: str
    english: str
    region: str  # one of REGIONS
    culture: Ends
    digital: Ends
    gdp: Ends
    population: Ends
    investment: Ends
    museums: Ends
    service_share: Ends
    design_share: Ends

    @property
    def short_name(self) -> str:
        """The name without 市."""
        return self.name.removesuffix("市")


CITIES = tuple(
    City(*row)
    for row in (
        ("210100", "沈阳市", "Shenyang", "center", (85.64, 136.51), (124.57, 420.29),
         (7280, 9027), (829, 924), (1620, 1910), (21, 46), (45, 60), (9.5, 18.0)),
        ("210200", "大连市", "Dalian", "center", (72.16, 118.93), (98.77, 333.23),
         (7310, 9517), (699, 754), (1540, 1830), (24, 44), (43, 58), (9.0, 17.2)),
        ("210300", "鞍山市", "Anshan", "sub_node", (18.40, 27.20), (18.00, 37.50),
         (1720, 2080), (361, 320), (520, 610), (9, 17), (36, 47), (6.2, 10.9)),
        ("210400", "抚顺市", "Fushun", "sub_node", (9.80, 14.60), (9.80, 19.60),
         (880, 1005), (207, 176), (260, 300), (8, 14), (34, 44), (5.6, 9.3)),
        ("210500", "本溪市", "Benxi", "sub_node", (9.10, 13.40), (9.20, 18.50),
         (760, 975), (171, 126), (240, 290), (7, 12), (35, 45), (5.4, 9.1)),
        ("210600", "丹东市", "Dandong", "center", (12.10, 18.30), (12.40, 27.00),
         (720, 955), (241, 209), (250, 330), (10, 18), (38, 50), (6.6, 11.8)),
        ("210700", "锦州市", "Jinzhou", "center", (15.70, 24.60), (16.20, 35.50),
         (1030, 1290), (308, 257), (330, 420), (11, 18), (37, 49), (6.4, 11.6)),
        ("210800", "营口市", "Yingkou", "sub_node", (11.60, 17.40), (12.60, 26.40),
         (1170, 1500), (245, 226), (380, 430), (6, 11), (35, 46), (6.0, 10.4)),
        ("210900", "阜新市", "Fuxin", "edge", (5.20, 7.60), (6.20, 11.90),
         (440, 640), (189, 155), (150, 200), (5, 8), (30, 38), (4.2, 6.6)),
        ("211000", "辽阳市", "Liaoyang", "sub_node", (9.00, 13.90), (9.40, 19.90),
         (780, 950), (184, 152), (250, 280), (8, 13), (35, 46), (5.8, 10.1)),
        ("211100", "盘锦市", "Panjin", "sub_node", (10.50, 15.80), (10.80, 22.70),
         (1010, 1420), (144, 138), (310, 370), (5, 9), (36, 47), (5.9, 10.2)),
        ("211200", "铁岭市", "Tieling", "edge", (6.30, 9.10), (7.40, 14.40),
         (560, 750), (300, 226), (170, 210), (6, 10), (31, 40), (4.6, 7.4)),
        ("211300", "朝阳市", "Chaoyang", "edge", (5.90, 8.70), (7.00, 13.70),
         (690, 1090), (341, 276), (210, 290), (9, 15), (31, 39), (4.4, 7.0)),
        ("211400", "葫芦岛市", "Huludao", "edge", (7.20, 10.60), (8.20, 16.30),
         (640, 910), (280, 230), (190, 260), (7, 11), (32, 41), (4.8, 7.9)),
    )
)  # fmt: skip
