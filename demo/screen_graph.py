"""The graph of the demo study screen: works, people and institutions of three communities.

Everything is made up. People work with their own team most of the time, with their community
often, and hardly ever with another one; one institution produces in all three. Takings follow how
popular the people of a work are (half-life of three years) and chance. What is planted on top is
listed in the truth: false triples of four kinds, true ones that are held back, two people of one
name.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from math import exp
from random import Random

SEED = 20240917
FIRST_YEAR, LAST_YEAR = 2010, 2024
N_WORKS, N_PEOPLE, N_INSTITUTIONS, N_COMMUNITIES = 400, 900, 60, 3
TEAM = 15
N_JOINT = 9  # works of the bridge, each made with many others
HALF_LIFE = 3.0
N_SWAPS, N_YEARS, N_CLASHES, N_ALIASES, N_WITHHELD = 20, 15, 10, 15, 40
GENRES = (("剧情", "历史", "家庭"), ("喜剧", "爱情", "动画"), ("悬疑", "动作", "科幻"))
REGIONS = (("中国大陆", "中国台湾"), ("中国大陆", "中国香港"), ("中国香港", "日本"))
SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕"
GIVEN = (
    "伟芳娜敏静丽强磊洋艳勇军杰娟涛明超秀霞平刚桂英华文玉兰红建国志永健春梅海峰宁雪晨宇浩然欣怡佳琪"
)
PLACES = ("沈阳", "长春", "哈尔滨", "大连", "北京", "上海", "广州", "成都", "西安", "杭州")
WORDS = (
    "星河",
    "远山",
    "春潮",
    "长风",
    "青禾",
    "白桦",
    "云帆",
    "海岸",
    "木铎",
    "银杏",
    "晨光",
    "松江",
)
TITLES = (
    *("归途", "渡口", "雪线", "旧城", "来信", "长夜", "花期", "远行", "回声", "灯火"),
    *("风筝", "列车", "码头", "钟楼", "暗河", "夏至", "冬天", "边城", "纸船", "群山"),
)
OPENINGS = (
    *("最后的", "北方的", "无名的", "沉默的", "第七个", "父亲的", "海边的", "午夜的", "迟到的"),
    *("失踪的", "春天的", "遥远的", "看不见的", "八月的", "姐姐的", "寻找", "再见", "重返", "向着"),
    "穿过",
)


@dataclass
class Entity:
    """A person or an institution; ``born`` is the founding year of an institution."""

    code: str
    name: str
    kind: str
    community: int
    born: int
    died: int | None = None
    aliases: list[str] = field(default_factory=list)
    region: str = ""


@dataclass
class Work:
    """A work with its year, features and success."""

    code: str
    title: str
    year: int
    community: int
    genres: list[str]
    regions: list[str]
    takings: float = 0.0
    rating: float = 0.0


@dataclass(frozen=True)
class Role:
    """A credit; ``place`` is the position among the credits of its relation in the work."""

    entity: str
    relation: str
    work: str
    place: int


@dataclass(frozen=True)
class Planted:
    """A triple that is not what it seems."""

    entity: str
    relation: str
    work: str
    kind: str


@dataclass
class World:
    """All of it."""

    entities: dict[str, Entity]
    works: list[Work]
    roles: list[Role]
    planted: list[Planted]
    withheld: list[Planted]
    bridge: str
    namesakes: tuple[str, str]


def make_world() -> World:
    """Return the graph, the same on every machine."""
    random = Random(SEED)
    entities = _people(random) | _institutions(random)
    bridge = "I01"
    works = _works(random)
    roles = _roles(random, works, entities, bridge)
    _successes(random, works, roles)
    world = World(entities, works, roles, [], [], bridge, ("P0001", "P0601"))
    world.entities["P0601"].name = world.entities["P0001"].name
    _withhold(random, world)
    _plant(random, world)
    return world


def _people(random: Random) -> dict[str, Entity]:
    names: dict[str, None] = {}
    while len(names) < N_PEOPLE:
        given = "".join(random.choice(GIVEN) for _ in range(random.choice((1, 2, 2, 2))))
        names[random.choice(SURNAMES) + given] = None
    people = {}
    for number, name in enumerate(names, start=1):
        code = f"P{number:04d}"
        born = random.randint(1945, 1988)
        community = (number - 1) * N_COMMUNITIES // N_PEOPLE
        people[code] = Entity(code, name, "person", community, born)
    return people


def _institutions(random: Random) -> dict[str, Entity]:
    names: dict[str, None] = {}
    while len(names) < N_INSTITUTIONS:
        names[f"{random.choice(PLACES)}{random.choice(WORDS)}影业"] = None
    found = {}
    for number, name in enumerate(names, start=1):
        code = f"I{number:02d}"
        community = (number - 1) * N_COMMUNITIES // N_INSTITUTIONS
        short = name.removesuffix("影业") + "影视"
        found[code] = Entity(
            *(code, name, "institution", community, random.randint(1985, 2009)), aliases=[short]
        )
    for entity in found.values():
        entity.region = next(place for place in PLACES if entity.name.startswith(place))
    return found


def _works(random: Random) -> list[Work]:
    listed = [opening + title for opening in OPENINGS for title in TITLES]
    random.shuffle(listed)
    span = LAST_YEAR - FIRST_YEAR + 1
    works = []
    for number in range(N_WORKS):
        community = random.randrange(N_COMMUNITIES)
        genres = random.sample(GENRES[community], random.choice((1, 2)))
        if random.random() < 0.15:
            genres.append(random.choice(GENRES[(community + 1) % N_COMMUNITIES]))
        regions = [random.choice(REGIONS[community])]
        year = FIRST_YEAR + number * span // N_WORKS
        works.append(Work(f"W{number + 1:03d}", listed[number], year, community, genres, regions))
    return works


def _team(random: Random, community: int, number: int) -> list[str]:
    """Codes of the people of a team."""
    size = N_PEOPLE // N_COMMUNITIES
    first = community * size + number * TEAM
    return [f"P{first + place + 1:04d}" for place in range(TEAM)]


def _roles(
    random: Random, works: list[Work], entities: dict[str, Entity], bridge: str
) -> list[Role]:
    size = N_PEOPLE // N_COMMUNITIES
    houses = N_INSTITUTIONS // N_COMMUNITIES
    joint = set(random.sample([work.code for work in works], N_JOINT))
    roles = []
    for work in works:
        # few teams make many works
        team = _team(random, work.community, int(size // TEAM * random.random() ** 1.5))
        community = [f"P{work.community * size + n + 1:04d}" for n in range(size)]
        director = team[int(3 * random.random())]
        writer = director if random.random() < 0.3 else team[3 + int(2 * random.random())]
        cast: dict[str, None] = {}
        wanted = random.randint(4, 9)
        while len(cast) < wanted:
            pool = team if random.random() < 0.75 else community
            if random.random() < 0.03:
                pool = [f"P{n + 1:04d}" for n in range(N_PEOPLE)]
            cast[pool[int(len(pool) * random.random() ** 1.3)]] = None
        own = [f"I{work.community * houses + n + 1:02d}" for n in range(houses)]
        own = [code for code in own if code != bridge]
        makers: dict[str, None] = {}
        # the bridge makes few works, each with many others: as many institutions as people
        wanted = 7 if work.code in joint else random.choice((1, 2, 2, 3))
        while len(makers) < wanted:
            makers[own[int(len(own) * random.random() ** 1.6)]] = None
        if work.code in joint:
            makers[bridge] = None
        seller = own[int(len(own) * random.random())]
        for relation, chosen in (
            ("directed", [director]),
            ("wrote", [writer]),
            ("acted", list(cast)),
            ("produced", list(makers)),
            ("distributed", [seller]),
        ):
            roles += [Role(e, relation, work.code, n + 1) for n, e in enumerate(chosen)]
        for code in (director, writer, *cast):  # nobody works before the age of sixteen
            entities[code].born = min(entities[code].born, work.year - 16)
    return roles


def _successes(random: Random, works: list[Work], roles: list[Role]) -> None:
    """Draw takings by the popularity of the people before the year, and chance."""
    history: dict[str, list[tuple[int, float]]] = {}
    people: dict[str, list[str]] = {}
    for role in roles:
        if role.entity.startswith("P"):
            people.setdefault(role.work, []).append(role.entity)
    for work in works:
        past = [
            gain * 2 ** (-(work.year - year) / HALF_LIFE)
            for code in people[work.code]
            for year, gain in history.get(code, ())
            if year < work.year
        ]
        level = 0.9 * sum(past) / len(people[work.code]) ** 0.5 + random.gauss(0, 0.6)
        work.takings = round(3000 * exp(level), 1)
        work.rating = round(min(9.4, max(3.1, 6.3 + 0.8 * level + random.gauss(0, 0.7))), 1)
        for code in people[work.code]:
            history.setdefault(code, []).append((work.year, 1 / (1 + exp(-level))))


def _count(roles: list[Role]) -> dict[str, set[str]]:
    works: dict[str, set[str]] = {}
    for role in roles:
        works.setdefault(role.entity, set()).add(role.work)
    return works


def _withhold(random: Random, world: World) -> None:
    """Take true credits away from people who keep at least two other works."""
    works = _count(world.roles)
    while len(world.withheld) < N_WITHHELD:
        role = world.roles[random.randrange(len(world.roles))]
        if role.relation != "acted" or len(works[role.entity]) < 3:
            continue
        both = [r for r in world.roles if (r.entity, r.work) == (role.entity, role.work)]
        if len(both) > 1:
            continue
        world.roles.remove(role)
        works[role.entity].remove(role.work)
        world.withheld.append(Planted(role.entity, role.relation, role.work, "withheld"))


def _plant(random: Random, world: World) -> None:
    works, entities = world.works, world.entities
    known = {(role.entity, role.work) for role in world.roles}
    known |= {(held.entity, held.work) for held in world.withheld}
    busy = sorted(c for c, its in _count(world.roles).items() if c[0] == "P" and len(its) >= 3)

    def credit(entity: str, relation: str, work: str, kind: str) -> None:
        place = 1 + max(
            (r.place for r in world.roles if (r.work, r.relation) == (work, relation)), default=0
        )
        world.roles.append(Role(entity, relation, work, place))
        world.planted.append(Planted(entity, relation, work, kind))
        known.add((entity, work))

    while sum(p.kind == "swap" for p in world.planted) < N_SWAPS:
        person, work = random.choice(busy), works[random.randrange(N_WORKS)]
        if entities[person].community != work.community and (person, work.code) not in known:
            credit(person, "acted", work.code, "swap")
    seen: set[str] = set()
    by_person = _count(world.roles)
    year_of = {work.code: work.year for work in works}
    while sum(p.kind == "wrong_year" for p in world.planted) < N_YEARS:
        role = world.roles[random.randrange(len(world.roles))]
        person = entities[role.entity]
        if role.relation != "acted" or person.code in seen or person.code in world.namesakes:
            continue
        if any(p.entity == person.code for p in (*world.planted, *world.withheld)):
            continue
        seen.add(person.code)
        years = sorted(year_of[code] for code in by_person[person.code])
        old = [w for w in works if w.year < years[0] and w.community == person.community]
        late = [w for w in works if w.year > years[-1] + 3 and w.community == person.community]
        if late and random.random() < 0.5:
            person.died = years[-1]
            credit(person.code, "acted", random.choice(late).code, "wrong_year")
        elif old and years[0] >= FIRST_YEAR + 3:
            work = random.choice(old)
            person.born = work.year + 1
            credit(person.code, "acted", work.code, "wrong_year")
    for work in random.sample(works, N_CLASHES):
        sold = {r.entity for r in world.roles if (r.work, r.relation) == (work.code, "distributed")}
        houses = [code for code in sorted(entities) if code.startswith("I") and code not in sold]
        other = random.choice(houses)
        credit(other, "distributed", work.code, "functional_clash")
    _plant_aliases(random, world, credit)


def _plant_aliases(
    random: Random, world: World, credit: Callable[[str, str, str, str], None]
) -> None:
    """Put people into a work a second time: under an alias with another id."""
    acted = [r for r in world.roles if r.relation == "acted"]
    planted = {p.entity for p in (*world.planted, *world.withheld)}
    number = N_PEOPLE
    while number < N_PEOPLE + N_ALIASES:
        role = acted[random.randrange(len(acted))]
        person = world.entities[role.entity]
        if role.entity in planted or person.aliases or role.entity in world.namesakes:
            continue
        number += 1
        alias = f"阿{person.name[-1]}·{person.name[0]}"
        person.aliases.append(alias)
        code = f"P{number:04d}"
        world.entities[code] = Entity(code, alias, "person", person.community, person.born)
        credit(code, "acted", role.work, "alias")
