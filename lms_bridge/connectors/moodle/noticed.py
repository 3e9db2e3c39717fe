"""Findings of a harvest of Moodle: what did not stop it, and what a person should see to."""

from __future__ import annotations

from foundation.findings import Finding
from foundation.text import both, halves
from lms_bridge.changes import Change
from lms_bridge.connectors.moodle.faults import MoodleFatalError
from lms_bridge.connectors.moodle.menus import FRAMEWORKS, ROLES, said

CLOCK_ID = "BRIDGE-CLOCK"
COURSE_GONE_ID = "BRIDGE-COURSE-GONE"
HIDDEN_ID = "BRIDGE-IDNUMBERS-HIDDEN"
COURSE_TWICE_ID = "BRIDGE-COURSE-TWICE"
NO_PLUGIN_ID = "BRIDGE-NO-PLUGIN"
ROW_ID = "BRIDGE-ROW"
EDITED_ID = "BRIDGE-EDITED"
PUSH_FAILED_ID = "BRIDGE-PUSH-FAILED"
#: Ids of rows come from the site, and may be anything.
_MOST_SHOWN = 100
_LEFT_OUT = ("平台不给这一部分，已跳过：", "The site does not give this part; left out: ")
RESTORE_ID = "BRIDGE-RESTORE-BY-HAND"
WOULD_ADD_ID = "BRIDGE-PLUGIN-WOULD-ADD"
OLD_SITE_ID = "BRIDGE-OLD-SITE"
NO_FRAMEWORK_ID = "BRIDGE-NO-FRAMEWORK"
NOT_PUSHED_ID = "BRIDGE-NOT-PUSHED"


def clock(skew_s: float | None) -> Finding:
    """Return the finding that a site's clock is wrong; None: it has rows of the future."""
    zh, en = "平台有未来时间的数据", "The site has rows of the future"
    if skew_s is not None:
        (span_zh, span_en), is_fast = _span(abs(skew_s)), skew_s > 0
        zh = f"平台的时钟比本机{'快' if is_fast else '慢'} {span_zh}"
        en = f"The site's clock is {span_en} {'ahead of' if is_fast else 'behind'} this machine's"
    remedy = both(
        "校准服务器与本机的时间（NTP）；数据不会丢失",
        "Set the clocks of server and this machine by NTP; nothing is lost",
    )
    return Finding(id=CLOCK_ID, severity="warning", message=both(zh, en), remedy=remedy)


def _span(seconds: float) -> tuple[str, str]:
    """Return a span of time in the largest unit that it has two of."""
    for unit_s, zh, en in ((86_400, "天", "days"), (3600, "小时", "h"), (60, "分钟", "min")):
        if round(seconds / unit_s) >= 2:
            return f"{seconds / unit_s:.0f} {zh}", f"{seconds / unit_s:.0f} {en}"
    return f"{seconds:.0f} 秒", f"{seconds:.0f} s"


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


