"""Building a course folder again: what has not changed by content is neither read nor written twice."""

from packager.incremental.folder import BuildRequest, FolderBuild, build_archive, build_folder
from packager.incremental.watch import watch_folder

__all__ = ["BuildRequest", "FolderBuild", "build_archive", "build_folder", "watch_folder"]
