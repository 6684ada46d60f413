"""The files of the graph of the demo study screen, and the section ``graph`` of its study.yml."""

from pathlib import Path
from random import Random
from typing import Any

from demo.screen_graph import SEED, World, make_world
from demo.writing import write_csv

WORKS, ROLES = "graph_works.csv", "graph_roles.csv"
ENTITIES, CANDIDATES, LABELS = "graph_entities.csv", "graph_candidates.csv", "graph_labels.csv"
N_LABELS = 30
WORK_HEADINGS = {
    "id": "作品编号",
    "title": "片名",
    "date": "上映日期",
    "genres": "类型",
    "regions": "地区",
    "takings": "票房（万元）",
    "rating": "评分",
}
ROLE_HEADINGS = {"work": "作品编号", "entity": "人员编号", "relation": "职务", "position": "排序"}
ENTITY_HEADINGS = {
    "id": "编号",
    "name": "名称",
    "kind": "类别",
    "aliases": "别名",
    "region": "地区",
    "born": "出生或成立年份",
    "died": "去世或注销年份",
}
TRIPLE_HEADINGS = {"head": "主体", "relation": "关系", "tail": "作品"}
RELATION_NAMES = {
    "directed": ("导演", "Directed"),
    "wrote": ("编剧", "Wrote"),
    "acted": ("主演", "Acted in"),
    "produced": ("出品", "Produced"),
    "distributed": ("发行", "Distributed"),
}
KIND_NAMES = {"person": "人物", "institution": "机构"}


def graph_section() -> dict[str, Any]:
    """Return the section ``graph`` of study.yml."""
    wide = {"出品方": "produced", "发行方": "distributed"}
    return {
        "works": {"file": WORKS, "columns": dict(WORK_HEADINGS)},
        "roles": [
            {"file": ROLES, "columns": dict(ROLE_HEADINGS)},
            {"file": WORKS, "columns": {"work": WORK_HEADINGS["id"]}, "wide": wide},
        ],
        "entities": {"file": ENTITIES, "columns": dict(ENTITY_HEADINGS)},
        "relations": [
            {
                "code": code,
                "name": {"zh": zh, "en": en},
                "from": "person" if code in {"directed", "wrote", "acted"} else "institution",
                "to": "work",
                **({"is_functional": "to"} if code == "distributed" else {}),
            }
            for code, (zh, en) in RELATION_NAMES.items()
        ],
        "layers": [
            _layer("co_cast", "合演", "Co-cast", ["acted"]),
            _layer("director_actor", "导演—演员", "Director and actor", ["directed"], ["acted"]),
            _layer("co_production", "联合出品", "Co-production", ["produced"]),
            _layer(
                *("institution_person", "机构—人物", "Institution and person", ["produced"]),
                ["directed", "acted"],
            ),
        ],
        "candidates": {"file": CANDIDATES, "columns": dict(TRIPLE_HEADINGS)},
        "labels": {"file": LABELS, "columns": {**TRIPLE_HEADINGS, "is_true": "是否属实"}},
        "methods": ["popularity", "adamic_adar", "als", "default", "rgcn"],
    }


def _layer(
    code: str, zh: str, en: str, one_end: list[str], other_end: list[str] | None = None
) -> dict[str, Any]:
    found: dict[str, Any] = {"code": code, "name": {"zh": zh, "en": en}, "one_end": one_end}
    return found | ({"other_end": other_end} if other_end else {})


def write(folder: Path, truth: Path) -> None:
    """Write the files whose names begin with graph, and what is planted in them."""
    world = make_world()
    random = Random(f"{SEED}/files")
    _write_works(folder, world)
    people = [r for r in world.roles if r.relation not in {"produced", "distributed"}]
    order = {work.code: number for number, work in enumerate(world.works)}
    people.sort(key=lambda r: (order[r.work], list(RELATION_NAMES).index(r.relation), r.place))
    rows = [[r.work, r.entity, RELATION_NAMES[r.relation][0], r.place] for r in people]
    write_csv(folder / ROLES, [list(ROLE_HEADINGS.values()), *rows], encoding="gb18030")
    write_csv(
        folder / ENTITIES,
        [
            list(ENTITY_HEADINGS.values()),
            *(
                [
                    *(e.code, e.name, KIND_NAMES[e.kind], "；".join(e.aliases), e.region),
                    *(e.born, e.died),
                ]
                for e in sorted(world.entities.values(), key=lambda e: e.code)
            ),
        ],
    )
    _write_statements(folder, world, random)
    write_csv(
        truth / "screen_graph.csv",
        [
            ["entity", "relation", "work", "planted_as"],
            *([p.entity, p.relation, p.work, p.kind] for p in (*world.planted, *world.withheld)),
        ],
    )


def _write_works(folder: Path, world: World) -> None:
    names = {code: entity.name for code, entity in world.entities.items()}
    by_work: dict[tuple[str, str], list[str]] = {}
    for role in world.roles:
        by_work.setdefault((role.work, role.relation), []).append(names[role.entity])
    lines = []
    for number, work in enumerate(world.works):
        cells = ["、".join(by_work[work.code, key]) for key in ("produced", "distributed")]
        # two works of a year hide their takings, and their rating stands in
        takings = "" if number % 13 == 5 else work.takings
        day = f"{work.year}-{number % 12 + 1:02d}-{number % 28 + 1:02d}"
        row = [work.code, work.title, day, "/".join(work.genres), "/".join(work.regions)]
        lines.append([*row, takings, work.rating, *cells])
    write_csv(folder / WORKS, [[*WORK_HEADINGS.values(), "出品方", "发行方"], *lines])


def _write_statements(folder: Path, world: World, random: Random) -> None:
    """Candidates: what is held back and as much that is false; labels: what people checked."""
    known = {(r.entity, r.work) for r in world.roles} | {(w.entity, w.work) for w in world.withheld}
    active = sorted({r.entity for r in world.roles if r.entity.startswith("P")})
    false: list[tuple[str, str]] = []
    while len(false) < len(world.withheld) + N_LABELS:
        pair = random.choice(active), random.choice(world.works).code
        if pair not in known and pair not in false:
            false.append(pair)
    candidates = [(w.entity, w.work) for w in world.withheld] + false[: len(world.withheld)]
    random.shuffle(candidates)
    write_csv(
        folder / CANDIDATES,
        [list(TRIPLE_HEADINGS.values()), *([head, "主演", tail] for head, tail in candidates)],
    )
    planted = {(p.entity, p.work) for p in world.planted}
    true = [
        (r.entity, r.work)
        for r in world.roles
        if r.relation == "acted" and (r.entity, r.work) not in planted
    ]
    labels = [(*pair, "是") for pair in random.sample(true, N_LABELS)]
    labels += [(*pair, "否") for pair in false[-N_LABELS:]]
    random.shuffle(labels)
    write_csv(
        folder / LABELS,
        [
            [*TRIPLE_HEADINGS.values(), "是否属实"],
            *([head, "主演", tail, says] for head, tail, says in labels),
        ],
    )
