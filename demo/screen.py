"""The demo study screen as a whole: a museum shop with a platform, its people, algorithms."""

from pathlib import Path
from typing import Any

import numpy as np

from demo import screen_feedback, screen_graph_files, screen_items, screen_people
from demo.faults import Cell, FaultLine
from demo.screen_items import FIXED_ITEM, FIXED_WEEK, SEED, WEEKS, Shop
from demo.screen_people import People
from demo.writing import write_csv, write_parquet, write_text, write_xlsx, write_yaml

STUDY = "screen"
MADE = "Written by python -m demo; the data are synthetic. See README.md."
EVENTS_2023, EVENTS_2024 = "consumers/行为2023.csv", "consumers/行为2024.parquet"
ITEMS, CREATORS = "consumers/商品.xlsx", "consumers/创作者.csv"
EXPOSURES, PRICES = "consumers/曝光.csv", "consumers/竞品价格.csv"
REVIEWS, CHANGES, ERASE = "consumers/评论.csv", "consumers/改进记录.csv", "consumers/删除申请.csv"
_EVENT_HEADING = ("会员", "商品", "行为", "时间", "停留秒数", "数量", "单价")

ABOUT = """# Demo study screen: synthetic

A museum shop with a platform: 64 items of 24 creators in eight categories, 900 members, two years
of events, reviews, and what two algorithms showed. **Everything is made up**; the members are
nobody, and the ID numbers inside five reviews belong to nobody.

Made by `python -m demo` from a fixed seed, with facts planted that the warehouse must find again
(`demo/truth/screen_*.csv`, which it never reads): four segments; purchases by BG/NBD (r 1.2, α 6
weeks, a 0.8, b 6.0); an elasticity of −1.6, and one category whose unit values fall because
buyers of many pay less; a share that changes twice and one that does not; a category that comes up
in the last quarter; an issue whose repair brings 0.4 stars; an algorithm with a Gini index of 0.55
that shows one city's creators at half their share; two of 64 texts copied; a member who asks to be
erased.

The files `graph_*.csv` are a graph of 400 works of 2010 to 2024, 900 people and 60 institutions in
three communities, just as made up, with 60 false triples, 40 true ones held back, a bridging
institution and two people of one name (`demo/truth/screen_graph.csv`).

## Planted faults

| file | line | what | where the warehouse shows it |
|---|---|---|---|
"""
# What is wrong, the cells of the line, and the reason under which it is set aside.
_SOMEBODY = "会员00001"
_FAULTS: tuple[tuple[str, str, str], ...] = (
    (
        "a kind that study.yml does not translate",
        f"{_SOMEBODY},W001,收藏,2023-05-01 10:00:00,,,",
        "unknown_kind",
    ),
    (
        "a time before there were shops",
        f"{_SOMEBODY},W001,浏览,1970-01-01 00:00:00,10,,",
        "time_out_of_range",
    ),
    (
        "a time in the future",
        f"{_SOMEBODY},W001,浏览,2031-01-01 00:00:00,10,,",
        "time_out_of_range",
    ),
    ("nobody", ",W001,浏览,2023-05-01 10:00:00,10,,", "no_person"),
    (
        "a quantity that is no number",
        f"{_SOMEBODY},W001,购买,2023-05-01 10:00:00,,两件,10",
        "not_a_number",
    ),
    ("a return", f"{_SOMEBODY},W001,购买,2023-05-02 10:00:00,,-1,10", "returned"),
    ("a price of 0", f"{_SOMEBODY},W001,购买,2023-05-03 10:00:00,,1,0", "price_not_positive"),
    (
        "a fee among the items",
        f"{_SOMEBODY},运费,购买,2023-05-04 10:00:00,,1,10",
        "unlisted_item",
    ),
)


