"""Every internal link and anchor of a built site, through LinkChecker.

The site is served on 127.0.0.1 below a folder, and a folder has no index page:
what passes here works at any address, in a project's sub-path and from file://.
Links to other hosts are counted, never followed.
"""

import logging
import signal
import socketserver
import sys
import tempfile
import threading
from http.server import SimpleHTTPRequestHandler
from pathlib import Path
from urllib.parse import quote, unquote, urldefrag

from linkcheck import configuration, director, get_link_pat, logconf
from linkcheck.checker.urlbase import UrlBase
from linkcheck.cmdline import aggregate_url
from linkcheck.director import checker
from linkcheck.htmlutil import linkparse
from linkcheck.logger import _Logger

HOST = "127.0.0.1"
PREFIX = "/guide/"
SECONDS_TO_LIVE = 1200

# Pages of the self-test, and what must be found in them: no more, no less.
SAMPLE = {
    "index.html": """<link rel="stylesheet" href="style.css"><h1 id="top">Home</h1>
        <a href="good/index.html#part">good</a> <a href="#top">up</a> <a href="#">up</a>
        <a href="https://outside.invalid/">out</a> <a href="mailto:someone@outside.invalid">mail</a>
        <img src="https://outside.invalid/picture.png" alt="">""",
    "good/index.html": """<h1 id="part">Good</h1> <h2 id="über">Good</h2>
        <a href="../index.html">home</a> <a href="../bad/index.html#y">bad</a>
        <a href="index.html#%C3%BCber">over</a> <a href="../icons.svg?v=1">icons</a>
        <svg><use href="../icons.svg#dot"></use></svg>""",
    "bad/index.html": """<h1 id="y">Bad</h1> <a href="../missing/index.html">broken link</a>
        <a href="../good/index.html#nowhere">broken anchor</a> <a href="#nowhere">broken anchor here</a>
        <a href="../good/">folder</a> <a href="/style.css">from the root</a>
        <img src="no.png" srcset="no-2.png 2x" alt=""> <script src="no.js"></script>
        <svg><use href="no.svg#dot"></use></svg>""",
    "orphan.html": '<a href="good/index.html#orphan">broken anchor on a page no page links to</a> <a href="missing/index.html">broken link again</a>',
    "style.css": "body { background: url(no-background.png) }",
    "icons.svg": '<svg xmlns="http://www.w3.org/2000/svg"><g id="dot"/></svg>',
}
SAMPLE_FAULTS = {
    ("bad/index.html", "../missing/index.html"),
    ("bad/index.html", "../good/index.html#nowhere"),
    ("bad/index.html", "#nowhere"),
    ("bad/index.html", "../good/"),
    ("bad/index.html", "/style.css"),
    ("bad/index.html", "no.png"),
    ("bad/index.html", "no-2.png"),
    ("bad/index.html", "no.js"),
    ("bad/index.html", "no.svg#dot"),
    ("orphan.html", "good/index.html#orphan"),
    ("orphan.html", "missing/index.html"),
    ("style.css", "no-background.png"),
}
SAMPLE_OUTSIDE = 3


