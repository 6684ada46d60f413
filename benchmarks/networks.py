"""Networks: all measures of nodes and null models against plain networkx scripts, in one run.

(a) 300 cities in 20 years, directed; (b) 20,000 enterprises with 100,000 links, undirected, where
networkx runs betweenness and closeness from a sample of sources and is scaled up to all of them;
(c) rewired networks a second against networkx' loop over swaps. Results must agree to 1e-9 (tables
keep ten significant digits); a check without that rounding is in the tests, at 1e-12.
"""

import time

import networkx as nx
import numpy as np
import pandas as pd

from benchmarks import networks_plain as plain
from wenmai.networks.graph import Graph
from wenmai.networks.nodes import node_measures
from wenmai.networks.paths import path_sums
from wenmai.networks.rewiring import batches, rewired
from wenmai.networks.settings import NetworkSettings

TOLERANCE = 1e-9
CITIES, YEARS, CITY_TARGET = 300, 20, 5
ENTERPRISES, LINKS, ENTERPRISE_TARGET = 20_000, 100_000, 20
SAMPLED_SOURCES = 100


def city_links(n: int, year: int) -> pd.DataFrame:
    """Return a year's directed 0–1 gravity network: row mean over random masses and places."""
    rng = np.random.default_rng(7)
    places, masses = rng.random((n, 2)), rng.pareto(1.2, n) + 1
    masses *= np.exp(0.05 * np.random.default_rng(year).normal(size=n)) * 1.03**year
    distance = np.linalg.norm(places[:, None] - places[None], axis=2)
    np.fill_diagonal(distance, np.inf)
    share = masses[:, None] / (masses[:, None] + masses[None])
    strength = share * masses[:, None] * masses[None] / distance**2
    linked = strength >= strength.sum(axis=1, keepdims=True) / (n - 1)
    sources, targets = np.nonzero(linked & (strength > 0))
    return frame_of(sources, targets, strength[sources, targets])


def enterprise_links(n: int, n_links: int) -> pd.DataFrame:
    """Return an undirected cooperation network in which few enterprises have most partners."""
    rng = np.random.default_rng(1)
    appeal = rng.pareto(1.5, n) + 1
    ends = rng.choice(n, (6 * n_links, 2), p=appeal / appeal.sum())
    ends = np.sort(ends[ends[:, 0] != ends[:, 1]], axis=1)
    pairs = rng.permutation(np.unique(ends, axis=0))[:n_links]
    return frame_of(pairs[:, 0], pairs[:, 1], rng.integers(1, 6, len(pairs)).astype(float))


def frame_of(sources: np.ndarray, targets: np.ndarray, weights: np.ndarray) -> pd.DataFrame:
    return pd.DataFrame({"from_node": names(sources), "to_node": names(targets), "weight": weights})


def names(positions: np.ndarray) -> list[str]:
    return [f"{position:06d}" for position in positions]


def own_measures(links: pd.DataFrame, nodes: list[str], is_directed: bool) -> pd.DataFrame:
    graph = Graph.from_links(links, nodes, is_directed)
    settings = NetworkSettings(is_directed=is_directed)
    return node_measures(graph, settings, path_sums(graph)).set_index("node_code")


def with_sizes(found: pd.DataFrame) -> pd.DataFrame:
    """Component numbers are ours alone; their sizes can be compared."""
    for kind in ("weak", "strong"):
        numbers = found[f"{kind}_component"]
        found[f"{kind}_size"] = numbers.map(numbers.value_counts())
    return found


def compare_cities(n: int, years: int) -> None:
    nodes = names(np.arange(n))
    tables = [city_links(n, year) for year in range(years)]
    started = time.perf_counter()
    ours = [own_measures(links, nodes, is_directed=True) for links in tables]
    own_seconds = time.perf_counter() - started
    started = time.perf_counter()
    theirs = []
    for links in tables:
        graph = plain.graph_of(links, nodes, is_directed=True)
        theirs.append(
            plain.cheap_measures(graph)
            | {"betweenness": plain.betweenness(graph)}
            | plain.closeness(graph, nodes)
        )
    their_seconds = time.perf_counter() - started
    gaps = [
        plain.largest_difference(with_sizes(own), other)
        for own, other in zip(ours, theirs, strict=True)
    ]
    n_links = sum(map(len, tables)) // years
    print(f"All measures of nodes, {n} cities x {years} years, {n_links:,} links a year")
    report(own_seconds, their_seconds, max(gaps), CITY_TARGET)


