"""Kinds of finding about `tincan.xml`. Spec: Tin Can packages (Rustici), and what its activities become in xAPI."""

from __future__ import annotations

from packager.check.kind import Kind

_TINCAN = "tincan.xml "

ROOT = Kind(
    "PK-TINCAN-ROOT",
    "error",
    "tincan.xml 的根元素应为 {namespace} 中的 tincan，现为 {name}",
    "The root of tincan.xml must be tincan of {namespace}, it is {name}",
    "改正根元素和命名空间",
    "Correct the root element and its namespace",
    _TINCAN + "tincan",
)
NO_ACTIVITY = Kind(
    "PK-TINCAN-NO-ACTIVITY",
    "error",
    "tincan.xml 里没有 activity",
    "tincan.xml holds no activity",
    "在 activities 中加入课程的 activity",
    "Add the course's activity under activities",
    _TINCAN + "activities",
)
IRI = Kind(
    "PK-TINCAN-IRI",
    "error",
    "activity 的 id“{value}”不是完整的 IRI",
    "The id '{value}' of an activity is no absolute IRI",
    "写成 https://… 或 urn:… 形式，全球唯一",
    "Write it as https://… or urn:…, unique in the world",
    "xAPI 1.0.3 Part 2 2.4.4.1",
)
ID_TWICE = Kind(
    "PK-TINCAN-ID-TWICE",
    "error",
    "id“{value}”用了不止一次",
    "The id '{value}' is used more than once",
    "每个 activity 用各自的 id",
    "Give every activity an id of its own",
    _TINCAN + "activity",
)
TYPE = Kind(
    "PK-TINCAN-TYPE",
    "warning",
    "activity 的 type“{value}”不是完整的 IRI",
    "The type '{value}' of an activity is no absolute IRI",
    "例如 http://adlnet.gov/expapi/activities/course",
    "Write for example http://adlnet.gov/expapi/activities/course",
    "xAPI 1.0.3 Part 2 2.4.4.1",
)
NO_NAME = Kind(
    "PK-TINCAN-NO-NAME",
    "warning",
    "要启动的 activity 没有 name，平台列表里会没有课名",
    "The activity to launch has no name: an LMS lists it without one",
    "补上 name",
    "Add a name",
    _TINCAN + "activity/name",
)
LANGUAGE = Kind(
    "PK-TINCAN-LANGUAGE",
    "error",
    "lang“{value}”不是语言标签",
    "The lang '{value}' is no language tag",
    "写 zh-CN、en 等 RFC 5646 标签",
    "Write a tag of RFC 5646 such as zh-CN or en",
    "xAPI 1.0.3 Part 2 4.2",
)
NO_LAUNCH = Kind(
    "PK-TINCAN-NO-LAUNCH",
    "error",
    "没有一个 activity 有 launch，无法打开",
    "No activity has a launch: there is nothing to open",
    "给课程的 activity 写上 launch",
    "Give the course's activity a launch",
    _TINCAN + "activity/launch",
)
SEVERAL_LAUNCHES = Kind(
    "PK-TINCAN-SEVERAL-LAUNCHES",
    "note",
    "{count} 个 activity 有 launch，许多平台只打开第一个",
    "{count} activities have a launch; many LMSs open the first alone",
    "只留一个启动页，由它带到其他内容",
    "Keep one launch page that leads to the rest",
    _TINCAN + "activity/launch",
)
LAUNCH = Kind(
    "PK-TINCAN-LAUNCH",
    "error",
    "启动地址“{value}”不是有效的地址",
    "The launch address '{value}' is no URL",
    "写包内相对路径或完整的 https 地址，空格等写成 %20",
    "Write a path within the package or a full https address, a space as %20",
    _TINCAN + "activity/launch",
)
LAUNCH_MISSING = Kind(
    "PK-TINCAN-LAUNCH-MISSING",
    "error",
    "启动地址“{value}”指向的文件不在包里",
    "The launch address '{value}' is no file of the package",
    "补上文件，或改正地址",
    "Add the file, or correct the address",
    _TINCAN + "activity/launch",
)
LAUNCH_CASE = Kind(
    "PK-TINCAN-LAUNCH-CASE",
    "error",
    "启动地址“{value}”与包里文件名大小写不同，Linux 服务器上打不开",
    "The launch address '{value}' is in another case than the file: a Linux server will not find it",
    "统一大小写",
    "Use the same case",
    _TINCAN + "activity/launch",
)
LAUNCH_OUTSIDE = Kind(
    "PK-TINCAN-LAUNCH-OUTSIDE",
    "note",
    "启动地址“{value}”在包外，没有网络时打不开",
    "The launch address '{value}' is outside the package and does not open without a network",
    "无需处理；要离线使用就放进包内",
    "Nothing to do; put it into the package for use without a network",
    _TINCAN + "activity/launch",
)
LAUNCH_QUERY = Kind(
    "PK-TINCAN-LAUNCH-QUERY",
    "error",
    "启动地址的参数“{value}”与 Tin Can 启动参数同名",
    "The launch address has a parameter '{value}', which is one of the launch's own",
    "换一个参数名",
    "Take another name",
    _TINCAN + "activity/launch",
)
INTERACTION = Kind(
    "PK-TINCAN-INTERACTION",
    "error",
    "interactionType“{value}”不在规定的词中",
    "interactionType '{value}' is none of the words allowed",
    "写 choice、true-false、fill-in、likert 等",
    "Write choice, true-false, fill-in, likert or the like",
    "xAPI 1.0.3 Part 2 2.4.4.1",
)
DEEPER = Kind(
    "PK-TINCAN-DEEPER",
    "error",
    "tincan.xml 在子文件夹里，教学平台找不到",
    "tincan.xml lies in a folder, where no LMS looks for it",
    "打包时选中该文件夹里的内容，而不是文件夹本身",
    "Zip the content of that folder, not the folder itself",
    _TINCAN + "root",
)
NO_RUNTIME = Kind(
    "PK-TINCAN-NO-RUNTIME",
    "warning",
    "包内脚本没有发送 xAPI 语句（X-Experience-API-Version），平台收不到完成情况",
    "No script in the package sends xAPI statements (X-Experience-API-Version): no completion will be reported",
    "用支持 xAPI 的课件工具重新导出",
    "Export it again with a tool that knows xAPI",
    "xAPI 1.0.3 Part 3 3.3",
)
