"""The 36 units of the demo study northeast: size and development path of every year.

Paths are one letter per year 2018-2024: P policy, R resource, T technology, C collaboration,
M market. Their counts follow P1 Fig 6 (shares of Liaoning, Jilin and Heilongjiang) and so come
within 0.5 points of Fig 4; where P1 prints no share for a province the rest is split so that
Fig 4 holds. Changchun 2024 is a technology path, as in P1's worked example.
"""

from typing import NamedTuple

FIRST_YEAR, LAST_YEAR = 2018, 2024
YEARS = tuple(range(FIRST_YEAR, LAST_YEAR + 1))

# The order of dimensions everywhere in the demo; the letter is the path it stands for.
DIMENSIONS = {
    "policy_support": "P",
    "resource_transformation": "R",
    "technology_empowerment": "T",
    "subject_collaboration": "C",
    "market_realization": "M",
}


class City(NamedTuple):
    """One unit: code, names in use, relative size on the latent scale, path of every year."""

    code: str
    name: str
    english: str
    size: float
    paths: str

    @property
    def short_name(self) -> str:
        """The name as people say it: 沈阳 for 沈阳市, 延边 for 延边朝鲜族自治州."""
        return self.name.removesuffix("朝鲜族自治州").removesuffix("地区").removesuffix("市")

    @property
    def province(self) -> str:
        """The province's official name."""
        return {"21": "辽宁省", "22": "吉林省", "23": "黑龙江省"}[self.code[:2]]


CITIES = tuple(
    City(*row)
    for row in (
        ("210100", "沈阳市", "Shenyang", 0.75, "TTTTTTT"),
        ("210200", "大连市", "Dalian", 0.70, "TTTTTTT"),
        ("210300", "鞍山市", "Anshan", 0.10, "PPPTTTT"),
        ("210400", "抚顺市", "Fushun", 0.00, "RRRRRCC"),
        ("210500", "本溪市", "Benxi", 0.15, "RRRRPPP"),
        ("210600", "丹东市", "Dandong", -0.40, "MMMMMMM"),
        ("210700", "锦州市", "Jinzhou", 0.10, "CCCCTTT"),
        ("210800", "营口市", "Yingkou", 0.00, "PPTTTTT"),
        ("210900", "阜新市", "Fuxin", -0.55, "MMMMMMM"),
        ("211000", "辽阳市", "Liaoyang", 0.15, "PPPPPTT"),
        ("211100", "盘锦市", "Panjin", 0.20, "PPPPTTT"),
        ("211200", "铁岭市", "Tieling", -0.25, "CCCCCCC"),
        ("211300", "朝阳市", "Chaoyang", -0.30, "RRRRPPP"),
        ("211400", "葫芦岛市", "Huludao", -0.45, "CCCMMMM"),
        ("220100", "长春市", "Changchun", 0.70, "PPTTTTT"),
        ("220200", "吉林市", "Jilin", 0.20, "RRRTTTT"),
        ("220300", "四平市", "Siping", 0.15, "PPPPPPP"),
        ("220400", "辽源市", "Liaoyuan", -0.25, "PPPPTTT"),
        ("220500", "通化市", "Tonghua", -0.15, "CCCTTTT"),
        ("220600", "白山市", "Baishan", -0.10, "RRRRRRR"),
        ("220700", "松原市", "Songyuan", -0.50, "MMMMMMM"),
        ("220800", "白城市", "Baicheng", -0.35, "CCCCCMM"),
        ("222400", "延边朝鲜族自治州", "Yanbian", 0.30, "RRRPPPP"),
        ("230100", "哈尔滨市", "Harbin", 0.75, "TTTTTTT"),
        ("230200", "齐齐哈尔市", "Qiqihar", 0.10, "PPPTTTT"),
        ("230300", "鸡西市", "Jixi", -0.05, "CCCCCCC"),
        ("230400", "鹤岗市", "Hegang", -0.55, "MMMMMMM"),
        ("230500", "双鸭山市", "Shuangyashan", -0.25, "CCCCCPP"),
        ("230600", "大庆市", "Daqing", 0.40, "PPTTTTT"),
        ("230700", "伊春市", "Yichun", 0.00, "RRRRRRR"),
        ("230800", "佳木斯市", "Jiamusi", 0.05, "PPPPTTT"),
        ("230900", "七台河市", "Qitaihe", -0.40, "CCCCCMM"),
        ("231000", "牡丹江市", "Mudanjiang", 0.10, "RRRRTTT"),
        ("231100", "黑河市", "Heihe", 0.00, "RRRRRRR"),
        ("231200", "绥化市", "Suihua", 0.20, "PPPPPPP"),
        ("232700", "大兴安岭地区", "Daxing'anling", -0.60, "RRRRPPP"),
    )
)
