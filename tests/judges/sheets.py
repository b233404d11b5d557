"""What is on the sheets, read back by strangers and compared with the guide's own files.

Called by sheets.sh. Nothing here knows how backsite makes a sheet: the expectations come from content/*.yaml.
"""
import collections, concurrent.futures, os, re, subprocess, sys, tempfile
from pathlib import Path

import yaml
import zxingcpp
from PIL import Image

ROOT = Path(__file__).resolve().parents[2]
CONTENT = ROOT / "content"
LIMIT = {"": 2, "-large": 4, "-fridge": 1}
SIZE = {"a4": (595, 842), "letter": (612, 792)}
FONT = "AtkinsonHyperlegibleNext"
# Each row has a strip of boxes with these letters above it, and so has walking.
STRIP = "M T W T F S S"


def run(*command):
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def plain(text):
    """Words as both sides can be compared: no Markdown, one kind of dash, single spaces, small letters."""
    text = re.sub(r"\[([^\]]*)\]\([^)]*\)|\[\[([^\]]*)\]\]", lambda m: m[1] or m[2], str(text))
    text = text.replace("–", "-").replace("’", "'").replace("*", "")
    return re.sub(r"\s+", " ", text).strip().lower()


def front_matter(path):
    text = path.read_text("utf-8")
    return yaml.safe_load(text.split("---\n")[1] if path.suffix == ".md" else text)


def load():
    entries = {path.stem: front_matter(path) for path in (CONTENT / "exercises").iterdir() if path.suffix in (".md", ".yaml")}
    plans = {path.stem: front_matter(path) for path in (CONTENT / "plans").iterdir() if path.suffix == ".yaml"}
    return entries, plans, yaml.safe_load((CONTENT / "safety.yaml").read_text("utf-8"))


def dose_words(dose):
    """The figures that must stand together in a row: `hold 15 seconds`, `6 times`, `5 each side`, and what follows."""
    words = []
    hold = re.match(r"([\d-]+) (s|min)", str(dose["hold"])) if "hold" in dose else None
    unit = {"s": "second", "min": "minute"}
    if "minutes" in dose:
        words.append(f"{dose['minutes']} minute")
    elif hold and dose.get("reps", 1) == 1:
        words.append(f"hold {hold[1]} {unit[hold[2]]}")
        if dose.get("per") == "side":
            words.append("each side")
    else:
        words.append(f"{dose['reps']} " + ("each side" if dose.get("per") == "side" else "time"))
        if hold:
            words.append(f"hold {hold[1]} {unit[hold[2]]}")
    if dose.get("sets", 1) != 1:
        words.append(f"{dose['sets']} sets")
    if dose.get("times_a_day", 1) != 1:
        words.append(f"{dose['times_a_day']} times a day")
    return words


def expected(plan, week, entries, safety, edition):
    """Every text that the sheet of this week must hold."""
    texts = [plan["title"], week["title"]]
    rules = safety["plan_rules"]["stop_if"]
    for prescription in week["exercises"]:
        exercise = entries[prescription["exercise"]]
        texts += [exercise["title"], *dose_words(prescription["dose"])]
        if edition != "-fridge":
            lines = exercise["sheet"]
            texts += [lines["how"], lines["easier"]] + ([] if exercise["positions"][0] == "walking" else [lines["tip"], lines["breathe"]])
            texts += [prescription["note"]] if "note" in prescription else []
    if edition == "-fridge":
        rules = [rule for rule in rules if rule["id"] not in ("two-weeks", "four-to-six-weeks")]
    else:
        texts += [week["move_on_if"], week["stay_if"], safety["plan_rules"]["flare_up"]]
        texts += [text.split(": ")[0] for text in (safety["traffic_light"][k] for k in ("green", "amber", "red"))]
        texts += [flag["short"] for tier in safety["red_flags"]["tiers"] for flag in tier["items"]]
    return texts + [rule["text"] for rule in rules]


def judge(pdf, guide, base):
    entries, plans, safety = guide
    slug = pdf.parent.name
    faults = []
    name = re.fullmatch(r"(?:week-(\d+)|blank)-(a4|letter)(|-large|-fridge)\.pdf", pdf.name)
    if not name:
        return [f"no sheet is called `{pdf.name}`"]
    number, paper, edition = name.groups()
    info = dict(line.split(":", 1) for line in run("pdfinfo", str(pdf)).splitlines() if ":" in line)
    pages = int(info["Pages"])
    if pages > LIMIT[edition]:
        faults.append(f"{pages} pages, {LIMIT[edition]} at most")
    width, height = (float(n) for n in re.findall(r"[\d.]+", info["Page size"])[:2])
    if abs(width - SIZE[paper][0]) > 1 or abs(height - SIZE[paper][1]) > 1:
        faults.append(f"not on {paper}: {info['Page size'].strip()}")
    if info["Tagged"].strip() != "yes" or not info.get("Title", "").strip():
        faults.append("not tagged, or without a title")
    for font in run("pdffonts", str(pdf)).splitlines()[2:]:
        if FONT not in font.split()[0] or font.split()[-5] != "yes":
            faults.append(f"another font, or one that is not embedded: {font.split()[0]}")
    text = run("pdftotext", "-raw", str(pdf), "-")
    words = plain(text)
    if "\ufffd" in text or "\ufb01" in text:
        faults.append("a letter was lost or joined")
    if f"page {pages} of {pages}" not in words:
        faults.append("the last page has no number")
    if number:
        plan = plans[slug]
        week = plan["weeks"][int(number) - 1]
        for wanted in expected(plan, week, entries, safety, edition):
            if plain(wanted).rstrip(".") not in words:
                faults.append(f"not on it: {wanted}")
        moves = [p for p in week["exercises"] if entries[p["exercise"]]["positions"][0] != "walking"]
        found = re.sub(r"\s+", " ", text).count(STRIP)
        if found != len(week["exercises"]):
            faults.append(f"{found} rows, {len(week['exercises'])} exercises")
        faults += misplaced(words, moves, entries)
        minutes = f"about {week['minutes']} minute"
        if minutes not in words:
            faults.append(f"not on it: {minutes}")
    faults += codes(pdf, slug if number else None, base)
    return faults


