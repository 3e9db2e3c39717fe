"""Kinds of finding about resources, the files of a package, and what they do."""

from __future__ import annotations

from packager.check.kind import CAM, Kind

RESOURCE_TYPE = Kind(
    "PK-RESOURCE-TYPE",
    "error",
    "resource 的 type 应为 webcontent，现为“{value}”",
    "A resource's type must be webcontent, it is '{value}'",
    "改为 webcontent",
    "Make it webcontent",
    CAM + "2.3.4.4",
)

SCORM_TYPE = Kind(
    "PK-SCORM-TYPE",
    "error",
    "adlcp:scormtype 应为 sco 或 asset，现为“{value}”",
    "adlcp:scormtype must be sco or asset, it is '{value}'",
    "需要上报成绩的写 sco，其余写 asset；属性名全部小写",
    "Write sco for what reports, asset for the rest, the attribute in lower case",
    CAM + "2.3.4.4",
)

NO_SCO = Kind(
    "PK-NO-SCO",
    "warning",
    "目录里没有 SCO，平台收不到完成情况",
    "The organization holds no SCO: no completion will be reported",
    '把会上报的 resource 标为 adlcp:scormtype="sco"',
    'Mark the resource that reports as adlcp:scormtype="sco"',
    CAM + "2.3.4.4",
)

NO_HREF = Kind(
    "PK-NO-HREF",
    "error",
    "目录指向的 resource 没有 href，无法打开",
    "The resource that an item opens has no href",
    "补上要打开的页面",
    "Name the page to open",
    CAM + "2.3.4.4",
)

HREF = Kind(
    "PK-HREF",
    "error",
    "地址“{value}”不是包内的相对路径",
    "The address '{value}' is no relative path within the package",
    "改为包内相对路径，用 / 分隔",
    "Use a relative path within the package, with /",
    CAM + "2.3.4.4",
)

EXTERNAL = Kind(
    "PK-EXTERNAL",
    "warning",
    "地址“{value}”在包外，没有网络或跨域时无法打开、无法上报",
    "The address '{value}' is outside the package: without a network, or from another site, it cannot open or report",
    "把页面放进包内",
    "Put the page into the package",
    CAM + "2.3.4.4",
)

LAUNCH_MISSING = Kind(
    "PK-LAUNCH-MISSING",
    "error",
    "要打开的页面不在包内",
    "The page that an item opens is not in the package",
    "补上页面，或改正 href",
    "Add the page, or correct the href",
    CAM + "2.3.2",
)
FILE_MISSING = Kind(
    "PK-FILE-MISSING",
    "error",
    "清单里有、包里没有",
    "It stands in the manifest, but not in the package",
    "补上文件，或从清单中删去",
    "Add the file, or take it out of the manifest",
    CAM + "2.3.2",
)

FILE_CASE = Kind(
    "PK-FILE-CASE",
    "error",
    "清单里写作“{value}”，包里文件名大小写不同，Linux 服务器上打不开",
    "The manifest calls it '{value}', in another case than the file: a Linux server will not find it",
    "统一大小写",
    "Use the same case",
    CAM + "2.3.2",
)

LAUNCH_UNLISTED = Kind(
    "PK-LAUNCH-UNLISTED",
    "warning",
    "启动页不在 resource 的 file 清单中",
    "The launch page is not among the resource's files",
    '加入 <file href="{value}"/>',
    'Add <file href="{value}"/>',
    CAM + "2.3.4.4",
)

FILE_UNLISTED = Kind(
    "PK-FILE-UNLISTED",
    "warning",
    "{count} 个文件不在清单中，严格的平台会丢掉它们",
    "{count} files do not stand in the manifest; a strict LMS drops them",
    "用 <file> 列出全部文件",
    "List every file with <file>",
    CAM + "2.3.2",
)

NON_ASCII_PATH = Kind(
    "PK-NON-ASCII-PATH",
    "warning",
    "文件名含非 ASCII 字符，部分平台解压后会变成乱码",
    "The name holds characters beyond ASCII; some LMSs garble them",
    "改用英文字母、数字、- 和 _",
    "Use letters, digits, - and _",
)

DEPENDENCY = Kind(
    "PK-DEPENDENCY",
    "error",
    "dependency 指向的 resource“{value}”不存在",
    "A dependency names the resource '{value}', which does not exist",
    "改为现有 resource 的 identifier",
    "Name a resource that exists",
    CAM + "2.3.4.4",
)

DEPENDENCY_CYCLE = Kind(
    "PK-DEPENDENCY-CYCLE",
    "error",
    "dependency 循环引用：{value}",
    "Dependencies go round in a circle: {value}",
    "去掉其中一个",
    "Remove one of them",
    CAM + "2.3.4.4",
)

NO_RUNTIME = Kind(
    "PK-NO-RUNTIME",
    "warning",
    "包内脚本没有调用 LMSInitialize，平台收不到完成情况",
    "No script in the package calls LMSInitialize: no completion will be reported",
    "用会上报的课件工具重新导出",
    "Export it again with a tool whose packages report",
    "SCORM 1.2 RTE 3.2",
)

UPLOAD_SIZE = Kind(
    "PK-UPLOAD-SIZE",
    "note",
    "包大小 {size} MB，许多平台的上传上限是 50 MB；最大的文件：{largest}",
    "The package has {size} MB; many LMSs take 50 MB at most. The largest files: {largest}",
    "压缩视频和图片，把视频放到视频服务器上再用链接，或请管理员提高上限",
    "Compress videos and pictures, put videos on a server and link to them, or ask for a higher limit",
)
