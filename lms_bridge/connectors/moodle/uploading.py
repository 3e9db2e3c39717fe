"""The uploads of one push: into one draft area of the service account, each content once."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory

from foundation.progress import Progress
from foundation.text import both
from lms_bridge.connectors.moodle.faults import MoodleFatalError
from lms_bridge.connectors.moodle.pieces import pieces
from lms_bridge.connectors.moodle.rest import MoodleRest
from lms_bridge.connectors.moodle.wired import WiredFile

_NAME_TAKEN = "filenameexist"


class Uploads:
    """What of a push is in the draft area `draft` (0: there is none yet); the site takes `limit` bytes at once."""

    def __init__(self, rest: MoodleRest, limit: int) -> None:
        self._rest = rest
        self._limit = limit
        self._sent: set[str] = set()
        self.draft = 0

    def send(self, files: Iterable[WiredFile], progress: Progress) -> None:
        """Upload files, in pieces where one is above the limit; what was sent is not sent again. Raises SourceError."""
        wanted = {file.name: file for file in files}
        with TemporaryDirectory(prefix="coursebridge-") as folder:
            for number, file in enumerate(wanted.values()):
                for name, path in pieces(file, self._limit, Path(folder)):
                    if name not in self._sent:
                        progress(number, len(wanted), both(f"上传 {file.path.name}", f"uploading {file.path.name}"))
                        self.draft = self._send_one(path, name)
                        self._sent.add(name)

    def _send_one(self, path: Path, name: str) -> int:
        """Upload a file; one that is there already came by a try whose answer was lost: its name is its hash."""
        try:
            return self._rest.upload(path, name, self.draft)
        except MoodleFatalError as error:
            if error.code == _NAME_TAKEN and self.draft:
                return self.draft
            raise
