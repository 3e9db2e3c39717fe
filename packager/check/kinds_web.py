"""Kinds of finding about a folder of web pages that is to be packaged."""

from __future__ import annotations

from packager.check.kind import Kind

NO_PAGE = Kind(
    "PK-WEB-NO-PAGE",
    "error",
    "文件夹里没有课程，也没有网页",
    "The folder holds no course and no web page",
    "给出课程文件夹（有 course.yaml），或有 index.html 的网页文件夹",
    "Give a course folder (with course.yaml), or a folder of web pages with an index.html",
)
NO_START = Kind(
    "PK-WEB-NO-START",
    "error",
    "有几个网页，但没有 index.html，不知道先打开哪个",
    "There are several pages and no index.html: which of them begins is not known",
    "把首页改名为 index.html，或在 coursebridge.yaml 的 pages 里列出",
    "Call the first page index.html, or list the pages in coursebridge.yaml",
)
PAGE = Kind(
    "PK-WEB-PAGE",
    "error",
    "pages 里的“{value}”不在文件夹里",
    "The page '{value}' is not in the folder",
    "改正路径，用 / 分隔",
    "Correct the path, with /",
)
NAME = Kind(
    "PK-WEB-NAME",
    "error",
    "文件名含非 ASCII 字符，部分平台解压后打不开",
    "The name holds characters beyond ASCII: some LMSs cannot open it",
    "改用英文字母、数字、- 和 _，并改正指向它的链接",
    "Use letters, digits, - and _, and correct the links to it",
)
LINK = Kind(
    "PK-WEB-LINK",
    "error",
    "文件是指向文件夹外的链接",
    "The file is a link out of the folder",
    "把文件复制进来",
    "Copy the file in",
)
MAP = Kind(
    "PK-WEB-MAP",
    "error",
    "写了 items，却没有写 map 和 role",
    "There are items, but no map and role",
    "在 coursebridge.yaml 写明图谱文件 map 和岗位 role",
    "Name the file of the map, and the role, in coursebridge.yaml",
)
ITEM = Kind(
    "PK-WEB-ITEM",
    "error",
    "能力项“{value}”不在该岗位的图谱里",
    "The item '{value}' is not in the map of this role",
    "用图谱里的编号，见 map view",
    "Use ids of the map; see map view",
)
UNALIGNED = Kind(
    "PK-WEB-UNALIGNED",
    "note",
    "网页没有对应任何能力项，证据里不会有它",
    "The pages are aligned to no item of a map: evidence will not tell of them",
    "在网页旁边写 coursebridge.yaml，列出 map、role 和各页的 items",
    "Write coursebridge.yaml beside the pages, with map, role and the items of each page",
)
FORMAT = Kind(
    "PK-WEB-FORMAT",
    "error",
    "{format} 不能装网页文件夹",
    "{format} cannot hold a folder of web pages",
    "用 scorm12 等带播放器的格式，或 imscc、html",
    "Use scorm12 or another format with the player, or imscc or html",
)
PACKAGE = Kind(
    "PK-WEB-PACKAGE",
    "error",
    "这已经是课件包（有 {mark}），不是网页",
    "This is a package already (it has {mark}), not web pages",
    "直接导入平台；要对应能力项，SCORM、cmi5、xAPI 包旁边放同名的 .yaml，写明 map、role 和 items",
    "Import it as it is; to align SCORM, cmi5 or xAPI, write map, role and each unit's items into a .yaml of its name",
)
PACKAGE_FORMAT = Kind(
    "PK-WEB-PACKAGE-FORMAT",
    "error",
    "这个课件包是 {form}，内容只会跟这种平台接口通信，不能改成 {wanted}",
    "This package is {form}: its content speaks to that interface alone and cannot become {wanted}",
    "用 --format {form}；要别的格式，在做它的工具里导出",
    "Use --format {form}; for another one export it from the tool that made it",
)
PACKAGE_OURS = Kind(
    "PK-WEB-PACKAGE-OURS",
    "error",
    "这个课件包是由课程“{id}”打出来的，能力项写在课程里",
    "This package was built of the course '{id}', which says what it is about",
    "改课程文件夹，再打包",
    "Change the course folder and build again",
)
UNIT = Kind(
    "PK-WEB-UNIT",
    "error",
    "pages 里的“{value}”不是课件包里的单元",
    "The page '{value}' is no unit of the package",
    "写单元的编号（item、AU 或 activity 的）或它打开的网页路径，见 package inspect",
    "Write the id of an item, AU or activity, or the path of the page that it opens; see package inspect",
)
