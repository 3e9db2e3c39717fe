"""Kinds of finding about SCORM 2004: its manifest, ADL's elements, sequencing."""

from __future__ import annotations

from packager.check.kind import Kind

CAM = "SCORM 2004 4th Ed. CAM "
SN = "SCORM 2004 4th Ed. SN "

NAMESPACE = Kind(
    "PK-2004-NAMESPACE",
    "warning",
    "命名空间 {namespace} 不是 SCORM 2004 的",
    "The namespace {namespace} is not that of SCORM 2004",
    "改为 http://www.imsglobal.org/xsd/imscp_v1p1",
    "Make it http://www.imsglobal.org/xsd/imscp_v1p1",
    CAM + "3.4.1",
)

SCHEMA_VERSION = Kind(
    "PK-2004-SCHEMA-VERSION",
    "warning",
    "metadata 应写明 ADL SCORM 和 2004 的版次，现为“{schema}”和“{version}”",
    "The metadata should name ADL SCORM and an edition of 2004, it names '{schema}' and '{version}'",
    "写 <schemaversion>2004 4th Edition</schemaversion> 或 2004 3rd Edition",
    "Write <schemaversion>2004 4th Edition</schemaversion>, or 2004 3rd Edition",
    CAM + "3.4.1.1",
)

LEAF = Kind(
    "PK-2004-LEAF",
    "error",
    "最末级 item 没有 identifierref，打不开任何内容",
    "A lowest item has no identifierref: it opens nothing",
    "指向一个 resource，或删去该 item",
    "Point it to a resource, or remove the item",
    CAM + "3.4.1.9",
)

CLUSTER = Kind(
    "PK-2004-CLUSTER",
    "error",
    "有下级的 item 不得指向 resource",
    "An item with items below it may not point to a resource",
    "只让最末级 item 指向 resource",
    "Let only the lowest items point to resources",
    CAM + "3.4.1.9",
)

SCORM_TYPE = Kind(
    "PK-2004-SCORM-TYPE",
    "error",
    "adlcp:scormType 应为 sco 或 asset，现为“{value}”",
    "adlcp:scormType must be sco or asset, it is '{value}'",
    "需要上报的写 sco，其余写 asset；属性名是 scormType，T 大写",
    "Write sco for what reports, asset for the rest; the attribute is scormType with a capital T",
    CAM + "3.4.1.18",
)

OLD_ELEMENT = Kind(
    "PK-2004-OLD-ELEMENT",
    "warning",
    "{name} 是 SCORM 1.2 的元素，在 2004 里不起作用",
    "{name} is an element of SCORM 1.2 and does nothing in 2004",
    "合格线改用 imsss:minNormalizedMeasure，先后次序改用 imsss:sequencingRules",
    "Use imsss:minNormalizedMeasure for a mastery score and imsss:sequencingRules for an order",
    CAM + "5.1",
)

THRESHOLD = Kind(
    "PK-2004-THRESHOLD",
    "error",
    "completionThreshold 的值“{value}”应为 0 到 1 的数",
    "The value '{value}' of completionThreshold must be a number from 0 to 1",
    "改为 0 到 1 的数",
    "Make it a number from 0 to 1",
    CAM + "5.1.8",
)

FOURTH_EDITION = Kind(
    "PK-2004-FOURTH-EDITION",
    "warning",
    "{name} 是第 4 版才有的，而包声明为第 3 版：平台不理会它",
    "{name} came with the 4th edition, and the package says that it is of the 3rd: an LMS passes over it",
    "把 <schemaversion> 改为 2004 4th Edition，或去掉它",
    "Make <schemaversion> 2004 4th Edition, or take it out",
    CAM + "3.4.1.1",
)

HIDE_UI = Kind(
    "PK-2004-HIDE-UI",
    "error",
    "hideLMSUI“{value}”不在规定的词汇之内",
    "hideLMSUI '{value}' is not in the vocabulary",
    "用 previous · continue · exit · exitAll · abandon · abandonAll · suspendAll 之一",
    "Use previous · continue · exit · exitAll · abandon · abandonAll · suspendAll",
    CAM + "5.2",
)

NO_RUNTIME = Kind(
    "PK-2004-NO-RUNTIME",
    "warning",
    "包内脚本没有提到 API_1484_11，平台收不到完成情况",
    "No script in the package names API_1484_11: no completion will be reported",
    "用会上报的课件工具重新导出",
    "Export it again with a tool whose packages report",
    "SCORM 2004 4th Ed. RTE 3.3",
)

SEQ_ELEMENT = Kind(
    "PK-SEQ-ELEMENT",
    "error",
    "{parent} 里不应有 {name}，或次序不对",
    "{parent} may not hold {name}, or not at this position",
    "按 IMS SS 的元素和次序改正",
    "Correct elements and their order by IMS SS",
    CAM + "5.1",
)

