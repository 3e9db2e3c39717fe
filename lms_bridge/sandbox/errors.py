"""What the embedded LMS refuses, and why."""

from __future__ import annotations

from foundation.errors import CourseBridgeError


class SandboxError(CourseBridgeError):
    """Root of the sandbox's errors. `status` is the HTTP status that stands for it.

    Attributes:
        status: HTTP status code.
    """

    id = "SBX-ERROR"
    status = 400


class SandboxInputError(SandboxError):
    """A name, an element, a value or a parameter is not acceptable."""

    id = "SBX-INPUT"
    status = 422


class PackageRefusedError(SandboxError):
    """A zip file is sound, but is no SCORM package that could be launched."""

    id = "SBX-PACKAGE"
    status = 422


class UploadTooLargeError(SandboxError):
    """More bytes were sent than the sandbox takes."""

    id = "SBX-TOO-LARGE"
    status = 413


class NoSuchRecordError(SandboxError):
    """There is no such package, version, learner or attempt."""

    id = "SBX-NOT-FOUND"
    status = 404


class SessionClosedError(SandboxError):
    """A session was ended, or another one took its place: what it sends is not kept."""

    id = "SBX-SESSION"
    status = 409


class ScoLockedError(SandboxError):
    """A SCO waits for others by the package's own rules."""

    id = "SBX-LOCKED"
    status = 409


class ForbiddenRequestError(SandboxError):
    """A page of another site tried to change something here."""

    id = "SBX-FORBIDDEN"
    status = 403


class MisdirectedRequestError(SandboxError):
    """A request names a host that is not this sandbox's, or asks one origin for what the other has."""

    id = "SBX-HOST"
    status = 421


class SandboxBusyError(SandboxError):
    """Another process holds the data folder's database, or runs a sandbox on it, or holds the port."""

    id = "SBX-BUSY"
    status = 503


class SandboxDataError(SandboxError):
    """The data folder cannot be written, or is not one of this sandbox."""

    id = "SBX-DATA"
    status = 500


class RuntimeMissingError(SandboxError):
    """scorm-again was not brought in by the build."""

    id = "SBX-RUNTIME"
    status = 500
