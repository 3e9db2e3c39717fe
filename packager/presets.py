"""What to build for which LMS, and why: for people who know their platform, not its package formats."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from foundation.findings import Finding
from foundation.text import both
from packager.errors import NoFormatError, UnfitFormatError, UnknownPresetError
from packager.options import BuildOptions, Division


@dataclass(frozen=True)
class Preset:
    """One kind of platform: formats in order of preference, the division, why, and formats it must not get."""

    name: str
    formats: tuple[str, ...]
    zh: str
    en: str
    division: Division | None = None
    never: tuple[str, ...] = ()
    never_zh: str = ""
    never_en: str = ""

    @property
    def why(self) -> str:
        """The reason in both languages."""
        return both(self.zh, self.en)


_NEVER_2004 = ("scorm2004", "scorm2004-3rd")
PRESETS: tuple[Preset, ...] = (
    Preset(
        "moodle",
        ("mbz", "scorm12"),
        "Moodle 能恢复整门课程的备份（mbz），没有时用 SCORM 1.2：它不支持 SCORM 2004 的排序与导航",
        "Moodle restores a whole course from a backup (mbz), else takes SCORM 1.2: it has no SCORM 2004 sequencing",
        never=(*_NEVER_2004, "imscc12", "imscc13"),
        never_zh="Moodle 不支持 SCORM 2004 的排序与导航，也只能导入 1.0 和 1.1 版的 Common Cartridge",
        never_en="Moodle has no SCORM 2004 sequencing, and imports Common Cartridge 1.0 and 1.1 only",
    ),
    Preset(
        "openedx",
        ("olx",),
        "Open edX 用 OLX 导入整门课程，题目由平台判分",
        "Open edX imports a whole course as OLX and marks the problems itself",
    ),
    Preset(
        "canvas",
        ("imscc",),
        "Canvas 原生导入 Common Cartridge，页面和测验成为它自己的；SCORM 要另装插件",
        "Canvas imports Common Cartridge natively, pages and quizzes becoming its own; SCORM takes an add-on",
    ),
    Preset(
        "blackboard",
        ("imscc12",),
        "Blackboard 导入 Common Cartridge 1.0 至 1.2",
        "Blackboard imports Common Cartridge 1.0 to 1.2",
        never=("imscc13",),
        never_zh="Blackboard 导入不了 Common Cartridge 1.3",
        never_en="Blackboard does not import Common Cartridge 1.3",
    ),
    Preset(
        "scormcloud",
        ("cmi5", "scorm2004", "scorm12"),
        "SCORM Cloud 实现了 cmi5，逐题数据最全",
        "SCORM Cloud implements cmi5, which brings the most data back",
    ),
    Preset(
        "lrs",
        ("xapi",),
        "只有学习记录库、没有教学平台时用 xAPI",
        "With a learning record store and no LMS, xAPI",
    ),
    Preset(
        "generic",
        ("scorm12",),
        "不知道平台支持什么时，SCORM 1.2 单个 SCO 几乎都能导入并上报成绩",
        "Where it is not known what a platform takes, SCORM 1.2 with one SCO is imported and reports nearly everywhere",
        division="single",
    ),
    Preset(
        "offline",
        ("html",),
        "没有平台、没有网络时用网页，直接从文件夹打开",
        "Without a platform or a network, a site that opens from a folder",
    ),
)


def find_preset(name: str) -> Preset:
    """Return the preset of this name. Raises UnknownPresetError."""
    for preset in PRESETS:
        if preset.name == name:
            return preset
    names = ", ".join(preset.name for preset in PRESETS)
    raise UnknownPresetError(
        both(f"没有名为 {name} 的平台", f"There is no platform named {name}"),
        remedy=both(f"可选：{names}；不在其中就用 generic", f"Choose of {names}; generic where it is none of them"),
    )


def chosen(preset: Preset, formats: Sequence[str], folder: Path) -> tuple[str, ...]:
    """Return the formats to build: those asked for, else the first of the preset's that there is and that fits.

    Web pages without a course, in `folder`, fit into fewer formats than a course.

    Raises:
        UnfitFormatError: a format was asked for that this platform must not get.
    """
    unfit = [name for name in formats if name in preset.never]
    if unfit:
        raise UnfitFormatError(
            both(
                f"不要给 {preset.name} 用 {unfit[0]}：{preset.never_zh}",
                f"{preset.name} must not get {unfit[0]}: {preset.never_en}",
            ),
            remedy=both("去掉 --format，由 --for 选择", "Leave --format out and let --for choose"),
        )
    if formats:
        return tuple(formats)
    from packager.formats.registry import package_formats
    from packager.web.existing import packaged_as
    from packager.web.loading import WEB_FORMATS, is_course_folder

    known = {each.name for each in package_formats()}
    if folder.is_file() and (form := packaged_as(folder)) is not None:
        known = {form}
    elif folder.is_file() or not is_course_folder(folder):
        known &= WEB_FORMATS
    return next(((name,) for name in preset.formats if name in known), preset.formats[-1:])


def with_preset(preset: Preset, options: BuildOptions) -> BuildOptions:
    """Return the options, the division being the preset's where none is asked for."""
    return options if options.division else options.model_copy(update={"division": preset.division})


def reason(preset: Preset, formats: Sequence[str]) -> Finding:
    """Return a note that says what was chosen and why."""
    names = ", ".join(formats)
    return Finding(
        id="PK-PRESET",
        severity="note",
        file=preset.name,
        message=both(f"{preset.name} 用 {names}：{preset.zh}", f"{preset.name} gets {names}: {preset.en}"),
        remedy=both("无需处理", "Nothing to do"),
    )


def chosen_by(
    name: str | None, formats: Sequence[str], options: BuildOptions, folder: Path
) -> tuple[tuple[str, ...], BuildOptions, tuple[Finding, ...]]:
    """Return formats and options as a preset of this name completes them, and the note that says why.

    Raises:
        UnknownPresetError: there is no such preset.
        UnfitFormatError: as `chosen`.
        NoFormatError: there is neither a preset nor a format.
    """
    if name is None:
        if not formats:
            raise NoFormatError(
                both("没有说明格式", "No format is named"),
                remedy=both("写 --format，或用 --for 说明给哪种平台", "Give --format, or --for and the platform"),
            )
        return tuple(formats), options, ()
    preset = find_preset(name)
    names = chosen(preset, formats, folder)
    return names, with_preset(preset, options), (reason(preset, names),)
