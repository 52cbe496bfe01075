"""`dev.py` and its parts: what they decide and what they say, without installing anything."""

import os
import platform
import subprocess
import sys
from pathlib import Path

import pytest

import dev
from requirements import environment, system
from requirements.report import count_tests, unexpected_skips

SOME_TESTS = """
import pytest

def test_passes(): pass

def test_fails(): assert False

@pytest.mark.xfail(reason="known")
def test_expected(): assert False

@pytest.mark.skip(reason="needs ../shared")
def test_without_data(): pass

@pytest.mark.skip(reason="needs dbus-daemon")
def test_without_bus(): pass

@pytest.mark.skip(reason="needs bumble")
def test_without_bumble(): pass

@pytest.mark.skip(reason="today I would rather not")
def test_left_out(): pass

@pytest.fixture
def broken(): raise OSError

def test_with_error(broken): pass
"""


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the JUnit report of a real run over tests of every outcome."""
    folder = tmp_path_factory.mktemp("some")
    (folder / "test_some.py").write_text(SOME_TESTS)
    command = [sys.executable, "-m", "pytest", "-q", "--junitxml=report.xml", "-p", "no:pytest-qt"]
    subprocess.run(command, cwd=folder, capture_output=True, text=True)
    return folder / "report.xml"


def test_the_count_says_passed_failed_and_skipped(report: Path) -> None:
    """An error in a fixture counts as failed, an expected failure as left out."""
    assert count_tests(report) == "1 passed, 2 failed, 5 skipped"


def test_the_count_of_no_run_says_so(tmp_path: Path) -> None:
    """Where pytest could not even write its report, no figure is made up."""
    assert count_tests(tmp_path / "absent.xml") == "no tests ran"


@pytest.mark.parametrize(
    ("ci", "computer", "names"),
    [
        ("true", ("linux", "x86_64"), ["test_without_bus", "test_without_bumble", "test_left_out"]),
        ("", ("linux", "x86_64"), ["test_without_bumble", "test_left_out"]),
        ("", ("darwin", "arm64"), ["test_without_bumble", "test_left_out"]),
        ("", ("darwin", "x86_64"), ["test_left_out"]),
    ],
)
def test_only_named_reasons_may_leave_a_test_out(
    report: Path,
    ci: str,
    computer: tuple[str, str],
    names: list[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What is missing is excused only where it may not be installed, or cannot be."""
    monkeypatch.setenv("CI", ci)
    monkeypatch.setattr(sys, "platform", computer[0])
    monkeypatch.setattr(platform, "machine", lambda: computer[1])
    refused = unexpected_skips(report)
    assert [skip.partition("::")[2].partition(" (")[0] for skip in refused] == names


OFFLINE = """\
Failed to establish a new connection: [Errno -3] Temporary failure in name resolution
ERROR: No matching distribution found for bleak==3.1.0"""


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ("ERROR: Could not install packages: [Errno 28] No space left on device", "disk is full"),
        (OFFLINE, "cannot be reached"),
        ("Could not find a version of bleak (from versions: none)", "cannot be reached"),
        ("THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE", "differs from"),
        ("ERROR: No matching distribution found for scipy==1.17.1", "this computer"),
        ("[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed", "prove who it is"),
        ("something nobody thought of", "pip could not install"),
    ],
)
def test_what_stopped_pip_is_said_in_a_sentence(said: str, sentence: str) -> None:
    """The likeliest reason comes first: without a network, nothing matches either."""
    assert sentence in environment.explain_pip(said)


def test_pip_keeps_the_person_s_index_and_drops_what_would_bend_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A mirror is the person's choice; installing elsewhere than in .venv is not."""
    for name in ("PIP_INDEX_URL", "PIP_TARGET", "PIP_REQUIRE_VIRTUALENV", "PYTHONPATH", "OTHER"):
        monkeypatch.setenv(name, "given")
    kept = environment.clean_environ()
    assert {name for name, value in kept.items() if value == "given"} == {"PIP_INDEX_URL", "OTHER"}
    assert kept["PIP_USER"] == "0"


