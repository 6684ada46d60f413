"""Put the dbt project, reference data, demo and documentation into the wheel, in wenmai/project.

All else about the package stands in pyproject.toml. A clone reads these files where they lie.
"""

import shutil
import tempfile
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py

HERE = Path(__file__).resolve().parent
# Patterns as in the clone; what only develops wenmai (pytest suites, the generator) stays out.
CARRIED = (
    *("dbt_project.yml", "profiles.yml", "requirements.lock", "package-lock.json"),
    *("requirements-spatial.lock", "requirements-report.lock"),
    *("LICENSE", "README.md", "README.zh.md", "SECURITY.md", "CHANGELOG.md"),
    *("models/**/*", "python_models/**/*", "macros/**/*", "seeds/**/*"),
    *("tests/**/*.sql", "docs/**/*", "examples/**/*", "demo/*/**/*"),
    *("node_modules/echarts/dist/echarts.min.js", "node_modules/echarts/LICENSE"),
    "node_modules/echarts/NOTICE",
)
LEFT_OUT = ("demo/truth", "__pycache__")


def carried_files() -> Iterator[Path]:
    """Yield the files that the wheel carries, relative to the clone."""
    for pattern in CARRIED:
        for file in sorted(HERE.glob(pattern)):
            place = file.relative_to(HERE)
            if file.is_file() and not any(part in f"{place.as_posix()}/" for part in LEFT_OUT):
                yield place


def pack_from_code(archive: Path) -> None:
    """Compile the project, and pack what nobody who installs it then need wait for.

    Built apart from the libraries (by pip, not by `make dist`), the wheel is without it, and the
    first refresh compiles.
    """
    try:
        from wenmai.build.project import code_key, compiled_file
        from wenmai.pipeline.blank import blank_file
        from wenmai.settings import Settings
    except ImportError:
        return
    settings = Settings.from_env()
    if code_key(settings.project_dir) != code_key(HERE):
        return  # the libraries' own wenmai is another one
    with tempfile.TemporaryDirectory() as home, zipfile.ZipFile(archive, "w") as packed:
        elsewhere = replace(settings, home=Path(home))
        for file in (compiled_file(elsewhere), blank_file(elsewhere)):
            # without its time: the same code makes the same wheel
            entry = zipfile.ZipInfo(file.name)
            packed.writestr(entry, file.read_bytes(), zipfile.ZIP_DEFLATED, compresslevel=9)


class BuildWithProject(build_py):
    """Build the package, and copy the project into it."""

    def run(self) -> None:
        """Copy after the modules; an editable installation reads the clone."""
        super().run()
        if not self.editable_mode:
            for place in carried_files():
                target = Path(self.build_lib, "wenmai", "project", place)
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(HERE / place, target)
            pack_from_code(Path(self.build_lib, "wenmai", "project", "from_code.zip"))


setup(cmdclass={"build_py": BuildWithProject})
