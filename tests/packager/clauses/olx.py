"""Open edX courses: tree, problems, policies. Spec: OLX."""

from __future__ import annotations

from tests.packager.clauses.table import Sound

_GRADING = "policies/r/grading_policy.json"
_S = Sound(
    "olx",
    "vertical/v1.xml",
    {
        "course.xml": '<course url_name="r" org="O" course="C"/>',
        "course/r.xml": '<course display_name="仓储"><chapter url_name="c1"/></course>',
        "chapter/c1.xml": '<chapter display_name="一"><sequential url_name="s1"/></chapter>',
        "sequential/s1.xml": (
            '<sequential display_name="课" graded="true" format="Exam"><vertical url_name="v1"/></sequential>'
        ),
        "vertical/v1.xml": (
            '<vertical display_name="单元"><html url_name="h1"/><problem url_name="p1"/>'
            '<video url_name="x1" display_name="片"/></vertical>'
        ),
        "html/h1.xml": '<html display_name="页" filename="h1"/>',
        "html/h1.html": '<img src="/static/fig.png"/>',
        "problem/p1.xml": (
            '<problem max_attempts="2"><multiplechoiceresponse><choicegroup><choice correct="true">a</choice>'
            '<choice correct="false">b</choice></choicegroup></multiplechoiceresponse></problem>'
        ),
        "policies/r/policy.json": '{"course/r": {}}',
        _GRADING: '{"GRADER": [{"type": "Exam", "weight": 1.0}], "GRADE_CUTOFFS": {"Pass": 0.6}}',
        "static/fig.png": "PNG",
    },
)
_EMPTY = '<vertical display_name="空">{}</vertical></sequential>'
_RESPONSE = _S.files["problem/p1.xml"].decode()
_ASKED = _RESPONSE[_RESPONSE.index("<multi") : _RESPONSE.index("</problem>")]

CLAUSES = (
    _S.clause("PK-OLX-ROOT", ' org="O"', "", path="course.xml"),
    _S.clause("PK-OLX-XML", "</vertical>", ""),
    _S.clause("PK-OLX-MISSING", 'problem url_name="p1"', 'problem url_name="p9"', 'discussion url_name="p9"'),
    _S.clause("PK-OLX-KIND", "problem", "html", path="problem/p1.xml"),
    _S.clause("PK-OLX-NESTING", "<sequential", '<vertical url_name="v1"/><sequential', path="chapter/c1.xml"),
    _S.clause("PK-OLX-NAME", 'url_name="x1"', 'url_name="片 1"', 'url_name="x-1.~_"'),
    _S.clause(
        "PK-OLX-NAME-TWICE", "<video", '<problem url_name="p1"/><video', '<video url_name="p1" display_name="x"/><video'
    ),
    _S.clause("PK-OLX-CYCLE", "</vertical>", '<sequential url_name="s1"/></vertical>'),
    _S.clause("PK-OLX-DISPLAY-NAME", ' display_name="单元"', "", ' display_name="U"'),
    _S.clause(
        "PK-OLX-EMPTY", "</sequential>", _EMPTY.format(""), _EMPTY.format("<html>x</html>"), path="sequential/s1.xml"
    ),
    _S.clause("PK-OLX-STATIC", "fig.png", "no.png", "./fig.png?x", path="html/h1.html"),
    _S.clause("PK-OLX-POLICY", "course/r", "course/x", path="policies/r/policy.json"),
    _S.clause("PK-OLX-GRADING", '"GRADER"', '"GRADERS"', path=_GRADING),
    _S.clause("PK-OLX-GRADING", "0.6", "60", "1.0", path=_GRADING),
    _S.clause("PK-OLX-WEIGHTS", "1.0", "0.7", "1", path=_GRADING),
    _S.clause("PK-OLX-FORMAT", 'format="Exam"', 'format="Quiz"', path="sequential/s1.xml"),
    _S.clause("PK-OLX-PROBLEM", _ASKED, "<p>想</p>", '<stringresponse answer="x"/>', path="problem/p1.xml"),
    _S.clause("PK-OLX-ANSWER", 'correct="true"', 'correct="false"', 'correct="True"', path="problem/p1.xml"),
    _S.clause("PK-OLX-ATTEMPTS", '"2"', '"-1"', '"null"', path="problem/p1.xml"),
    _S.clause("PK-OLX-NO-GRADE", ' graded="true"', "", ' graded="True"', path="sequential/s1.xml"),
)
