"""What the shop of the demo study screen sells: categories, creators, items, prices by week."""

from dataclasses import dataclass

import numpy as np

SEED = 20250101
WEEKS = 104
FIRST_DAY = np.datetime64("2023-01-02")  # a Monday
LAST_DAY = FIRST_DAY + np.timedelta64(7 * WEEKS - 1, "D")
ELASTICITY = -1.6
BULK = "礼品/团购"  # buyers of many pay less: its unit value must not be taken for a price
BULK_DISCOUNT = 0.3
HOT = "文创/联名"  # comes up in the last quarter
SHIFTING = "数字/藏品"  # its share jumps up, then falls
SHIFTS = ((52, 2.6), (82, 0.4))  # week, factor from then on
STEADY = BULK  # nothing moves its share
CATEGORIES = ("文创/摆件", "文创/文具", HOT, SHIFTING, "数字/有声", "图书/图录", "演出/话剧", BULK)
ITEMS_EACH = 8
CITIES = ("沈阳市", "大连市", "长春市", "哈尔滨市")
UNDERSHOWN = "长春市"
SIZES = ("小微", "中型", "大型")
FIXED_ITEM = "W012"  # an issue is fixed: +0.4 stars
FIXED_WEEK = 60
_MOTIVES = (
    "盛京",
    "冰雪",
    "旗袍",
    "黑土",
    "工业",
    "鹤舞",
    "满绣",
    "剪纸",
    "松花",
    "渤海",
    "京剧",
    "丹顶",
)
_THINGS = {
    "摆件": "铜制摆件，手工打磨，适合书房陈列，附收藏证书",
    "文具": "笔记本套装，环保纸张，内页印有馆藏纹样",
    "联名": "联名礼盒，与本地品牌合作设计，限量发售",
    "藏品": "数字藏品，三维扫描馆藏文物，链上登记编号",
    "有声": "有声导览，专业播音录制，讲述文物背后的故事",
    "图录": "展览图录，高清图版，学者撰文，精装函套",
    "话剧": "原创话剧门票，取材地方历史，演出约两小时",
    "团购": "团购伴手礼，可印单位标识，按数量议价",
}


@dataclass(frozen=True)
class Item:
    """One thing on sale."""

    code: str
    title: str
    category: str
    creator: str
    cost: float
    list_price: float
    text: str
    attraction: float


@dataclass(frozen=True)
class Shop:
    """Items, creators (code, city, size) and prices, an array of shape (items, weeks)."""

    items: tuple[Item, ...]
    creators: tuple[tuple[str, str, str], ...]
    prices: np.ndarray


def draw(rng: np.random.Generator) -> Shop:
    """Draw the shop: prices stay for some weeks and then move by chance, whatever demand does."""
    creators = tuple(
        (f"C{i + 1:02d}", CITIES[i % len(CITIES)], SIZES[i % len(SIZES)]) for i in range(24)
    )
    items = []
    for c, category in enumerate(CATEGORIES):
        leaf = category.split("/")[1]
        # what segments differ by: works of art are dear, paper and sound are cheap
        level = {"摆件": 400, "团购": 60, "话剧": 300, "图录": 120, "藏品": 90}.get(leaf, 35)
        for i in range(ITEMS_EACH):
            number = c * ITEMS_EACH + i
            motive = _MOTIVES[(number * 5 + c) % len(_MOTIVES)]
            price = round(float(level * np.exp(rng.normal(0, 0.15))), 1)
            source = f"灵感取自{motive}系列第{i + 3}号馆藏"
            text = f"{motive}主题{_THINGS[leaf]}，编号{chr(65 + c)}{i + 1}，{source}。"
            items.append(
                Item(
                    f"W{number + 1:03d}",
                    f"{motive}{leaf}{i + 1}号",
                    category,
                    creators[(number * 7) % 24][0],
                    round(0.35 * price, 2),
                    price,
                    text,
                    float(rng.normal(0, 0.3)),
                )
            )
    # two of 64 repeat another's text but for a word: 3 %
    for copy, original in ((13, 9), (45, 41)):
        text = items[original].text.replace("适合", "宜于").replace("高清", "超清")
        items[copy] = Item(**{**vars(items[copy]), "text": text})
    prices = np.empty((len(items), WEEKS))
    for i, item in enumerate(items):
        factor = 0.0
        for week in range(WEEKS):
            if week and rng.random() < 0.09:
                factor = float(np.clip(rng.normal(0, 0.28), -0.6, 0.6))
            prices[i, week] = round(item.list_price * np.exp(factor), 1)
    return Shop(tuple(items), creators, prices)
