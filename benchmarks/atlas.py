"""The atlas of 300 cities and 20 years: seconds and memory to make it, bytes, time to a picture."""

import shutil
import statistics
import sys
import tempfile
from pathlib import Path

from benchmarks.atlas_panel import multiply, panel_size
from benchmarks.measure import report, run
from wenmai.settings import Settings

PROJECT_DIR = Path(__file__).resolve().parents[1]
LOADS = 3
TARGET_MB, TARGET_SECONDS = 5.0, 3.0
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


def seconds_to_pictures(pages: list[Path]) -> dict[Path, tuple[float | None, float]]:
    """Open pages in headless Chromium; return seconds to the first picture and to all of them.

    Parameters
    ----------
    pages : list of Path

    Returns
    -------
    dict of Path to (float or None, float)
        Medians from the start of the navigation; None for pages of tables.
    """
    from playwright.sync_api import sync_playwright

    path = shutil.which("chromium") or shutil.which("chromium-browser")
    found: dict[Path, tuple[float | None, float]] = {}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        for file in pages:
            seen = [_open(browser, file) for _ in range(LOADS)]
            pictures = [one["picture"] for one in seen if "picture" in one]
            found[file] = (
                statistics.median(pictures) / 1000 if pictures else None,
                statistics.median(one["ready"] for one in seen) / 1000,
            )
        browser.close()
    return found


def _open(browser, file: Path) -> dict[str, float]:  # type: ignore[no-untyped-def]
    """Open a page as someone who never saw it."""
    context = browser.new_context(viewport={"width": 1366, "height": 768})
    page = context.new_page()
    page.add_init_script(WATCH)
    page.goto(file.as_uri(), wait_until="commit")
    page.wait_for_function("() => seen.ready && seen.picture !== -1", timeout=120_000)
    seen: dict[str, float] = page.evaluate("seen")
    context.close()
    return seen


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
    seconds = seconds_to_pictures(pages)
    print(f"Atlas of {units} units, {years} years, {indicators} indicators: {len(pages)} pages")
    print(f"  made in {cost.seconds:.1f} s ({cost.cpu_seconds:.1f} s of processor)")
    print(f"  largest memory of the process {cost.peak_mb:.0f} MB")
    print(f"  {'page':<28} {'MB':>6} {'first picture':>14} {'all pictures':>13}")
    for page in pages:
        first, ready = seconds[page]
        shown = "–" if first is None else f"{first:.2f} s"
        size = page.stat().st_size / 1e6
        print(f"  {page.relative_to(atlas)!s:<28} {size:>6.2f} {shown:>14} {ready:>11.2f} s")
    largest = max(page.stat().st_size for page in pages) / 1e6
    slowest = max(first for first, _ in seconds.values() if first is not None)
    for what, value, target, unit in (
        ("largest page", largest, TARGET_MB, "MB"),
        ("slowest first picture", slowest, TARGET_SECONDS, "s"),
    ):
        verdict = "met" if value <= target else "missed"
        print(f"  target: {what} at most {target:g} {unit}: {value:.2f} {unit}, {verdict}")
    print(f"  style and scripts, shared by all pages: {_megabytes(atlas / 'assets'):.2f} MB")


def _megabytes(folder: Path) -> float:
    return sum(file.stat().st_size for file in folder.iterdir()) / 1e6


if __name__ == "__main__":
    from wenmai.atlas import make_atlas

    report(lambda: make_atlas(Path(sys.argv[1]), Path(sys.argv[2]), project_dir=PROJECT_DIR))