def compare_enterprises(n: int, n_links: int, n_sampled: int) -> None:
    nodes = names(np.arange(n))
    links = enterprise_links(n, n_links)
    started = time.perf_counter()
    ours = with_sizes(own_measures(links, nodes, is_directed=False))
    own_seconds = time.perf_counter() - started

    started = time.perf_counter()
    graph = plain.graph_of(links, nodes, is_directed=False)
    theirs = plain.cheap_measures(graph)
    cheap_seconds = time.perf_counter() - started
    sample = np.random.default_rng(3).choice(n, min(n_sampled, n), replace=False)
    sampled = [nodes[place] for place in sample]
    started = time.perf_counter()
    theirs |= plain.closeness(graph, sampled)
    closeness_seconds = time.perf_counter() - started
    started = time.perf_counter()
    partial = nx.betweenness_centrality(graph, k=len(sampled), normalized=False, seed=3)
    betweenness_seconds = time.perf_counter() - started
    scale = n / len(sampled)
    their_seconds = cheap_seconds + scale * (closeness_seconds + betweenness_seconds)
    print(f"All measures of nodes, {n:,} enterprises, {len(links):,} links")
    print(
        f"  networkx: betweenness and closeness from {len(sampled)} of {n:,} sources, "
        f"{closeness_seconds + betweenness_seconds:.1f} s, times {scale:.0f}; the rest whole, "
        f"{cheap_seconds:.1f} s"
    )
    report(own_seconds, their_seconds, plain.largest_difference(ours, theirs), ENTERPRISE_TARGET)
    whole = ours.loc[nodes, "betweenness"].to_numpy(dtype=float)
    estimate = np.array([partial[node] for node in nodes])
    r = np.corrcoef(whole, estimate)[0, 1]
    print(f"  correlation of all betweenness with networkx' estimate from the sample: {r:.4f}")


def check_all_sources(n: int, n_links: int) -> None:
    """Compare everything, betweenness from all sources too, where networkx is done soon."""
    nodes, links = names(np.arange(n)), enterprise_links(n, n_links)
    ours = with_sizes(own_measures(links, nodes, is_directed=False))
    graph = plain.graph_of(links, nodes, is_directed=False)
    theirs = plain.cheap_measures(graph) | plain.closeness(graph, nodes)
    theirs |= {"betweenness": plain.betweenness(graph)}
    gap, place = plain.largest_difference(ours, theirs)
    verdict(f"{n:,} enterprises, all sources: equal to {TOLERANCE:g} ({gap:.1e} in {place})", gap)


def compare_null_models(
    n: int, n_links: int, is_directed: bool, n_draws: int, n_loops: int
) -> None:
    other = nx.gnm_random_graph(n, n_links, seed=1, directed=is_directed)
    sources, targets = map(np.array, zip(*other.edges, strict=True))
    graph = Graph(tuple(names(np.arange(n))), sources, targets, np.ones(n_links), is_directed)
    started = time.perf_counter()
    swaps = [rewired(graph, n, 10, one).swaps_per_link for n, one in batches(graph, n_draws, 1)]
    ours = n_draws / (time.perf_counter() - started)
    started = time.perf_counter()
    for seed in range(n_loops):
        if is_directed:
            # three links a swap: the one walk that networkx has for directions
            nx.directed_edge_swap(other.copy(), nswap=10 * n_links, max_tries=10**9, seed=seed)
        else:
            nx.double_edge_swap(other.copy(), nswap=10 * n_links, max_tries=10**9, seed=seed)
    theirs = n_loops / (time.perf_counter() - started)
    kind = "directed" if is_directed else "undirected"
    print(
        f"  {n:,} nodes, {n_links:,} links, {kind}: {ours:,.1f} draws a second "
        f"({np.mean(swaps):.1f} swaps a link), networkx {theirs:,.2f}: {ours / theirs:.0f} x"
    )


def report(own: float, theirs: float, gap: tuple[float, str], target: float) -> None:
    print(f"  wenmai    {own:10.2f} s")
    print(f"  networkx  {theirs:10.2f} s   {theirs / own:.1f} x slower")
    place = f" in {gap[1]}" if gap[1] else ""
    verdict(f"equal to {TOLERANCE:g} (largest difference {gap[0]:.1e}{place})", gap[0])
    is_met = theirs / own >= target
    print(f"  target: {target} times faster: {'met' if is_met else 'missed'}")


def verdict(text: str, gap: float) -> None:
    print(f"  target: {text}: {'met' if gap <= TOLERANCE else 'missed'}")


def main(quick: bool = False) -> None:
    """Print times, ratios and differences."""
    own_measures(city_links(20, 0), names(np.arange(20)), is_directed=True)  # imports
    if quick:
        compare_cities(60, 3)
        compare_enterprises(1_500, 6_000, 50)
        check_all_sources(600, 2_000)
    else:
        compare_cities(CITIES, YEARS)
        compare_enterprises(ENTERPRISES, LINKS, SAMPLED_SOURCES)
        check_all_sources(3_000, 15_000)
    print("Rewired networks of the same degrees, 10 swaps a link")
    compare_null_models(36, 300, True, 20 if quick else 500, 2 if quick else 10)
    compare_null_models(300, 1_500, False, 20 if quick else 200, 1 if quick else 5)
    if not quick:
        compare_null_models(300, 15_000, True, 40, 1)
        compare_null_models(ENTERPRISES, LINKS, False, 4, 1)


if __name__ == "__main__":
    main()
