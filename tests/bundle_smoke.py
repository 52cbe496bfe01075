"""Use a bundle as a person would who has no Python: from an empty folder, with an empty path.

``dev.py bundle`` runs this; it is no pytest file, since a bundle takes a minute to make.
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

DEMO_S = 6


def main(bundle: Path) -> None:
    """Try the commands that need what a bundle most easily lacks."""
    program = bundle / ("biofeedback.exe" if os.name == "nt" else "biofeedback")
    (samples,) = bundle.rglob("sample_recordings")
    with tempfile.TemporaryDirectory() as empty:

        def command(*arguments: str, codes: tuple[int, ...] = (0,)) -> str:
            done = subprocess.run(
                [str(program), *arguments],
                cwd=empty,
                env={"HOME": empty, "BIOFEEDBACK_DATA": empty, **kept()},
                capture_output=True,
                text=True,
                timeout=120,
            )
            assert done.returncode in codes, f"{arguments}: {done.returncode}\n{done.stderr}"
            assert "Traceback" not in done.stderr, done.stderr
            print("✓", *arguments[:1], flush=True)
            return done.stdout

        assert "version" in command("--version")
        assert "hand-on-heart" in command("practices", "list")
        (analysed,) = json.loads(command("analyse", str(samples / "ectopic-beats.csv"), "--json"))
        assert analysed["time_domain"]["rmssd_ms"] > 0, analysed
        command("demo", "--offscreen", "--seconds", str(DEMO_S), "--screenshots", "pictures")
        assert len(list(Path(empty, "pictures").glob("*.png"))) > 5
        command("study", str(samples), "--out", "results.csv", "--workers", "2")
        assert "rmssd_ms" in Path(empty, "results.csv").read_text(encoding="utf-8")
        seen = json.loads(command("doctor", "--no-scan", "--json", codes=(0, 1)))  # no radio: 1
        display = next(each for each in seen["findings"] if each["name"] == "display")
        assert display["ok"] is not False, display


def kept() -> dict[str, str]:
    """Return what a system cannot do without."""
    named = ("SYSTEMROOT", "TEMP", "TMP", "LANG")
    return {name: os.environ[name] for name in named if name in os.environ}


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve())
