"""What went wrong between us and a site, in words: what was met, and what its reader can do about it."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import SplitResult, urlsplit

from foundation.text import both
from lms_bridge.answer_time import AnswerTooSlowError
from lms_bridge.errors import FatalSourceError, RetriableSourceError, SourceError

_RETRIABLE = frozenset({408, 425, 429})
_REFUSED = frozenset({401, 403})

_ADDRESS = both(
    "`url` 应是浏览器中平台首页的网址，不带 /login、/my 等；平台前面有统一登录或防火墙时，请其管理员放行本程序的请求",
    "`url` in the settings is the address of the site's home page, without /login or /my; where a single sign-on or a "
    "firewall stands before the site, have it let these requests through",
)
_CERTIFICATE = both(
    "请平台管理员更换证书：已过期、不属于此域名，或签发机构不受信任；"
    "自建机构的根证书由环境变量 REQUESTS_CA_BUNDLE 指定",
    "Have the certificate renewed: it is out of date, of another name, or of an authority that is not trusted. The "
    "root of an authority of one's own is named by the variable REQUESTS_CA_BUNDLE",
)
_NO_TLS = both(
    "请平台管理员为网站服务器启用 https，或改正 `url` 中的端口",
    "Have https switched on in the web server, or mend the port in `url`",
)
_NO_HOST = both(
    "检查 `url` 中的主机名，以及本机的网络与域名解析",
    "Check the host name in `url`, and this machine's network and DNS",
)
_TOO_SLOW = both(
    "请平台管理员查看网站服务器与网络是否过载；用插件收取时可在设置中减小 page_rows，再运行一次，已收到的数据不会丢失",
    "Have the site's administrator look at the load of web server and network; with the plugin a smaller `page_rows` "
    "in the settings makes shorter answers; run it again, what has arrived is kept",
)
_NO_ANSWER = both(
    "检查 `url` 中的主机名和端口、网站服务器是否在运行、防火墙是否放行；都对就稍后再运行，已收到的数据不会丢失",
    "Check host and port in `url`, that the web server runs, and that a firewall lets us through; else run it again "
    "later: what has arrived is kept",
)


def status_error(status: int, headers: Mapping[str, str], where: str, path: str) -> SourceError | None:
    """Return the error that an answer's status is; None: it is well. `path` is what was asked for below the site."""
    if 200 <= status < 300:
        return None
    if status in _RETRIABLE or status >= 500:
        return RetriableSourceError(
            both(f"平台暂时不可用（HTTP {status}）", f"The LMS is busy or down (HTTP {status})"),
            place=where,
            status=status,
            retry_after_s=_retry_after_s(headers.get("Retry-After")),
        )
    if status in _REFUSED:
        message = both(f"平台拒绝访问（HTTP {status}）", f"The LMS refuses access (HTTP {status})")
        remedy = both("检查令牌是否有效、权限是否足够", "Check that the token is valid and may do this")
    elif 300 <= status < 400:
        message, remedy = _moved(status, headers.get("Location", ""), path)
    else:
        message = both(f"平台不接受此请求（HTTP {status}）", f"The LMS does not take this request (HTTP {status})")
        remedy = _ADDRESS
    return FatalSourceError(message, remedy=remedy, place=where, status=status)


def _moved(status: int, location: str, path: str) -> tuple[str, str]:
    """A site that has moved sends us to the same page elsewhere; one that wants a log-in, to another page."""
    parts = _address(location)
    shown = parts._replace(query="", fragment="", netloc=parts.netloc.rpartition("@")[2]).geturl()
    if not parts.hostname or not (parts.path.strip("/") == "" or shown.endswith(f"/{path}")):
        told = f"：{shown}" if shown else ""
        message = both(f"平台把请求转到别的页面（HTTP {status}{told}）", f"The site sends us to another page ({shown})")
        return message, _ADDRESS
    new = shown.removesuffix(f"/{path}").rstrip("/")
    return (
        both(f"网址已迁移到 {new}（HTTP {status}）", f"The site has moved to {new} (HTTP {status})"),
        both(
            f'在设置中写 url = "{new}"；收取的来源另写 home_page = "原来的网址"，学员的假名才不变',
            f'Write url = "{new}" in the settings; in a source also home_page = "THE OLD ADDRESS", so that learners '
            "keep their pseudonyms",
        ),
    )


def _address(location: str) -> SplitResult:
    """Return the parts of an address; of what is none, empty ones."""
    try:
        return urlsplit(location)
    except ValueError:
        return urlsplit("")


def connection_error(error: Exception, where: str) -> SourceError:
    """Return what it means that no answer came: what may pass is retriable."""
    if any(isinstance(cause, ssl.SSLError) for cause in _causes(error)):
        if any(isinstance(cause, ssl.SSLCertVerificationError) for cause in _causes(error)):
            return _fatal(where, both("安全证书无法验证", "The TLS certificate cannot be verified"), _CERTIFICATE)
        return _fatal(where, both("无法建立 https 连接", "No https connection can be made"), _NO_TLS)
    if any(isinstance(cause, AnswerTooSlowError) for cause in _causes(error)):
        return RetriableSourceError(
            both("回答太慢，没有收完", "The answer came too slowly to be awaited"), place=where, remedy=_TOO_SLOW
        )
    if any(isinstance(cause, socket.gaierror) for cause in _causes(error)):
        return RetriableSourceError(both("找不到主机", "The host is not known"), place=where, remedy=_NO_HOST)
    name = type(error).__name__
    return RetriableSourceError(
        both(f"连接失败或中断（{name}）", f"Not connected or cut off ({name})"), place=where, remedy=_NO_ANSWER
    )


def not_sent(where: str) -> FatalSourceError:
    """Return the error that a request cannot even be made."""
    return _fatal(where, both("无法发出请求", "The request cannot be sent"), _ADDRESS)


def page_for_data(where: str) -> FatalSourceError:
    """Return the error that a web page came where data was asked for: a log-in, a portal, a firewall."""
    return _fatal(where, both("回答是网页而不是数据", "The answer is a web page, not data"), _ADDRESS)


def not_as_agreed(where: str, message: str) -> FatalSourceError:
    """Return the error that an answer is not what was asked for."""
    return _fatal(
        where, message, both("检查设置中的 url 与平台版本", "Check `url` in the settings, and the LMS's version")
    )


def _fatal(where: str, message: str, remedy: str) -> FatalSourceError:
    return FatalSourceError(message, remedy=remedy, place=where)


def _causes(error: BaseException) -> Iterator[BaseException]:
    """Yield an error, what it wraps (urllib3 keeps it in `reason`), and what it came from."""
    seen: list[BaseException] = []
    left: list[object] = [error]
    while left:
        one = left.pop()
        if isinstance(one, BaseException) and one not in seen:
            seen.append(one)
            left += [one.__cause__, one.__context__, getattr(one, "reason", None), *one.args]
    yield from seen


def _retry_after_s(value: str | None) -> float | None:
    if value is None:
        return None
    if value.isascii() and value.strip().isdigit():
        return float(value)
    try:
        until = parsedate_to_datetime(value).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return max(0.0, (until - datetime.now(UTC)).total_seconds())