def write(study_folder: Path, truth_folder: Path) -> list[FaultLine]:
    """Write the study's folder and its truth; return no faults of indicators."""
    rng = np.random.default_rng(SEED)
    shop = screen_items.draw(rng)
    people = screen_people.draw(rng, shop)
    faults = _write_events(study_folder, people)
    _write_shop(study_folder, shop)
    reviews = screen_feedback.draw_reviews(rng, shop)
    lines: list[list[Cell]] = [["商品", "时间", "内容", "评分"]]
    lines += [[item, _text(second), text, stars] for item, second, text, stars in reviews]
    lines.append([FIXED_ITEM, "2024-03-01 09:00:00", "评分有误", 9])
    faults.append((REVIEWS, len(lines), "a rating off the scale", "rating_off_scale"))
    write_csv(study_folder / REVIEWS, lines)
    shown = screen_feedback.draw_exposures(rng, shop)
    lines = [["算法", "商品", "时间", "位置", "会话", "点击"]]
    lines += [[a, item, _text(second), *rest] for a, item, second, *rest in shown]
    lines.append(["算法B", "W999", "2024-12-01 10:00:00", 1, "B9999", 0])
    faults.append((EXPOSURES, len(lines), "an item that is not listed", "unlisted_item"))
    write_csv(study_folder / EXPOSURES, lines)
    day = screen_items.FIRST_DAY + np.timedelta64(7 * FIXED_WEEK, "D")
    write_csv(
        study_folder / CHANGES,
        [
            ["商品", "日期", "问题", "改进"],
            [FIXED_ITEM, str(day), "容易掉色", "更换颜料并加做封层"],
        ],
    )
    write_csv(study_folder / ERASE, [["会员", "申请日期"], [screen_people.ERASED, "2024-12-20"]])
    screen_graph_files.write(study_folder, truth_folder)
    config = _config() | {"graph": screen_graph_files.graph_section()}
    write_yaml(study_folder / "study.yml", config, MADE)
    told = "".join(
        f"| {f} | {line} | {says} | quarantine, `{code}` |\n" for f, line, says, code in faults
    )
    write_text(study_folder / "README.md", ABOUT + told)
    _write_truth(truth_folder, shop, people)
    return []


def _write_events(folder: Path, people: People) -> list[tuple[str, int, str, str]]:
    """Write the first year as CSV in GB18030, with faults, and the second as Parquet."""
    cut = np.datetime64("2024-01-01T00:00:00")
    lines: list[list[Cell]] = [list(_EVENT_HEADING)]
    lines += [[p, i, k, _text(s), *rest] for p, i, k, s, *rest in people.events if s < cut]
    lines.append(lines[5])
    faults = [(EVENTS_2023, len(lines), "a line that stands twice", "duplicate")]
    for says, cells, reason in _FAULTS:
        lines.append(list(cells.split(",")))
        faults.append((EVENTS_2023, len(lines), says, reason))
    write_csv(folder / EVENTS_2023, lines, encoding="gb18030", newline="\r\n")
    later = [event for event in people.events if event[3] >= cut]
    write_parquet(folder / EVENTS_2024, _EVENT_HEADING, later)
    return faults


def _write_shop(folder: Path, shop: Shop) -> None:
    heading: list[Cell] = ["编号", "名称", "类别", "创作者", "成本", "标价", "介绍"]
    rows = [
        [item.code, item.title, item.category, item.creator, item.cost, item.list_price, item.text]
        for item in shop.items
    ]
    write_xlsx(folder / ITEMS, {"商品": [heading, *rows]})
    write_csv(folder / CREATORS, [["创作者", "城市", "规模"], *map(list, shop.creators)])
    moves: list[list[Cell]] = [["商品", "商家", "价格", "日期"]]
    rng = np.random.default_rng(SEED + 1)
    for i in range(0, 24, 3):
        for seller in ("甲店", "乙店"):
            price = shop.items[i].list_price * float(np.exp(rng.normal(0, 0.05)))
            for week in range(0, WEEKS, 4):
                if rng.random() < 0.1:
                    price *= float(np.exp(rng.normal(-0.02, 0.1)))
                day = screen_items.FIRST_DAY + np.timedelta64(7 * week, "D")
                moves.append([shop.items[i].code, seller, round(price, 1), str(day)])
    write_csv(folder / PRICES, moves)


