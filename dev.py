#!/usr/bin/env python3
"""Set the project up, show it and check it, with nothing but Python's standard library.

It runs before anything is installed, and perhaps on an older Python than the project needs: it
keeps to words that Python 3.8 can read, and then looks for a newer one.
"""

from __future__ import annotations

import hashlib
import io
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from requirements import lock, report, system
from requirements.environment import (
    SetUpError,
    clean_environ,
    install,
    make_environment,
    python_in,
)

USAGE = """\
usage: python3 dev.py COMMAND [ARGUMENTS]

  setup   make the environment in .venv and put the locked packages into it
  demo    set up, then show a whole shortened sitting with a simulated heart
            python3 dev.py demo
            python3 dev.py demo --offscreen --seconds 20 --screenshots pictures
  test    set up, then check format, lint, types and tests, and the wheel in an empty environment
            python3 dev.py test
            python3 dev.py test -k pacer      (pytest alone, with these arguments)
  bench   set up, then measure: how true the numbers are, and how fast they come
            python3 dev.py bench
            python3 dev.py bench start frames (some of it; --help tells what there is)
            python3 dev.py bench --keep       (and keep the run in docs/measured)
  campaign  set up, then look long for what goes wrong: soak, fuzz, mutants
            python3 dev.py campaign soak --hours 8
            python3 dev.py campaign fuzz --minutes 30
            python3 dev.py campaign mutants --most 30
  docs    set up, then make what documentation comes from the code, and its pages in dist/docs
            python3 dev.py docs
            python3 dev.py docs site          (one part of it)
  bundle  set up, then make one folder in dist that runs without Python, and try it
  lock    refresh requirements/*.txt with uv, and check that they hold on every platform
            python3 dev.py lock --upgrade
"""
ROOT = Path(__file__).resolve().parent
ENVIRONMENT = ROOT / ".venv"
PYTHON = str(python_in(ENVIRONMENT))
TRIED_PYTHONS = ((3, 13), (3, 12), (3, 11))
HIGHEST_PYTHON = (3, 14)  # the lock holds for it; the project is not tried on it
SPHINX = ("-W", "--keep-going", "-q", "-b", "html")  # a warning is an error
IN_TURNS = ("-n", "2", "--dist", "loadfile")  # two at a time: most tests wait more than they work
PATIENCE_S = 10  # a child that was told to stop may still be saving


def say(text: str = "") -> None:
    """Print at once, so that what is said and what is done stay in order."""
    print(text, flush=True)


def run(command: list[str], cwd: Path | None = None, env: dict[str, str] | None = None) -> int:
    """Run a command to its end; on Ctrl-C, which it hears too, let it end in its own way."""
    with subprocess.Popen(command, cwd=cwd, env=env or clean_environ()) as process:
        try:
            return process.wait()
        except KeyboardInterrupt:
            try:
                process.wait(timeout=PATIENCE_S)
            except subprocess.TimeoutExpired:
                process.kill()
            raise


def run_all(*commands: list[str], cwd: Path = ROOT, env: dict[str, str] | None = None) -> bool:
    """Run commands one after another, up to the first that does not succeed."""
    return all(run(command, cwd, env) == 0 for command in commands)


def use_tried_python() -> None:
    """Go on in this Python if the project is tried on it, else start again in one that is."""
    ours = sys.version_info[:2]
    if ours in TRIED_PYTHONS:
        return
    spoken = "Python {}.{}".format(*ours)
    other = find_tried_python()
    if other:
        say(f"This is {spoken}; going on with {' '.join(other)}.")
        sys.exit(run([*other, str(ROOT / "dev.py"), *sys.argv[1:]], env=dict(os.environ)))
    if not TRIED_PYTHONS[0] < ours <= HIGHEST_PYTHON:
        raise SetUpError(f"This is {spoken}; please install Python 3.13, then run this again.")
    say(f"The project is not tried on {spoken} yet; going on all the same.")


def find_tried_python() -> list[str] | None:
    """Return the command of a Python that the project is tried on and that runs, or None."""
    for version in ("{}.{}".format(*version) for version in TRIED_PYTHONS):
        for command in (["python" + version], ["py", "-" + version]):
            probe = [*command, "-c", "import sys; print('%d.%d' % sys.version_info[:2])"]
            try:
                answer = subprocess.check_output(probe, stderr=subprocess.DEVNULL)
            except (OSError, subprocess.CalledProcessError):
                continue  # not there, or there by name only
            if answer.decode().strip() == version:
                return command
    return None


