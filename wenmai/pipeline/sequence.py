"""The refresh: its steps in their order, written once."""

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from typing import Any, Protocol

from wenmai import __version__
from wenmai.build.gate import gate
from wenmai.build.report import BuildReport
from wenmai.deliver.delivery import deliver, is_due
from wenmai.errors import WenmaiError
from wenmai.obstacles import in_one_sentence, obstacle
from wenmai.pipeline import steps
from wenmai.pipeline.events import Observer, StepFinished, StepStarted
from wenmai.pipeline.notify import notify
from wenmai.pipeline.planning import Plan, new_release_id, plan
from wenmai.pipeline.result import RefreshRequest, RefreshResult
from wenmai.pipeline.size import refuse_what_does_not_fit
from wenmai.pipeline.summary import summarise
from wenmai.places import without_places
from wenmai.publish.disk import mend_links
from wenmai.publish.killed import close_killed
from wenmai.publish.release import Release, pointed_release
from wenmai.refreshes.lock import refresh_lock
from wenmai.refreshes.log import RefreshEntry, append, untrusted_lines
from wenmai.sentences import LANGUAGES, InBoth, Sentence, after_another, here, joined
from wenmai.settings import Settings

NOT_DELIVERED = Sentence("deliver.not_delivered", "reason")
RETRY_WAIT_SECONDS = 1.0
NO_LOG = Sentence("refresh.no_log", "reason")
NOT_NOTIFIED = Sentence("refresh.not_notified", "reason")


class Call(Protocol):
    """How a step is called: plainly, or as a task of a flow."""

    def __call__(
        self, step: str, function: Callable[..., Any], *args: Any, retries: int = 0
    ) -> Any:
        """Call ``function(*args)``, again up to ``retries`` times where that can help."""


def plain_call(step: str, function: Callable[..., Any], *args: Any, retries: int = 0) -> Any:
    """Call a step directly; try again only after a failure of disk or network.

    Parameters
    ----------
    step : str
        Its name.
    function : callable
    *args
        Its arguments.
    retries : int
        How often to try again after an `OSError`. A `WenmaiError` would only come back.

    Returns
    -------
    object
        What the function returns.

    Examples
    --------
    >>> plain_call("plan", max, 3, 4)
    4
    """
    for attempt in range(retries):
        try:
            return function(*args)
        except OSError:
            time.sleep(RETRY_WAIT_SECONDS * 2**attempt)
    return function(*args)


def refresh(
    settings: Settings,
    request: RefreshRequest | None = None,
    *,
    call: Call = plain_call,
    observer: Observer | None = None,
) -> RefreshResult:
    """Read the landing folders, build, test and publish.

    Nothing that people see changes before everything has been built, tested and checked.

    Parameters
    ----------
    settings : Settings
    request : RefreshRequest, optional
        Default: all studies, publish, only when something changed.
    call : callable
        Calls every step; a flow passes one that makes each step a task.
    observer : callable, optional
        Gets `StepStarted`, `StepFinished`, `NodeFinished` and the ingest's `FileIngested`.

    Returns
    -------
    RefreshResult

    Raises
    ------
    WenmaiError
        When another refresh runs, no study is without problems, or the gate stops the build. The
        failure is in the log and was notified.

    Examples
    --------
    >>> refresh(Settings.from_env()).status  # doctest: +SKIP
    'published'
    """
    with in_one_sentence(settings), refresh_lock(settings):
        run = _Run(settings, request or RefreshRequest(), call, observer)
        close_killed(settings)
        return run.all_steps()


