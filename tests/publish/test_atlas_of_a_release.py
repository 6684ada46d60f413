"""The atlas belongs to its release: shown with it, kept with it, checked with it."""

import shutil

import pytest

from wenmai.errors import WenmaiError
from wenmai.pipeline import refresh
from wenmai.publish import current_release, publish, roll_back
from wenmai.publish.disk import show


def shown_release(settings) -> str:
    """Return the release that the atlas people open was made from."""
    text = (settings.serving_dir / "atlas" / "index.html").read_text(encoding="utf-8")
    return text.partition("<footer>")[2].partition("</footer>")[0].split()[-1]


def test_the_atlas_follows_the_release_forth_and_back(own_small_warehouse):
    settings = own_small_warehouse.settings
    first = current_release(settings).release_id
    publish(settings, "20990101T000000Z-second")
    assert shown_release(settings) == "20990101T000000Z-second"
    roll_back(settings, first)
    assert shown_release(settings) == first
    assert not list(settings.serving_dir.glob(".*.part"))


def test_an_unchanged_refresh_mends_an_atlas_that_a_kill_left_behind(own_small_warehouse):
    settings = own_small_warehouse.settings
    link = settings.serving_dir / "atlas"
    link.unlink()
    link.symlink_to("releases/an-older-one")
    assert refresh(settings).status == "unchanged"
    assert shown_release(settings) == current_release(settings).release_id


def test_a_copied_warehouse_gets_its_link_back(own_small_warehouse):
    settings = own_small_warehouse.settings
    link = settings.serving_dir / "atlas"
    pages = link.resolve()
    link.unlink()
    shutil.copytree(pages, link)
    publish(settings, "20990101T000000Z-second")
    assert link.is_symlink()
    assert shown_release(settings) == "20990101T000000Z-second"


def test_a_release_without_an_atlas_takes_the_last_one_away(own_small_warehouse):
    settings = own_small_warehouse.settings
    first = current_release(settings)
    shutil.rmtree(first.folder / "atlas")
    show(settings, first)
    assert not (settings.serving_dir / "atlas").exists()


def test_a_changed_page_stops_the_roll_back(own_small_warehouse):
    settings = own_small_warehouse.settings
    first = current_release(settings)
    publish(settings, "20990101T000000Z-second")
    page = first.folder / "atlas" / "index.html"
    page.write_text(page.read_text(encoding="utf-8") + " ", encoding="utf-8")
    with pytest.raises(WenmaiError, match="has changed since it was published"):
        roll_back(settings, first.release_id)
