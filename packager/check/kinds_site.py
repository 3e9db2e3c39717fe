"""Kinds of finding about sites of HTML pages."""

from __future__ import annotations

from packager.check.kind import Kind

SITE_ONLY = Kind(
    "PK-SITE-ONLY",
    "note",
    "这是网页，不是课件包：教学平台不能把它当课程导入，也收不到成绩",
    "This is a site, no package: no LMS imports it as a course or learns of a score",
    "要导入平台，用 package build 网页文件夹 --format scorm12 打包",
    "For an LMS make a package of it: package build FOLDER --format scorm12",
)
SITE_LINK = Kind(
    "PK-SITE-LINK",
    "error",
    "“{value}”指向的文件不在包里",
    "'{value}' leads to a file that is not there",
    "补上文件，或改正链接",
    "Add the file, or correct the link",
    "HTML 4.6",
)
SITE_CASE = Kind(
    "PK-SITE-CASE",
    "error",
    "“{value}”与文件名大小写不同，Linux 服务器上打不开",
    "'{value}' is in another case than the file: a Linux server will not find it",
    "统一大小写",
    "Use the same case",
    "HTML 4.6",
)
SITE_ABSOLUTE = Kind(
    "PK-SITE-ABSOLUTE",
    "error",
    "“{value}”是绝对路径，从文件夹打开时找不到",
    "'{value}' is an absolute path: opened from a folder it leads nowhere",
    "改为相对路径",
    "Make it a relative path",
    "HTML 4.6",
)
SITE_EXTERNAL = Kind(
    "PK-SITE-EXTERNAL",
    "warning",
    "页面要从网上取“{value}”，断网时打不开",
    "The page takes '{value}' from the web: without a network it will not open",
    "把文件放进包里",
    "Put the file into the package",
)
SITE_CHARSET = Kind(
    "PK-SITE-CHARSET",
    "warning",
    "页面没有声明 UTF-8，中文可能显示为乱码",
    "The page does not declare UTF-8: Chinese may be garbled",
    '在 <head> 开头写 <meta charset="utf-8">，并存为 UTF-8',
    'Begin <head> with <meta charset="utf-8"> and save the file as UTF-8',
    "HTML 4.2.5.4",
)
SITE_LANG = Kind(
    "PK-SITE-LANG",
    "warning",
    "页面没有说明语言，读屏软件会读错",
    "The page does not say its language: screen readers read it wrongly",
    '写 <html lang="zh-CN">',
    'Write <html lang="zh-CN">',
    "WCAG 2.1 3.1.1",
)
SITE_TITLE = Kind(
    "PK-SITE-TITLE",
    "warning",
    "页面没有标题",
    "The page has no title",
    "补上 <title>",
    "Add a <title>",
    "WCAG 2.1 2.4.2",
)
SITE_ALT = Kind(
    "PK-SITE-ALT",
    "warning",
    "图片“{value}”没有替代文字",
    "The picture '{value}' has no alternative text",
    "补上 alt",
    "Add alt",
    "WCAG 2.1 1.1.1",
)
