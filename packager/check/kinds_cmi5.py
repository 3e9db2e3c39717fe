"""Kinds of finding about a cmi5 course structure. Spec: cmi5 (Quartz) 8.1, 13, 14."""

from __future__ import annotations

from packager.check.kind import Kind

_CMI5 = "cmi5 "

ROOT = Kind(
    "PK-CMI5-ROOT",
    "error",
    "cmi5.xml 的根元素应为 {namespace} 中的 courseStructure，现为 {name}",
    "The root of cmi5.xml must be courseStructure of {namespace}, it is {name}",
    "改正根元素和命名空间",
    "Correct the root element and its namespace",
    _CMI5 + "14.0",
)
ELEMENT = Kind(
    "PK-CMI5-ELEMENT",
    "error",
    "{parent} 中的 {name} 不该有、重复、缺少或顺序不对",
    "{name} in {parent} is unknown, twice, missing or out of order",
    "按 CourseStructure.xsd 的顺序改正",
    "Correct it to the order of CourseStructure.xsd",
    _CMI5 + "14.0",
)
IRI = Kind(
    "PK-CMI5-IRI",
    "error",
    "{name} 的 id“{value}”不是完整的 IRI",
    "The id '{value}' of a {name} is no absolute IRI",
    "写成 https://… 或 urn:… 形式，全球唯一",
    "Write it as https://… or urn:…, unique in the world",
    _CMI5 + "13.1",
)
ID_TWICE = Kind(
    "PK-CMI5-ID-TWICE",
    "error",
    "id“{value}”用了不止一次，平台无法分辨",
    "The id '{value}' is used more than once: an LMS cannot tell the two apart",
    "每个 AU、block、objective 用各自的 id",
    "Give every AU, block and objective an id of its own",
    _CMI5 + "13.1.2, 13.1.3, 13.1.4",
)
NO_TEXT = Kind(
    "PK-CMI5-NO-TEXT",
    "error",
    "{name} 没有文字，langstring 至少一条且不能为空",
    "{name} says nothing: it needs a langstring that is not empty",
    "补上文字",
    "Add the text",
    _CMI5 + "13.1",
)
LANGUAGE = Kind(
    "PK-CMI5-LANGUAGE",
    "error",
    "langstring 的 lang“{value}”不是语言标签",
    "The lang '{value}' of a langstring is no language tag",
    "写 zh-CN、en 等 RFC 5646 标签",
    "Write a tag of RFC 5646 such as zh-CN or en",
    _CMI5 + "13.1",
)
NO_AU = Kind(
    "PK-CMI5-NO-AU",
    "error",
    "{name} 里没有任何 AU，学员无课可上",
    "{name} holds no AU: there is nothing to launch",
    "加入至少一个 au",
    "Add one au at least",
    _CMI5 + "13.1.2, 14.0",
)
URL = Kind(
    "PK-CMI5-URL",
    "error",
    "启动地址“{value}”不是有效的地址",
    "The launch address '{value}' is no URL",
    "写包内相对路径或完整的 https 地址，空格等写成 %20",
    "Write a path within the package or a full https address, a space as %20",
    _CMI5 + "13.1.4 url",
)
URL_MISSING = Kind(
    "PK-CMI5-URL-MISSING",
    "error",
    "启动地址“{value}”指向的文件不在包里",
    "The launch address '{value}' is no file of the package",
    "补上文件，或改为完整地址",
    "Add the file, or write a full address",
    _CMI5 + "14.1",
)
URL_CASE = Kind(
    "PK-CMI5-URL-CASE",
    "error",
    "启动地址“{value}”与包里文件名大小写不同，Linux 服务器上打不开",
    "The launch address '{value}' is in another case than the file: a Linux server will not find it",
    "统一大小写",
    "Use the same case",
    _CMI5 + "14.1",
)
URL_RELATIVE = Kind(
    "PK-CMI5-URL-RELATIVE",
    "error",
    "单独的 cmi5.xml 不带文件，启动地址“{value}”却是相对的",
    "A course structure without a zip file has no files, but the launch address '{value}' is relative",
    "写完整地址，或把 cmi5.xml 和文件一起打成 zip",
    "Write a full address, or zip cmi5.xml together with the files",
    _CMI5 + "14.2",
)
URL_QUERY = Kind(
    "PK-CMI5-URL-QUERY",
    "error",
    "启动地址的参数“{value}”与 cmi5 启动参数同名",
    "The launch address has a parameter '{value}', which is one of cmi5's own",
    "换一个参数名",
    "Take another name",
    _CMI5 + "8.1",
)
URL_OUTSIDE = Kind(
    "PK-CMI5-URL-OUTSIDE",
    "note",
    "启动地址“{value}”在包外，没有网络时打不开",
    "The launch address '{value}' is outside the package and does not open without a network",
    "无需处理；要离线使用就放进包内",
    "Nothing to do; put it into the package for use without a network",
    _CMI5 + "14.1",
)
MASTERY_SCORE = Kind(
    "PK-CMI5-MASTERY-SCORE",
    "error",
    "masteryScore“{value}”应是 0 到 1 的小数，最多四位",
    "masteryScore '{value}' must be a decimal from 0 to 1 with four places at most",
    "例如 60 分写 0.6",
    "Write 60 per cent as 0.6",
    _CMI5 + "13.1.4 masteryScore",
)
MOVE_ON = Kind(
    "PK-CMI5-MOVE-ON",
    "error",
    "moveOn“{value}”不在规定的词中",
    "moveOn '{value}' is none of the words allowed",
    "写 Passed、Completed、CompletedAndPassed、CompletedOrPassed 或 NotApplicable",
    "Write Passed, Completed, CompletedAndPassed, CompletedOrPassed or NotApplicable",
    _CMI5 + "13.1.4 moveOn",
)
LAUNCH_METHOD = Kind(
    "PK-CMI5-LAUNCH-METHOD",
    "error",
    "launchMethod“{value}”不在规定的词中",
    "launchMethod '{value}' is none of the words allowed",
    "写 AnyWindow 或 OwnWindow",
    "Write AnyWindow or OwnWindow",
    _CMI5 + "13.1.4 launchMethod",
)
ACTIVITY_TYPE = Kind(
    "PK-CMI5-ACTIVITY-TYPE",
    "error",
    "activityType“{value}”不是完整的 IRI",
    "activityType '{value}' is no absolute IRI",
    "例如 http://adlnet.gov/expapi/activities/course",
    "Write for example http://adlnet.gov/expapi/activities/course",
    _CMI5 + "13.1.4 activityType",
)
OBJECTIVE_REFERENCE = Kind(
    "PK-CMI5-OBJECTIVE-REFERENCE",
    "warning",
    "引用的 objective“{value}”没有定义",
    "The objective '{value}' that is referred to is not defined",
    "在 objectives 中定义它，或改正 idref",
    "Define it under objectives, or correct the idref",
    _CMI5 + "13.1.2, 13.1.4 objectives",
)
NEVER_NEEDED = Kind(
    "PK-CMI5-NOTHING-NEEDED",
    "warning",
    "所有 AU 的 moveOn 都是 NotApplicable，学员不学也算完成",
    "moveOn of every AU is NotApplicable: the course counts as done before anybody opens it",
    "给需要完成的 AU 写 Completed、Passed 等",
    "Write Completed, Passed or the like for the AUs that must be done",
    _CMI5 + "13.1.4 moveOn",
)
DEEPER = Kind(
    "PK-CMI5-DEEPER",
    "error",
    "cmi5.xml 在子文件夹里，教学平台找不到",
    "cmi5.xml lies in a folder, where no LMS looks for it",
    "打包时选中该文件夹里的内容，而不是文件夹本身",
    "Zip the content of that folder, not the folder itself",
    _CMI5 + "14.1",
)
NO_RUNTIME = Kind(
    "PK-CMI5-NO-RUNTIME",
    "warning",
    "包内脚本没有按 cmi5 领取令牌（auth-token），平台收不到完成情况",
    "No script in the package asks for cmi5's auth-token: no completion will be reported",
    "用支持 cmi5 的课件工具重新导出",
    "Export it again with a tool that knows cmi5",
    _CMI5 + "7, 8.2",
)
