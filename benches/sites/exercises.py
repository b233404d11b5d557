"""Exercises of about 250 words, the same for every generator: `make(n)`, and `body(entry, link)` for the free text.

They are made up and say nothing about backs; their words are those of the guide's vocabulary, so that they can stand in it.
"""

import random

GOALS = ["relax", "ease-stiffness", "turning", "balance", "open-chest", "flexibility"]
POSITIONS = ["supine", "prone", "side-lying", "sitting", "standing", "hands-and-knees"]
REGIONS = ["whole", "lower", "upper", "neck"]
LEVELS = ["beginner", "beginner-plus", "intermediate", "advanced"]
EQUIPMENT = ["mat", "chair", "towel", "wall", "stick", "pillow"]
MOVES = [
    "Pelvic tilt", "Dead bug", "Bird dog", "Glute bridge", "Cat and camel", "Side plank", "Prone press-up", "Knee to chest",
    "Wall sit", "Hip hinge", "Thread the needle", "Chin tuck", "Thoracic turn", "Clam shell", "Figure four", "Heel slide",
]
SENTENCES = """
Start on the mat with the feet as wide as the hips and the chin slightly tucked.
Breathe out slowly as the movement begins and let the ribs settle toward the floor.
Keep the lower back still while the limbs move, as if a cup of water stood on the belly.
Stop a little before the point where the back would arch or the shoulders would lift.
Mild effort is expected, and a feeling that fades within ten minutes is a good sign.
Sharp pain, numbness or tingling down the leg means the range was too large today.
Move at the pace of one slow breath and rest for as long as the set itself took.
Most people feel this in the muscles beside the spine rather than in the joints.
A folded towel under the head makes the neck comfortable and the position easier to hold.
The aim is even control on both sides, so begin with the side that feels harder.
If the movement feels easy for three sessions in a row, add one repetition to each set.
If the back is stiff in the morning, wait half an hour after getting up before starting.
The hands may rest on the hips so that any sideways shift is noticed early.
Keep the knees in line with the second toe and the weight spread over the whole foot.
Small and frequent practice works better here than one long session at the weekend.
Look at a point straight ahead so that the head does not lead the movement.
Come back to the start under control, because the return trains as much as the way out.
Pause for a moment at the end of the range and notice whether the breath is still easy.
""".strip().splitlines()
STEPS = [
    "Lie or stand where you can move freely.", "Breathe in, and find a quiet middle position.",
    "Breathe out and begin to move slowly.", "Stop where it still feels easy.", "Come back the same way.",
]
TIPS = [
    "Keep the breath moving", "Let the shoulders stay heavy", "Move only as far as control allows",
    "Press evenly through both feet", "Keep the neck long", "Count slowly to three on the way back",
    "Keep the ribs down", "Rest between the sides",
]
FEELINGS = ["A mild pull, and warmth later", "Even work on both sides", "Effort in the muscles, not in the joints"]
STOP_SIGNS = ["A pinch at the end of the range", "Tingling that stays", "Pain that grows from one set to the next"]
# Conditions of the guide's vocabulary, each with a reason.
CONTRAINDICATIONS = [
    ("hip-precautions", "It bends the hip far"), ("hamstring-tear", "It pulls on the back of the thigh"),
    ("falls-risk", "It asks for balance"), ("vertigo", "The head changes its level"),
]
# And with what to do about it.
PRECAUTIONS = [
    ("osteoporosis", "It rounds the back a little", "Stay in the middle of the range"),
    ("wrist-pain", "The hands carry weight", "Use your fists or forearms"),
    ("shoulder-pain", "The arm is lifted", "Leave the arm by your side"),
    ("knee-limit", "The knee is bent", "Put a cushion under it"),
]


def make(n, seed=7):
    """`n` entries as dicts; the same `n` and `seed` always give the same entries."""
    rng = random.Random(seed)
    titles = [f"{MOVES[i % len(MOVES)]} {i:05d}" for i in range(n)]
    slugs = [title.lower().replace(" ", "-") for title in titles]
    entries = []
    for i in range(n):
        related = [j for j in rng.sample(range(n), 4) if j != i][:3]
        # Steps up lead to later entries and prerequisites to earlier ones, so that nothing goes round in a circle.
        harder, before = i + rng.randint(1, 50), i - rng.randint(1, 50)
        sets, reps, hold = rng.randint(2, 4), rng.randint(7, 15), rng.randint(2, 30)
        condition, because = rng.choice(CONTRAINDICATIONS)
        care, care_because, advice = rng.choice(PRECAUTIONS)
        text = rng.sample(SENTENCES, 9)
        entries.append({
            "title": titles[i],
            "slug": slugs[i],
            "date": f"2025-{1 + i % 12:02d}-{1 + i % 28:02d}",
            "summary": f"{text[8].split(',')[0].rstrip('.')}.",
            "goals": rng.sample(GOALS, 2),
            "position": rng.choice(POSITIONS),
            "region": rng.choice(REGIONS),
            "level": rng.choice(LEVELS),
            "equipment": rng.choice(EQUIPMENT),
            "start": {"sets": sets - 1, "reps": reps - 2, "hold": hold},
            "full": {"sets": sets, "reps": reps, "hold": hold},
            "steps": rng.sample(STEPS, 3),
            "form_tips": rng.sample(TIPS, 4),
            "should_feel": rng.choice(FEELINGS),
            "stop_signs": [rng.choice(STOP_SIGNS)],
            "contraindication": {"condition": condition, "because": because},
            "precaution": {"condition": care, "because": care_because, "advice": advice},
            "related": [slugs[j] for j in related],
            "harder": slugs[harder] if harder < n else None,
            "before": slugs[before] if before >= 0 else None,
            "titles": {slugs[j]: titles[j] for j in related},
            "text": text[:8],
        })
    return entries


def body(entry, link):
    """The free text as Markdown; `link(slug, title)` writes a link as a generator wants it."""
    first, second, third = (link(slug, entry["titles"][slug]) for slug in entry["related"])
    text, full = entry["text"], entry["full"]
    weeks = "\n".join(
        f"| Week {week} | {full['sets']} | {full['reps'] - 4 + week} | {full['hold']} s |" for week in range(1, 5)
    )
    points = "\n".join(f"- {sentence}" for sentence in text[3:6])
    return (
        f"{' '.join(text[0:3])} People who find it hard can begin with {first}.\n\n"
        f"## Worth knowing\n\n{points}\n\n"
        f"## Four weeks\n\n| Week | Sets | Reps | Hold |\n|---|---|---|---|\n{weeks}\n\n"
        f"## Going further\n\n{text[6]} It pairs well with {second}, and *later* with **{third}**.\n\n"
        f"{text[7]}\n"
    )


def dose(figures):
    """A dose in words, as backsite says it."""
    return f"{figures['reps']} times, hold {figures['hold']} seconds each time, {figures['sets']} {'set' if figures['sets'] == 1 else 'sets'}"
