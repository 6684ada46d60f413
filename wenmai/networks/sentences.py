"""What networks say: how a measure is defined, why it is not, and what a fit tells.

Codes and parts; the sentences stand in ``seeds/words/words_networks.csv``.
"""

from wenmai.sentences import Said, Sentence

_PLAIN = (
    *("n_nodes", "n_isolated", "n_loops_left_out", "n_links_merged", "n_links_without_strength"),
    *("total_strength", "mean_degree", "reciprocity", "n_weak_components", "n_strong_components"),
    *("largest_weak_share", "largest_strong_share", "mean_clustering_undirected"),
    *("mean_weighted_clustering", "transitivity", "core_periphery_fit", "core_share"),
    *("n_pairs_with_path", "n_pairs_in_largest", "n_pairs_with_path_anywhere"),
    *("degree_centralization", "betweenness_centralization", "out_degree_centralization"),
    *("in_degree_centralization", "degree_gini", "out_degree_gini", "in_degree_gini"),
    *("strength_gini", "top_tenth_link_share", "robustness", "efficiency_robustness"),
)
_BY_DIRECTION = ("n_links", "density", "mean_clustering")
_BY_LENGTH = ("average_path_length", "diameter", "global_efficiency")

# measure → how it is defined
CONVENTIONS = {
    code: Sentence(f"conventions.{code}")
    for code in (
        *_PLAIN,
        *(f"{code}.{kind}" for code in _BY_DIRECTION for kind in ("directed", "undirected")),
    )
} | {code: Sentence(f"conventions.{code}", "length") for code in _BY_LENGTH}
LENGTHS = {code: Sentence(f"phrases.length.{code}") for code in ("hops", "inverse_strength")}
NULL_CONVENTIONS = {
    code: Sentence(f"conventions.drawn.{code}")
    for code in ("mean_clustering", "average_path_length", "sigma", "omega")
}

# why a measure is undefined
NO_NODE = Sentence("undefined.no_node")
NO_LINK = Sentence("undefined.no_link")
NO_TWO_NODES = Sentence("undefined.no_two_nodes")
NO_THREE_NODES = Sentence("undefined.no_three_nodes")
NO_CORE = Sentence("undefined.no_core")
NO_DIRECTION = Sentence("undefined.no_direction")
NO_PATH = Sentence("undefined.no_path")
RIGID = Sentence("undefined.rigid")
NO_TRIANGLE = Sentence("undefined.no_triangle")
SOME_WITHOUT_TRIANGLE = Sentence("undefined.some_without_triangle", "n", "of")
NO_TRIANGLE_IN_LATTICE = Sentence("undefined.no_triangle_in_lattice")

# why two networks are not compared
TOO_FEW_NODES = Sentence("comparisons.too_few_nodes", "least")
TOO_MANY_NODES = Sentence("comparisons.too_many_nodes", "most")
ALL_ALIKE = Sentence("comparisons.all_alike")
REGRESSOR_NOT_FREE = Sentence("comparisons.regressor_not_free")

# what a fit of degrees tells
FITS = {
    "too_few_nodes": Sentence("fits.too_few_nodes", "n", "least"),
    "rejected": Sentence("fits.rejected", "level"),
    "worse_than_another": Sentence("fits.worse_than_another", "laws"),
    "undefined": Sentence("fits.undefined"),
    "plausible": Sentence("fits.plausible"),
}
ALL_SAME_DEGREE = Sentence("fits.all_same_degree")
NO_NODE_LINKED = Sentence("fits.no_node_linked")
LAWS = {
    code: Sentence(f"phrases.law.{code}")
    for code in ("power_law", "exponential", "lognormal", "poisson")
}


def convention(measure: str, path_length: str | None = None) -> Said:
    """Say how a measure is defined, its lengths counted in a way where it has any."""
    sentence = CONVENTIONS[measure]
    return sentence(length=LENGTHS[path_length]()) if path_length else sentence()