class _Run:
    """One refresh under way."""

    def __init__(
        self, settings: Settings, request: RefreshRequest, call: Call, observer: Observer | None
    ) -> None:
        self.settings, self.request, self.call = settings, request, call
        self.observe: Observer = observer or (lambda _: None)
        self.seconds: dict[str, float] = {}
        self.warnings: list[str] = []
        self.set_aside: dict[str, str] = {}
        self.started = datetime.now(UTC)
        self.warnings += untrusted_lines(settings)
        self.entry = RefreshEntry(
            release_id=new_release_id(self.started),
            status="running",
            started_at=self.started,
            trigger=request.trigger,
            package_version=__version__,
        )

    def all_steps(self) -> RefreshResult:
        """Plan, ingest, build, gate, publish, notify."""
        try:
            planned = self._plan()
            if planned.is_unchanged and not self._is_wanted_anyway():
                return self._unchanged(planned)
            result = self._make(planned)
        except BaseException as error:
            self._failed(error)
            raise
        return self._notified(result)

    def _is_wanted_anyway(self) -> bool:
        request = self.request
        return request.force or request.full_refresh or not request.publish

    def _plan(self) -> Plan:
        make_plan = partial(plan, release_id=self.entry.release_id, trigger=self.request.trigger)
        planned: Plan = self._step("plan", make_plan, self.settings, self.request.studies)
        self.entry = replace(self.entry, fingerprint=planned.fingerprint)
        return planned

    def _make(self, planned: Plan) -> RefreshResult:
        refuse_what_does_not_fit(planned.studies, self.settings.project_dir)
        append(self.settings, self.entry)
        if self.request.full_refresh:
            steps.remove_build_file(self.settings)
        # reading can fail for a moment on a network drive; the ingest is one transaction
        ingested = self._step(
            "ingest",
            partial(steps.run_ingest, observer=self.observe),
            self.settings,
            planned,
            retries=2,
        )
        self.warnings += ingested.notes
        if ingested.unfit:  # what is wrong now may be right the next time: no fingerprint
            wrong = {**planned.wrong, **ingested.unfit}
            planned = replace(planned, wrong=wrong, fingerprint="")
        build = partial(steps.run_build, observer=self.observe)
        report: BuildReport = self._step("build", build, self.settings)
        self.warnings += self._step("gate", gate, report)
        if self.request.publish:
            self.warnings += steps.missing_studies(self.settings, planned)
            release = self._step("publish", steps.run_publish, self.settings, planned)
            status, file = "published", self.settings.serving_file
        else:
            release, status, file = None, "unpublished", self.settings.build_file
        self.set_aside = steps.set_aside(planned, release)
        try:
            self._log_end(status, after_another(self.set_aside.values()))
        except OSError as error:  # the release stands; the next refresh writes how this one ended
            said = obstacle(error, self.settings)
            # a warning is published too
            reason = joined([said.message, said.hint or ""]) if said else str(error)
            self.warnings.append(NO_LOG(reason=without_places(reason, self.settings)))
        if release is not None:
            self._deliver(release)
        result = self._result(status, self.entry.release_id)
        studies, tables, index_top, sql = summarise(file)
        return replace(
            result,
            studies=studies,
            tables=tables,
            index_top=index_top,
            sql=sql,
            ingest=ingested,
            build=report,
            release=release,
        )

    def _unchanged(self, planned: Plan) -> RefreshResult:
        """Say what is published; nothing is done and nothing logged."""
        studies, tables, index_top, sql = summarise(self.settings.serving_file)
        release = steps.published_release(self.settings)
        self.set_aside = steps.set_aside(planned, release)
        mend_links(self.settings)  # someone may have removed or copied them
        self._deliver(release)
        result = self._result("unchanged", release.release_id)
        return replace(
            result, studies=studies, tables=tables, index_top=index_top, sql=sql, release=release
        )

    def _deliver(self, release: Release) -> None:
        """Copy the release where other tools want it; what goes wrong with that is a warning."""
        try:
            if not is_due(self.settings, release):
                return
            self.warnings += self._step("deliver", deliver, self.settings, release)[1:]
        except Exception as error:  # the release stands
            reason = error.message if isinstance(error, WenmaiError) else str(error)
            self.warnings.append(NOT_DELIVERED(reason=reason))

    def _result(self, status: str, release_id: str) -> RefreshResult:
        return RefreshResult(
            status=status,
            release_id=release_id,
            started_at=self.started,
            finished_at=datetime.now(UTC),
            studies=(),
            tables=(),
            index_top=(),
            serving_file=self.settings.serving_file,
            sql="",
            warnings=(*self.set_aside.values(), *self.warnings),
            set_aside=self.set_aside,
            seconds=self.seconds,
        )

    def _notified(self, result: RefreshResult) -> RefreshResult:
        """Notify; what goes wrong with that is a warning."""
        problem = self._notify(result.to_message())
        if problem is None:
            return result
        return replace(result, warnings=(*result.warnings, problem))

    def _failed(self, error: BaseException) -> None:
        """Log and notify a failure, whatever it is."""
        if self.entry.status != "running":  # published already; only the telling went wrong
            return
        said = obstacle(error, self.settings) or error
        if isinstance(said, WenmaiError):
            message: str = InBoth(*(said.text(language) for language in LANGUAGES))
        else:
            message = repr(said)
        is_seen = pointed_release(self.settings) == self.entry.release_id
        try:
            ended = self._log_end("published" if is_seen else "failed", message)
        except OSError:  # the next refresh writes how this one ended
            ended = self.entry
        problem = self._notify(
            {
                "status": "failed",
                "release_id": ended.release_id,
                "started_at": ended.started_at,
                "finished_at": ended.finished_at,
                "message": here(ended.said),
            }
        )
        if problem is not None:
            error.add_note(problem)

    def _log_end(self, status: str, message: str = "") -> RefreshEntry:
        # the log is published: where this machine keeps its files is nobody's business
        message = without_places(message, self.settings)
        self.entry = self.entry.ended(status, message)
        append(self.settings, self.entry)
        return self.entry

    def _notify(self, message: dict[str, Any]) -> str | None:
        """Return what went wrong, None when all is well or nobody wants to know."""
        if not (self.settings.notify_url or self.settings.notify_command):
            return None
        try:
            self._step("notify", notify, self.settings, message, retries=2)
        except Exception as error:  # the release stands, whoever heard of it
            reason = error.message if isinstance(error, WenmaiError) else str(error)
            return NOT_NOTIFIED(reason=reason)
        return None

    def _step(self, name: str, function: Callable[..., Any], *args: Any, retries: int = 0) -> Any:
        """Call one step between its two events."""
        started = time.perf_counter()
        self.observe(StepStarted(name))
        try:
            outcome = self.call(name, function, *args, retries=retries)
        except BaseException as error:
            self.seconds[name] = time.perf_counter() - started
            self.observe(StepFinished(name, self.seconds[name], str(error), failed=True))
            raise
        self.seconds[name] = time.perf_counter() - started
        self.observe(StepFinished(name, self.seconds[name], steps.in_few_words(name, outcome)))
        return outcome
