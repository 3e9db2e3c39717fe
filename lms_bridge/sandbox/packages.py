"""Packages and their versions in the database: a new identifier is a new package, new bytes are a new version."""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Row, Select, and_, func, select

from course_templates.card import CourseCard
from foundation.text import both
from lms_bridge.sandbox.errors import NoSuchRecordError
from lms_bridge.sandbox.intake import IncomingPackage
from lms_bridge.sandbox.model import Sco, StoredPackage
from lms_bridge.sandbox.schema import packages, versions


def package_folder(data: Path, package_id: int, version: int) -> Path:
    """Return the folder that holds a version's files."""
    return data / "packages" / str(package_id) / str(version)


def newest(connection: Connection, package_id: int) -> StoredPackage:
    """Return the newest version of a package.

    Raises:
        NoSuchRecordError: there is no such package.
    """
    row = connection.execute(_newest().where(packages.c.id == package_id)).first()
    if row is None:
        raise no_package(package_id)
    return _stored(row)


def all_newest(connection: Connection) -> list[StoredPackage]:
    """Return the newest version of every package, in order of arrival."""
    return [_stored(row) for row in connection.execute(_newest().order_by(packages.c.id))]


def at_version(connection: Connection, package_id: int, version: int) -> StoredPackage:
    """Return one version of a package. Raises NoSuchRecordError."""
    query = _all().where(versions.c.package_id == package_id, versions.c.version == version)
    row = connection.execute(query).first()
    if row is None:
        raise no_package(package_id, version)
    return _stored(row)


def history(connection: Connection, package_id: int) -> list[StoredPackage]:
    """Return all versions of a package, newest first."""
    query = _all().where(packages.c.id == package_id).order_by(versions.c.version.desc())
    return [_stored(row) for row in connection.execute(query)]


def card_of(connection: Connection, package_id: int, version: int) -> CourseCard | None:
    """Return the course card of a version, or None for a foreign package. Raises NoSuchRecordError."""
    query = select(versions.c.card).where(versions.c.package_id == package_id, versions.c.version == version)
    row = connection.execute(query).first()
    if row is None:
        raise no_package(package_id, version)
    return None if row.card is None else CourseCard.model_validate_json(row.card)


def keep(connection: Connection, incoming: IncomingPackage, data: Path, at: datetime) -> StoredPackage:
    """Keep an unpacked package as the version it is; equal bytes to the newest version change nothing.

    Its files move to their place before the transaction ends; what an earlier crash left there is replaced.
    """
    package_id = _package_id(connection, incoming.manifest.identifier)
    current = connection.execute(_newest().where(packages.c.id == package_id)).first()
    if current is not None and current.sha256 == incoming.sha256:
        return _stored(current)
    version = 1 if current is None else current.version + 1
    connection.execute(
        versions.insert().values(**_columns(incoming), package_id=package_id, version=version, added_at=at)
    )
    folder = package_folder(data, package_id, version)
    shutil.rmtree(folder, ignore_errors=True)
    folder.parent.mkdir(parents=True, exist_ok=True)
    incoming.folder.replace(folder)
    return at_version(connection, package_id, version).model_copy(update={"changed": True})


def no_package(package_id: int, version: int | None = None) -> NoSuchRecordError:
    """Return the error that says a package is not there."""
    what = f"{package_id}" if version is None else f"{package_id} v{version}"
    return NoSuchRecordError(
        both(f"没有此课件包：{what}", f"There is no such package: {what}"),
        remedy=both("先上传课件包", "Upload the package first"),
    )


def _package_id(connection: Connection, identifier: str) -> int:
    found = connection.execute(select(packages.c.id).where(packages.c.identifier == identifier)).scalar()
    if found is not None:
        return int(found)
    statement = packages.insert().values(identifier=identifier).returning(packages.c.id)
    return int(connection.execute(statement).scalar_one())


def _columns(incoming: IncomingPackage) -> dict[str, Any]:
    card = incoming.card
    return {
        "title": incoming.manifest.title if card is None else card.title.best() or incoming.manifest.title,
        "sha256": incoming.sha256,
        "size_bytes": incoming.size_bytes,
        "course": None if card is None else card.id,
        "course_version": None if card is None else card.version,
        "simulated": card is not None and card.simulated,
        "card": incoming.card_json,
        "scos": json.dumps([sco.model_dump(mode="json") for sco in incoming.manifest.scos], ensure_ascii=False),
    }


def _all() -> Select[Any]:
    joined = packages.join(versions, packages.c.id == versions.c.package_id)
    return select(packages.c.id, packages.c.identifier, versions).select_from(joined)


def _newest() -> Select[Any]:
    last = select(versions.c.package_id, func.max(versions.c.version).label("version")).group_by(versions.c.package_id)
    latest = last.subquery()
    return _all().join(
        latest, and_(latest.c.package_id == versions.c.package_id, latest.c.version == versions.c.version)
    )


def _stored(row: Row[Any]) -> StoredPackage:
    scos: Sequence[Any] = json.loads(row.scos)
    return StoredPackage(
        id=row.id,
        version=row.version,
        identifier=row.identifier,
        title=row.title,
        sha256=row.sha256,
        size_bytes=row.size_bytes,
        course=row.course,
        course_version=row.course_version,
        simulated=row.simulated,
        added_at=row.added_at,
        scos=tuple(Sco.model_validate(sco) for sco in scos),
    )
