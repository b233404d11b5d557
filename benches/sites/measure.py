"""What a command costs, and how long an edit takes until a server shows it."""

import http.client
import os
import re
import socket
import statistics
import subprocess
import tempfile
import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

LONGEST_COMMAND = 900  # seconds; what takes longer is killed, and the benchmark ends
LONGEST_START = 180
LONGEST_EDIT = 60
POLL = 0.004  # seconds between two looks at a page: the error of a figure, and little enough not to slow the server
REST = 1.5  # seconds after an edit, so that a server has done what it does when the page is already out


@dataclass(frozen=True)
class Cost:
    """What one run of a command took."""

    wall: float  # seconds from start to end
    cpu: float  # seconds of all processors, the kernel's work included
    peak: float  # MiB of memory at most
    said: str  # what it printed


def cost(command, cwd=None):
    """Runs a command to its end; one that fails ends the benchmark with what it printed.

    Linux counts the memory of the process that starts another as the other's until it runs its own program, so the
    process that measures has to be a small one: sites are made in processes of their own.
    """
    command = [str(part) for part in command]
    with tempfile.TemporaryFile() as printed:
        started = time.monotonic()
        child = subprocess.Popen(command, cwd=cwd, stdin=subprocess.DEVNULL, stdout=printed, stderr=subprocess.STDOUT)
        limit = threading.Timer(LONGEST_COMMAND, child.kill)
        limit.start()
        try:
            _, status, used = os.wait4(child.pid, 0)
        except BaseException:
            child.kill()
            raise
        finally:
            limit.cancel()
        wall = time.monotonic() - started
        child.returncode = os.waitstatus_to_exitcode(status)
        printed.seek(0)
        said = printed.read().decode("utf-8", "replace")
    if child.returncode != 0:
        raise SystemExit(f"{' '.join(command)} ended with status {child.returncode}:\n{said[-2000:]}")
    return Cost(wall, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, said)


def median(costs):
    """The median of each figure by itself."""

    def of(figure):
        return statistics.median(getattr(one, figure) for one in costs)

    return Cost(of("wall"), of("cpu"), of("peak"), costs[-1].said)


@dataclass(frozen=True)
class Edits:
    """What a server did with edits of one entry."""

    first: float  # seconds from its start until the page was served
    seconds: list  # from each saved edit until the page showed it
    missing: int  # looks that found no page in between
    peak: float  # MiB of memory at most


def edits(command, root, entry, page, port, count):
    """Saves `entry` anew `count` times, looks at `page` until it shows each edit, and leaves the entry as it was."""
    before = entry.read_text(encoding="utf-8")
    with server(command, root) as process:
        started = time.monotonic()
        while look(port, page)[0] != 200:
            if process.poll() is not None:
                raise SystemExit(f"{' '.join(map(str, command))} ended with status {process.returncode}")
            if time.monotonic() - started > LONGEST_START:
                raise SystemExit(f"{' '.join(map(str, command))} shows no {page} after {LONGEST_START} s")
            time.sleep(POLL)
        first = time.monotonic() - started
        time.sleep(REST)
        seconds, missing = [], 0
        try:
            for number in range(count):
                mark = f"Saved as number {number} of {os.getpid()}."
                saved = time.monotonic()
                entry.write_text(f"{before}\n{mark}\n", encoding="utf-8")
                status, text = look(port, page)
                while mark not in text:
                    missing += status != 200
                    if time.monotonic() - saved > LONGEST_EDIT:
                        raise SystemExit(f"{' '.join(map(str, command))} shows no edit after {LONGEST_EDIT} s")
                    time.sleep(POLL)
                    status, text = look(port, page)
                seconds.append(time.monotonic() - saved)
                time.sleep(REST)
        finally:
            entry.write_text(before, encoding="utf-8")
        status = Path(f"/proc/{process.pid}/status").read_text(encoding="utf-8")
        return Edits(first, seconds, missing, int(re.search(r"VmHWM:\s+(\d+)", status)[1]) / 1024)


@contextmanager
def server(command, root):
    """A server for as long as it is needed; it is stopped by its own process number."""
    process = subprocess.Popen(
        [str(part) for part in command], cwd=root,
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def look(port, page):
    """The status and the text of a page; status 0 where nobody answers."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request("GET", page)
        response = connection.getresponse()
        return response.status, response.read().decode("utf-8", "replace")
    except (OSError, http.client.HTTPException):
        return 0, ""
    finally:
        connection.close()


def free_port():
    """A port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
