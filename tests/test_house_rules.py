"""Rules of the house that no single model can keep: descriptions, grains, layers, pins."""

import ast
import fnmatch
import re
import subprocess
from collections.abc import Iterable
from pathlib import Path

import pytest
import yaml

PROJECT_DIR = Path(__file__).resolve().parents[1]
LAYERS = ["raw", "reference", "staging", "intermediate", "marts"]
GRAIN_TESTS = {"unique_combination", "unique"}
# Spark does not know them; macros/engine/ says them for both engines, `string` stands for varchar.
OF_DUCKDB_ALONE = re.compile(
    r"\b(varchar|strpos|isfinite|regexp_matches|unnest|to_months|to_days|quantile_cont|string_agg|"
    r"epoch|len)\b|\bexclude \(|\blist\("
)


def model_files() -> list[Path]:
    """Return every SQL and Python model."""
    return sorted(
        path
        for folder in ("models", "python_models")
        for path in (PROJECT_DIR / folder).rglob("*")
        if path.suffix in {".sql", ".py"}
    )


def mart_files() -> list[Path]:
    return [path for path in model_files() if "marts" in path.parts]


def described(path: Path) -> dict:
    """Return the YAML entry of a model."""
    content = yaml.safe_load(path.with_suffix(".yml").read_text(encoding="utf-8"))
    (entry,) = content["models"]
    return entry


def test_names(entry: dict) -> set[str]:
    """Return the names of all data tests of a model and its columns."""
    listed = list(entry.get("data_tests", []))
    for column in entry.get("columns", []):
        listed += column.get("data_tests", [])
    return {name for test in listed for name in ([test] if isinstance(test, str) else test)}


test_names.__test__ = False  # a helper, not a test


def layer_of(path: Path) -> str:
    if "python_models" in path.parts:
        return "intermediate"
    return next(part for part in path.parts if part in LAYERS)


@pytest.mark.parametrize("path", model_files(), ids=lambda path: path.stem)
def test_every_model_has_one_yaml_twin_of_the_same_stem(path):
    entry = described(path)
    assert entry["name"] == path.stem
    assert entry.get("description", "").strip(), f"{path.stem} has no description"


@pytest.mark.parametrize("path", mart_files(), ids=lambda path: path.stem)
def test_every_mart_says_its_grain_and_describes_every_column(path):
    entry = described(path)
    assert "**Primary key**" in entry["description"], f"{path.stem} does not end with its key"
    undescribed = [
        column["name"]
        for column in entry["columns"]
        if not column.get("description", "").strip() or not column.get("data_type")
    ]
    assert not undescribed, f"{path.stem}: no description or type for {undescribed}"
    assert test_names(entry) & GRAIN_TESTS, f"the grain of {path.stem} is not tested"


@pytest.mark.parametrize("path", mart_files(), ids=lambda path: path.stem)
def test_every_mart_stands_in_the_list_of_marts(path):
    listed = (PROJECT_DIR / "docs" / "marts.md").read_text(encoding="utf-8")
    assert f"`{path.stem}`" in listed, f"docs/marts.md does not name {path.stem}"


def models_read(text: str, known: Iterable[str]) -> set[str]:
    """Return the models that a model names: in a ``ref``, the list of a loop, or ``parts_of``."""
    named = set(re.findall(r"['\"](\w+)['\"]", text))
    for part in re.findall(r"parts_of\('(\w+)'\)", text):
        named |= set(fnmatch.filter(known, f"int_*__{part}"))
    return named & set(known)


def test_the_models_of_a_part_count_as_read():
    known = {"int_a__outcomes", "int_b__outcomes", "int_a__other"}
    assert models_read("for part in parts_of('outcomes')", known) == known - {"int_a__other"}


def test_tables_of_the_whole_house_unite_every_domain_that_has_the_part():
    """Whoever adds int_<domain>__quarantined need not remember where it is read."""
    said = yaml.safe_load((PROJECT_DIR / "dbt_project.yml").read_text(encoding="utf-8"))["vars"]
    united = {name: domains for name, domains in said.items() if name.startswith("domains_with_")}
    assert united
    for name, domains in united.items():
        part = name.removeprefix("domains_with_")
        models = {path.stem for path in model_files()}
        have = {domain for domain in said["domains"] if f"int_{domain}__{part}" in models}
        assert set(domains) == have, f"dbt_project.yml: {name}"
        assert len(domains) == len(have)


def test_a_model_in_the_list_of_a_loop_counts_as_read():
    text = "{% for part in ['int_a', 'mart_b'] %} select 'x' from {{ ref(part) }} {% endfor %}"
    assert models_read(text, {"int_a", "mart_b", "mart_c"}) == {"int_a", "mart_b"}


