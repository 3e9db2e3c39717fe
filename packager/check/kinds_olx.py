"""Kinds of finding about Open edX courses."""

from __future__ import annotations

from packager.check.kind import Kind

_OLX = "OLX, "

OLX_XML = Kind(
    "PK-OLX-XML",
    "error",
    "文件不是合格的 XML：{problem}",
    "The file is no sound XML: {problem}",
    "改正此处，或从 Studio 重新导出",
    "Mend this place, or export the course from Studio again",
    "XML 1.0",
)
OLX_ROOT = Kind(
    "PK-OLX-ROOT",
    "error",
    "course.xml 应为 <course>，并写明 url_name、org、course，缺少：{missing}",
    "course.xml must be <course> with url_name, org and course; missing: {missing}",
    "补上这些属性",
    "Add these attributes",
    _OLX + "course",
)
OLX_MISSING = Kind(
    "PK-OLX-MISSING",
    "error",
    "{kind}“{value}”没有对应的文件",
    "There is no file of the {kind} '{value}'",
    "补上文件，或改正 url_name",
    "Add the file, or correct the url_name",
    _OLX + "pointer tags",
)
OLX_KIND = Kind(
    "PK-OLX-KIND",
    "error",
    "文件的根元素应为 {wanted}，现为 {name}",
    "The file's root element must be {wanted}, it is {name}",
    "放到对应的文件夹，或改正元素名",
    "Move it to the folder of its kind, or correct the element",
    _OLX + "pointer tags",
)
OLX_NESTING = Kind(
    "PK-OLX-NESTING",
    "error",
    "{parent} 里不能直接放 {name}",
    "{parent} may not hold {name}",
    "按 course › chapter › sequential › vertical › 内容 的层次放",
    "Nest as course › chapter › sequential › vertical › content",
    _OLX + "course structure",
)
OLX_NAME = Kind(
    "PK-OLX-NAME",
    "error",
    "url_name“{value}”缺失或含有不允许的字符",
    "The url_name '{value}' is missing or holds characters that are not allowed",
    "只用字母、数字、_ - . ~",
    "Use letters, digits, _ - . ~ only",
    _OLX + "url_name",
)
OLX_NAME_TWICE = Kind(
    "PK-OLX-NAME-TWICE",
    "error",
    "{kind} 的 url_name“{value}”用了两次，导入时一个盖掉另一个",
    "The {kind} '{value}' is there twice: one overwrites the other on import",
    "每个 url_name 在同类中只用一次",
    "Use every url_name once per kind",
    _OLX + "url_name",
)
OLX_CYCLE = Kind(
    "PK-OLX-CYCLE",
    "error",
    "{kind}“{value}”包含了自己",
    "The {kind} '{value}' holds itself",
    "去掉循环引用",
    "Take the reference out",
    _OLX + "pointer tags",
)
OLX_DISPLAY_NAME = Kind(
    "PK-OLX-DISPLAY-NAME",
    "warning",
    "{kind} 没有 display_name，学员看到的是编号",
    "The {kind} has no display_name: learners see its id",
    "补上 display_name",
    "Add display_name",
    _OLX + "display_name",
)
OLX_EMPTY = Kind(
    "PK-OLX-EMPTY",
    "warning",
    "{kind} 是空的",
    "The {kind} is empty",
    "补上内容，或去掉它",
    "Give it content, or take it out",
    _OLX + "course structure",
)
OLX_STATIC = Kind(
    "PK-OLX-STATIC",
    "error",
    "/static/{value} 不在包里",
    "/static/{value} is not there",
    "把文件放进 static 文件夹",
    "Put the file into the static folder",
    _OLX + "static",
)
OLX_POLICY = Kind(
    "PK-OLX-POLICY",
    "error",
    "policies/{run}/policy.json 缺失、不是 JSON，或没有 course/{run}",
    "policies/{run}/policy.json is missing, no JSON, or lacks course/{run}",
    "从 Studio 重新导出，或补上该文件",
    "Export from Studio again, or add the file",
    _OLX + "policies",
)
OLX_GRADING = Kind(
    "PK-OLX-GRADING",
    "error",
    "grading_policy.json 缺失或不合规：{problem}",
    "grading_policy.json is missing or not sound: {problem}",
    "写明 GRADER 和 GRADE_CUTOFFS",
    "Give GRADER and GRADE_CUTOFFS",
    _OLX + "grading policy",
)
OLX_WEIGHTS = Kind(
    "PK-OLX-WEIGHTS",
    "warning",
    "各作业类型的权重之和为 {total}，不是 1：全部做对也得不到 100%，或会超过 100%",
    "The weights of the assignment types sum to {total}, not 1: who does all right gets less than 100%, or more",
    "把权重之和改为 1",
    "Make the weights sum to 1",
    _OLX + "grading policy",
)
OLX_FORMAT = Kind(
    "PK-OLX-FORMAT",
    "error",
    "作业类型“{value}”不在评分规则里，不计分",
    "The assignment type '{value}' is not in the grading policy: it does not count",
    "在 grading_policy.json 里加入该类型",
    "Add the type to grading_policy.json",
    _OLX + "grading policy",
)
OLX_PROBLEM = Kind(
    "PK-OLX-PROBLEM",
    "error",
    "题目没有作答方式",
    "The problem asks for no response",
    "加入 multiplechoiceresponse、choiceresponse、numericalresponse 或 stringresponse 等",
    "Add multiplechoiceresponse, choiceresponse, numericalresponse, stringresponse or the like",
    _OLX + "problem",
)
OLX_ANSWER = Kind(
    "PK-OLX-ANSWER",
    "error",
    "题目没有正确答案",
    "The problem has no right answer",
    '把正确选项写成 correct="true"，或写上 answer',
    'Mark the right choice as correct="true", or give answer',
    _OLX + "problem",
)
OLX_ATTEMPTS = Kind(
    "PK-OLX-ATTEMPTS",
    "error",
    "{name}“{value}”应为不小于 0 的数",
    "{name} '{value}' must be a number not below 0",
    "改正或去掉",
    "Correct it or take it out",
    _OLX + "problem",
)
OLX_NO_GRADE = Kind(
    "PK-OLX-NO-GRADE",
    "warning",
    "没有计分的部分，平台不会给出成绩",
    "Nothing in it is graded: the platform gives no grade",
    '把测验所在的 sequential 写成 graded="true" 并写明 format',
    'Mark the sequential of a test as graded="true" and give its format',
    _OLX + "grading policy",
)
