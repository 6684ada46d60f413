"""What the container file and the compose file name is there; nothing runs as root."""

import re

import pytest
import typer
import yaml

from wenmai.cli.app import app
from wenmai.settings import KEYS

VARIABLES = {variable for _, variable in KEYS.values()} | {"WENMAI_HOME", "WENMAI_LANG"}


@pytest.fixture(scope="module")
def container(project_dir):
    text = (project_dir / "containers/Containerfile").read_text(encoding="utf-8")
    lines = re.sub(r"\\\n\s*", "", text).splitlines()
    return [tuple(line.split(" ", 1)) for line in lines if line and not line.startswith("#")]


@pytest.fixture(scope="module")
def services(project_dir):
    text = (project_dir / "containers/compose.yml").read_text(encoding="utf-8")
    return yaml.safe_load(text)["services"]


def test_the_steps_name_files_and_targets_of_the_clone(container, project_dir):
    steps = " && ".join(rest for word, rest in container if word == "RUN")
    files = re.findall(r"--requirement (\S+)", steps)
    assert len(files) == 2
    assert all((project_dir / file).is_file() for file in files)
    targets = re.findall(r"(?:^|&& )make (\w+)", steps)
    makefile = (project_dir / "Makefile").read_text(encoding="utf-8")
    assert targets == ["setup", "dist"]
    assert all(re.search(f"^{target}:", makefile, flags=re.M) for target in targets)


def test_what_runs_is_a_command_of_wenmai_and_not_root(container, services):
    words = [word for word, _ in container]
    assert words.index("USER") < words.index("ENTRYPOINT")
    said = dict(container)
    assert said["USER"] not in {"root", "0"}
    assert yaml.safe_load(said["ENTRYPOINT"]) == ["wenmai"]
    commands = typer.main.get_command(app).commands
    (program, health) = yaml.safe_load(said["HEALTHCHECK"].partition("CMD ")[2])
    assert (program, health in commands) == ("wenmai", True)
    (command,) = yaml.safe_load(said["CMD"])
    asked, *options = services["wenmai"]["command"]
    assert asked == command
    known = {name for parameter in commands[command].params for name in parameter.opts}
    assert {option for option in options if option.startswith("--")} <= known
    variables = re.findall(r"(WENMAI_\w+)=", said["ENV"])
    assert {*variables, *(v for v in services["wenmai"]["environment"] if "WENMAI" in v)} <= (
        VARIABLES
    )


def test_a_container_writes_nowhere_but_in_the_warehouse(services):
    wenmai, postgres = services["wenmai"], services["postgres"]
    assert wenmai["read_only"]
    assert wenmai["cap_drop"] == ["ALL"]
    assert [place.rpartition(":")[2] for place in wenmai["volumes"]] == ["/warehouse"]
    assert "ports" not in wenmai, "the pages of the schedule are for this machine alone"
    assert all(port.startswith("127.0.0.1:") for port in postgres["ports"])
    for service in services.values():
        secrets = [v for k, v in service["environment"].items() if "PASSWORD" in k]
        assert secrets
        assert all(re.fullmatch(r"\$\{\w+:\?.+\}", secret) for secret in secrets)
