"""Kinds of finding about a manifest: encoding, elements, identifiers, organizations, ADL's values."""

from __future__ import annotations

from packager.check.kind import CAM, Kind

NO_MANIFEST = Kind(
    "PK-NO-MANIFEST",
    "error",
    "压缩包根目录没有 imsmanifest.xml",
    "There is no imsmanifest.xml at the root of the archive",
    "打包时选中文件夹里的内容，而不是文件夹本身",
    "Zip the content of the folder, not the folder itself",
    CAM + "2.3.2",
)

MANIFEST_DEEPER = Kind(
    "PK-MANIFEST-DEEPER",
    "error",
    "imsmanifest.xml 在子文件夹里，教学平台找不到",
    "imsmanifest.xml lies in a folder, where no LMS looks for it",
    "打包时选中该文件夹里的内容，而不是文件夹本身",
    "Zip the content of that folder, not the folder itself",
    CAM + "2.3.2",
)

ENCODING = Kind(
    "PK-ENCODING",
    "error",
    "清单声明的编码与实际不符，实际为 {actual}",
    "The manifest is not in the encoding that it declares, but in {actual}",
    '另存为 UTF-8，并在首行写 encoding="UTF-8"',
    'Save it as UTF-8 and declare encoding="UTF-8"',
    "XML 1.0 4.3.3",
)

NOT_UTF8 = Kind(
    "PK-NOT-UTF8",
    "warning",
    "清单用 {actual} 编码，部分教学平台读不出中文",
    "The manifest is in {actual}; some LMSs cannot read it",
    "另存为 UTF-8",
    "Save it as UTF-8",
)

UNKNOWN_FORMAT = Kind(
    "PK-UNKNOWN-FORMAT",
    "error",
    "不认识这种课件包",
    "This is no package of a kind that we know",
    "确认它是课件包",
    "Make sure that it is a course package",
)

NOT_JUDGED = Kind(
    "PK-NOT-JUDGED",
    "note",
    "这是 {name}：Moodle 等平台可以导入，但这里不检查它的内容",
    "This is {name}: Moodle and others import such packages, but what is in it is not checked here",
    "导入平台后试一遍，看成绩是否回传",
    "Try it in the LMS, and see that a score comes back",
)

OTHER_PACKAGE = Kind(
    "PK-OTHER-PACKAGE",
    "error",
    "清单写的是“{value}”，不是 SCORM 课件包，也不是 Common Cartridge",
    "The manifest is of '{value}': neither SCORM nor Common Cartridge",
    "在原来的工具里重新导出为 SCORM 1.2；题库用平台自己的导入功能",
    "Export it from its own tool as SCORM 1.2; import a question bank as the LMS does it",
)

ROOT = Kind(
    "PK-ROOT",
    "error",
    "清单的根元素应为 IMS 内容包的 manifest，现为 {name}",
    "The root of the manifest must be IMS content packaging's manifest, it is {name}",
    "用支持 SCORM 1.2 的工具重新导出",
    "Export it again with a tool that knows SCORM 1.2",
    CAM + "2.3.4",
)

NAMESPACE = Kind(
    "PK-NAMESPACE",
    "warning",
    "命名空间 {namespace} 不是 SCORM 1.2 的",
    "The namespace {namespace} is not that of SCORM 1.2",
    "改为 http://www.imsproject.org/xsd/imscp_rootv1p1p2",
    "Make it http://www.imsproject.org/xsd/imscp_rootv1p1p2",
    CAM + "2.3.4",
)

SCHEMA_VERSION = Kind(
    "PK-SCHEMA-VERSION",
    "warning",
    "metadata 应写明 ADL SCORM 和 1.2，现为“{schema}”和“{version}”",
    "The metadata should name ADL SCORM and 1.2, it names '{schema}' and '{version}'",
    "补上 <schema> 和 <schemaversion>，否则平台可能认错格式",
    "Add <schema> and <schemaversion>, or an LMS may take it for another format",
    CAM + "2.3.4.1",
)

ELEMENT = Kind(
    "PK-ELEMENT",
    "error",
    "{parent} 里不应有 {name}，或次序不对",
    "{parent} may not hold {name}, or not at this position",
    "按规范的元素和次序改正",
    "Correct elements and their order by the specification",
    CAM + "2.3.4",
)

NO_IDENTIFIER = Kind(
    "PK-NO-IDENTIFIER",
    "error",
    "{name} 缺少 identifier",
    "{name} lacks its identifier",
    "补上不重复的 identifier",
    "Give it an identifier of its own",
    CAM + "2.3.4",
)

IDENTIFIER = Kind(
    "PK-IDENTIFIER",
    "error",
    "identifier“{value}”不合规（不能以数字开头，不能含空格和冒号）",
    "The identifier '{value}' is not allowed: no digit first, no space, no colon",
    "以字母或下划线开头，只用字母、数字、- _ .",
    "Begin with a letter or underscore; use letters, digits, - _ . only",
    "XML Schema ID",
)

IDENTIFIER_TWICE = Kind(
    "PK-IDENTIFIER-TWICE",
    "error",
    "identifier“{value}”重复",
    "The identifier '{value}' is used twice",
    "每个 identifier 只用一次",
    "Use every identifier once",
    "XML Schema ID",
)

