"""What each step of the refresh calls, and how its outcome is said in few words."""

from collections.abc import Callable
from typing import Any

from wenmai.build import BuildReport, NodeResult, build_tables
from wenmai.errors import WenmaiError
from wenmai.ingest.report import IngestReport
from wenmai.pipeline.events import NodeFinished, Observer
from wenmai.pipeline.planning import Plan
from wenmai.publish import Release, current_release, publish
from wenmai.publish.kept import sentences
from wenmai.sentences import Sentence
from wenmai.settings import Settings
from wenmai.words import STUDIES, WARNINGS
from wenmai.workers import begin_workers

NOTHING_CHANGED = Sentence("refresh.nothing_changed", "studies")
BUILT = Sentence("refresh.built", "models", "tests")
BUILT_SOME = Sentence("refresh.built_some", "models", "kept", "tests")
ALL_PASSED = Sentence("refresh.all_passed")
PUBLISHED_AS = Sentence("refresh.published_as", "tables", "release")
JUST_REMOVED = Sentence("refresh.just_removed", "file")
REFRESH_AGAIN = Sentence("refresh.refresh_again")
NO_LONGER_HELD = Sentence("refresh.no_longer_held", "studies")
NOT_REFRESHED = Sentence("refresh.study_not_refreshed", "study", "reason")


def run_ingest(settings: Settings, plan: Plan, *, observer: Observer) -> IngestReport:
    """Read the files of the planned studies into the private file.

    Parameters
    ----------
    settings : Settings
    plan : Plan
    observer : callable

    Returns
    -------
    IngestReport
    """
    from wenmai.ingest import ingest  # noqa: PLC0415 - readers are heavy
    from wenmai.pipeline.blank import begin_with_blank  # noqa: PLC0415 - only where one begins

    begin_with_blank(settings)
    begin_workers()
    return ingest(settings, plan, observer=observer)


def run_build(settings: Settings, *, observer: Observer) -> BuildReport:
    """Build and test all models.

    Parameters
    ----------
    settings : Settings
    observer : callable

    Returns
    -------
    BuildReport
    """

    def tell(node: NodeResult) -> None:
        observer(NodeFinished(node))

    return build_tables(settings, on_node=tell)


def run_publish(settings: Settings, plan: Plan) -> Release:
    """Publish what was built, with its provenance.

    Parameters
    ----------
    settings : Settings
    plan : Plan

    Returns
    -------
    Release
    """
    from wenmai.pipeline.provenance import provenance  # noqa: PLC0415

    facts = provenance(settings, plan)
    return publish(settings, plan.release_id, provenance=facts, unfit=plan.wrong)


def remove_build_file(settings: Settings) -> None:
    """Remove the private file and its write-ahead log, so that all is built from the sources.

    Parameters
    ----------
    settings : Settings
    """
    for name in (settings.build_file.name, f"{settings.build_file.name}.wal"):
        settings.build_file.with_name(name).unlink(missing_ok=True)


def published_release(settings: Settings) -> Release:
    """Return the release that people see, which must be there.

    Parameters
    ----------
    settings : Settings

    Returns
    -------
    Release

    Raises
    ------
    WenmaiError
        When it has just been removed.
    """
    release = current_release(settings)
    if release is None:
        raise WenmaiError(JUST_REMOVED(file=str(settings.serving_file)), hint=REFRESH_AGAIN())
    return release


def missing_studies(settings: Settings, plan: Plan) -> list[str]:
    """Say which studies people see now and will not see in the next release.

    Parameters
    ----------
    settings : Settings
    plan : Plan

    Returns
    -------
    list of str
        Empty, or one sentence.
    """
    try:
        release = current_release(settings)
    except WenmaiError:
        return []
    if release is None:
        return []
    before = set(release.provenance.get("studies", []))
    gone = sorted(before - {study.code for study in plan.studies} - plan.wrong.keys())
    if not gone:
        return []
    return [NO_LONGER_HELD(studies=", ".join(gone))]


def set_aside(plan: Plan, release: Release | None = None) -> dict[str, str]:
    """Say what became of the studies with which something is wrong.

    Parameters
    ----------
    plan : Plan
    release : Release, optional
        What people see; None when nothing is published.

    Returns
    -------
    dict
        Code → sentence.
    """
    if release is None:
        said = {code: NOT_REFRESHED(study=code, reason=why) for code, why in plan.wrong.items()}
    else:
        kept = release.provenance.get("kept", {})
        reasons = {code: one["reason"] for code, one in kept.items()}
        said = sentences(
            reasons | release.provenance.get("left_out", {}),
            {code: one["release_id"] for code, one in kept.items()},
        )
    return dict(said)


def in_few_words(step: str, outcome: Any) -> str:
    """Say what a step did.

    Parameters
    ----------
    step : str
    outcome : object
        What the step returned.

    Returns
    -------
    str

    Examples
    --------
    >>> in_few_words("gate", ["Test a found 2 rows."])
    '1 warning'
    """
    return _WORDS[step](outcome)


def _plan_words(plan: Plan) -> str:
    studies = STUDIES(len(plan.studies))
    return NOTHING_CHANGED(studies=studies) if plan.is_unchanged else studies


def _build_words(report: BuildReport) -> str:
    tests = report.count("test")
    kept = sum(node.status == "kept" for node in report.nodes)
    models = report.count("model", "seed")
    if kept:
        return BUILT_SOME(models=models, kept=kept, tests=tests)
    return BUILT(models=models, tests=tests)


def _gate_words(warnings: list[str]) -> str:
    return WARNINGS(len(warnings)) if warnings else ALL_PASSED()


def _publish_words(release: Release) -> str:
    return PUBLISHED_AS(tables=len(release.tables), release=release.release_id)


_WORDS: dict[str, Callable[[Any], str]] = {
    "plan": _plan_words,
    "ingest": IngestReport.said,
    "build": _build_words,
    "gate": _gate_words,
    "publish": _publish_words,
    "deliver": lambda told: str(told[0]),
    "notify": "; ".join,
}
