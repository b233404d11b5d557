#!/usr/bin/env python3
"""Makes the fonts that web and print share, from the npm package that publishes them.

    python3 -m venv v && v/bin/pip install fonttools==4.68.0 brotli==1.2.1 && v/bin/python make.py

The package has WOFF2 files cut into character sets, one weight each. Typst reads TrueType and looks in one file a weight,
so the sets are joined; the web gets the files as they are published, so that a page loads the second set only where it has
such a letter. Same package, same bytes: the font's own dates stay.
"""
import hashlib, io, subprocess, sys, tarfile, tempfile
from pathlib import Path

from fontTools import merge
from fontTools.ttLib import TTFont

PACKAGE, VERSION = "@fontsource/atkinson-hyperlegible-next", "5.3.0"
WEIGHTS = {"regular": 400, "bold": 700}
SETS = ("latin", "latin-ext")
# Print reads TrueType here; pages load WOFF2 from the assets.
PRINT = Path(__file__).resolve().parent
WEB = PRINT.parents[1] / "assets/fonts"


def unpack(folder):
    """The package's files, by npm, whose registry checks their hash."""
    name = subprocess.run(["npm", "pack", "--silent", f"{PACKAGE}@{VERSION}"], cwd=folder, check=True, capture_output=True, text=True).stdout.split()[-1]
    with tarfile.open(folder / name) as archive:
        return {member.name.removeprefix("package/"): archive.extractfile(member).read() for member in archive if member.isfile()}


def joined(files, weight, folder):
    """One font of all sets, the first set's glyph winning where two have a character."""
    paths = []
    for part in SETS:
        font = TTFont(io.BytesIO(files[f"files/atkinson-hyperlegible-next-{part}-{weight}-normal.woff2"]), recalcTimestamp=False)
        font.flavor = None
        path = folder / f"{part}-{weight}.ttf"
        font.save(path)
        paths.append(str(path))
    font = merge.Merger().merge(paths)
    font.recalcTimestamp = False
    heads = [TTFont(path, recalcTimestamp=False)["head"] for path in paths]
    font["head"].created = min(head.created for head in heads)
    font["head"].modified = max(head.modified for head in heads)
    return font


def main():
    with tempfile.TemporaryDirectory() as folder:
        folder = Path(folder)
        files = unpack(folder)
        for folder_of in (PRINT, WEB):
            folder_of.mkdir(exist_ok=True)
            (folder_of / "LICENSE-atkinson-hyperlegible-next.txt").write_bytes(files["LICENSE"])
        for name, weight in WEIGHTS.items():
            path = PRINT / f"atkinson-hyperlegible-next-{name}.ttf"
            joined(files, weight, folder).save(path)
            made = [path]
            for part in SETS:
                path = WEB / f"atkinson-hyperlegible-next-{part}-{name}.woff2"
                path.write_bytes(files[f"files/atkinson-hyperlegible-next-{part}-{weight}-normal.woff2"])
                made.append(path)
            for path in made:
                digits = hashlib.sha256(path.read_bytes()).hexdigest()[:16]
                print(f"{digits}  {path.stat().st_size:>7}  {path.name}  {len(TTFont(path).getBestCmap())} characters")


if __name__ == "__main__":
    sys.exit(main())
