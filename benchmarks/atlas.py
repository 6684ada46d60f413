"""The atlas of 300 cities and 20 years: seconds and memory to make it, bytes, time to a picture.

A page's bytes are its own and those of the shared files of data that it asks for.
"""

import shutil
import statistics
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from benchmarks.atlas_panel import multiply, panel_size
from benchmarks.measure import report, run
from wenmai.settings import Settings

PROJECT_DIR = Path(__file__).resolve().parents[1]
LOADS = 3
TARGET_MB, TARGET_SECONDS = 1.0, 0.5
FLAGS = [
    *("--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-sync"),
    *("--disable-background-networking", "--disable-component-update"),
]
# Runs before the page's own scripts: notes when the first picture has been painted, and the end.
WATCH = """
    window.seen = {};
    new MutationObserver(() => {
        if (!seen.picture && document.querySelector('.chart canvas')) {
            seen.picture = -1;
            requestAnimationFrame(() => setTimeout(() => { seen.picture = performance.now(); }));
        }
        if (!seen.ready && document.documentElement.dataset.ready) seen.ready = performance.now();
    }).observe(document, { attributes: true, childList: true, subtree: true });
"""


def demo_release(folder: Path) -> Path:
    """Build the demo warehouse in a folder and return its serving file."""
    from wenmai.pipeline import refresh

    settings = Settings(PROJECT_DIR, folder, (PROJECT_DIR / "demo",))
    refresh(settings)
    return settings.serving_file


def larger_release(demo_file: Path, file: Path, *, n_units: int, n_years: int) -> None:
    """Write a copy of the demo's release with more units and years."""
    import duckdb

    shutil.copyfile(demo_file, file)
    with duckdb.connect(str(file)) as connection:
        multiply(connection, n_units=n_units, n_years=n_years)


@dataclass(frozen=True)
class Seen:
    """What opening a page brought.

    Parameters
    ----------
    megabytes : float
        Of the page and the files of data that it asked for before anything was chosen.
    first, ready : float
        Medians of the seconds from the start of the navigation to the first picture (None for
        pages of tables) and to all of them.
    """

    megabytes: float
    first: float | None
    ready: float


def look_at(pages: list[Path]) -> dict[Path, Seen]:
    """Open pages in headless Chromium, each as someone who never saw it."""
    from playwright.sync_api import sync_playwright

    path = shutil.which("chromium") or shutil.which("chromium-browser")
    found: dict[Path, Seen] = {}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        for file in pages:
            seen = [_open(browser, file) for _ in range(LOADS)]
            pictures = [one["picture"] for one in seen if "picture" in one]
            found[file] = Seen(
                seen[0]["megabytes"],
                statistics.median(pictures) / 1000 if pictures else None,
                statistics.median(one["ready"] for one in seen) / 1000,
            )
        browser.close()
    return found


def _open(browser, file: Path) -> dict[str, float]:  # type: ignore[no-untyped-def]
    context = browser.new_context(viewport={"width": 1366, "height": 768})
    page = context.new_page()
    asked = {file}
    page.on("request", lambda request: asked.add(Path(urlsplit(request.url).path)))
    page.add_init_script(WATCH)
    page.goto(file.as_uri(), wait_until="commit")
    page.wait_for_function("() => seen.ready && seen.picture !== -1", timeout=120_000)
    seen: dict[str, float] = page.evaluate("seen")
    context.close()
    own = [one for one in asked if one == file or one.parent.name == "data"]
    return {**seen, "megabytes": sum(one.stat().st_size for one in own) / 1e6}


def main(quick: bool = False) -> None:
    """Print what the atlas costs; quick takes 72 cities and 7 years."""
    n_units, n_years = (72, 7) if quick else (300, 20)
    with tempfile.TemporaryDirectory() as folder:
        demo_file = demo_release(Path(folder, "home"))
        file = Path(folder, "wenmai.duckdb")
        larger_release(demo_file, file, n_units=n_units, n_years=n_years)
        show(file, Path(folder, "atlas"))


def show(file: Path, atlas: Path) -> None:
    """Make the atlas of a serving file, look at it, and print what was measured."""
    units, years, indicators = panel_size(file)
    cost = run("benchmarks.atlas", str(file), str(atlas))
    pages = sorted(atlas.rglob("*.html"))
    seen = look_at(pages)
    print(f"Atlas of {units} units, {years} years, {indicators} indicators: {len(pages)} pages")
    print(f"  made in {cost.seconds:.1f} s ({cost.cpu_seconds:.1f} s of processor)")
    print(f"  largest memory of the process {cost.peak_mb:.0f} MB")
    print(f"  {'page':<28} {'MB':>6} {'first picture':>14} {'all pictures':>13}")
    for page in pages:
        one = seen[page]
        shown = "–" if one.first is None else f"{one.first:.2f} s"
        name = str(page.relative_to(atlas))
        print(f"  {name:<28} {one.megabytes:>6.2f} {shown:>14} {one.ready:>11.2f} s")
    largest = max(one.megabytes for one in seen.values())
    slowest = max(one.first for one in seen.values() if one.first is not None)
    for what, value, target, unit in (
        ("largest page with its data", largest, TARGET_MB, "MB"),
        ("slowest first picture", slowest, TARGET_SECONDS, "s"),
    ):
        verdict = "met" if value <= target else "missed"
        print(f"  target: {what} at most {target:g} {unit}: {value:.2f} {unit}, {verdict}")
    for what in ("assets", "data"):
        print(f"  {what}, shared by all pages: {_megabytes(atlas / what):.2f} MB")


def _megabytes(folder: Path) -> float:
    return sum(file.stat().st_size for file in folder.iterdir()) / 1e6


if __name__ == "__main__":
    from wenmai.atlas import make_atlas

    report(lambda: make_atlas(Path(sys.argv[1]), Path(sys.argv[2]), project_dir=PROJECT_DIR))