def misplaced(words, moves, entries):
    """Doses that do not stand in the row of their exercise."""
    faults = []
    at = 0
    starts = []
    for n, move in enumerate(moves, 1):
        at = words.find(plain(f"{n} {entries[move['exercise']]['title']}"), at)
        starts.append(at)
    for n, move in enumerate(moves):
        end = starts[n + 1] if n + 1 < len(moves) else starts[n] + 700
        row = words[starts[n] : end]
        for dose in dose_words(move["dose"]):
            if dose not in row:
                faults.append(f"`{dose}` is not in the row of {move['exercise']}")
    return faults


def codes(pdf, slug, base):
    """The QR code, read from the page as a printer at 150 dots an inch would show it."""
    with tempfile.TemporaryDirectory() as folder:
        run("pdftoppm", "-r", "150", "-f", "1", "-l", "1", "-gray", "-png", str(pdf), f"{folder}/page")
        with Image.open(next(Path(folder).iterdir())) as page:
            found = [code.text for code in zxingcpp.read_barcodes(page, formats=zxingcpp.BarcodeFormat.QRCode)]
    wanted = [f"{base.rstrip('/')}/" + (f"plans/{slug}/" if slug else "")] if base else []
    return [] if found == wanted else [f"the code says {found}, not {wanted}"]


def accessible(pdfs):
    """veraPDF's verdict on each."""
    command = ["java", "-cp", os.environ["CLASS_PATH"], "Ua", *map(str, pdfs)]
    faults = collections.defaultdict(list)
    seen, current = set(), None
    for line in subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines():
        verdict = re.match(r"(.*) compliant=(true|false) ", line)
        if verdict:
            current = verdict[1]
            seen.add(current)
            if verdict[2] == "false":
                faults[current].append("not PDF/UA-1")
        elif current and faults[current]:
            faults[current].append(line.strip())
    for pdf in pdfs:
        if str(pdf) not in seen:
            faults[str(pdf)].append("not judged by veraPDF")
    return faults


def self_test(pdfs, guide, base):
    """A judge that finds nothing must be shown to find something."""
    with tempfile.TemporaryDirectory() as folder:
        bad = Path(folder) / "start-gently" / "week-1-a4.pdf"
        bad.parent.mkdir()
        objects = ["<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>", "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>"]
        body = b"%PDF-1.7\n"
        offsets = []
        for n, text in enumerate(objects, 1):
            offsets.append(len(body))
            body += f"{n} 0 obj{text}endobj\n".encode()
        table = "".join(f"{at:010} 00000 n \n" for at in offsets)
        body += f"xref\n0 4\n0000000000 65535 f \n{table}trailer<</Size 4/Root 1 0 R>>\nstartxref\n{len(body)}\n%%EOF\n".encode()
        bad.write_bytes(body)
        found = judge(bad, guide, "https://x.example")
        for wanted in ("not tagged", "not on it: Pelvic tilt", "not on it: Leaking poo", "is not in the row", "the code says", "rows,"):
            if not any(wanted in fault for fault in found):
                sys.exit(f"self-test: an empty page passes for a sheet, with nothing said of `{wanted}`")
        if "not PDF/UA-1" not in accessible([bad])[str(bad)]:
            sys.exit("self-test: veraPDF passed an untagged page")


def main():
    folder, second = Path(sys.argv[1]), sys.argv[2] and Path(sys.argv[2])
    base = os.environ.get("BACKSITE_BASE_URL", "")
    guide = load()
    pdfs = sorted(folder.glob("plans/**/*.pdf"))
    self_test(pdfs, guide, base)
    wanted = {f"plans/{slug}/week-{n}-{paper}{edition}.pdf" for slug, plan in guide[1].items() for n in range(1, len(plan["weeks"]) + 1) for paper in SIZE for edition in LIMIT}
    wanted |= {f"plans/blank-{paper}{edition}.pdf" for paper in SIZE for edition in LIMIT}
    faults = collections.defaultdict(list)
    for missing in sorted(wanted - {str(pdf.relative_to(folder)) for pdf in pdfs}):
        faults[missing].append("there is no such sheet")
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        for pdf, found in zip(pdfs, pool.map(lambda pdf: judge(pdf, guide, base), pdfs)):
            faults[str(pdf)] += found
    for pdf, found in accessible(pdfs).items():
        faults[pdf] += found
    if second:
        for pdf in pdfs:
            other = second / pdf.relative_to(folder)
            if not other.exists() or other.read_bytes() != pdf.read_bytes():
                faults[str(pdf)].append("two builds differ")
    n_faults = 0
    for pdf, found in sorted(faults.items()):
        for fault in found:
            n_faults += 1
            print(f"{pdf}: {fault}")
    print(f"note: {len(pdfs)} sheets, {sum(1 for pdf in pdfs if not faults[str(pdf)])} without a fault")
    return n_faults > 0


if __name__ == "__main__":
    sys.exit(main())
