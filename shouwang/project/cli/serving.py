"""``shouwang serve``: the web server and the worker together."""

import argparse
import os
import signal
import socket
import subprocess
import sys
import time

from shouwang.project.cli.frame import Failed, database_running, say

HOST = "127.0.0.1"
PORT = 8000
THREADS = 4  # of each web process: a request mostly waits for the database
ANY_ADDRESS = ("0.0.0.0", "::")
FIRST_PAGE_SECONDS = 60


def declare(commands: argparse._SubParsersAction) -> None:
    """Declare ``serve``."""
    serve = commands.add_parser("serve", help="run the web server and the worker until stopped")
    add_address(serve)
    serve.set_defaults(run=run)


def add_address(command: argparse.ArgumentParser) -> None:
    """Where to listen, and with how many processes."""
    command.add_argument("--host", default=HOST, help="address to listen on (default: this machine only, %(default)s)")
    command.add_argument("--port", type=int, default=PORT, help="port to listen on (default: %(default)s)")
    command.add_argument("--certificate", metavar="FILE", help="serve HTTPS with this certificate (PEM)")
    command.add_argument("--key", metavar="FILE", help="the certificate's private key (PEM, PKCS#8)")
    command.add_argument("--workers", type=int, default=min(os.cpu_count() or 1, 4), help="web processes")


def run(options: argparse.Namespace) -> int:
    """Serve until SIGTERM or Ctrl-C; 0 after a clean stop."""
    stop_cleanly_from_now_on()
    check_address(options)
    with database_running():
        check_migrated()
        serve(options)
    return 0


def stop_cleanly_from_now_on() -> None:
    """A SIGTERM before everything runs ends what was begun, the database included; the exit code is 0."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))


def check_address(options: argparse.Namespace) -> None:
    """Refuse what could not be served, before anything is started."""
    check_port(options.host, options.port)
    check_certificate(options)


def check_certificate(options: argparse.Namespace) -> None:
    """Refuse half a pair or a file that is not there; with a pair, cookies travel by HTTPS only."""
    if bool(options.certificate) != bool(options.key):
        raise Failed("--certificate and --key belong together.")
    for file in filter(None, (options.certificate, options.key)):
        if not os.access(file, os.R_OK):
            raise Failed(f"{file} cannot be read.")
    if options.certificate:
        os.environ.setdefault("SHOUWANG_HTTPS", "1")


def check_migrated() -> None:
    """Refuse to serve from a database of another version; asked in a process of its own, which frees its memory."""
    command = [sys.executable, "-m", "shouwang", "migrate", "--check"]
    if subprocess.run(command, stdin=subprocess.DEVNULL, check=False).returncode:
        raise Failed("The server was not started.")


def serve(options: argparse.Namespace) -> None:
    """Run web and worker until told to stop. The database runs already."""
    from shouwang.project.supervisor import Child, supervise

    children = [Child("web", web(options)), Child("worker", worker())]
    supervise(children, Watch(options).look, say)
    say("Stopped.")


def web(options: argparse.Namespace) -> list[str]:
    """The command of the web server."""
    application = "shouwang.project.wsgi:application"
    granian = [sys.executable, "-m", "granian", "--interface=wsgi", "--no-ws", "--log-level=warning"]
    threads = [f"--blocking-threads={THREADS}", "--blocking-threads-idle-timeout=600", "--respawn-failed-workers"]
    where = [f"--host={options.host}", f"--port={options.port}", f"--workers={options.workers}"]
    pair = [f"--ssl-certificate={options.certificate}", f"--ssl-keyfile={options.key}"] if options.certificate else []
    return [*granian, *threads, "--workers-kill-timeout=10", *where, *pair, application]


def worker() -> list[str]:
    """The command of the process that does background work."""
    patience = "--shutdown-graceful-timeout=20"
    return [sys.executable, "-m", "shouwang", "manage", "procrastinate", "worker", patience]


def check_port(host: str, port: int) -> None:
    """Refuse a port that is taken, before anything is started."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as failure:
            raise Failed(
                f"Cannot listen on {host} port {port} ({failure.strerror}). Choose another: --port"
            ) from failure


class Watch:
    """Between looks at the children: keeps the embedded database alive, says when the first page is there."""

    def __init__(self, options: argparse.Namespace) -> None:
        self.host = HOST if options.host in ANY_ADDRESS else options.host
        self.port = options.port
        self.scheme = "https" if options.certificate else "http"
        self._said = False
        self._until = time.monotonic() + FIRST_PAGE_SECONDS

    def look(self) -> None:
        """One look."""
        from shouwang.project import database

        if not database.external():
            from shouwang.project.postgres import embedded

            embedded().revive()
        if not self._said and (self._answers() or time.monotonic() > self._until):
            self._said = True
            shown = f"[{self.host}]" if ":" in self.host else self.host
            say(f"Shouwang serves on {self.scheme}://{shown}:{self.port}/  (Ctrl-C stops it)")

    def _answers(self) -> bool:
        with socket.socket(socket.AF_INET6 if ":" in self.host else socket.AF_INET, socket.SOCK_STREAM) as probe:
            return probe.connect_ex((self.host, self.port)) == 0
