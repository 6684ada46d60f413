"""The order of the steps, with stand-ins for ingest and build."""

from dataclasses import replace

import duckdb
import pytest

from wenmai.build import BuildReport, NodeResult
from wenmai.errors import WenmaiError
from wenmai.ingest.report import IngestReport
from wenmai.pipeline import (
    Plan,
    RefreshRequest,
    StepFinished,
    StepStarted,
    plain_call,
    read_log,
    refresh,
    sequence,
    steps,
)
from wenmai.publish import current_release

STEPS = ["plan", "ingest", "build", "gate", "publish"]


class StandIns:
    """Stand-ins for the steps that need studies and dbt."""

    def __init__(self, settings):
        self.settings, self.fingerprint, self.nodes, self.value = settings, "f1", (), 1
        self.wrong, self.unfit = {}, {}

    def plan(self, settings, studies=None, *, release_id, trigger):
        release = current_release(settings)
        known = release.provenance.get("fingerprint") if release else None
        is_known = known == self.fingerprint
        return Plan((), self.fingerprint, is_known, release_id, trigger=trigger, wrong=self.wrong)

    def ingest(self, settings, plan, *, observer):
        settings.build_file.parent.mkdir(parents=True, exist_ok=True)
        with duckdb.connect(str(settings.build_file)) as connection:
            connection.execute("create schema if not exists marts")
            connection.execute(f"create or replace table marts.dim_x as select {self.value} as x")
        return IngestReport(plan.release_id, notes=("A note.",), unfit=self.unfit)

    def build(self, settings, *, observer):
        return BuildReport(self.nodes, 0.1, settings.build_file.parent / "compiled")


@pytest.fixture
def stand_ins(settings, monkeypatch):
    made = StandIns(settings)
    monkeypatch.setattr(sequence, "plan", made.plan)
    monkeypatch.setattr(steps, "run_ingest", made.ingest)
    monkeypatch.setattr(steps, "run_build", made.build)
    monkeypatch.setattr(
        "wenmai.pipeline.provenance.provenance", lambda _, plan: {"fingerprint": plan.fingerprint}
    )
    return made


def value_of(settings):
    with duckdb.connect(str(settings.serving_file), read_only=True) as connection:
        return connection.execute("select x, _release_id from marts.dim_x").fetchone()


FAILED_TEST = NodeResult(
    "weights_sum_to_one",
    "test",
    "fail",
    0.1,
    rows=2,
    severity="error",
    description="The weights of a study sum to 1.",
    file="tests/indicators/weights_sum_to_one.sql",
)


def test_a_refresh_publishes_and_says_what_it_made(settings, stand_ins):
    result = refresh(settings)
    assert result.status == "published"
    assert value_of(settings) == (1, result.release_id)
    assert [(table.name, table.rows) for table in result.tables] == [("dim_x", 1)]
    assert result.warnings == ("A note.",)
    assert [(entry.release_id, entry.status) for entry in read_log(settings)] == [
        (result.release_id, "published")
    ]


def test_steps_are_called_in_order_and_only_some_again(settings, stand_ins):
    called, seen = [], []

    def call(step, function, *args, retries=0):
        called.append((step, retries))
        return plain_call(step, function, *args)

    refresh(settings, call=call, observer=seen.append)
    assert called == [("plan", 0), ("ingest", 2), ("build", 0), ("gate", 0), ("publish", 0)]
    assert [event.step for event in seen if isinstance(event, StepStarted)] == STEPS
    assert [event.step for event in seen if isinstance(event, StepFinished)] == STEPS


def test_unchanged_input_does_nothing_and_says_so(settings, stand_ins):
    first = refresh(settings)
    seen = []
    again = refresh(settings, observer=seen.append)
    assert again.status == "unchanged"
    assert again.release_id == first.release_id
    assert again.tables == first.tables
    assert [event.step for event in seen if isinstance(event, StepStarted)] == ["plan"]
    assert len(read_log(settings)) == 1


@pytest.mark.parametrize(
    ("request_", "status"),
    [
        (RefreshRequest(force=True), "published"),
        (RefreshRequest(full_refresh=True), "published"),
        (RefreshRequest(publish=False), "unpublished"),
    ],
)
def test_unchanged_input_is_refreshed_when_asked_for(settings, stand_ins, request_, status):
    refresh(settings)
    assert refresh(settings, request_).status == status


def test_changed_input_gives_a_new_release(settings, stand_ins):
    first = refresh(settings)
    stand_ins.fingerprint, stand_ins.value = "f2", 2
    second = refresh(settings)
    assert second.release_id != first.release_id
    assert value_of(settings) == (2, second.release_id)


def test_without_publishing_the_serving_file_stays(settings, stand_ins):
    first = refresh(settings)
    stand_ins.fingerprint, stand_ins.value = "f2", 2
    result = refresh(settings, RefreshRequest(publish=False))
    assert result.status == "unpublished"
    assert value_of(settings) == (1, first.release_id)
    assert [entry.status for entry in read_log(settings)] == ["published", "unpublished"]
    # and the next refresh publishes it
    assert refresh(settings).status == "published"


