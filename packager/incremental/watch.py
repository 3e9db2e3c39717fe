"""Build again whenever something in a course folder has changed, until the reader stops asking."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence

from foundation.errors import CourseBridgeError
from foundation.progress import Progress, silent
from packager.build import BuiltPackage
from packager.incremental.folder import BuildRequest, FolderBuild, build_folder, input_stamps

#: How often to look. Looking is cheap, and works on network drives, where systems tell nothing of changes.
INTERVAL_S = 0.4


def watch_folder(
    request: BuildRequest, progress: Progress = silent, *, pause: Callable[[float], object] = time.sleep
) -> Iterator[FolderBuild | CourseBridgeError]:
    """Yield the first build, then one after every change, or the error that a build ended in; never ends by itself.

    A change is built when the folder has been still for one interval: an editor writes several files.
    """
    packages: Sequence[BuiltPackage] = ()
    while True:
        seen = input_stamps(request.folder, packages)
        built = _attempt(request, progress)
        yield built
        if isinstance(built, FolderBuild):
            packages = built.packages
        _await_change(request, seen, packages, pause)


def _attempt(request: BuildRequest, progress: Progress) -> FolderBuild | CourseBridgeError:
    try:
        return build_folder(request, progress)
    except CourseBridgeError as error:
        return error


def _await_change(
    request: BuildRequest,
    seen: object,
    packages: Sequence[BuiltPackage],
    pause: Callable[[float], object],
) -> None:
    last = seen
    while True:
        pause(INTERVAL_S)
        now = input_stamps(request.folder, packages)
        if now == last and now != seen:
            return
        last = now