def idnumbers_hidden(course: str, count: int) -> Finding:
    """Return the finding that an account sees no ID number of some activities: what they are is not known."""
    may = "moodle/course:manageactivities"
    return Finding(
        id=HIDDEN_ID,
        severity="warning",
        place=course,
        message=both(
            f"服务账号看不到活动的“ID号”，有 {count} 个活动认不出是课程的哪一部分，它们的数据没有收取",
            f"The account sees no ID numbers of activities: {count} cannot be told as parts of the course, and what "
            "learners did in them was left out",
        ),
        remedy=said(
            f"在{{0}}编辑服务账号的角色，把权限 {may} 设为“允许”，再运行 harvest run --sweep 补收",
            f"At {{0}} edit the service account's role and allow {may}, then run harvest run --sweep to fetch them",
            ROLES,
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
        place=native_id[:_MOST_SHOWN],
        message=both("平台给的一行不可用，已跳过", "A row of the site cannot be used and was left out"),
        remedy=both("更新插件或 coursebridge，再运行 --sweep", "Update plugin or coursebridge, then run --sweep"),
    )


def more_unreadable() -> Finding:
    """Return the finding that a run met more rows that are not as agreed than are told one by one."""
    return Finding(
        id=ROW_ID,
        severity="warning",
        message=both("平台还有更多行不可用，不再逐行列出", "More rows of the site cannot be used; they are not listed"),
        remedy=both("更新插件或 coursebridge，再运行 --sweep", "Update plugin or coursebridge, then run --sweep"),
    )


def skipped(error: MoodleFatalError, what: str) -> Finding:
    """Return the finding that a part could not be had and the others were."""
    return Finding(
        id=ROW_ID,
        severity="warning",
        place=what,
        message=both(*map("".join, zip(_LEFT_OUT, halves(error.message), strict=True))),
        remedy=both("检查后运行 --sweep 补收", "See to it, then run --sweep to fetch it"),
    )


def course_closed(error: MoodleFatalError, course: str) -> Finding:
    """Return the finding that a course could not be entered or read, and the others were."""
    return skipped(error, course).model_copy(update={"remedy": error.remedy})


def edited_there(change: Change) -> Finding:
    """Return the finding that somebody edited on the site what was pushed."""
    kept = change.op == "unchanged"
    zh = "有人在平台上改过，保持不动" if kept else "有人在平台上改过，推送会覆盖"
    en = (
        "Somebody edited it on the site; it stays" if kept else "Somebody edited it on the site; a push overwrites that"
    )
    return Finding(
        id=EDITED_ID,
        severity="warning",
        place=change.name,
        message=both(zh, en),
        remedy=both("把改动写进课程文件夹", "Bring the edit into the course folder"),
    )


def push_failed(change: Change, code: str) -> Finding:
    """Return the finding that one object could not be made."""
    return Finding(
        id=PUSH_FAILED_ID,
        severity="error",
        place=change.name,
        message=both(f"平台没有做成此项 [{code}]", f"The site did not make this [{code}]"),
        remedy=both(
            "运行 doctor --target 检查平台，再运行 push apply：已做好的不会重做",
            "Check the site with doctor --target, then run push apply again: what is done is not done twice",
        ),
    )


def without_framework(iri: str) -> Finding:
    """Return the finding that the site has no framework to link the course to."""
    return Finding(
        id=NO_FRAMEWORK_ID,
        severity="warning",
        place=iri,
        message=both(
            "平台上没有此能力图谱的能力框架，课程暂不与能力关联",
            "The site has no competency framework of this map: the course is not linked to competencies yet",
        ),
        remedy=both(
            "先推送能力图谱：push apply 图谱.xml --target …，再推送课程；"
            "推送过的，用 doctor --target 看服务账号能否看到它",
            "Push the map first: push apply MAP.xml --target …, then the course again; where it was pushed, doctor "
            "--target says what the account needs to see it",
        ),
    )


def restore_by_hand(course: str, version: str) -> Finding:
    """Return the finding that tells a person step by step how the course's activities get into the site."""
    return Finding(
        id=RESTORE_ID,
        severity="warning",
        place=course,
        message=both(
            "平台没有插件，页面、课件、测验和问卷须由管理员恢复备份一次",
            "Without the plugin, pages, package, tests and survey come by a backup that somebody restores once",
        ),
        remedy=both(
            f"① 运行 coursebridge package build 课程文件夹 --format mbz -o .，得到 {course}-{version}-mbz.mbz；"
            "② 还没有推送能力图谱的，先推送，否则能力关联会丢失；"
            f"③ 用管理员登录，打开课程“{course}”，点“更多 > 重新使用课程 > 恢复”；"
            "④ 把 .mbz 拖进“导入备份文件”，点“恢复”，再点“继续”；"
            "⑤ 在“恢复到此课程”下选“合并备份的课程到此课程”，点它下面的“继续”；"
            "⑥ “设置”页保持默认，点“下一步”；“结构”页的“覆盖课程配置”选“是的”，点“下一步”；“审核”页点“开始恢复”；"
            "⑦ 提示题目类别时点“继续”；显示“还原过程挂起”时等 cron 运行几分钟；"
            "⑧ 再运行 push apply，写回课程名称；activities 应显示 unchanged",
            f"(1) Run coursebridge package build COURSE --format mbz -o . for {course}-{version}-mbz.mbz; (2) push the "
            "map first, unless that is done, or links to competencies are lost; (3) as administrator open the "
            f"course {course}, More > "
            "Course reuse > Restore; (4) drop the .mbz into Upload a backup file, Restore, Continue; (5) under "
            "Restore into this course choose Merge the backup course into this course, and the Continue below it; (6) "
            "keep the defaults of Settings, Next; set Overwrite course configuration to Yes at Schema, Next; Perform "
            "restore at Review; (7) Continue where it tells of question categories; where it says that the restore "
            "process is pending, wait a few minutes for cron; (8) run push apply again, which "
            "brings the course's name back: activities are unchanged",
        ),
    )


def plugin_would_add() -> Finding:
    """Return the finding that tells what the plugin would add to a push."""
    return Finding(
        id=WOULD_ADD_ID,
        severity="note",
        message=both(
            "装上插件后，推送会直接建立并就地更新页面、课件、原生测验、问卷、完成条件和先后次序，不用手工恢复，"
            "也不丢学习记录",
            "With the plugin a push makes and updates in place pages, package, native tests, survey, completion and "
            "availability: nothing to restore by hand, and no data is lost",
        ),
        remedy=both("安装 local_coursebridge，见 doctor --target", "Install local_coursebridge; see doctor --target"),
    )


def old_site(release: str) -> Finding:
    """Return the finding that a site is too old to be pushed to; nothing is changed there."""
    return Finding(
        id=OLD_SITE_ID,
        severity="warning",
        place=release,
        message=both(
            "平台早于 Moodle 4.5：不通过接口推送，不作任何改动，课程由管理员恢复备份（.mbz）",
            "The site is older than Moodle 4.5: nothing is changed there, a backup (.mbz) is restored by hand",
        ),
        remedy=both(
            "按下面的步骤恢复；升级到 4.5 以上并安装插件后可直接推送",
            "Restore it by the steps below; from 4.5 on, with the plugin, it can be pushed",
        ),
    )


def restore_as_new(course: str, version: str) -> Finding:
    """Return the finding that tells step by step how a whole course gets into a site that nothing is pushed to."""
    return Finding(
        id=RESTORE_ID,
        severity="warning",
        place=course,
        message=both(
            "整门课程须由管理员恢复备份为一门新课程",
            "An administrator restores the whole course from a backup, as a new course",
        ),
        remedy=both(
            f"① 运行 coursebridge package build 课程文件夹 --format mbz -o .，得到 {course}-{version}-mbz.mbz；"
            "② 先导入能力框架（见图谱的提示），否则能力关联会丢失；"
            "③ 用管理员登录，进入要放课程的类别，点“更多 > 恢复课程”；"
            "④ 把 .mbz 拖进“导入备份文件”，点“恢复”，再点“继续”；"
            "⑤ 选“恢复为一个新课程”和类别，点它下面的“继续”；各页保持默认，点“下一步”，最后点“开始恢复”；"
            f"⑥ 打开新课程的“设置”，在“课程编号”中填 {course}，保存；"
            "⑦ 平台提示备份来自较新的版本时可以继续；有学员学习以后不要再次恢复，那会是另一门课程",
            f"(1) Run coursebridge package build COURSE --format mbz -o . for {course}-{version}-mbz.mbz; (2) import "
            "the framework first, as told for the map, or links to competencies are lost; (3) as administrator open "
            "the category, More > Restore course; (4) drop the .mbz into Upload a backup file, Restore, "
            "Continue; (5) choose "
            "Restore as a new course and the category, Continue, keep the defaults, Next, Perform restore; (6) "
            "in the new course's "
            f"Settings write {course} into Course ID number; (7) a warning that the backup is of a newer release may "
            "be passed; once people learn there, do not restore again: that would be another course",
        ),
    )


def import_by_hand(framework: str) -> Finding:
    """Return the finding that tells step by step how a map gets into a site that nothing is pushed to."""
    return Finding(
        id=RESTORE_ID,
        severity="warning",
        place=framework,
        message=both("能力图谱须由管理员导入为能力框架", "An administrator imports the map as a competency framework"),
        remedy=said(
            "① 运行 coursebridge map export 图谱.xml --to moodle-csv -o 框架.csv；"
            "② 用管理员登录，打开{0}；"
            "③ 把 CSV 拖进去，编码选 UTF-8，点“导入”；④ 各列保持自动对应，点“确认”；⑤ 再恢复课程",
            "(1) Run coursebridge map export MAP.xml --to moodle-csv -o FRAMEWORK.csv; (2) as administrator open {0}; "
            "(3) drop the CSV in, encoding UTF-8, Import; "
            "(4) keep the columns as matched, Confirm; (5) then restore the course",
            FRAMEWORKS,
        ),
    )


def not_pushed(kind: str, idnumber: str) -> Finding:
    """Return the finding that nothing that was pushed there can be retired under this name."""
    return Finding(
        id=NOT_PUSHED_ID,
        severity="error",
        place=f"{kind}:{idnumber}",
        message=both(
            "插件没有在平台上建立过它，或有几门课程用同一编号：没有停用任何内容",
            "The plugin did not make it there, or several courses have its ID number: nothing was retired",
        ),
        remedy=both(
            "核对编号；手工恢复的课程先用 push apply 推送一次，或在平台上隐藏",
            "Check the ID number; push a course that was restored by hand once first, or hide it on the site",
        ),
    )
