#!/usr/bin/env python3
"""A site of like entries for one generator, for benchmarks and for profiles.

    benches/sites/generate.py TARGET N FOLDER

TARGET is `backsite` (the like-sized theme and a small vocabulary of its own), `full` (the guide of this repository with N
exercises more, in its own theme), `hugo` or `zola`. What stood in FOLDER is removed. N is 4 or
more: an entry links to three others.
"""

import json
import shutil
import sys
from pathlib import Path

import exercises

HERE = Path(__file__).resolve().parent
GUIDE = HERE.parents[1] / "content"


def quoted(value):
    """A value as JSON, which is YAML and, for texts, numbers and lists of them, TOML too."""
    return json.dumps(value, ensure_ascii=False)


def write(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def listed(key, values):
    return f"{key}:\n" + "".join(f"  - {quoted(value)}\n" for value in values)


def backsite(entries, root):
    """Entries as the authors of a guide write them."""

    def link(slug, title):
        return f"[{title}]({slug})"

    def dose(figures):
        return f"{{sets: {figures['sets']}, reps: {figures['reps']}, hold: {figures['hold']} s}}"

    for e in entries:
        contraindication, precaution = e["contraindication"], e["precaution"]
        neighbors = f"harder: {{exercises: [{e['harder']}]}}\n" if e["harder"] else ""
        neighbors += f"prerequisites: [{e['before']}]\n" if e["before"] else ""
        front = (
            f"---\ntitle: {e['title']}\nsummary: {quoted(e['summary'])}\npositions: [{e['position']}]\nregion: {e['region']}\n"
            f"goals: [{', '.join(e['goals'])}]\nmuscles: {{primary: [trunk-muscles]}}\nequipment: [{e['equipment']}]\n"
            f"level: {e['level']}\nphases: [build]\nsides: none\nseconds_per_rep: 4\nbreathing: Out on the effort\n"
            f"dose:\n  start: {dose(e['start'])}\n  full: {dose(e['full'])}\n"
            f"{listed('steps', e['steps'])}{listed('form_tips', e['form_tips'])}should_feel: {quoted(e['should_feel'])}\n"
            f"{listed('stop_signs', e['stop_signs'])}"
            f"contraindications:\n  - condition: {contraindication['condition']}\n    because: {contraindication['because']}\n"
            "    source: clinical-convention\n"
            f"precautions:\n  - condition: {precaution['condition']}\n    because: {precaution['because']}\n"
            f"    advice: {precaution['advice']}\n    source: clinical-convention\n"
            f"{neighbors}related: [{', '.join(e['related'])}]\nreview: {{status: draft}}\nupdated: {e['date']}\n---\n\n"
        )
        write(root / f"content/exercises/{e['slug']}.md", front + exercises.body(e, link))


def full(entries, root):
    shutil.copytree(GUIDE, root / "content")
    backsite(entries, root)


def extra(e):
    """What a page shows beside title, taxonomies and free text, for generators whose front matter has no fields of its own."""
    return {
        "summary": e["summary"], "region": e["region"], "level": e["level"], "equipment": e["equipment"],
        "start": exercises.dose(e["start"]), "full": exercises.dose(e["full"]),
        "steps": e["steps"], "form_tips": e["form_tips"], "should_feel": e["should_feel"], "stop_signs": e["stop_signs"],
        "not_with": e["contraindication"], "care_with": e["precaution"],
        "related": e["related"], "harder": e["harder"] or "", "before": e["before"] or "",
    }


def hugo(entries, root):
    def link(slug, title):
        return f'[{title}]({{{{< relref "/exercises/{slug}" >}}}})'

    write(root / "content/exercises/_index.md", "---\ntitle: All exercises\n---\n")
    for e in entries:
        fields = "".join(
            listed(key, value) if isinstance(value, list) else f"{key}: {quoted(value)}\n" for key, value in extra(e).items()
        )
        front = (
            f"---\ntitle: {e['title']}\ndate: {e['date']}\ngoals: {quoted(e['goals'])}\npositions: {quoted([e['position']])}\n"
            f"{fields}---\n\n"
        )
        write(root / f"content/exercises/{e['slug']}.md", front + exercises.body(e, link))


def zola(entries, root):
    def link(slug, title):
        return f"[{title}](@/exercises/{slug}.md)"

    write(root / "content/_index.md", '+++\ntitle = "Back guide"\n+++\n')
    write(root / "content/exercises/_index.md", '+++\ntitle = "All exercises"\nsort_by = "title"\n+++\n')
    for e in entries:
        fields = {key: value for key, value in extra(e).items() if not isinstance(value, dict)}
        groups = {key: value for key, value in extra(e).items() if isinstance(value, dict)}
        front = (
            f"+++\ntitle = {quoted(e['title'])}\ndate = {e['date']}\n\n[taxonomies]\ngoals = {quoted(e['goals'])}\n"
            f"positions = {quoted([e['position']])}\n\n[extra]\n"
            + "".join(f"{key} = {quoted(value)}\n" for key, value in fields.items())
            + "".join(
                f"\n[extra.{group}]\n" + "".join(f"{key} = {quoted(value)}\n" for key, value in values.items())
                for group, values in groups.items()
            )
            + "+++\n\n"
        )
        write(root / f"content/exercises/{e['slug']}.md", front + exercises.body(e, link))


TARGETS = {"backsite": backsite, "full": full, "hugo": hugo, "zola": zola}


def generate(target, n, root):
    """Writes the site; `root` is made anew."""
    shutil.rmtree(root, ignore_errors=True)
    theme = HERE / "themes" / target
    if theme.is_dir():
        shutil.copytree(theme, root)
    for path in root.glob("*.toml"):
        terms = {"@GOALS@": exercises.GOALS, "@POSITIONS@": exercises.POSITIONS}
        text = path.read_text(encoding="utf-8")
        for mark, words in terms.items():
            text = text.replace(mark, quoted(words))
        path.write_text(text, encoding="utf-8")
    TARGETS[target](exercises.make(n), root)


def main():
    if len(sys.argv) != 4 or sys.argv[1] not in TARGETS or not sys.argv[2].isdigit() or int(sys.argv[2]) < 4:
        sys.exit(__doc__)
    generate(sys.argv[1], int(sys.argv[2]), Path(sys.argv[3]))


if __name__ == "__main__":
    main()
