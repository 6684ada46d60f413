"""Conventions and reasons of networks are said in Chinese too."""

import ast
import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from networks.test_against_networkx import graphs
from support.chinese import UNTRANSLATED, translator

from wenmai.networks import small_world
from wenmai.networks.graph import Graph
from wenmai.networks.measure import measure_network
from wenmai.networks.settings import NetworkSettings

FEW = {"null_draws": 10, "removal_draws": 5, "bootstrap_draws": 10}


@pytest.fixture(scope="module")
def in_chinese(project_dir):
    return translator(project_dir, "network_words_zh")


def said_of(graph, path_length):
    options = NetworkSettings(is_directed=graph.is_directed, path_length=path_length, **FEW)
    found = measure_network(graph, options)
    return {
        text
        for table in ("summary", "null_models")
        for column in ("convention", "reason")
        for text in found[table][column].dropna()
        if text
    }


def check(texts, in_chinese):
    for text in texts:
        chinese = in_chinese(text)
        assert not chinese.startswith(UNTRANSLATED), text
        assert re.search("[一-龥]", chinese), text


@pytest.mark.parametrize("path_length", ["hops", "inverse_strength"])
@pytest.mark.parametrize("is_directed", [True, False])
@pytest.mark.parametrize(
    "edges",
    [[], [("a", "b")], [("a", "b"), ("a", "c")], [("a", "b"), ("b", "c"), ("c", "a"), ("c", "d")]],
)
def test_conventions_and_reasons_of_plain_networks(in_chinese, edges, is_directed, path_length):
    graph = Graph.from_edges(edges, is_directed=is_directed)
    texts = said_of(graph, path_length)
    assert len(texts) > 20
    check(texts, in_chinese)


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(graphs())
def test_no_network_says_a_word_in_english_only(in_chinese, graph):
    check(said_of(graph, "hops"), in_chinese)


def test_reasons_of_small_worlds_have_chinese_words(in_chinese):
    # not every reason comes up in a few networks: they are read from the code
    tree = ast.parse(Path(small_world.__file__).read_text(encoding="utf-8"))
    texts = {small_world.RIGID, "3 of 200 draws have no triangle"} | {
        part.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "_row"
        for part in [*node.args[3:], *(keyword.value for keyword in node.keywords)]
        if isinstance(part, ast.Constant)
    }
    assert len(texts) > 4
    check(texts, in_chinese)
    assert in_chinese("3 of 200 draws have no triangle") == "200个随机网络中有3个没有三角形"