def bring_system_libraries(*, tests: bool) -> None:
    """On Debian and Ubuntu: install what Qt and the tests need, or say how to."""
    release = Path("/etc/os-release")
    if not (release.exists() and system.is_debian_like(release.read_text(encoding="utf-8"))):
        return
    extras = system.missing_extras(x11="DISPLAY" in os.environ, tests=tests)
    missing = [*system.missing_essentials(), *extras]
    if not missing:
        return
    if os.geteuid() == 0:
        say("Installing system libraries: " + " ".join(missing))
        env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        quiet = ["-qq", "-o", "Dpkg::Use-Pty=0"]
        run_all(["apt-get", "update", "-qq"], [*system.APT_GET, *quiet, *missing], env=env)
    else:
        say("System libraries are missing. To install them, run this once:")
        say("  sudo " + " ".join([*system.APT_GET, *missing]))
    if system.missing_essentials():
        raise SetUpError("Nothing can start without " + " ".join(system.missing_essentials()) + ".")


def set_up(*, tests: bool = False) -> int:
    """Make the environment, unless it stands already and holds what is locked; return 0."""
    bring_system_libraries(tests=tests)
    stamp = ENVIRONMENT / "stands.txt"
    wanted = environment_key()
    if stamp.exists() and stamp.read_text(encoding="utf-8") == wanted and environment_runs():
        say("The environment in .venv stands.")
        return 0
    began = time.monotonic()
    say("Making the environment in .venv with Python " + sys.version.split()[0])
    python = make_environment(ENVIRONMENT)
    say("Installing the locked packages (about 300 MB to download if they are new here):")
    locked = str(ROOT / "requirements" / "dev.txt")
    install(python, "--require-hashes", "--only-binary", ":all:", "-r", locked)
    say("Installing the project itself")
    install(python, "--no-index", "--no-deps", "--no-build-isolation", "-e", str(ROOT))
    stamp.write_text(wanted, encoding="utf-8")
    say(f"The environment stands after {time.monotonic() - began:.0f} s.")
    return 0


def environment_key() -> str:
    """Return a digest of all that the environment is made from."""
    import tomllib  # an older Python reads this file too, and has none

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    locked = (ROOT / "requirements" / "dev.txt").read_text(encoding="utf-8")
    made_from = repr((project, locked, sys.version, str(ROOT)))
    return hashlib.sha256(made_from.encode()).hexdigest()


