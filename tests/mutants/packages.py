"""Mutants of manifests, checks and archives."""

from __future__ import annotations

from tests.mutants.model import Edit, Mutant

_MANIFESTS = "tests/pains/test_pain_05_13_to_16_packages.py"
_REPORTING = "tests/pains/test_pain_06_to_09_reporting.py"
_CONTENT = "tests/pains/test_pain_19_20_22_content.py"


def _of(pain: int, wrong: str, place: tuple[str, str, str], *tests: str) -> Mutant:
    """Return a mutant of one place."""
    return Mutant(pain, wrong, (Edit(*place),), tests)


_FILES, _PARTS = "packager/check/files.py", "packager/parts.py"

PACKAGES = (
    _of(
        5,
        "every version has identifiers of its own",
        (
            "packager/formats/scorm12.py",
            "names = ManifestNames(course.id)",
            'names = ManifestNames(f"{course.id}-{course.version}")',
        ),
        f"{_MANIFESTS}::test_pain_05_every_identifier_stays_with_a_new_version_so_that_attempts_are_found_again",
    ),
    _of(
        8,
        "a package that never reports is not told",
        ("packager/check/judges.py", "findings.append(self.missing.at(None))", "pass"),
        f"{_REPORTING}::test_pain_08_a_package_of_others_that_never_reports_is_told_before_it_is_imported",
    ),
    _of(
        9,
        "the pass mark does not stand in the manifest",
        (
            "packager/formats/scorm12.py",
            "if (score := _mastery_score(part.course)) is not None:",
            "if (score := None) is not None:",
        ),
        f"{_REPORTING}::test_pain_09_the_course_s_own_mark_stands_where_the_lms_looks_for_it",
    ),
    _of(
        13,
        "archives take names of any letters",
        ("foundation/archive_rules.py", "if ascii_only and not (path.isascii() and path.isprintable()):", "if False:"),
        f"{_MANIFESTS}::test_pain_13_a_course_whose_file_has_a_chinese_name_is_refused_and_nothing_is_written",
    ),
    _of(
        13,
        "a package of others with Chinese names is not told",
        (_FILES, "if not path.isascii():", "if False:"),
        f"{_MANIFESTS}::test_pain_13_a_package_of_others_with_a_chinese_name_is_told_before_it_is_imported",
    ),
    _of(
        13,
        "a folder of pages with Chinese names is packaged",
        ("packager/web/reading.py", "elif not (name.isascii() and name.isprintable()):", "elif False:"),
        f"{_MANIFESTS}::test_pain_13_a_folder_of_pages_with_a_chinese_name_is_not_packaged_but_told_by_name",
    ),
    _of(
        14,
        "pictures do not stand in the manifest",
        (
            "packager/player.py",
            "if each.path not in own]",
            'if each.path not in own and not each.path.startswith("assets/")]',
        ),
        f"{_MANIFESTS}::test_pain_14_every_file_stands_in_the_manifest_since_strict_lmss_drop_the_others",
    ),
    _of(
        14,
        "a package of others with files left out is not told",
        (_FILES, "yield kinds_files.FILE_UNLISTED.at(left_out[0], count=len(left_out))", "pass"),
        f"{_MANIFESTS}::test_pain_14_a_package_of_others_with_files_left_out_is_told_before_it_is_imported",
    ),
    _of(
        15,
        "courses are divided unless one unit is asked for",
        (_PARTS, 'if division == "multi" else []', 'if division != "single" else []'),
        f"{_MANIFESTS}::test_pain_15_unless_several_are_asked_for_the_whole_course_is_one_unit",
    ),
    _of(
        15,
        "an LMS of which nothing is known gets several units",
        ("packager/presets.py", 'division="single",', 'division="multi",'),
        f"{_MANIFESTS}::test_pain_15_an_lms_of_which_nothing_is_known_gets_one_unit",
    ),
    _of(
        16,
        "parts are told apart by a parameter",
        (_PARTS, 'else f"{self.key}.html"', 'else f"{LAUNCH}?part={self.key}"'),
        f"{_MANIFESTS}::test_pain_16_what_is_launched_is_a_page_and_needs_no_parameter",
    ),
    _of(
        19,
        "nobody is told of 51 MB",
        ("packager/check/upload.py", "USUAL_UPLOAD_BYTES = 50 * _MEGABYTE", "USUAL_UPLOAD_BYTES = 500 * _MEGABYTE"),
        f"{_CONTENT}::test_pain_19_whoever_builds_a_package_too_large_to_upload_is_told_and_told_what_makes_it_so",
    ),
    _of(
        19,
        "whoever builds is not told",
        (
            "packager/incremental/folder.py",
            'notes += [note.model_copy(update={"file": each.path.name}) for note in large]',
            "",
        ),
        f"{_CONTENT}::test_pain_19_whoever_builds_a_package_too_large_to_upload_is_told_and_told_what_makes_it_so",
    ),
    *(
        _of(
            20,
            f"metadata is as long as it is ({file.rsplit('/', 2)[-2]}/{file.rsplit('/', 1)[-1]})",
            (file, "words[:limit]", "words"),
            f"{_CONTENT}::test_pain_20_metadata_of_a_wordy_course_stays_within_what_lom_keeps",
        )
        for file in ("packager/formats/lom12.py", "packager/formats/lom.py", "packager/formats/imscc/lom.py")
    ),
    _of(
        22,
        "every version of a cartridge has identifiers of its own",
        (
            "packager/formats/imscc/__init__.py",
            "manifest(course, content, self._version)",
            'manifest(course.model_copy(update={"id": f"{course.id}-{course.version}"}), content, self._version)',
        ),
        f"{_CONTENT}::test_pain_22_a_cartridge_imported_again_finds_what_it_brought_before",
    ),
    _of(
        22,
        "questions are known by their place",
        (
            "packager/formats/imscc/qti.py",
            'return f"{self.phase}.{self.form}.{question.id}.{question.version}"',
            'return f"{self.phase}.{self.form}.{self.questions.index(question)}"',
        ),
        f"{_CONTENT}::test_pain_22_a_cartridge_imported_again_finds_what_it_brought_before",
    ),
    _of(
        22,
        "practice tests share one identity",
        ("packager/formats/imscc/content.py", 'part="" if form is None else lesson.id,', 'part="",'),
        f"{_CONTENT}::test_pain_22_no_quiz_is_lost_on_the_way",
    ),
)
