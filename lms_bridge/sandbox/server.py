"""Running the sandbox: the socket, the lock on the data folder, and a server in this or another thread."""

from __future__ import annotations

import os
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import uvicorn
from filelock import FileLock, Timeout

from foundation.text import both
from lms_bridge.sandbox.app import create_app
from lms_bridge.sandbox.desk import Desk
from lms_bridge.sandbox.errors import SandboxBusyError, SandboxDataError
from lms_bridge.sandbox.guard import Origins
from lms_bridge.sandbox.runtime import require_runtime
from lms_bridge.sandbox.store import SandboxStore

_LOCK_NAME = "server.lock"
_GRACE_S = 3
_TRIES = 20
_EXCLUSIVE: int = getattr(socket, "SO_EXCLUSIVEADDRUSE", socket.SO_REUSEADDR)


@dataclass(frozen=True)
class RunningSandbox:
    """A sandbox that answers: the address of its pages, that of its API, and its store."""

    url: str
    api: str
    store: SandboxStore


class _Server(uvicorn.Server):
    """A uvicorn server that tells when it answers."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, then tell."""
        await super().startup(sockets)
        if self.started:
            self._ready()


def serve(data: Path, *, port: int = 0, simulated: bool = False, ready: Callable[[RunningSandbox], None]) -> None:
    """Run a sandbox until Ctrl-C; calls `ready` once it answers. Port 0 takes a free one.

    Raises:
        SandboxBusyError: the port is taken, or another process runs a sandbox on this folder.
        SandboxDataError: the folder cannot be used.
        RuntimeMissingError: scorm-again was not brought in by the build.
    """
    with _prepared(data, port, simulated) as (sandbox, config, sockets):
        server = _Server(config, lambda: ready(sandbox))
        try:
            server.run(sockets=sockets)
        except KeyboardInterrupt:
            return


@contextmanager
def running_sandbox(data: Path, *, port: int = 0, simulated: bool = False) -> Iterator[RunningSandbox]:
    """Give a sandbox that runs in a thread of its own and answers already; it ends on leaving. Raises as `serve`."""
    answers = threading.Event()
    with _prepared(data, port, simulated) as (sandbox, config, sockets):
        server = _Server(config, answers.set)
        thread = threading.Thread(target=_run, args=(server, sockets, answers), name="sandbox", daemon=True)
        thread.start()
        answers.wait()
        try:
            yield sandbox
        finally:
            server.should_exit = True
            thread.join()


def _run(server: _Server, sockets: list[socket.socket], answers: threading.Event) -> None:
    try:
        server.run(sockets=sockets)
    finally:
        answers.set()


@contextmanager
def _prepared(
    data: Path, port: int, simulated: bool
) -> Iterator[tuple[RunningSandbox, uvicorn.Config, list[socket.socket]]]:
    require_runtime()
    with ExitStack() as stack:
        stack.enter_context(_only_server(data))
        sockets = _listen(port)
        for listening in sockets:
            stack.callback(listening.close)
        store = stack.enter_context(SandboxStore(data))
        origins = Origins(sockets[0].getsockname()[1])
        app = create_app(Desk(store=store, origins=origins, simulated=simulated))
        config = uvicorn.Config(
            app, log_level="warning", access_log=False, lifespan="off", timeout_graceful_shutdown=_GRACE_S
        )
        yield RunningSandbox(url=origins.desk, api=f"{origins.desk}/api", store=store), config, sockets


@contextmanager
def _only_server(data: Path) -> Iterator[None]:
    try:
        data.mkdir(parents=True, exist_ok=True)
        lock = FileLock(data / _LOCK_NAME, timeout=0)
        lock.acquire()
    except Timeout as error:
        raise SandboxBusyError(
            both("另一沙箱正使用此数据文件夹", "Another sandbox runs on this data folder"),
            file=data,
            remedy=both("先结束它，或用 --data 另选文件夹", "End it first, or choose another folder with --data"),
        ) from error
    except OSError as error:
        raise SandboxDataError(
            both(f"数据文件夹无法使用：{error.strerror}", f"The data folder cannot be used: {error.strerror}"),
            file=data,
            remedy=both("换一个可写的文件夹", "Use another folder that can be written"),
        ) from error
    try:
        yield
    finally:
        lock.release()


def _listen(port: int) -> list[socket.socket]:
    """Return sockets that listen on one port of both loopback addresses, as `localhost` may mean either."""
    for _ in range(1 if port else _TRIES):
        first = _bound(socket.AF_INET, "127.0.0.1", port)
        if first is None:
            break
        if not has_ipv6():
            return [first]
        second = _bound(socket.AF_INET6, "::1", first.getsockname()[1])
        if second is not None:
            return [first, second]
        first.close()
    raise SandboxBusyError(
        both(f"端口 {port} 已被占用", f"Port {port} is taken"),
        place=f"127.0.0.1:{port}",
        remedy=both("用 --port 换一个端口，0 为任意空闲端口", "Choose another with --port; 0 takes any free one"),
    )


def _bound(family: socket.AddressFamily, address: str, port: int) -> socket.socket | None:
    listening = socket.socket(family, socket.SOCK_STREAM)
    try:
        if family == socket.AF_INET6:
            listening.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        option = _EXCLUSIVE if os.name == "nt" else socket.SO_REUSEADDR  # on Windows REUSEADDR lets two share a port
        listening.setsockopt(socket.SOL_SOCKET, option, 1)
        listening.bind((address, port))
        listening.listen(128)
    except OSError:
        listening.close()
        return None
    return listening


def has_ipv6() -> bool:
    """Return whether this machine has an IPv6 loopback address."""
    try:
        with socket.socket(socket.AF_INET6, socket.SOCK_STREAM) as probe:
            probe.bind(("::1", 0))
    except OSError:
        return False
    return True
