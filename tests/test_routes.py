"""From a number to its formula in three files: the mart, its YAML, and what the YAML names."""

import ast
import re
from pathlib import Path

import pytest
import yaml

PROJECT_DIR = Path(__file__).resolve().parents[1]
MARTS = sorted((PROJECT_DIR / "models" / "marts").rglob("*.yml"))


def place_of(name: str) -> Path:
    """Return the file in which a function or the CTE of a model stands, or say what is wrong."""
    *parts, step = name.split(".")
    if parts[0] == "wenmai":
        file = PROJECT_DIR.joinpath(*parts).with_suffix(".py")
        assert file.is_file(), f"{name}: there is no {file.relative_to(PROJECT_DIR)}"
        tree = ast.parse(file.read_text(encoding="utf-8"))
        assert step in {
            node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)
        }, f"{name}: {file.name} has no function {step}"
        return file
    (model,) = parts
    files = list((PROJECT_DIR / "models").rglob(f"{model}.sql"))
    assert len(files) == 1, f"{name}: there is no model {model}"
    steps = re.findall(r"^(\w+) as \(", files[0].read_text(encoding="utf-8"), flags=re.M)
    assert step in steps, f"{name}: {model} has no step {step}"
    return files[0]


@pytest.mark.parametrize("path", MARTS, ids=lambda path: path.stem)
def test_every_mart_names_the_step_that_holds_its_formula(path):
    (entry,) = yaml.safe_load(path.read_text(encoding="utf-8"))["models"]
    named = entry.get("config", {}).get("meta", {}).get("computed_in", [])
    assert named, f"{path.stem}: say under config.meta.computed_in where its numbers are computed"
    for name in named:
        place_of(name)


def test_a_step_that_is_not_there_is_found():
    assert place_of("int_indicators__scores.final").suffix == ".sql"
    assert place_of("wenmai.networks.nodes.node_measures").suffix == ".py"
    for wrong in ("int_indicators__scores.gone", "no_model.final", "wenmai.networks.nodes.gone"):
        with pytest.raises(AssertionError, match=re.escape(wrong)):
            place_of(wrong)


def test_the_ten_routes_of_the_docs_are_those_of_the_marts():
    text = (PROJECT_DIR / "docs" / "contribute.md").read_text(encoding="utf-8")
    routes = re.findall(r"^\| [^|]+ \| `(\w+)\.(\w+)` \| `([\w.]+)` \|", text, flags=re.M)
    assert len(routes) == 10
    files = {path.stem: path for path in MARTS}
    for mart, column, step in routes:
        (entry,) = yaml.safe_load(files[mart].read_text(encoding="utf-8"))["models"]
        assert column in {said["name"] for said in entry["columns"]}, f"{mart} has no {column}"
        assert step in entry["config"]["meta"]["computed_in"], f"{mart}: {step}"
