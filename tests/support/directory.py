"""A directory of one person: as much of LDAP as a simple bind needs."""

import socketserver
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread


@contextmanager
def directory(password: str) -> Iterator[int]:
    """Answer binds at a port of this machine: well with this password, refused with another."""

    class Bind(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            while asked := self.request.recv(4096):
                number = asked[4]  # 30 length, 02 01 number of the message, 60 length …
                if asked[5] != 0x60:  # an unbind
                    return
                code = 0 if asked.endswith(password.encode()) else 49  # invalidCredentials
                said = bytes([0x61, 7, 0x0A, 1, code, 4, 0, 4, 0])
                self.request.sendall(bytes([0x30, 3 + len(said), 2, 1, number]) + said)

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Bind) as server:
        server.daemon_threads = True
        Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield server.server_address[1]
        finally:
            server.shutdown()
