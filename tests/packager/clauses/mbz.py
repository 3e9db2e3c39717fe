"""Moodle backups, by hand: a quiz of one question and a page with a picture. Spec: Moodle's restore code."""

from __future__ import annotations

import hashlib

from tests.packager.clauses.table import Sound

_XML = '<?xml version="1.0" encoding="UTF-8"?>\n'
_PICTURE = b"PNG"
_HASH = hashlib.sha1(_PICTURE, usedforsecurity=False).hexdigest()
_FILE = f"files/{_HASH[:2]}/{_HASH}"
_ACTIVITY = (
    "<activity><moduleid>{number}</moduleid><modulename>{module}</modulename><title>t</title>"
    "<directory>activities/{module}_{number}</directory></activity>"
)
_BACKUP = (
    f"{_XML}<moodle_backup><information><backup_version>2024100700</backup_version><include_files>1</include_files>"
    "<original_course_id>2</original_course_id><original_course_contextid>3</original_course_contextid>"
    "<original_system_contextid>1</original_system_contextid><details><detail><type>course</type>"
    "<format>moodle2</format></detail></details><contents><activities>"
    f"{_ACTIVITY.format(number=1, module='quiz')}{_ACTIVITY.format(number=2, module='page')}</activities><sections>"
    "<section><directory>sections/section_1</directory></section></sections>"
    "<course><directory>course</directory></course></contents><settings>"
    "<setting><level>root</level><name>users</name><value>0</value></setting>"
    "<setting><level>root</level><name>userscompletion</name><value>0</value></setting></settings>"
    "</information></moodle_backup>"
)
_EMPTY = ("scales", "outcomes", "groups", "roles", "completion", "course/roles", "sections/section_1/section")


def _own(module: str, number: int, content: str, inforef: str) -> dict[str, str]:
    folder = f"activities/{module}_{number}"
    settings = f"<module><idnumber>{module}</idnumber><completion>2</completion></module>"
    return {
        f"{folder}/module.xml": _XML + settings,
        f"{folder}/{module}.xml": f'{_XML}<activity contextid="{number}0"><{module}>{content}</{module}></activity>',
        f"{folder}/grades.xml": f"{_XML}<activity_gradebook/>",
        f"{folder}/inforef.xml": f"{_XML}<inforef>{inforef}</inforef>",
        f"{folder}/roles.xml": f"{_XML}<roles/>",
    }


_SLOT = "<question_reference><questionbankentryid>7</questionbankentryid></question_reference>"
_CATEGORY = "<question_categoryref><question_category><id>5</id></question_category></question_categoryref>"
_QUIZ, _PAGE = "activities/quiz_1", "activities/page_2"
_S = Sound(
    "mbz",
    "moodle_backup.xml",
    {
        "moodle_backup.xml": _BACKUP,
        **{f"{name}.xml": f"{_XML}<{name.rpartition('/')[2]}/>" for name in _EMPTY},
        "course/course.xml": f"{_XML}<course><shortname>SAFE</shortname><fullname>仓储</fullname></course>",
        "questions.xml": (
            f'{_XML}<question_categories><question_category id="5"><question_bank_entries>'
            '<question_bank_entry id="7"/></question_bank_entries></question_category></question_categories>'
        ),
        "files.xml": (
            f'{_XML}<files><file id="9"><contenthash>{_HASH}</contenthash><contextid>20</contextid>'
            "<component>mod_page</component><filename>a.png</filename></file></files>"
        ),
        _FILE: _PICTURE,
        **_own("quiz", 1, f"<name>测验</name>{_SLOT}", _CATEGORY),
        **_own("page", 2, "<name>页</name>", "<fileref><file><id>9</id></file></fileref>"),
    },
)
_USERS = "<name>userscompletion</name><value>0</value>"
_LINK = (
    f"{_XML}<course_competencies><competencies><competency><frameworkidnumber>F</frameworkidnumber>"
    "<idnumber>a</idnumber></competency></competencies></course_competencies>"
).encode()

CLAUSES = (
    _S.clause("PK-MBZ-INFORMATION", "<original_course_id>2</original_course_id>", ""),
    _S.clause("PK-MBZ-DECLARATION", '"1.0" encoding="UTF-8"', "'1.0' encoding='UTF-8'"),
    _S.clause("PK-MBZ-PARTIAL", "<type>course<", "<type>activity<"),
    _S.other("PK-MBZ-MISSING", _S.without(f"{_QUIZ}/grades.xml"), _S.without("completion.xml")),
    _S.clause("PK-MBZ-MALFORMED", "<completion/>", "<completion>", path="completion.xml"),
    _S.other("PK-MBZ-CONTENT-MISSING", _S.without(_FILE)),
    _S.other("PK-MBZ-CONTENT-CHANGED", {**_S.files, _FILE: b"png"}),
    _S.clause("PK-MBZ-UNREFERENCED", "<id>9<", "<id>99<", path=f"{_PAGE}/inforef.xml"),
    _S.clause("PK-MBZ-USER-COMPLETION", _USERS, _USERS.replace("0", "1"), _USERS),
    _S.clause("PK-MBZ-SLOT", ">7<", ">77<", path=f"{_QUIZ}/quiz.xml"),
    _S.clause("PK-MBZ-CATEGORY", "<id>5<", "<id>55<", path=f"{_QUIZ}/inforef.xml"),
    _S.clause("PK-MBZ-IDNUMBER-TWICE", ">page<", ">quiz<", ">Quiz<", path=f"{_PAGE}/module.xml"),
    _S.clause("PK-MBZ-TOO-LONG", "<name>页", "<name>" + "长" * 256, "<name>" + "长" * 255, path=f"{_PAGE}/page.xml"),
    _S.other(
        "PK-MBZ-PLUGIN",
        {**_S.changed("<modulename>page<", "<modulename>hvp<"), f"{_PAGE}/hvp.xml": _S.files[f"{_PAGE}/page.xml"]},
    ),
    _S.other("PK-MBZ-COMPETENCIES", {**_S.files, "course/competencies.xml": _LINK}),
)
