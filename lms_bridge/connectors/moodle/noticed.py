"""Findings of a harvest of Moodle: what did not stop it, and what a person should see to."""

from __future__ import annotations

from foundation.findings import Finding
from foundation.text import both
from lms_bridge.connectors.moodle.faults import MoodleFatalError

CLOCK_ID = "BRIDGE-CLOCK"
COURSE_GONE_ID = "BRIDGE-COURSE-GONE"
COURSE_TWICE_ID = "BRIDGE-COURSE-TWICE"
NO_PLUGIN_ID = "BRIDGE-NO-PLUGIN"
ROW_ID = "BRIDGE-ROW"


def clock(skew_s: float | None) -> Finding:
    """Return the finding that a site's clock is wrong; None: it has rows of the future."""
    zh = "平台有未来时间的数据" if skew_s is None else f"平台的时钟与本机相差 {skew_s:+.0f} 秒"
    en = "The site has rows of the future" if skew_s is None else f"The site's clock is off by {skew_s:+.0f} s"
    remedy = both(
        "校准服务器与本机的时间（NTP）；数据不会丢失",
        "Set the clocks of server and this machine by NTP; nothing is lost",
    )
    return Finding(id=CLOCK_ID, severity="warning", message=both(zh, en), remedy=remedy)


def course_gone(course: str) -> Finding:
    """Return the finding that a course is not there (any more)."""
    return Finding(
        id=COURSE_GONE_ID,
        severity="warning",
        place=course,
        message=both(
            "平台上没有此编号的课程（已改名或删除）；已收到的数据保留",
            "No course has this ID number (renamed or deleted); what has arrived is kept",
        ),
        remedy=both(
            "在课程设置中恢复“课程编号”，或从设置的 courses 中去掉它",
            "Restore Course ID number in the course's settings, or take it out of `courses`",
        ),
    )


def course_twice(course: str, count: int) -> Finding:
    """Return the finding that several courses have one ID number."""
    return Finding(
        id=COURSE_TWICE_ID,
        severity="warning",
        place=course,
        message=both(
            f"平台上有 {count} 门课程用同一编号，都已收取", f"{count} courses have this ID number; all were harvested"
        ),
        remedy=both(
            "在多余课程的设置中清空“课程编号”", "Clear Course ID number in the settings of the surplus courses"
        ),
    )


def without_plugin() -> Finding:
    """Return the finding that tells what the plugin would add to a harvest."""
    return Finding(
        id=NO_PLUGIN_ID,
        severity="note",
        message=both(
            "平台没有插件，改用核心接口收取：请求多，时间粗，进行中的测验和删除要等全面核对才知道",
            "The site has no plugin: harvested by core functions, with many requests and coarse times; attempts in "
            "progress and deletions are seen late",
        ),
        remedy=both(
            '安装插件 local_coursebridge；不能安装时在设置中写 plugin = "never"',
            'Install local_coursebridge; where that cannot be, write plugin = "never" in the settings',
        ),
    )


def unreadable(native_id: str) -> Finding:
    """Return the finding that a row is not as agreed."""
    return Finding(
        id=ROW_ID,
        severity="warning",
        place=native_id,
        message=both("平台给的一行不可用，已跳过", "A row of the site cannot be used and was left out"),
        remedy=both("更新插件或 coursebridge，再运行 --sweep", "Update plugin or coursebridge, then run --sweep"),
    )


def skipped(error: MoodleFatalError, what: str) -> Finding:
    """Return the finding that a part could not be had and the others were."""
    return Finding(
        id=ROW_ID,
        severity="warning",
        place=what,
        message=both("平台不给这一部分，已跳过：", "The site does not give this part; left out: ") + error.message,
        remedy=both("检查后运行 --sweep 补收", "See to it, then run --sweep to fetch it"),
    )