def test_a_failing_pip_ends_with_its_last_words(tmp_path: Path) -> None:
    """What pip said at the end is there for those who can read it."""
    with pytest.raises(environment.SetUpError, match=r"could not install[\s\S]*no-such-file"):
        environment.install(
            Path(sys.executable), "--no-index", "-r", str(tmp_path / "no-such-file")
        )


def test_a_broken_environment_is_made_anew(tmp_path: Path) -> None:
    """Whatever was left in the folder is gone, and its Python runs."""
    folder = tmp_path / "env"
    folder.mkdir()
    (folder / "left over").touch()
    python = environment.make_environment(folder)
    assert not (folder / "left over").exists()
    subprocess.run([str(python), "-m", "pip", "--version"], check=True, capture_output=True)


@pytest.mark.parametrize(
    ("os_release", "debian_like"),
    [
        ('ID=debian\nVERSION_ID="12"', True),
        ("ID=ubuntu\nID_LIKE=debian", True),
        ('ID=linuxmint\nID_LIKE="ubuntu debian"', True),
        ("ID=raspbian\nID_LIKE=debian", True),
        ('ID="rhel"\nID_LIKE="fedora"', False),
        ("# nothing said", False),
    ],
)
def test_debian_and_its_children_are_known(os_release: str, debian_like: bool) -> None:
    """Only there are packages looked for and installed."""
    assert system.is_debian_like(os_release) is debian_like


def test_a_missing_library_is_named_by_its_package(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whether a library is there is asked of the loader, as Qt will ask it."""
    libraries = {"libm.so.6": "present", "libnobody-has-this.so.9": "absent"}
    monkeypatch.setattr(system, "QT_LIBRARIES", libraries)
    monkeypatch.setattr(system, "X11_LIBRARIES", libraries)
    monkeypatch.setattr(system, "TEST_PROGRAMS", {"no-such-program": "program"})
    assert "absent" in system.missing_essentials()
    assert system.missing_extras(x11=False, tests=False) == []
    assert system.missing_extras(x11=True, tests=False)[-1] == "absent"
    assert system.missing_extras(x11=False, tests=True)[-2:] == ["absent", "program"]


def test_who_may_not_install_gets_one_command(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Without the essentials nothing goes on; the command to run stands on a line of its own."""
    monkeypatch.setattr(system, "is_debian_like", lambda _: True)
    monkeypatch.setattr(system, "missing_essentials", lambda: ["libegl1"])
    monkeypatch.setattr(system, "missing_extras", lambda **_: ["xvfb"])
    monkeypatch.setattr(os, "geteuid", lambda: 1000, raising=False)
    monkeypatch.setattr(Path, "exists", lambda _: True)
    monkeypatch.setattr(Path, "read_text", lambda *_, **__: "")
    with pytest.raises(environment.SetUpError, match="Nothing can start without libegl1"):
        dev.bring_system_libraries(tests=True)
    command = "  sudo apt-get install -y --no-install-recommends libegl1 xvfb"
    assert command in capsys.readouterr().out.splitlines()


def test_another_python_is_one_that_the_project_is_tried_on() -> None:
    """A name on the path is not enough: it has to run, and be what it says."""
    command = dev.find_tried_python()
    assert command is not None
    probe = "import sys; print(sys.version_info[:2] in ((3, 11), (3, 12), (3, 13)))"
    assert subprocess.check_output([*command, "-c", probe], text=True).strip() == "True"


@pytest.mark.parametrize(("arguments", "code"), [([], 0), (["--help"], 0), (["dance"], 2)])
def test_without_a_command_the_usage_is_shown(
    arguments: list[str], code: int, capsys: pytest.CaptureFixture[str]
) -> None:
    """Every command is named, with an example."""
    assert dev.main(arguments) == code
    said = capsys.readouterr().out
    assert all(f"\n  {name} " in said for name in ("setup", "demo", "test", "lock"))