SEQ_PLACE = Kind(
    "PK-SEQ-PLACE",
    "error",
    "imsss:sequencing 只能在 item 或 organization 里，且只有一个",
    "imsss:sequencing belongs into an item or organization, and once only",
    "移到它所管的 item 里，或并成一个",
    "Move it into the item that it is about, or make it one",
    CAM + "5.1.1",
)

SEQ_WORD = Kind(
    "PK-SEQ-WORD",
    "error",
    "{element} 的 {attribute}“{value}”不在规定的词汇之内",
    "{attribute} '{value}' of {element} is not in the vocabulary",
    "改用规范的词",
    "Use a word of the specification",
    CAM + "5.1",
)

SEQ_NUMBER = Kind(
    "PK-SEQ-NUMBER",
    "error",
    "{element} 的值“{value}”应为 {low} 到 {high} 的数",
    "The value '{value}' of {element} must be a number from {low} to {high}",
    "改到这个范围内",
    "Bring it into that range",
    CAM + "5.1",
)

SEQ_IDREF = Kind(
    "PK-SEQ-IDREF",
    "error",
    "IDRef“{value}”在 sequencingCollection 里没有对应的 sequencing",
    "The IDRef '{value}' names no sequencing of the sequencingCollection",
    "改为现有 sequencing 的 ID",
    "Name the ID of a sequencing that exists",
    CAM + "5.1.2",
)

SEQ_OBJECTIVE = Kind(
    "PK-SEQ-OBJECTIVE",
    "error",
    "referencedObjective“{value}”不是本 item 的目标",
    "The referencedObjective '{value}' is no objective of this item",
    "在本 item 的 imsss:objectives 里加上，或改正",
    "Add it to the item's imsss:objectives, or correct it",
    CAM + "5.1.3",
)

SEQ_OBJECTIVE_TWICE = Kind(
    "PK-SEQ-OBJECTIVE-TWICE",
    "error",
    "objectiveID“{value}”在同一 item 里重复",
    "The objectiveID '{value}' is used twice in one item",
    "每个 objectiveID 只用一次",
    "Use every objectiveID once",
    CAM + "5.1.7",
)

SEQ_NO_OBJECTIVE_ID = Kind(
    "PK-SEQ-NO-OBJECTIVE-ID",
    "error",
    "imsss:objective 缺少 objectiveID，或有 mapInfo 的 primaryObjective 缺少 objectiveID",
    "An imsss:objective lacks its objectiveID, or a primaryObjective with mapInfo does",
    "补上 objectiveID",
    "Give it an objectiveID",
    CAM + "5.1.7",
)

SEQ_MAP_WRITES = Kind(
    "PK-SEQ-MAP-WRITES",
    "error",
    "本 item 有两个目标写入同一个全局目标“{value}”",
    "Two objectives of this item write to the same global objective '{value}'",
    "一个 item 里只让一个目标写入",
    "Let one objective of an item write to it",
    SN + "3.10.3",
)

SEQ_MAP_READS = Kind(
    "PK-SEQ-MAP-READS",
    "error",
    "目标“{value}”从两个全局目标读取同一个值",
    "The objective '{value}' reads the same value from two global objectives",
    "只从一个全局目标读取",
    "Read from one global objective",
    SN + "3.10.3",
)

SEQ_NEVER_WRITTEN = Kind(
    "PK-SEQ-NEVER-WRITTEN",
    "warning",
    "规则要看全局目标“{value}”，但没有 item 写入它，可能永远打不开",
    "A rule looks at the global objective '{value}', which no item writes: it may never open",
    "让某个 item 写入它（writeSatisfiedStatus 或 writeNormalizedMeasure）",
    "Let an item write to it (writeSatisfiedStatus or writeNormalizedMeasure)",
    SN + "3.10.3",
)

SEQ_NO_WAY = Kind(
    "PK-SEQ-NO-WAY",
    "error",
    "课程的 choice 和 flow 都是 false，没有内容可以打开",
    "Both choice and flow of the organization are false: nothing can be opened",
    "至少打开 choice 或 flow",
    "Allow choice or flow",
    SN + "3.2.1",
)

SEQ_NO_WAY_BELOW = Kind(
    "PK-SEQ-NO-WAY-BELOW",
    "warning",
    "choice 和 flow 都是 false，下级内容只有课件自己跳转才能打开",
    "Both choice and flow are false: what is below opens by a jump of the content alone",
    "除非课件自己跳转（adl.nav.request 为 jump），否则打开 choice 或 flow",
    "Allow choice or flow, unless the content jumps there (adl.nav.request of jump)",
    SN + "3.2.1",
)
