"""Use the installed wheel as a person would: its command, from an empty folder.

``dev.py test`` runs this with the Python of an environment that holds the wheel and nothing of
this folder; it is no pytest file, since the environment has no pytest.
"""

import importlib
import json
import subprocess
import sys
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path

PACKAGES = ("analysis", "biofeedback", "devices", "practices")
DEMO_S = 6


def command(*arguments: str) -> str:
    """Run ``biofeedback`` with the arguments; return what it prints."""
    path = Path(sys.executable).with_name("biofeedback")
    done = subprocess.run([str(path), *arguments], capture_output=True, text=True, timeout=120)
    spoken = " ".join(("biofeedback", *arguments))
    assert done.returncode == 0, f"{spoken} ended with {done.returncode}:\n{done.stderr}"
    assert "Traceback" not in done.stderr, f"{spoken} said:\n{done.stderr}"
    print(f"✓ {spoken}", flush=True)
    return done.stdout


def check_contents() -> list[Path]:
    """Find the packages, the practices and the samples in the environment; return the samples."""
    for name in PACKAGES:
        place = Path(str(importlib.import_module(name).__file__))
        assert place.is_relative_to(sys.prefix), f"{name} comes from {place}, not from the wheel"
    folder = Path(str(files("practices").joinpath("scripts")))
    scripts = sorted(folder.rglob("*.toml"))
    assert scripts, f"{folder} holds no script"
    samples = files("biofeedback").joinpath("sample_recordings").iterdir()
    paths = sorted(Path(str(each)) for each in samples if not each.name.endswith(".md"))
    assert paths, "the wheel brings no sample recording"
    print(f"✓ four packages, {len(scripts)} scripts, {len(paths)} samples", flush=True)
    return paths


def check_commands(sample: Path) -> None:
    """Ask the command for its version, help, an analysis and a whole demo."""
    assert version("kind-heart-biofeedback") in command("--version")
    assert "demo" in command("--help")
    (analysed,) = json.loads(command("analyse", str(sample), "--json"))
    assert analysed["beats"] > 0, analysed
    assert analysed["time_domain"]["rmssd_ms"] > 0, analysed
    said = command("demo", "--offscreen", "--seconds", str(DEMO_S), "--screenshots", ".")
    assert said.strip(), "the demo ended in nothing"
    pictures = [path for path in Path().glob("*.png") if path.stat().st_size > 0]
    assert pictures, "the demo left no picture"
    print(f"✓ {len(pictures)} pictures", flush=True)


if __name__ == "__main__":
    try:
        check_commands(check_contents()[0])
    except AssertionError as error:
        sys.exit(f"✗ {error}")
