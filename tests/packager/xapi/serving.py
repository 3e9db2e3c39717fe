"""Applications on free ports of this machine for as long as a test needs them."""

from __future__ import annotations

import socket
import threading
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import uvicorn
from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles


@contextmanager
def serving(app: Starlette) -> Iterator[str]:
    """Run an application until the block ends; gives its address."""
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    listener.listen(128)  # Who connects before the server runs waits.
    server = uvicorn.Server(uvicorn.Config(app, log_level="error", lifespan="off"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(timeout=20)
        listener.close()


def unpacked(package: Path, folder: Path) -> Starlette:
    """Return an application that serves what is in a package."""
    with zipfile.ZipFile(package) as archive:
        archive.extractall(folder)
    return Starlette(routes=[Mount("/", StaticFiles(directory=folder))])
