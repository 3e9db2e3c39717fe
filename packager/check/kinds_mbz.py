"""Kinds of finding about a Moodle backup: what its restore refuses, and what it drops without a word."""

from __future__ import annotations

from packager.check.kind import Kind

_RESTORE = "Moodle 4.5 backup/moodle2/"

INFORMATION = Kind(
    "PK-MBZ-INFORMATION",
    "error",
    "moodle_backup.xml 缺少“{name}”，Moodle 不会恢复",
    "moodle_backup.xml lacks '{name}'; Moodle will not restore it",
    "用 Moodle 或本工具重新生成备份",
    "Make the backup again, with Moodle or with this tool",
    _RESTORE + "restore_plan_builder",
)

DECLARATION = Kind(
    "PK-MBZ-DECLARATION",
    "error",
    "moodle_backup.xml 开头不是 Moodle 认得的 XML 声明，会被当成别的格式",
    "moodle_backup.xml does not begin with the declaration that Moodle knows its backups by",
    '首行写 <?xml version="1.0" encoding="UTF-8"?>，用双引号',
    'Begin with <?xml version="1.0" encoding="UTF-8"?>, in double quotes',
    "Moodle 4.5 backup/util/helper/convert_helper.class.php",
)

PARTIAL = Kind(
    "PK-MBZ-PARTIAL",
    "note",
    "这是“{type}”的备份，不是整门课程：只能恢复到已有课程中",
    "This is the backup of one {type}, not of a course: it restores into an existing course alone",
    "需要整门课程时，请备份课程",
    "Back up the course if you need all of it",
)

MISSING = Kind(
    "PK-MBZ-MISSING",
    "error",
    "清单里有、备份里没有",
    "moodle_backup.xml lists it, but it is not in the backup",
    "重新生成备份",
    "Make the backup again",
    _RESTORE + "restore_activity_task",
)

MALFORMED = Kind(
    "PK-MBZ-MALFORMED",
    "error",
    "XML 格式错误：{why}",
    "Not well-formed XML: {why}",
    "重新生成备份",
    "Make the backup again",
    "XML 1.0 2.1",
)

CONTENT_MISSING = Kind(
    "PK-MBZ-CONTENT-MISSING",
    "error",
    "files.xml 登记了“{name}”，备份里没有它的内容",
    "files.xml names '{name}', but its bytes are not in the backup",
    "重新生成备份",
    "Make the backup again",
    _RESTORE + "restore_stepslib",
)

CONTENT_CHANGED = Kind(
    "PK-MBZ-CONTENT-CHANGED",
    "error",
    "内容与文件名（SHA-1）不符：已损坏或被改动",
    "The bytes are not those that the name (their SHA-1) says: damaged or changed",
    "向提供者索取完好的文件",
    "Ask whoever sent it for a sound file",
)

UNREFERENCED = Kind(
    "PK-MBZ-UNREFERENCED",
    "warning",
    "inforef.xml 没有登记文件“{name}”，恢复时会悄悄丢掉",
    "inforef.xml does not name the file '{name}': a restore drops it without a word",
    "重新生成备份",
    "Make the backup again",
    _RESTORE + "restore_stepslib",
)

USER_COMPLETION = Kind(
    "PK-MBZ-USER-COMPLETION",
    "error",
    "没有用户数据却要求恢复完成记录，Moodle 会拒绝",
    "It asks for completion records without users; Moodle refuses that",
    "备份时不要单独勾选完成记录",
    "Leave completion records out when users are left out",
    _RESTORE + "restore_settingslib",
)

SLOT = Kind(
    "PK-MBZ-SLOT",
    "error",
    "测验第 {slot} 题指向的题目“{entry}”不在备份的题库中",
    "Question {slot} of the quiz is entry '{entry}' of the bank, which the backup does not hold",
    "备份时包括题库",
    "Include the question bank in the backup",
    "Moodle 4.5 mod/quiz/backup/moodle2/restore_quiz_stepslib",
)

CATEGORY = Kind(
    "PK-MBZ-CATEGORY",
    "warning",
    "测验的 inforef.xml 没有登记题目类别“{category}”，其中的题目会丢失",
    "The quiz's inforef.xml does not name question category '{category}': its questions are lost",
    "重新生成备份",
    "Make the backup again",
    _RESTORE + "restore_stepslib",
)

IDNUMBER_TWICE = Kind(
    "PK-MBZ-IDNUMBER-TWICE",
    "warning",
    "编号“{value}”用了两次，第二个会被清空",
    "The ID number '{value}' is there twice; Moodle empties the second",
    "改成不同的编号",
    "Use different ones",
    _RESTORE + "restore_stepslib",
)

TOO_LONG = Kind(
    "PK-MBZ-TOO-LONG",
    "error",
    "{field} 有 {length} 个字符，Moodle 最多 {limit} 个，恢复会中断",
    "{field} has {length} characters, Moodle takes {limit}: the restore would break off",
    "缩短",
    "Shorten it",
    "Moodle 4.5 lib/db/install.xml",
)

PLUGIN = Kind(
    "PK-MBZ-PLUGIN",
    "warning",
    "活动类型“{module}”不属于 Moodle 核心：没装该插件的站点会略过它，连同课程完成条件",
    "Activities of type '{module}' are no part of Moodle: a site without that plugin leaves them out, and with them "
    "the course's completion criteria",
    "先在站点上安装插件，或改用核心活动",
    "Install the plugin first, or use an activity of Moodle's own",
    _RESTORE + "restore_stepslib",
)

COMPETENCIES = Kind(
    "PK-MBZ-COMPETENCIES",
    "note",
    "{count} 个能力项属于框架“{framework}”：站点上没有该框架时，关联会悄悄丢掉",
    "{count} competencies are of framework '{framework}': on a site without it the links are dropped without a word",
    "先导入该能力框架，再恢复课程",
    "Import that framework first, then restore",
    _RESTORE + "restore_stepslib",
)
