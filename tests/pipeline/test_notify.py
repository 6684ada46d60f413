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
def test_only_http_addresses_are_notified(settings, url):
    with pytest.raises(WenmaiError, match="not an http or https address"):
        notify(replace(settings, notify_url=url), MESSAGE)


def test_a_command_gets_the_message_on_standard_input(settings, tmp_path):
    received = tmp_path / "received.json"
    notify(replace(settings, notify_command=f"cat > '{received}'"), MESSAGE)
    assert json.loads(received.read_text("utf-8")) == MESSAGE


def test_a_failing_command_is_named_with_its_last_words(settings):
    command = "echo first >&2; echo no such channel >&2; exit 3"
    with pytest.raises(WenmaiError, match="exit code 3: no such channel"):
        notify(replace(settings, notify_command=command), MESSAGE)