def test_a_failed_test_stops_before_publishing_and_is_logged(settings, stand_ins):
    first = refresh(settings)
    stand_ins.fingerprint, stand_ins.value, stand_ins.nodes = "f2", 2, (FAILED_TEST,)
    with pytest.raises(WenmaiError) as stopped:
        refresh(settings)
    assert (
        "Test weights_sum_to_one (The weights of a study sum to 1.) found 2 rows "
        "(tests/indicators/weights_sum_to_one.sql)."
    ) in str(stopped.value)
    assert "compiled" in stopped.value.hint
    assert value_of(settings) == (1, first.release_id)
    assert [entry.status for entry in read_log(settings)] == ["published", "failed"]
    assert "weights_sum_to_one" in read_log(settings)[-1].message


def test_a_warning_is_reported_and_published(settings, stand_ins):
    stand_ins.nodes = (replace(FAILED_TEST, status="warn", severity="warn"),)
    result = refresh(settings)
    assert result.status == "published"
    assert "found 2 rows" in result.warnings[-1]


def test_a_failed_notification_never_fails_the_refresh(settings, stand_ins):
    result = refresh(replace(settings, notify_command="exit 1"))
    assert result.status == "published"
    assert "The notification was not delivered" in result.warnings[-1]
    assert [entry.status for entry in read_log(settings)] == ["published"]


def test_a_failed_refresh_is_notified_too(settings, stand_ins, tmp_path):
    received = tmp_path / "received.json"
    stand_ins.nodes = (FAILED_TEST,)
    with pytest.raises(WenmaiError):
        refresh(replace(settings, notify_command=f"cat > '{received}'"))
    assert '"status": "failed"' in received.read_text("utf-8")


def test_a_wrong_study_stands_in_result_log_and_notification(settings, stand_ins, monkeypatch):
    told = []
    monkeypatch.setattr(sequence, "notify", lambda _, message: told.append(message))
    settings = replace(settings, notify_command="true")
    stand_ins.wrong = {"east": "east/study.yml: It is empty."}
    sentence = "Study east is not in this release, the others are: east/study.yml: It is empty."
    for result in (refresh(settings), refresh(settings)):
        assert result.set_aside == {"east": sentence}
        assert result.warnings[0] == sentence
    assert result.status == "unchanged"
    (entry,) = read_log(settings)
    assert (entry.status, entry.message) == ("published", sentence)
    assert [message["set_aside"] for message in told] == [{"east": sentence}]
    unpublished = refresh(settings, RefreshRequest(publish=False, force=True))
    assert unpublished.set_aside["east"].startswith("Study east was not refreshed: east/study.yml")


def test_a_study_that_could_not_be_read_is_put_aside_and_tried_again(settings, stand_ins):
    stand_ins.unfit = {"east": "There is no key."}
    first = refresh(settings)
    assert "east" in first.set_aside and "There is no key." in first.set_aside["east"]
    stand_ins.unfit = {}
    again = refresh(settings)
    assert (again.status, again.set_aside) == ("published", {})


def test_a_release_that_was_not_delivered_stands_and_is_delivered_by_the_next_refresh(
    settings, stand_ins, monkeypatch
):
    delivered = []

    def refuse(*_):
        raise WenmaiError("PostgreSQL at house does not answer.", hint="Start it.")

    settings = replace(settings, postgres="postgresql://anna@house/db")
    monkeypatch.setattr(sequence, "deliver", refuse)
    first = refresh(settings)
    assert first.status == "published"
    assert (
        "The release was not delivered: PostgreSQL at house does not answer."
        in (first.warnings[-1])
    )
    assert value_of(settings) == (1, first.release_id)
    # an address that cannot be taken apart is a warning, too, and shows nothing of the password
    odd = refresh(replace(settings, postgres="postgresql://anna:se/cret@house/db"))
    assert "The address of PostgreSQL is not one" in odd.warnings[-1]
    assert "'se'" not in odd.warnings[-1]
    monkeypatch.setattr(
        sequence, "deliver", lambda _, release: delivered.append(release.release_id) or ["done"]
    )
    assert refresh(settings).status == "unchanged"
    assert delivered == [first.release_id]


def test_a_full_refresh_removes_the_private_file_first(settings, stand_ins):
    refresh(settings)
    with duckdb.connect(str(settings.build_file)) as connection:
        connection.execute("create table marts.fct_left_over as select 1 as x")
    assert [table.name for table in refresh(settings, RefreshRequest(force=True)).tables] == [
        "dim_x",
        "fct_left_over",
    ]
    full = refresh(settings, RefreshRequest(full_refresh=True))
    assert [table.name for table in full.tables] == ["dim_x"]


def test_only_trouble_with_disk_or_network_is_tried_again(monkeypatch):
    monkeypatch.setattr(sequence, "RETRY_WAIT_SECONDS", 0)
    tries = []

    def fail(error):
        tries.append(error)
        raise error

    with pytest.raises(OSError, match="gone"):
        plain_call("ingest", fail, OSError("gone"), retries=2)
    assert len(tries) == 3
    with pytest.raises(WenmaiError):
        plain_call("ingest", fail, WenmaiError("wrong"), retries=2)
    assert len(tries) == 4