@pytest.mark.parametrize("path", model_files(), ids=lambda path: path.stem)
def test_no_model_reads_a_later_layer(path):
    layers = {model.stem: layer_of(model) for model in model_files()}
    own = LAYERS.index(layer_of(path))
    text = path.read_text(encoding="utf-8")
    for name in models_read(text, layers):
        assert LAYERS.index(layers[name]) <= own, f"{path.stem} reads {name}"
    made_up = re.findall(r"ref\(\s*(?:\w+\s*~|['\"]\w+['\"]\s*~)", text)
    assert not made_up, f"{path.stem} puts the name of a model together: write it out in a list"


def sources_read(text: str) -> set[str]:
    return {name for _, name in re.findall(r"source\(\s*['\"](\w+)['\"],\s*['\"](\w+)['\"]", text)}


def test_a_raw_table_has_one_entrance():
    """What staging casts or renames is read nowhere else; what needs neither is read as it is."""
    read: dict[bool, set[str]] = {True: set(), False: set()}
    for path in model_files():
        read[layer_of(path) == "staging"] |= sources_read(path.read_text(encoding="utf-8"))
    assert read[True]
    both = read[True] & read[False]
    assert not both, f"staging has these under their types: {both}"


def test_python_models_are_thin():
    thick = {
        path.stem: lines
        for path in (PROJECT_DIR / "python_models").rglob("*.py")
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > 60
    }
    assert not thick, f"move the computation into the package: {thick}"


def test_files_stay_short():
    limits = {"models": (".sql", 250), "wenmai": (".py", 400), "flows": (".py", 400)}
    long = {
        str(path.relative_to(PROJECT_DIR)): lines
        for folder, (suffix, limit) in limits.items()
        for path in (PROJECT_DIR / folder).rglob(f"*{suffix}")
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > limit
    }
    assert not long, f"split what does two things: {long}"


def code_lines(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Return the lines of a function without its heading's docstring."""
    first = function.body[0]
    has_docstring = ast.get_docstring(function) is not None
    begin = (first.end_lineno or 0) + 1 if has_docstring else function.lineno
    return (function.end_lineno or 0) - begin + 1


def test_functions_stay_short():
    long = {
        f"{path.relative_to(PROJECT_DIR)}:{node.name}": lines
        for folder in ("wenmai", "flows", "python_models")
        for path in (PROJECT_DIR / folder).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (lines := code_lines(node)) > 60
    }
    assert not long, f"a function does one thing: {long}"


def cte_lengths(text: str) -> dict[str, int]:
    """Return the lines inside every common table expression that begins a line."""
    pattern = r"^(\w+) as (?:not )?(?:materialized )?\(\s*$(.*?)^\)"
    found = re.finditer(pattern, text, flags=re.M | re.S)
    return {match[1]: match[2].count("\n") - 1 for match in found}


def test_lines_of_functions_and_ctes_are_counted():
    (function,) = ast.parse('def f():\n    """One.\n\n    Two.\n    """\n    return 1\n').body
    assert code_lines(function) == 1
    assert cte_lengths("with\n\na as (\n  select\n    1\n),\n\nb as (\n  x\n)\n") == {
        "a": 2,
        "b": 1,
    }


def test_ctes_stay_short():
    long = {
        f"{path.stem}:{name}": lines
        for path in (PROJECT_DIR / "models").rglob("*.sql")
        for name, lines in cte_lengths(path.read_text(encoding="utf-8")).items()
        if lines > 80
    }
    assert not long, f"a step has one purpose: {long}"


def test_sql_says_what_both_engines_understand():
    paths = [*(PROJECT_DIR / "models").rglob("*.sql"), *(PROJECT_DIR / "macros/values").glob("*")]
    lines = [(path.name, line) for path in paths for line in path.read_text("utf-8").splitlines()]
    code = [(name, line) for name, line in lines if not line.lstrip().startswith("--")]
    assert [place for place in code if OF_DUCKDB_ALONE.search(place[1])] == []


def test_the_serving_file_exposes_every_mart():
    content = yaml.safe_load((PROJECT_DIR / "models/exposures.yml").read_text(encoding="utf-8"))
    exposed = {
        name
        for exposure in content["exposures"]
        if exposure["name"] == "serving_file"
        for reference in exposure["depends_on"]
        for name in re.findall(r"ref\('(\w+)'\)", reference)
    }
    assert exposed == {path.stem for path in mart_files()}


def test_no_file_holds_an_open_merge():
    """A table of sentences stays readable CSV with the marks of an open merge inside it."""
    begun = re.compile(rb"^(<{7}|>{7}) ", flags=re.M)
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=PROJECT_DIR,
        capture_output=True,
        check=True,
    ).stdout.decode()
    files = [PROJECT_DIR / name for name in listed.split("\0") if name]
    assert files
    open_merges = [
        str(path) for path in files if path.is_file() and begun.search(path.read_bytes())
    ]
    assert not open_merges
