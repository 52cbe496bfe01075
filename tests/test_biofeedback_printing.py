"""What stands in a recording never steers the terminal that it is printed in."""

from __future__ import annotations

import io
import json
import re
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from biofeedback.cli import main
from biofeedback.commands.printing import print_json, tell
from biofeedback.printable import printable
from biofeedback.store.rows import Row, to_line

WHOLE = (Path(__file__).parents[1] / "sample_recordings" / "whole-sitting.csv").read_text("utf-8")
STEERS = re.compile(
    "[\0-\x09\x0b-\x1f\x7f-\x9f\xad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff]"
)
ODD = ("\x1b[2J", "\x1b]0;title\x07", "\x9b31m", "\x90q\x9c", "\u202e", "\u2066", "\u200f", "\x7f")
WORDS = st.lists(
    st.one_of(st.sampled_from(ODD), st.text(max_size=4), st.sampled_from("\r\t\b\n")), max_size=6
).map("".join)
TOLD = ("sessions list", "sessions show last", "analyse FILE", "compare FILE", "import FILE")


def sitting(words: str) -> str:
    """Return a sitting that holds such words wherever a person or a program may put some."""
    named = to_line(Row(0.0, "meta", "", f"practice_name=A{words}"))
    told = to_line(Row(0.0, "meta", "", f"original_told=B{words}"))
    source = to_line(Row(0.0, "meta", "", f"source=C{words}"))
    phrase = to_line(Row(20.0, "line", "||", f"D{words}"))
    later = "".join(to_line(Row(600.0, kind, "", kind + words)) for kind in ("name", "tag", "note"))
    head, _, rest = WHOLE.partition("\n")
    session, _, rest = rest.partition("\n")
    return f"{head}\n{session}\n{rest}{named}{told}{source}{phrase}{later}"


def said(command: str) -> str:
    """Return what a command prints, on either way."""
    out = io.StringIO()
    with redirect_stdout(out), redirect_stderr(out):
        main(command.split())
    return out.getvalue()


@settings(
    max_examples=8,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(words=WORDS)
def test_no_word_of_a_sitting_steers_the_terminal(
    monkeypatch: pytest.MonkeyPatch, words: str
) -> None:
    """Not its name, tag, note, practice, source, remark nor phrase, whichever command tells it."""
    with TemporaryDirectory() as name:
        monkeypatch.setenv("BIOFEEDBACK_DATA", f"{name}/data")
        file = Path(name) / "one.csv"
        file.write_text(sitting(words), "utf-8", newline="")
        told = said(f"import {file}")
        told += "".join(said(command.replace("FILE", str(file))) for command in TOLD)
        told += said(f"replay {file} --no-window")
        told += said(f"sessions show {file} --json")
    assert STEERS.findall(told) == []


def test_the_words_themselves_are_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """What is left of them is read, emoji and Persian as they are written."""
    monkeypatch.setenv("BIOFEEDBACK_DATA", str(tmp_path))
    file = tmp_path / "one.csv"
    family, persian = (
        "\U0001f469\u200d\U0001f467",
        "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",
    )
    file.write_text(sitting(f" \x1b[31m{family} {persian}"), "utf-8", newline="")
    said(f"import {file}")
    for told in (
        said("sessions list"),
        said("sessions show last"),
        said(f"replay {file} --no-window"),
    ):
        assert f"[31m{family} {persian}" in told
    assert f"tag [31m{family} {persian}" in said("sessions list")


@given(WORDS)
def test_json_says_every_word_exactly(words: str) -> None:
    """Escaped where it would steer, and read back as it was."""
    out = io.StringIO()
    with redirect_stdout(out):
        print_json({"words": words})
    assert STEERS.findall(out.getvalue()) == []
    assert json.loads(out.getvalue()) == {"words": words}


@given(WORDS, st.booleans())
def test_what_is_told_keeps_its_lines(words: str, err: bool) -> None:
    """Only what steers is left out; a name has no lines."""
    out = io.StringIO()
    with redirect_stdout(out), redirect_stderr(out):
        tell(words, err=err)
    assert out.getvalue().count("\n") == words.count("\n") + 1
    assert STEERS.findall(out.getvalue()) == []
    assert "\n" not in printable(words)


def test_a_wrong_option_steers_no_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    """A shell may have put a file's name in the place of a pattern."""
    assert main(["import", "-\x1b[2J\u202e.txt"]) == 2
    told = capsys.readouterr().err
    assert "Usage:" in told
    assert STEERS.findall(told) == []