def _write_truth(folder: Path, shop: Shop, people: People) -> None:
    named: list[list[Cell]] = [["person", "segment"]]
    for number, place in enumerate(people.segments):
        named.append([f"会员{number + 1:05d}", screen_people.SEGMENTS[place].name])
    write_csv(folder / "screen_segments.csv", named)
    facts: list[list[Cell]] = [["fact", "value"]]
    facts += [["r", screen_people.R], ["alpha_weeks", screen_people.ALPHA]]
    facts += [["a", screen_people.A], ["b", screen_people.B]]
    facts += [["elasticity", screen_items.ELASTICITY], ["bulk_category", screen_items.BULK]]
    facts += [["shifting_category", screen_items.SHIFTING], ["hot_category", screen_items.HOT]]
    facts += [["steady_category", screen_items.STEADY], ["fixed_item", FIXED_ITEM]]
    facts += [[f"shift_{n}_week", week] for n, (week, _) in enumerate(screen_items.SHIFTS, 1)]
    facts += [["fixed_stars", 0.4], ["undershown_city", screen_items.UNDERSHOWN]]
    facts += [["undershown_parity", 0.5], ["erased_person", screen_people.ERASED]]
    shares = screen_feedback.exposure_weights(shop)["算法B"]
    facts.append(["gini_b", round(screen_feedback.gini(shares), 4)])
    write_csv(folder / "screen_facts.csv", facts)


def _config() -> dict[str, Any]:
    kinds = {"浏览": "view", "点击": "click", "搜索": "search", "购买": "purchase"}
    fields = {
        "person": "会员",
        "item": "商品",
        "kind": "行为",
        "at": "时间",
        "dwell_seconds": "停留秒数",
        "quantity": "数量",
        "price": "单价",
    }
    return {
        "code": STUDY,
        "name": {"zh": "数字文创平台（合成数据）", "en": "A platform for culture (synthetic)"},
        "description": "Synthetic shop and platform with planted facts.",
        "is_synthetic": True,
        "years": {"first": 2023, "last": 2024},
        "units": {"level": "prefecture", "include": ["沈阳市", "大连市", "长春市", "哈尔滨市"]},
        "consumer_settings": {"sharing": "agreement"},
        "consumers": [
            {"role": "events", "file": EVENTS_2023, "fields": fields, "kinds": kinds},
            {"role": "events", "file": EVENTS_2024, "fields": fields, "kinds": kinds},
            {
                "role": "items",
                "file": ITEMS,
                "fields": {
                    "item": "编号",
                    "title": "名称",
                    "category": "类别",
                    "creator": "创作者",
                    "cost": "成本",
                    "list_price": "标价",
                    "text": "介绍",
                },
            },
            {
                "role": "creators",
                "file": CREATORS,
                "fields": {"creator": "创作者", "region": "城市", "size_band": "规模"},
            },
            {
                "role": "exposures",
                "file": EXPOSURES,
                "fields": {
                    "algorithm": "算法",
                    "item": "商品",
                    "at": "时间",
                    "position": "位置",
                    "session": "会话",
                    "outcome": "点击",
                },
            },
            {
                "role": "prices",
                "file": PRICES,
                "fields": {"item": "商品", "seller": "商家", "at": "日期", "price": "价格"},
            },
            {
                "role": "reviews",
                "file": REVIEWS,
                "fields": {"item": "商品", "at": "时间", "text": "内容", "rating": "评分"},
            },
            {
                "role": "changes",
                "file": CHANGES,
                "fields": {"item": "商品", "at": "日期", "issue": "问题", "change": "改进"},
            },
            {
                "role": "erase",
                "file": ERASE,
                "fields": {"person": "会员", "requested_at": "申请日期"},
            },
        ],
    }


def _text(second: np.datetime64) -> str:
    return str(second).replace("T", " ")
