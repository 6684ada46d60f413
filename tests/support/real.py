"""The example studies with the real files beside them."""

import shutil
from pathlib import Path

from wenmai.settings import Settings

# Which folders of the real data an example study reads.
TABLES = {
    "northeast_cities": ("northeast_real/*.xlsx", "census/*.csv"),
    "china_provinces": ("northeast_real/nbs_gbk/*.csv",),
    "national_tourism": ("tourism_nbs/raw_data.csv",),
    "yearbook_2017": ("northeast_real/yearbook_xls/*.xls",),
}


def lay_out_examples(settings: Settings, real_data_dir: Path) -> None:
    """Copy every example study and the real files it asks for into the landing folder."""
    (landing,) = settings.landing
    for study, patterns in TABLES.items():
        shutil.copytree(settings.project_dir / "examples" / study, landing / study)
        tables = landing / study / "tables"
        tables.mkdir()
        for pattern in patterns:
            for file in sorted(real_data_dir.glob(pattern)):
                (tables / file.name).write_bytes(file.read_bytes())
