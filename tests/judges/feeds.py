"""The Atom feed through feedparser, the sitemap through expat, and every other
XML, SVG and JSON file of a built site for being well-formed.

Feed and sitemap need the site's absolute address; a site built without one has
neither, and the judge says so.
"""

import io
import json
import sys
import tempfile
import xml.etree.ElementTree as ElementTree
from pathlib import Path
from urllib.parse import unquote

import feedparser

SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def well_formed(site):
    for path in sorted(site.rglob("*")):
        name = path.relative_to(site).as_posix()
        try:
            if path.suffix in (".xml", ".svg"):
                ElementTree.parse(path)
            elif path.suffix in (".json", ".webmanifest"):
                json.loads(path.read_text(encoding="utf-8"))
        except (ElementTree.ParseError, ValueError) as error:
            yield f"{name}: {error}"


def feed(path):
    """Faults of an Atom feed: RFC 4287, section 4.1."""
    parsed = feedparser.parse(io.BytesIO(path.read_bytes()))
    if parsed.bozo:
        yield f"{path.name}: {parsed.bozo_exception}"
    if parsed.version != "atom10":
        yield f"{path.name}: not an Atom feed but {parsed.version or 'nothing known'}"
    if not parsed.entries:
        yield f"{path.name}: no entry"
    for place, part in [("the feed", parsed.feed), *((f"entry {n}", e) for n, e in enumerate(parsed.entries, 1))]:
        for field in ("id", "title", "updated"):
            if not part.get(field):
                yield f"{path.name}: {place} has no {field}"
        if part.get("updated") and not part.get("updated_parsed"):
            yield f"{path.name}: {place} has no date in `{part.updated}`"
    ids = [entry.get("id") for entry in parsed.entries]
    for twice in sorted({id for id in ids if id and ids.count(id) > 1}):
        yield f"{path.name}: two entries have the id {twice}"


def sitemap(path, site):
    """Faults of a sitemap; each address must be a page that was built."""
    try:
        root = ElementTree.parse(path).getroot()
    except ElementTree.ParseError:
        return  # reported as not well-formed
    if root.tag != f"{SITEMAP}urlset":
        yield f"{path.name}: the root is {root.tag}"
    addresses = [(url.findtext(f"{SITEMAP}loc") or "").strip() for url in root.iter(f"{SITEMAP}url")]
    if not addresses:
        yield f"{path.name}: no address"
        return
    # The home page is in the sitemap, and the shortest address.
    base = min(addresses, key=len).removesuffix("index.html")
    for address in addresses:
        if not address.startswith(("https://", "http://")) or not address.startswith(base):
            yield f"{path.name}: {address} is not below {base}"
            continue
        page = unquote(address.removeprefix(base))
        if not (site / (f"{page}index.html" if page == "" or page.endswith("/") else page)).is_file():
            yield f"{path.name}: {address} was not built"
    for twice in sorted({address for address in addresses if addresses.count(address) > 1}):
        yield f"{path.name}: {twice} stands there twice"


def faults(site):
    yield from well_formed(site)
    if (site / "feed.xml").is_file():
        yield from feed(site / "feed.xml")
    if (site / "sitemap.xml").is_file():
        yield from sitemap(site / "sitemap.xml", site)


GOOD = {
    "index.html": "",
    "feed.xml": """<feed xmlns="http://www.w3.org/2005/Atom"><id>urn:a</id><title>T</title>
        <updated>2026-01-01T00:00:00Z</updated><author><name>N</name></author><entry><id>urn:b</id>
        <title>E</title><updated>2026-01-01T00:00:00Z</updated></entry></feed>""",
    "sitemap.xml": f"""<urlset xmlns="{SITEMAP[1:-1]}"><url><loc>https://a.invalid/b/</loc></url></urlset>""",
    "data.json": "{}",
}
# A change to the good site, and a word of the fault it must bring.
BAD = [
    ("feed.xml", "</entry>", "", "mismatched tag"),
    ("feed.xml", "<id>urn:b</id>", "", "entry 1 has no id"),
    ("feed.xml", "<title>T</title>", "", "the feed has no title"),
    ("feed.xml", "2005/Atom", "2005/Else", "not an Atom feed"),
    ("sitemap.xml", "</loc>", "", "mismatched tag"),
    ("sitemap.xml", "</urlset>", "<url><loc>https://a.invalid/b/gone/</loc></url></urlset>", "was not built"),
    ("data.json", "}", "", "data.json"),
]


def self_test():
    """A judge that finds nothing must be shown to find something."""
    for name, old, new, fault in [("index.html", "", "", None), *BAD]:
        with tempfile.TemporaryDirectory() as folder:
            for file, text in GOOD.items():
                text = text.replace(old, new) if file == name and old else text
                (Path(folder) / file).write_text(text, encoding="utf-8")
            found = "\n".join(faults(Path(folder)))
        if (fault or "") not in found or (found and not fault):
            sys.exit(f"self-test: {name} without `{old}`: expected `{fault}`, found `{found}`")


def main():
    if len(sys.argv) != 2:
        sys.exit("usage: feeds.py FOLDER")
    site = Path(sys.argv[1]).resolve()
    if not site.is_dir():
        sys.exit(f"{site} is not a folder")
    self_test()
    for name in ("feed.xml", "sitemap.xml"):
        if not (site / name).is_file():
            print(f"note: no {name}: the site was built without its absolute address")
    found = list(faults(site))
    for line in found:
        print(line)
    if found:
        sys.exit(f"{len(found)} faults")


main()
