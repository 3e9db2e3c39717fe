"""What is fuzzed of packages: `package check` and `package inspect` of every format, on ours and on others'."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path, PurePosixPath
from random import Random

from foundation.findings import Finding, has_errors
from packager.build import build_package
from packager.check.bounded import MAX_OF_A_KIND
from packager.check.inspection import inspect_package
from packager.check.report import check_package
from tests.fuzz.mutators.package import members_of, packed_tar
from tests.packager import cmi5_cases, foreign, foreign2004, foreign_cartridge, test_check_olx, test_check_tincan
from tests.packager.courses import make_course

Read = Callable[[Path], Sequence[Finding]]
CODE = ("packager/check", *(f"foundation/{name}.py" for name in ("archives", "archive_rules", "tarballs", "xml")))
#: What the readers look for in scripts; the scripts themselves are many times larger.
_WORDS = b"LMSInitialize API_1484_11 auth-token LMS.LaunchData X-Experience-API-Version"
_MAX_BYTES = 20_000


def package_seeds(folder: Path) -> dict[tuple[str, str], tuple[bytes, ...]]:
    """Return valid packages by name of the target and ending: small ones, since each is packed again and again."""
    own = {name: slim(_built(folder, name)) for name in ("scorm2004", "cmi5", "xapi", "imscc", "imscc13", "html")}
    several = slim(_built(folder, "scorm12"))
    return {
        ("package-scorm12", ".zip"): (several, zipped(foreign.MANIFEST, foreign.FILES)),
        ("package-scorm2004", ".zip"): (own["scorm2004"], zipped(foreign2004.MANIFEST, foreign2004.FILES)),
        ("package-cmi5", ".zip"): (
            own["cmi5"],
            zipped(cmi5_cases.STRUCTURE, cmi5_cases.FILES, "cmi5.xml"),
        ),
        ("package-cmi5", ".xml"): (cmi5_cases.STRUCTURE.encode(),),
        ("package-xapi", ".zip"): (
            own["xapi"],
            zipped(test_check_tincan.DOCUMENT, test_check_tincan.FILES, "tincan.xml"),
        ),
        ("package-imscc", ".zip"): (own["imscc"], own["imscc13"], _read(foreign_cartridge.write(folder))),
        ("package-olx", ".tgz"): (_built(folder, "olx"), _tarred(test_check_olx.FILES)),
        ("package-mbz", ".zip"): (_built(folder, "mbz"),),
        ("package-mbz", ".tgz"): (packed_tar(members_of(_built(folder, "mbz")), _Never()),),
        ("package-site", ".zip"): (own["html"],),
    }


def read_package(path: Path) -> Sequence[Finding]:
    """Check a package, then show it; what the check says must hang together.

    Raises:
        CourseBridgeError: there is nothing to show of it.
    """
    report = check_package(path)
    kinds = [each.id for each in report.findings]
    assert report.valid is not True or not has_errors(report.findings), "valid with errors"
    assert not report.will_report or report.will_import, "reports without being imported"
    assert report.valid is not False or report.findings, "invalid without a finding"
    assert all(kinds.count(kind) <= MAX_OF_A_KIND + 1 for kind in set(kinds)), "findings without end"
    report.model_dump_json()
    inspect_package(path).model_dump_json()
    return report.findings


class _Never(Random):
    """Randomness by which nothing unusual happens."""

    def random(self) -> float:
        """Return almost 1."""
        return 0.999


def _built(folder: Path, name: str) -> bytes:
    return build_package(make_course(works=1, per_work=2), name, folder / "built").path.read_bytes()


def _read(path: Path) -> bytes:
    return path.read_bytes()


def zipped(document: str, files: Mapping[str, bytes], name: str = "imsmanifest.xml") -> bytes:
    """Return a zip of a document and files."""
    return _zip({name: document.encode(), **files})


def slim(package: bytes) -> bytes:
    """Return a package without the weight of its player."""
    members = members_of(package)
    for name, content in members.items():
        if PurePosixPath(name).suffix not in (".xml", ".json", ".xsd") and len(content) > _MAX_BYTES:
            members[name] = content[:400] + _WORDS + content[-400:]
        if name.endswith(".xsd"):
            members[name] = b"<schema/>"
    return _zip(members)


def _zip(members: Mapping[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name), content)
    return target.getvalue()


def _tarred(files: Mapping[str, str]) -> bytes:
    return packed_tar({f"course/{name}": content.encode() for name, content in files.items()}, _Never())
