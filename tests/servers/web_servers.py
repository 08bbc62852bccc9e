"""Real web servers of Debian, started on loopback with a release and the rules that it brings."""

from __future__ import annotations

import http.client
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

_APACHE = """\
ServerRoot "{scratch}"
PidFile "{scratch}/apache.pid"
ErrorLog "{scratch}/error.log"
ServerName localhost
Listen 127.0.0.1:{port}
{modules}
TypesConfig /dev/null
DocumentRoot "{root}"
<Directory "{root}">
  AllowOverride FileInfo Indexes Options=MultiViews
  Options FollowSymLinks
  Require all granted
</Directory>
"""
_MODULES = "mpm_event authz_core dir mime rewrite headers negotiation"
_NGINX = """\
daemon off;
{user}
pid {scratch}/nginx.pid;
error_log {scratch}/error.log;
events {{ worker_connections 64; }}
http {{
  access_log off;
  map_hash_bucket_size 256;
  client_body_temp_path {scratch}/body;
  proxy_temp_path {scratch}/proxy;
  fastcgi_temp_path {scratch}/fastcgi;
  uwsgi_temp_path {scratch}/uwsgi;
  scgi_temp_path {scratch}/scgi;
  include {maps};
  server {{
    listen 127.0.0.1:{port};
    root {root};
    include {locations};
  }}
}}
"""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server answers: status, headers by lower-case name, and body."""

    status: int
    headers: dict[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class Server:
    """A server and the path of the release on it, with slashes at both ends."""

    port: int
    place: str
    is_apache: bool = False

    def ask(self, path: str, method: str = "GET", **headers: str) -> Answer:
        """Ask for a path below the release, without following redirects."""
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)) as connection:
            connection.putrequest(method, f"{self.place}{path}", skip_accept_encoding=True)
            for name, value in headers.items():
                connection.putheader(name.replace("_", "-"), value)
            connection.endheaders()
            response = connection.getresponse()
            known = {name.lower(): value for name, value in response.getheaders()}
            return Answer(response.status, known, response.read())


@dataclass(frozen=True, slots=True)
class Hosted:
    """A release of the bundled graph that was made for an address: it stands below /kg/ of a web space."""

    root: Path
    port: int

    @property
    def address(self) -> str:
        """Where the release says that it is."""
        return f"http://127.0.0.1:{self.port}/kg/"

    @property
    def release(self) -> Path:
        """The folder of the release."""
        return self.root / "kg"


def free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def program(name: str) -> str:
    found = shutil.which(name) or shutil.which(name, path="/usr/sbin:/sbin")
    if found is None:
        pytest.skip(f"needs the program {name}")
    return found


@contextmanager
def apache(root: Path, place: str, scratch: Path, port: int | None = None) -> Iterator[Server]:
    """Serve a folder with Apache."""
    command = program("apache2")
    modules = Path("/usr/lib/apache2/modules")
    loaded = "\n".join(f"LoadModule {name}_module {modules}/mod_{name}.so" for name in _MODULES.split())
    port = port or free_port()
    config = scratch / "apache.conf"
    config.write_text(_APACHE.format(scratch=scratch, port=port, modules=loaded, root=root), encoding="utf-8")
    with _running([command, "-X", "-f", str(config)], port, scratch):
        yield Server(port, place, is_apache=True)


@contextmanager
def nginx(root: Path, place: str, scratch: Path, port: int | None = None) -> Iterator[Server]:
    """Serve a folder with nginx."""
    command = program("nginx")
    port = port or free_port()
    config = scratch / "nginx.conf"
    hosting = Path(f"{root}{place}") / "hosting"
    text = _NGINX.format(
        user="user root;" if os.geteuid() == 0 else "",
        scratch=scratch,
        port=port,
        root=root,
        maps=hosting / "nginx-maps.conf",
        locations=hosting / "nginx-locations.conf",
    )
    config.write_text(text, encoding="utf-8")
    with _running([command, "-p", str(scratch), "-c", str(config)], port, scratch):
        yield Server(port, place)


@contextmanager
def _running(command: list[str], port: int, scratch: Path) -> Iterator[None]:
    with (scratch / "output.txt").open("wb") as output:
        process = subprocess.Popen(command, stdout=output, stderr=output)
    try:
        _wait_for(process, port, scratch)
        yield
    finally:
        process.terminate()
        process.wait(60)


def _wait_for(process: subprocess.Popen[bytes], port: int, scratch: Path) -> None:
    for _ in range(1200):
        with closing(socket.socket()) as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        assert process.poll() is None, (scratch / "output.txt").read_text() + _log(scratch)
        time.sleep(0.05)
    pytest.fail(f"the server does not answer: {_log(scratch)}")


def _log(scratch: Path) -> str:
    log = scratch / "error.log"
    return log.read_text(encoding="utf-8") if log.exists() else ""
