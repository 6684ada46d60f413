"""The example studies with the real files beside them."""

import shutil
from pathlib import Path

import yaml

from wenmai.settings import Settings

# Which folders of the real data an example study reads.
TABLES = {
    "northeast_cities": ("northeast_real/*.xlsx", "census/*.csv"),
    "china_provinces": ("northeast_real/nbs_gbk/*.csv",),
    "national_tourism": ("tourism_nbs/raw_data.csv",),
    "yearbook_2017": ("northeast_real/yearbook_xls/*.xls",),
}


FEW_DRAWS = {"null_draws": 10, "removal_draws": 10, "bootstrap_draws": 10}
TREES = 200


def lay_out_examples(settings: Settings, real_data_dir: Path) -> None:
    """Copy every example study and the real files it asks for into the landing folder.

    With few trees, and few draws of doubts and networks, which would take half of the refresh:
    what they say by default is looked at on the demo.
    """
    (landing,) = settings.landing
    for study, patterns in TABLES.items():
        shutil.copytree(settings.project_dir / "examples" / study, landing / study)
        file = landing / study / "study.yml"
        said = yaml.safe_load(file.read_text(encoding="utf-8"))
        if said.get("indicators"):
            said["uncertainty"] = {**said.get("uncertainty", {}), "draws": 512}
        for network in said.get("networks", ()):
            network["measures"] = network.get("measures", {}) | FEW_DRAWS
        if "paths" in said:
            said["paths"]["forest"] = said["paths"].get("forest", {}) | {"trees": TREES}
        file.write_text(yaml.safe_dump(said, allow_unicode=True, sort_keys=False), "utf-8")
        tables = landing / study / "tables"
        tables.mkdir()
        for pattern in patterns:
            for file in sorted(real_data_dir.glob(pattern)):
                (tables / file.name).write_bytes(file.read_bytes())
