"""Where the project's models and reference data are: they come with the package."""

from pathlib import Path

PACKAGE_DIR = Path(__file__).resolve().parent
# a clone carries them beside the package, a wheel inside it
PROJECT_DIR = next(
    (
        folder
        for folder in (PACKAGE_DIR.parent, PACKAGE_DIR / "project")
        if (folder / "dbt_project.yml").is_file()
    ),
    None,
)
