"""``practices``: what there is to practise, and how to write one's own."""

from __future__ import annotations

import click

from biofeedback.commands.options import AS_JSON, LANGUAGE
from biofeedback.commands.printing import print_json, tell
from practices.parts import Guidance, Line, Step
from practices.practice import Practice


@click.group()
def practices() -> None:
    """Look at the practices, or write your own."""


@practices.command("list")
@LANGUAGE
@AS_JSON
def list_(language: str, as_json: bool) -> None:
    """List the practices and how long each may last; your own come last."""
    from biofeedback.own_words import known_practices, practices_folder
    from practices.library import own_practices

    found = known_practices(language)
    if as_json:
        print_json([_as_dict(practice) for practice in found])
    else:
        for practice in found:
            words = f"{practice.name}. {practice.summary}"
            tell(f"{practice.id:<24}{_minutes(practice):<16}{words}")
    for trouble in own_practices(practices_folder())[1]:
        tell(str(trouble), err=True)


@practices.command()
@click.argument("name")
@LANGUAGE
@AS_JSON
def show(name: str, language: str, as_json: bool) -> None:
    """Show the steps and lines of one practice; NAME may be a script file too."""
    practice = chosen(name, language)
    if as_json:
        print_json({**_as_dict(practice), "steps": [_step_as_dict(s) for s in practice.steps]})
        return
    tell(f"{practice.name} ({_minutes(practice)}): {practice.summary}")
    tell(f"Breath: {practice.pattern.describe()}")
    for step in practice.steps:
        tell(f"\n{step.name} ({step.element}{_pacer(step)})")
        for line in (*step.lines, *step.phrases):
            tell(f"  {line.text}")


@practices.command()
@click.argument("script")
def check(script: str) -> None:
    """Check a script that you wrote yourself, before you practise with it.

    A script is a TOML file, or the name of one of your own; `biofeedback practices new` begins one
    for you.
    """
    from biofeedback.own_words import practices_folder, script_path
    from practices.library import check_script
    from practices.script import ScriptError

    path = script_path(script)
    try:
        practice = check_script(path, practices_folder())
    except ScriptError as error:
        raise click.ClickException(str(error)) from error
    lines = sum(len(step.lines) + len(step.phrases) for step in practice.steps)
    tell(
        f"{path}: {practice.name} is whole, with {_count(len(practice.steps), 'step')} and "
        f"{_count(lines, 'line')}, for {_minutes(practice)}."
    )
    for step in practice.off_the_breath():
        tell(
            f"In the shortest form the lines of {step.name!r} do not come with the breath: fewer "
            "lines, more weight or more minutes would give each a whole one."
        )


@practices.command()
@click.argument("name")
@click.option(
    "--like", default="hand-on-heart", show_default=True, help="The practice to begin with."
)
@click.option("--phrase", "phrases", multiple=True, help="Only this phrase; may be repeated.")
@LANGUAGE
def new(name: str, like: str, phrases: tuple[str, ...], language: str) -> None:
    """Begin a practice of your own, called NAME: a copy whose words you change.

    With --phrase nothing else has to be written: it says your phrases in turn, one at a time. It
    can be chosen at once, in the window too.

    \b
    Examples:
      biofeedback practices new "My kind words"
      biofeedback practices new "Before a talk" --like self-compassion-break
      biofeedback practices new "For low days" --phrase "I am here." --phrase "This will pass."
    """
    from biofeedback.own_words import practices_folder
    from biofeedback.settings import make_private
    from practices.library import UnknownPracticeError, find_practice, load_practices, new_script
    from practices.parts import Kind
    from practices.phrases import keep_phrases

    folder = practices_folder()
    try:
        words = [each for each in load_practices(language) if each.kind != Kind.SEARCH]
        model = find_practice(like, words)
        make_private(folder)
        if phrases:
            path = keep_phrases(folder, name, phrases, language)
        else:
            path = new_script(folder, name, model.id, language)
    except FileExistsError as error:
        raise click.ClickException(f"{error.filename} is there already: edit that one.") from error
    except (ValueError, UnknownPracticeError) as error:
        raise click.ClickException(str(error.args[0])) from error
    except OSError as error:
        raise click.ClickException(f"{folder} cannot be written: {error.strerror}.") from error
    tell(f"{path}\nOpen it in any text editor, then: biofeedback practices check {path}")


def chosen(name: str, language: str = "en") -> Practice:
    """Return the practice that a person named, or end with a sentence that lists the choices."""
    from biofeedback.own_words import choose_practice
    from practices.script import ScriptError

    try:
        return choose_practice(name, language)
    except LookupError as error:
        raise click.UsageError(str(error.args[0])) from error
    except ScriptError as error:
        raise click.ClickException(str(error)) from error


def _as_dict(practice: Practice) -> dict[str, object]:
    return {
        "id": practice.id,
        "name": practice.name,
        "summary": practice.summary,
        "shortest_s": practice.shortest_s,
        "longest_s": practice.longest_s,
        "micro_s": practice.micro_s,
    }


def _step_as_dict(step: Step) -> dict[str, object]:
    def said(lines: tuple[Line, ...]) -> list[str]:
        return [line.text for line in lines]

    return {
        "name": step.name,
        "element": str(step.element),
        "breathing": str(step.breathing),
        "touch": step.touch,
        "lines": said(step.lines),
        "phrases": said(step.phrases),
    }


def _minutes(practice: Practice) -> str:
    micro = f", or {practice.micro_s / 60:g}" if practice.micro_s else ""
    shortest, longest = practice.shortest_s / 60, practice.longest_s / 60
    range_ = f"{shortest:g}-{longest:g}" if shortest < longest else f"{shortest:g}"
    return f"{range_}{micro} min"


def _pacer(step: Step) -> str:
    return {
        Guidance.PACED: ", with the pacer",
        Guidance.OFFERED: ", pacer offered",
        Guidance.NATURAL: "",
    }[step.breathing]


def _count(number: int, thing: str) -> str:
    return f"{number} {thing}" + ("" if number == 1 else "s")
