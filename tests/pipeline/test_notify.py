"""Notifications are sent, and their failure is told without stopping anything."""

import json
import threading
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from wenmai.errors import WenmaiError
from wenmai.pipeline.notify import notify

MESSAGE = {"status": "published", "release_id": "a", "studies": ["东北"]}


@pytest.fixture
def server():
    """Run a server on this machine that remembers what it was sent."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            self.server.received.append((self.path, json.loads(body)))
            self.send_response(self.server.answer)
            self.end_headers()

        def log_message(self, *_):
            pass

    running = HTTPServer(("127.0.0.1", 0), Handler)
    running.received, running.answer = [], 200
    threading.Thread(target=running.serve_forever, daemon=True).start()
    yield running
    running.shutdown()
    running.server_close()


def address(server):
    return f"http://127.0.0.1:{server.server_port}/hook/secret"


def test_a_message_is_posted_as_json(settings, server):
    told = notify(replace(settings, notify_url=address(server)), MESSAGE)
    assert server.received == [("/hook/secret", MESSAGE)]
    assert told == ["127.0.0.1 answered 200"]


def test_a_refusal_names_the_host_but_not_the_secret_path(settings, server):
    server.answer = 403
    with pytest.raises(WenmaiError, match=r"127\.0\.0\.1 answered 403") as refused:
        notify(replace(settings, notify_url=address(server)), MESSAGE)
    assert "secret" not in str(refused.value)


def test_a_server_that_is_down_is_worth_another_try(settings, server):
    url = address(server)
    server.shutdown()
    server.server_close()
    with pytest.raises(OSError, match="could not be notified") as failed:
        notify(replace(settings, notify_url=url), MESSAGE)
    assert "secret" not in str(failed.value)


@pytest.mark.parametrize("url", ["file:///etc/passwd", "hook.example", "ftp://example/x"])
def test_an_address_of_no_service_is_refused(settings, url):
    with pytest.raises(WenmaiError, match="neither an http or https address nor"):
        notify(replace(settings, notify_url=url), MESSAGE)


def test_a_command_gets_the_message_on_standard_input(settings, tmp_path):
    received = tmp_path / "received.json"
    notify(replace(settings, notify_command=f"cat > '{received}'"), MESSAGE)
    assert json.loads(received.read_text("utf-8")) == MESSAGE


def test_a_failing_command_is_named_with_its_last_words(settings):
    command = "echo first >&2; echo no such channel >&2; exit 3"
    with pytest.raises(WenmaiError, match="exit code 3: no such channel"):
        notify(replace(settings, notify_command=command), MESSAGE)


def test_people_are_told_in_their_language_beside_the_programs(settings, server, monkeypatch):
    monkeypatch.setenv("WENMAI_LANG", "zh")
    to_people = address(server).replace("http://", "json://").replace("secret", "people")
    made = MESSAGE | {"rows": {"marts.dim_studies": 1200}, "warnings": ["a{b}c"]}
    told = notify(replace(settings, notify_url=f"{address(server)} {to_people}"), made)
    (_, as_json), (path, as_text) = server.received
    assert as_json == made
    assert path.strip("/") == "hook/people"
    assert as_text["title"] == "文脉：新版本已发布"
    assert as_text["message"] == "版本a：1项研究，1张表，1,200行\n请查看1条提示：\na{b}c"
    assert [line.text("zh") for line in told] == ["127.0.0.1已答复200", "已通知JSON"]


def test_a_service_that_refuses_is_named_without_its_token(settings, server, caplog, capfd):
    server.answer = 403
    url = address(server).replace("http://", "json://")
    with pytest.raises(OSError, match="JSON did not take the notification") as failed:
        notify(replace(settings, notify_url=url), {"status": "failed", "message": "no disk"})
    assert "secret" not in f"{failed.value}{caplog.text}{''.join(capfd.readouterr())}"
    assert server.received[0][1]["message"] == "no disk"
