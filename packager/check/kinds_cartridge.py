"""Kinds of finding about Common Cartridges: manifest, resources, metadata, tests in QTI."""

from __future__ import annotations

from packager.check.kind import Kind

_CP = "IMS CC 1.1 Profile of IMS CP"
_LOM = "IMS CC 1.1 Profile of LOM"
_QTI = "IMS CC Profile of QTI 1.2.1"

CC_SCHEMA = Kind(
    "PK-CC-SCHEMA",
    "error",
    "metadata 应写明 IMS Common Cartridge 和版本，现为“{schema}”和“{version}”",
    "The metadata must name IMS Common Cartridge and a version, it names '{schema}' and '{version}'",
    "补上 <schema> 和 <schemaversion>（1.0.0 至 1.3.0）",
    "Add <schema> and <schemaversion>, 1.0.0 to 1.3.0",
    _CP,
)
CC_NAMESPACE = Kind(
    "PK-CC-NAMESPACE",
    "error",
    "命名空间 {namespace} 与版本 {version} 不符",
    "The namespace {namespace} is not that of version {version}",
    "改为 {wanted}",
    "Make it {wanted}",
    _CP,
)
CC_METADATA = Kind(
    "PK-CC-METADATA",
    "warning",
    "清单没有 LOM 元数据，导入后课程没有名称",
    "The manifest has no LOM metadata: the course will have no name after import",
    "在 metadata 里加入 lom/general/title",
    "Add lom/general/title to the metadata",
    _LOM,
)
CC_ORGANIZATION = Kind(
    "PK-CC-ORGANIZATION",
    "error",
    "目录只能有一个，structure 应为 rooted-hierarchy，其下只有一个根 item",
    "There may be one organization, its structure rooted-hierarchy, with a single root item in it",
    "改为一个 organization、一个根 item，其余放在根 item 之下",
    "Make it one organization with one root item, all else below that",
    _CP,
)
CC_ROOT_ITEM = Kind(
    "PK-CC-ROOT-ITEM",
    "error",
    "根 item 不应有标题或指向资源",
    "The root item must have no title and open no resource",
    "去掉根 item 的 title 和 identifierref",
    "Take title and identifierref off the root item",
    _CP,
)
CC_ITEM_TITLE = Kind(
    "PK-CC-ITEM-TITLE",
    "error",
    "目录项没有标题，Moodle 不导入这个包",
    "An item has no title: Moodle does not import the cartridge",
    "补上 <title>",
    "Add a <title>",
    _CP,
)
CC_RESOURCE_TYPE = Kind(
    "PK-CC-RESOURCE-TYPE",
    "error",
    "resource 的 type“{value}”不属于 Common Cartridge {version}",
    "A resource's type '{value}' is none of Common Cartridge {version}",
    "改为该版本规定的类型，例如 webcontent",
    "Use a type of that version, such as webcontent",
    _CP,
)
CC_HREF = Kind(
    "PK-CC-HREF",
    "error",
    "类型为 {type} 的 resource 不能有 href",
    "A resource of type {type} may have no href",
    "去掉 href，只留一个 <file>",
    "Take the href off and leave one <file>",
    _CP,
)
CC_ONE_FILE = Kind(
    "PK-CC-ONE-FILE",
    "error",
    "类型为 {type} 的 resource 应有且只有一个文件，现有 {count} 个",
    "A resource of type {type} must have exactly one file, it has {count}",
    "只留描述它的那个 XML 文件，其余用 dependency 引用",
    "Leave the XML file that describes it; let a dependency name the rest",
    _CP,
)
CC_DEPENDENCY = Kind(
    "PK-CC-DEPENDENCY",
    "error",
    "类型为 {type} 的 resource 不能依赖“{value}”",
    "A resource of type {type} may not depend on '{value}'",
    "网页只能依赖网页和文件；网页链接不能有 dependency",
    "Web content may depend on web content alone; a web link on nothing",
    _CP,
)
CC_INTENDED_USE = Kind(
    "PK-CC-INTENDED-USE",
    "error",
    "intendeduse“{value}”不在规定的值之内",
    "The intendeduse '{value}' is none of those allowed",
    "用 lessonplan、syllabus、unspecified（1.3 起还有 assignment）",
    "Use lessonplan, syllabus or unspecified (from 1.3 on assignment as well)",
    _CP,
)
CC_ROLE = Kind(
    "PK-CC-ROLE",
    "error",
    "角色“{value}”（{source}）不在词表之内",
    "The role '{value}' ({source}) is not in the vocabulary",
    "用 Learner、Instructor、Mentor，词表写 {wanted}",
    "Use Learner, Instructor or Mentor of {wanted}",
    _LOM,
)
CC_STANDARDS = Kind(
    "PK-CC-STANDARDS",
    "error",
    "课程标准元数据缺少 GUID",
    "Curriculum standards metadata lacks a GUID",
    "每个 labelledGUID 写一个 GUID",
    "Give every labelledGUID its GUID",
    "IMS CC 1.2 Curriculum Standards Metadata",
)
CC_STANDARDS_EARLY = Kind(
    "PK-CC-STANDARDS-EARLY",
    "error",
    "1.2 之前没有课程标准元数据",
    "Before 1.2 there is no curriculum standards metadata",
    "去掉它，或改用 1.2 以上版本",
    "Take it out, or make it version 1.2 or later",
    "IMS CC 1.2 Curriculum Standards Metadata",
)
CC_VARIANT = Kind(
    "PK-CC-VARIANT",
    "error",
    "variant 指向的 resource“{value}”不存在",
    "A variant names the resource '{value}', which does not exist",
    "改为现有 resource 的 identifier",
    "Name a resource that exists",
    "IMS CC 1.3 Variants",
)
CC_BANKS = Kind(
    "PK-CC-BANKS",
    "error",
    "题库只能有一个，现有 {count} 个",
    "There may be one question bank, there are {count}",
    "合并成一个",
    "Make one of them",
    _CP,
)
CC_MOODLE = Kind(
    "PK-CC-MOODLE",
    "note",
    "Moodle 只能导入 1.0 和 1.1，导入不了 {version}",
    "Moodle imports 1.0 and 1.1 only, not {version}",
    "给 Moodle 的包用 1.1（格式 imscc）或 mbz",
    "Give Moodle version 1.1 (format imscc) or mbz",
)
CC_NO_TEST = Kind(
    "PK-CC-NO-TEST",
    "warning",
    "包里没有测验，平台没有成绩可记",
    "The cartridge holds no test: an LMS has no score to keep",
    "加入测验，或改用 SCORM 课件包",
    "Add a test, or use a SCORM package",
)
CC_XML = Kind(
    "PK-CC-XML",
    "error",
    "文件不是合格的 XML：{problem}",
    "The file is no sound XML: {problem}",
    "重新导出",
    "Export it again",
    "XML 1.0",
)
CC_ROOT = Kind(
    "PK-CC-ROOT",
    "error",
    "根元素应为 {wanted}，现为 {name}",
    "The root element must be {wanted}, it is {name}",
    "按资源类型写对应的 XML",
    "Write the XML that the resource's type asks for",
    _CP,
)
CC_WEB_LINK = Kind(
    "PK-CC-WEB-LINK",
    "error",
    "网页链接缺少标题或地址",
    "A web link lacks its title or address",
    "写上 <title> 和 <url href>",
    "Write <title> and <url href>",
    "IMS CC 1.1 Web Links",
)
CC_LTI = Kind(
    "PK-CC-LTI",
    "error",
    "LTI 工具链接缺少标题或启动地址",
    "An LTI link lacks its title or the address to launch",
    "写上 blti:title 和 blti:launch_url（或 blti:secure_launch_url）",
    "Write blti:title and blti:launch_url, or blti:secure_launch_url",
    "IMS CC 1.1 Basic LTI Links",
)
CC_TOPIC = Kind(
    "PK-CC-TOPIC",
    "error",
    "讨论主题缺少标题或正文",
    "A discussion topic lacks its title or text",
    "写上 <title> 和 <text texttype>",
    "Write <title> and <text texttype>",
    "IMS CC 1.1 Discussion Topics",
)
QTI_CONTENT = Kind(
    "PK-QTI-CONTENT",
    "error",
    "{type} 里应为 {wanted}",
    "{type} must hold {wanted}",
    "测验放 assessment，题库放 objectbank",
    "Put a test into assessment, a bank into objectbank",
    _QTI,
)
QTI_SECTION = Kind(
    "PK-QTI-SECTION",
    "error",
    "测验应有且只有一个 section，其中只放题目",
    "An assessment must have exactly one section that holds items only",
    "把全部题目放进一个 section",
    "Put all items into one section",
    _QTI,
)
QTI_EXAM = Kind(
    "PK-QTI-EXAM",
    "error",
    "测验的 cc_profile 应为 cc.exam.v0p1，现为“{value}”",
    "The assessment's cc_profile must be cc.exam.v0p1, it is '{value}'",
    "在 assessment/qtimetadata 写 cc_profile = cc.exam.v0p1",
    "Write cc_profile = cc.exam.v0p1 into assessment/qtimetadata",
    _QTI,
)
QTI_EMPTY = Kind(
    "PK-QTI-EMPTY",
    "error",
    "没有题目，Moodle 导入会中断",
    "There are no items: the import into Moodle breaks off",
    "至少放一道题",
    "Give it an item at least",
    _QTI,
)
QTI_IDENT = Kind(
    "PK-QTI-IDENT",
    "error",
    "题目编号“{value}”缺失或重复",
    "The item's ident '{value}' is missing or used twice",
    "每题一个不重复的 ident",
    "Give every item an ident of its own",
    _QTI,
)
QTI_PROFILE = Kind(
    "PK-QTI-PROFILE",
    "error",
    "题型 cc_profile“{value}”不在规定之内，平台会丢掉这道题",
    "The item's cc_profile '{value}' is none of those allowed: an LMS drops the item",
    "用单选、多选、判断、填空、匹配、论述六种之一",
    "Use multiple_choice, multiple_response, true_false, fib, pattern_match or essay",
    _QTI,
)
QTI_RESPONSE = Kind(
    "PK-QTI-RESPONSE",
    "error",
    "作答方式与题型 {profile} 不符",
    "What the item asks for does not fit its profile {profile}",
    "单选、判断用 response_lid Single，多选用 Multiple，其余用 response_str",
    "Use response_lid Single for choice and true-false, Multiple for multiple response, response_str for the rest",
    _QTI,
)
QTI_ANSWER = Kind(
    "PK-QTI-ANSWER",
    "error",
    "没有能得 100 分的答案",
    "No answer gives the score of 100",
    "写一个 setvar 为 100 的 respcondition",
    "Write a respcondition with a setvar of 100",
    _QTI,
)
QTI_LABEL = Kind(
    "PK-QTI-LABEL",
    "error",
    "答案“{value}”不是任何选项",
    "The answer '{value}' is none of the choices",
    "改为现有 response_label 的 ident",
    "Name the ident of a response_label that exists",
    _QTI,
)
QTI_TRUE_FALSE = Kind(
    "PK-QTI-TRUE-FALSE",
    "warning",
    "判断题选项的 ident 不是 true 和 false，Moodle 导入会中断",
    "The choices of a true-false item are not called true and false: the import into Moodle breaks off",
    '把两个 response_label 的 ident 写成 "true" 和 "false"',
    'Call the two response_labels "true" and "false"',
    _QTI,
)
QTI_FEEDBACK = Kind(
    "PK-QTI-FEEDBACK",
    "error",
    "displayfeedback 指向的“{value}”不存在",
    "A displayfeedback names '{value}', which does not exist",
    "补上 itemfeedback，或去掉引用",
    "Add the itemfeedback, or take the reference out",
    _QTI,
)
QTI_SCORE = Kind(
    "PK-QTI-SCORE",
    "error",
    "得分变量只能是 SCORE，现为“{value}”",
    "The score's variable must be SCORE, it is '{value}'",
    "改为 SCORE",
    "Call it SCORE",
    _QTI,
)