def environment_runs() -> bool:
    """Say whether the environment's Python starts and finds its packages."""
    probe = [PYTHON, "-c", "import PySide6, pytest, biofeedback"]
    try:
        subprocess.run(probe, env=clean_environ(), capture_output=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return False
    return True


def demo(arguments: list[str]) -> int:
    """Show a whole shortened sitting."""
    set_up()
    code = run([PYTHON, "-m", "biofeedback", "demo", *arguments])
    if code < 0:
        say(f"The demo was ended by signal {-code}.")
    return abs(code)


def test(arguments: list[str]) -> int:
    """Run every check, also after one that finds something, and sum up."""
    set_up(tests=True)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        results = folder / "pytest.xml"
        checks: dict[str, Callable[[], bool]] = {
            "format": lambda: run_all([PYTHON, "-m", "ruff", "format", "--check"]),
            "lint": lambda: run_all([PYTHON, "-m", "ruff", "check"]),
            "types": lambda: run_all([PYTHON, "-m", "mypy"]),
            "tests": lambda: tests_pass(results, arguments),
            "wheel": lambda: wheel_works(folder),
        }
        asked = ["tests"] if arguments else list(checks)
        outcomes = [perform(name, checks[name]) for name in asked]
        say("\n" + "\n".join(line for _, line in outcomes))
        say("\n" + report.count_tests(results))
    return 0 if all(passed for passed, _ in outcomes) else 1


def bench(arguments: list[str]) -> int:
    """Measure, all of it or what is named, into one table; `--help` tells what there is."""
    set_up(tests=True)
    return run([PYTHON, "-m", "tests.bench", *arguments], cwd=ROOT)


def campaign(arguments: list[str]) -> int:
    """Look long for what goes wrong, in one way or in all; each tells of itself with `--help`."""
    set_up(tests=True)
    names = ("soak", "fuzz", "mutants")
    if arguments and arguments[0] not in names:
        raise SetUpError(f"There is no campaign {arguments[0]!r}: choose of {', '.join(names)}.")
    chosen = [arguments] if arguments else [[name] for name in names]
    found = [run([PYTHON, "-m", f"tests.campaign_{name}", *rest], ROOT) for name, *rest in chosen]
    return max(found)


def docs(names: list[str]) -> int:
    """Make the parts of the documentation that come from the code, and the pages for a browser."""
    set_up(tests=True)
    makers: dict[str, Callable[[], bool]] = {
        "accuracy": lambda: written("docs/accuracy.md", "-m", "tests.bench_accuracy"),
        "measured": lambda: written("docs/measured.md", "-m", "tests.measured_page"),
        "rooms": lambda: run_all([PYTHON, "docs/draw_rooms.py"]),
        "tour": lambda: run_all([PYTHON, "docs/take_tour.py"]),
        "site": lambda: run_all([PYTHON, "-m", "sphinx", *SPHINX, "docs", "dist/docs"]),
    }
    for name in names:
        if name not in makers:
            raise SetUpError(f"There is no part {name!r}: choose of {', '.join(makers)}.")
    outcomes = [perform(name, makers[name]) for name in names or makers]
    say("\n" + "\n".join(line for _, line in outcomes))
    return 0 if all(passed for passed, _ in outcomes) else 1


def written(page: str, *arguments: str) -> bool:
    """Write what a program prints into a page, if it comes to its end."""
    made = subprocess.run(
        [PYTHON, *arguments], cwd=ROOT, env=clean_environ(), stdout=subprocess.PIPE, check=False
    )
    if made.returncode == 0:
        (ROOT / page).write_bytes(made.stdout)
        say(page)
    return made.returncode == 0


def bundle(_: list[str]) -> int:
    """Make a folder, and an archive of it, for people who have no Python; use it once."""
    set_up(tests=True)
    with tempfile.TemporaryDirectory() as work:
        spec = str(ROOT / ".ci" / "bundle.spec")
        places = ["--distpath", str(ROOT / "dist"), "--workpath", work]
        made = run_all(
            [PYTHON, "-m", "PyInstaller", "--noconfirm", "--log-level", "WARN", *places, spec],
            [PYTHON, "-m", "tests.bundle_smoke", str(ROOT / "dist" / "biofeedback")],
        )
    if made:
        kind = f"{sys.platform}-{platform.machine().lower()}"
        form = "zip" if os.name == "nt" else "gztar"
        target = str(ROOT / "dist" / f"biofeedback-{kind}")
        say(shutil.make_archive(target, form, ROOT / "dist", "biofeedback"))
    return 0 if made else 1


def perform(name: str, check: Callable[[], bool]) -> tuple[bool, str]:
    """Run one check; return whether it passed, and its line of the summary."""
    say(f"\n--- {name}")
    began = time.monotonic()
    try:
        passed = check()
    except SetUpError as error:
        say(str(error))
        passed = False
    return passed, f"{'✓' if passed else '✗'} {name:<7}{time.monotonic() - began:6.1f} s"


def tests_pass(results: Path, arguments: list[str]) -> bool:
    """Run pytest without a screen; a test may only be left out for a reason that is allowed."""
    env = {**clean_environ(), "QT_QPA_PLATFORM": "offscreen"}
    how = arguments or IN_TURNS
    passed = run_all([PYTHON, "-m", "pytest", f"--junitxml={results}", *how], env=env)
    refused = report.unexpected_skips(results) if results.exists() else []
    for skip in refused:
        say(f"Left out without an allowed reason: {skip}")
    return passed and not refused


def wheel_works(folder: Path) -> bool:
    """Build the wheel, install it into an empty environment, and use it from an empty folder."""
    build = ["wheel", "--quiet", "--no-deps", "--no-build-isolation", "-w", str(folder / "wheel")]
    if not run_all([PYTHON, "-m", "pip", *build, "."]):
        return False
    (wheel,) = (folder / "wheel").glob("*.whl")
    (ROOT / "dist").mkdir(exist_ok=True)
    shutil.copy(wheel, ROOT / "dist")
    say(f"dist/{wheel.name}, and what it needs:")
    python = make_environment(folder / "environment")
    locked = str(ROOT / "requirements" / "run.txt")
    install(python, "--require-hashes", "--only-binary", ":all:", "-r", locked)
    install(python, "--no-index", "--no-deps", str(wheel))
    empty = folder / "empty"
    empty.mkdir()
    smoke = [str(python), "-I", str(ROOT / "tests" / "wheel_smoke.py")]
    return run_all(smoke, cwd=empty, env=homeless_environ(folder))


def homeless_environ(folder: Path) -> dict[str, str]:
    """Return an environment in which nothing of the person's own is read or written."""
    homes = ("HOME", "USERPROFILE", "APPDATA", "LOCALAPPDATA")
    kept = {name: value for name, value in clean_environ().items() if not name.startswith("XDG_")}
    return {**kept, **dict.fromkeys(homes, str(folder)), "QT_QPA_PLATFORM": "offscreen"}


def main(arguments: list[str]) -> int:
    """Do what is asked; return the exit code."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")  # an old Windows console has no check mark
    commands: dict[str, Callable[[list[str]], int]] = {
        "setup": lambda _: set_up(),
        "demo": demo,
        "test": test,
        "bench": bench,
        "campaign": campaign,
        "docs": docs,
        "bundle": bundle,
        "lock": lock.refresh,
    }
    if not arguments or arguments[0] not in commands:
        say(USAGE)
        return 0 if not arguments or arguments[0] in {"-h", "--help"} else 2
    if arguments[1:] in (["-h"], ["--help"]) and arguments[0] not in ("demo", "bench"):
        say(USAGE)
        return 0
    try:
        use_tried_python()
        return commands[arguments[0]](arguments[1:])
    except SetUpError as error:
        say(str(error))
        return 1
    except KeyboardInterrupt:
        say("\nStopped.")
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