class Files(SimpleHTTPRequestHandler):
    """The files below PREFIX and nothing else."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def send_head(self):
        if not self.path.startswith(PREFIX):
            self.send_error(404, "outside the site's folder")
            return None
        self.path = "/" + self.path[len(PREFIX):]
        if Path(self.translate_path(self.path)).is_dir():
            self.send_error(404, "a folder and not a page")
            return None
        return super().send_head()

    def end_headers(self):
        self.send_header("LinkChecker", "welcome")  # lifts its limit of requests a second
        super().end_headers()

    def log_message(self, *_):
        pass


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True

    def handle_error(self, *_):
        pass  # a connection the checker dropped; a page it did not get is its fault to report


class Records(_Logger):
    """Keeps what LinkChecker reports about each link."""

    LoggerName = "records"

    def __init__(self, **args):
        super().__init__(**args)
        self.links = []

    def start_output(self):
        pass

    def log_url(self, link):
        self.links.append(link)

    def end_output(self, **_):
        pass


def check(site):
    """All links of the site as (page, line, link, fault or None, is outside)."""
    pages = sorted(path.relative_to(site).as_posix() for path in site.rglob("*.html"))
    with Server((HOST, 0), lambda *args: Files(*args, directory=str(site))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        base = f"http://{HOST}:{server.server_address[1]}{PREFIX}"
        config = configure()
        config["internlinks"].append(get_link_pat(f"^http://{HOST}:{server.server_address[1]}/"))
        aggregate = director.get_aggregate(config)
        places = remember_places(aggregate.urlqueue)
        for page in pages:
            aggregate_url(aggregate, base + quote(page))
        director.check_urls(aggregate)
        server.shutdown()
    records = config["logger"]
    if records.stats.internal_errors:
        sys.exit(f"LinkChecker had {records.stats.internal_errors} internal errors")

    read = {link.url for link in records.links if link.valid and not link.parent_url}
    unread = [page for page in pages if base + quote(page) not in read]
    if unread:
        sys.exit(f"LinkChecker did not read {', '.join(unread)}")
    results = {target(link): link for link in records.links}
    return pages, [
        (
            unquote(place.parent_url.removeprefix(base)),
            place.line,
            place.base_url,
            fault(results[target(place)]),
            bool(results[target(place)].extern),
        )
        for place in places
        if place.parent_url
    ]


def read_each_page_once():
    """LinkChecker reads a page anew for each anchor of it, which takes three times as long."""
    parse_url, get_soup, soups = checker.parser.parse_url, UrlBase.get_soup, {}

    def parse_unless_anchor(link):
        # Every page is checked without an anchor, too.
        if not link.anchor:
            parse_url(link)

    def get_soup_once(link):
        page = urldefrag(link.url).url
        if page not in soups:
            soups[page] = get_soup(link)
        return soups[page]

    checker.parser.parse_url = parse_unless_anchor
    UrlBase.get_soup = get_soup_once


def remember_places(queue):
    """All links put into the queue: LinkChecker reports a target at one place only."""
    places, put = [], queue.put

    def remember_and_put(link):
        places.append(link)
        put(link)

    queue.put = remember_and_put
    return places


def target(link):
    return link.cache_url or link.url


def configure():
    config = configuration.Configuration()
    config.logger_add(Records)
    config["output"] = Records.LoggerName
    config["verbose"] = True  # good links too, so that they can be counted
    config["status"] = False
    config["robotstxt"] = False
    config["checkextern"] = False
    config["enabledplugins"] = ["AnchorCheck"]
    config["maxrequestspersecond"] = 1_000_000
    config["maxfilesizeparse"] = config["maxfilesizedownload"] = 256 * 1024 * 1024
    config["threads"] = 4
    config["timeout"] = 30
    config.sanitize()
    return config


def fault(link):
    if not link.valid:
        return link.result
    return "; ".join(str(warning[-1] if isinstance(warning, tuple) else warning) for warning in link.warnings) or None


def self_test():
    """A judge that finds nothing must be shown to find something."""
    with tempfile.TemporaryDirectory() as folder:
        site = Path(folder).resolve()
        for name, text in SAMPLE.items():
            path = site / name
            path.parent.mkdir(exist_ok=True)
            if name.endswith(".html"):
                text = f'<!doctype html><html lang="en"><meta charset="utf-8"><title>t</title>\n{text}'
            path.write_text(text, encoding="utf-8")
        _, links = check(site)
    found = {(page, link) for page, _, link, wrong, _ in links if wrong}
    if found != SAMPLE_FAULTS:
        for page, link in sorted(found ^ SAMPLE_FAULTS):
            missed = (page, link) in SAMPLE_FAULTS
            print(f"self-test: {page}: {link}: {'not reported' if missed else 'reported, and it is good'}")
        sys.exit("self-test: LinkChecker does not tell good links from bad ones")
    outside = sum(is_outside for *_, is_outside in links)
    if outside != SAMPLE_OUTSIDE:
        sys.exit(f"self-test: {outside} links to other hosts found, and there are {SAMPLE_OUTSIDE}")


attempts = []


def stay_inside(event, args):
    """Refuses, and remembers, whatever would leave this machine."""
    host = None
    if event in ("socket.connect", "socket.sendto", "socket.sendmsg"):
        address = args[1]
        host = address[0] if isinstance(address, tuple) else address
    elif event in ("socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr"):
        host = args[0]
    if host is not None and host != HOST:
        attempts.append(f"{event} {host}")
        raise OSError(f"{event} {host}: this judge makes no request to another host")


def main():
    if len(sys.argv) != 2:
        sys.exit("usage: links.py FOLDER")
    signal.alarm(SECONDS_TO_LIVE)
    sys.addaudithook(stay_inside)
    logconf.init_log_config()
    logging.getLogger("linkcheck").setLevel(logging.ERROR)
    read_each_page_once()
    linkparse.LinkTags["use"] = ["href"]

    self_test()
    pages, links = check(Path(sys.argv[1]).resolve())
    if not pages or not links:
        sys.exit(f"no page with a link in {sys.argv[1]}")
    faults = sorted({(page, line or 0, link, wrong) for page, line, link, wrong, _ in links if wrong})
    for page, line, link, wrong in faults:
        print(f"{page}:{line}: {link}: {wrong}")
    if attempts:
        sys.exit(f"requests to other hosts were tried: {', '.join(sorted(set(attempts)))}")
    outside = sum(is_outside for *_, is_outside in links)
    print(f"note: {len(links)} links on {len(pages)} pages, {outside} of them to other hosts and not followed")
    if faults:
        sys.exit(f"{len(faults)} broken links")


main()