NO_ORGANIZATION = Kind(
    "PK-NO-ORGANIZATION",
    "error",
    "没有目录结构（organization）",
    "There is no organization",
    "加入一个 organization 及其 item",
    "Add an organization with its items",
    CAM + "2.3.5.3",
)

DEFAULT_ORGANIZATION = Kind(
    "PK-DEFAULT-ORGANIZATION",
    "error",
    "organizations 的 default“{value}”不存在",
    "The default organization '{value}' does not exist",
    "改为现有 organization 的 identifier",
    "Name an organization that exists",
    CAM + "2.3.4.2",
)

NO_TITLE = Kind(
    "PK-NO-TITLE",
    "warning",
    "缺少标题",
    "There is no title",
    "补上 <title>，学习者在平台上看到的就是它",
    "Add a <title>: it is what learners see in the LMS",
    CAM + "2.3.5.3",
)

TITLE_LENGTH = Kind(
    "PK-TITLE-LENGTH",
    "error",
    "标题超过 200 个字符",
    "The title is over 200 characters",
    "缩短标题",
    "Shorten the title",
    CAM + "2.3.4.3",
)

NO_ITEM = Kind(
    "PK-NO-ITEM",
    "error",
    "目录里没有可以打开的内容",
    "Nothing in the organization can be opened",
    "至少让一个 item 用 identifierref 指向一个 resource",
    "Let an item point to a resource by identifierref",
    CAM + "2.3.5.3",
)

ITEM_REFERENCE = Kind(
    "PK-ITEM-REFERENCE",
    "error",
    "identifierref“{value}”没有对应的 resource",
    "No resource has the identifier '{value}' that the item names",
    "改为现有 resource 的 identifier",
    "Name a resource that exists",
    CAM + "2.3.4.3",
)

PARENT_REFERENCE = Kind(
    "PK-PARENT-REFERENCE",
    "warning",
    "有下级的 item 又指向资源，部分平台不显示",
    "An item with items below it points to a resource; some LMSs do not show it",
    "只让最末级 item 指向资源",
    "Let only the lowest items point to resources",
    CAM + "2.3.5.3",
)

MASTERY_SCORE = Kind(
    "PK-MASTERY-SCORE",
    "error",
    "masteryscore“{value}”应为 0 到 100 的数",
    "The masteryscore '{value}' must be a number from 0 to 100",
    "改为 0 到 100 的数",
    "Make it a number from 0 to 100",
    CAM + "2.3.4.3",
)

PREREQUISITES = Kind(
    "PK-PREREQUISITES",
    "error",
    "prerequisites 里的“{value}”不是本目录的 item",
    "The prerequisites name '{value}', which is no item of the organization",
    "改为现有 item 的 identifier",
    "Name items that exist",
    CAM + "2.3.4.3",
)

PREREQUISITES_LENGTH = Kind(
    "PK-PREREQUISITES-LENGTH",
    "error",
    "prerequisites 超过 200 个字符",
    "The prerequisites are over 200 characters",
    "缩短 item 的 identifier，或让各项依次等待前一项",
    "Shorten the items' identifiers, or let each item wait for the one before it",
    CAM + "2.3.4.3",
)

PREREQUISITES_NEVER = Kind(
    "PK-PREREQUISITES-NEVER",
    "error",
    "先修条件互相等待，谁也打不开这一项",
    "Its prerequisites wait for each other or for itself: nobody can open it",
    "去掉循环中的一个先修条件",
    "Take one of the prerequisites out of the circle",
    CAM + "2.3.4.3",
)

PREREQUISITES_TYPE = Kind(
    "PK-PREREQUISITES-TYPE",
    "error",
    "prerequisites 的 type 应为 aicc_script，现为“{value}”",
    "The type of prerequisites must be aicc_script, it is '{value}'",
    '改为 type="aicc_script"',
    'Make it type="aicc_script"',
    CAM + "2.3.4.3",
)

TIME_ALLOWED = Kind(
    "PK-TIME-ALLOWED",
    "error",
    "maxtimeallowed“{value}”应为 HHHH:MM:SS.SS",
    "maxtimeallowed '{value}' must be HHHH:MM:SS.SS",
    "按此格式改正",
    "Correct it to that form",
    CAM + "2.3.4.3",
)

TIME_ACTION = Kind(
    "PK-TIME-ACTION",
    "error",
    "timelimitaction“{value}”不在规定的四种之内",
    "timelimitaction '{value}' is none of the four allowed",
    "用 exit,message · exit,no message · continue,message · continue,no message 之一",
    "Use exit,message · exit,no message · continue,message · continue,no message",
    CAM + "2.3.4.3",
)

LAUNCH_DATA = Kind(
    "PK-LAUNCH-DATA",
    "error",
    "datafromlms 超过 255 个字符",
    "datafromlms is over 255 characters",
    "缩短",
    "Shorten it",
    CAM + "2.3.4.3",
)

MORE = Kind(
    "PK-MORE",
    "note",
    "还有 {count} 处 {id}",
    "{count} more of {id}",
    "先改正前面列出的",
    "Mend those listed first",
)
