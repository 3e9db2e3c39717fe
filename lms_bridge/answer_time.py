"""All of an answer in a bounded time: a site that sends a byte now and then never meets the time-out of one read."""

from __future__ import annotations

import http.client
import io
import socket
import time
from typing import Any, Protocol


class AnswerTooSlowError(TimeoutError):
    """An answer began, and did not end in time."""


class PoolManager(Protocol):
    """What requests keeps its pools of connections in: their classes by scheme, each with the class of a connection."""

    pool_classes_by_scheme: dict[str, Any]


def time_answers(manager: PoolManager, answer_s: float) -> None:
    """Have all of every answer come within `answer_s` seconds, its head included, else AnswerTooSlowError."""
    known = manager.pool_classes_by_scheme
    manager.pool_classes_by_scheme = {scheme: _timed(pool, answer_s) for scheme, pool in known.items()}


def _timed(pool: Any, answer_s: float) -> Any:
    """Return a class of pools whose connections read every answer up to a moment."""

    def response(sock: socket.socket, *args: Any, **kwargs: Any) -> http.client.HTTPResponse:
        timed: Any = _TimedSocket(sock, time.monotonic() + answer_s)
        return http.client.HTTPResponse(timed, *args, **kwargs)

    connection = type("TimedConnection", (pool.ConnectionCls,), {"response_class": staticmethod(response)})
    return type("TimedPool", (pool,), {"ConnectionCls": connection})


class _TimedSocket:
    """What an answer is read from: `HTTPResponse` asks a socket for nothing but its file."""

    def __init__(self, sock: socket.socket, until: float) -> None:
        self._sock = sock
        self._until = until

    def makefile(self, _mode: str) -> io.BufferedReader:
        """Return the bytes that come."""
        return io.BufferedReader(_TimedBytes(self._sock, self._until))


class _TimedBytes(io.RawIOBase):
    """The bytes of a socket up to a moment of the monotonic clock; no read waits beyond it."""

    def __init__(self, sock: socket.socket, until: float) -> None:
        self._sock = sock
        self._until = until
        self._read_s = sock.gettimeout()
        self._bytes: Any = sock.makefile("rb", buffering=0)

    def readable(self) -> bool:
        """Bytes can be read."""
        return True

    def readinto(self, buffer: Any) -> int | None:
        """Read what there is. Raises AnswerTooSlowError, and TimeoutError where nothing comes for too long."""
        left_s = self._until - time.monotonic()
        if left_s <= 0:
            raise AnswerTooSlowError
        self._sock.settimeout(left_s if self._read_s is None else min(self._read_s, left_s))
        try:
            read: int | None = self._bytes.readinto(buffer)
        except TimeoutError as error:
            if time.monotonic() >= self._until:
                raise AnswerTooSlowError from error
            raise
        return read

    def close(self) -> None:
        """Let go of the socket."""
        self._bytes.close()
        super().close()
