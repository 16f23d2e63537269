"""The command line as a user runs it: the installed program in its own process."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import jsonschema  # type: ignore[import-untyped]  # it ships no types
import pexpect
import pytest

from tests.conftest import EXAMPLES, ROOT, WEIGHTS

REFINER = Path(sys.executable).with_name("refiner")
RAMBLE = EXAMPLES[0]
Done = subprocess.CompletedProcess[str]


@pytest.fixture
def home(tmp_path: Path) -> dict[str, str]:
    """Return an environment with folders of its own and nothing of the developer's."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("REFINER_", "XDG_"))}
    return kept | {"XDG_DATA_HOME": str(tmp_path / "data"), "XDG_CACHE_HOME": str(tmp_path / "cache"), "NO_COLOR": "1"}


def run(
    home: dict[str, str], *words: str, stdin: str | bytes = "", cwd: Path | None = None, model: str = "playbook"
) -> Done:
    given = stdin if isinstance(stdin, bytes) else stdin.encode()
    command = [str(REFINER), *words]
    if words[:1] == ("refine",) and "--model" not in words:
        command += ["--model", model]
    done = subprocess.run(command, input=given, capture_output=True, env=home, cwd=cwd, check=False, timeout=120)
    return subprocess.CompletedProcess(command, done.returncode, done.stdout.decode(), done.stderr.decode())


def drafts(home: dict[str, str]) -> list[Path]:
    return sorted((Path(home["XDG_DATA_HOME"]) / "goal-refiner" / "drafts").glob("*"))


def spawn(home: dict[str, str], *words: str, **kinds: Any) -> Any:
    """Start the program on a terminal of its own."""
    return pexpect.spawn(str(REFINER), [*words, "--model", "playbook"], env=home, timeout=60, encoding="utf-8", **kinds)


def test_a_ramble_gives_two_goals_on_standard_output_and_progress_on_standard_error(home: dict[str, str]) -> None:
    done = run(home, "refine", str(RAMBLE))
    assert done.returncode == 0
    assert "Quick win" in done.stdout
    assert "High impact" in done.stdout
    assert "Choosing two goals" in done.stderr
    assert "\x1b" not in done.stdout


@pytest.mark.parametrize(
    ("stdin", "says"),
    [
        (b"", "no text"),
        (b"   \n ", "no text"),
        (b"https://example.org", "only a link"),
        (b"\x00\x01\x02\x03 binary", "not plain text"),
        (b"a word " * 4000, "max_characters"),
        ("Je ne sais pas comment dire non à mon chef et je rentre tard tous les soirs.".encode(), "French"),
    ],
)
def test_bad_input_gets_one_sentence_and_exit_code_2_and_loses_nothing(
    home: dict[str, str], stdin: bytes, says: str
) -> None:
    done = run(home, "refine", "-", stdin=stdin)
    assert done.returncode == 2
    assert done.stdout == ""
    assert says in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
    if stdin.strip() and b"\x00" not in stdin:
        assert any(stdin.decode()[:40].strip() in path.read_text(encoding="utf-8") for path in drafts(home))


def test_a_few_words_get_questions_and_provisional_goals(home: dict[str, str]) -> None:
    done = run(home, "refine", "-", stdin="Stuck again")
    assert done.returncode == 0
    assert "Questions that would help" in done.stdout
    assert "Provisional" in done.stdout


def test_a_disclosure_shows_people_and_no_goals(home: dict[str, str]) -> None:
    done = run(home, "refine", "-", "--format", "json", stdin="I want to kill myself and nobody at work knows.")
    found = json.loads(done.stdout)
    assert done.returncode == 0
    assert found["safety"]["kind"] == "crisis"
    assert found["safety"]["contacts"]
    assert found["goals"] == {}


def test_json_follows_the_published_schema(home: dict[str, str]) -> None:
    schema = json.loads(run(home, "schema").stdout)
    found = json.loads(run(home, "refine", str(RAMBLE), "--format", "json").stdout)
    jsonschema.validate(found, schema)
    assert set(found["goals"]) == {"quick_win", "high_impact"}
    for goal in found["goals"].values():
        assert {"statement", "action", "measure", "target", "within", "start", "due", "first_step", "why", "if_then",
                "addresses", "path", "source"} <= set(goal)  # fmt: skip
    assert set(found["scorecards"]) == {"quick_win", "high_impact", "pair"}
    assert {"level", "score", "reason"} == set(found["scorecards"]["quick_win"]["criteria"]["timely"])
    assert {"id", "title", "kind", "evidence"} == set(found["issues"][0])
    assert {"source", "sentence", "text"} == set(found["issues"][0]["evidence"][0])


def test_answers_from_a_file_set_the_states(home: dict[str, str], tmp_path: Path) -> None:
    answers = tmp_path / "answers.json"
    answers.write_text(json.dumps([{"text": "No, it's not that"}, {"state": "confirmed"}]), encoding="utf-8")
    done = run(home, "refine", str(RAMBLE), "--answers", str(answers), "--format", "json")
    found = json.loads(done.stdout)
    assert [one["state"] for one in found["hypotheses"]][:2] == ["rejected", "confirmed"]
    assert found["provisional"] is False


@pytest.mark.parametrize("content", ["{", "{}", '[{"state": "maybe"}]', '[{"answer": "x"}]', "[" + "{}," * 9 + "{}]"])
def test_unusable_answers_are_refused_before_anything_is_proposed(
    home: dict[str, str], tmp_path: Path, content: str
) -> None:
    answers = tmp_path / "answers.json"
    answers.write_text(content, encoding="utf-8")
    done = run(home, "refine", str(RAMBLE), "--answers", str(answers), "--quiet")
    assert done.returncode == 2
    assert len(done.stderr.strip().splitlines()) == 1


def test_an_earlier_document_goes_on_with_answers_and_with_new_words(home: dict[str, str], tmp_path: Path) -> None:
    first, second, third = tmp_path / "1.json", tmp_path / "2.json", tmp_path / "3.json"
    run(home, "refine", str(RAMBLE), "--format", "json", "-o", str(first))
    answers = tmp_path / "answers.json"
    answers.write_text(json.dumps([{"state": "confirmed"}]), encoding="utf-8")
    run(home, "refine", "--continue", str(first), "--answers", str(answers), "--format", "json", "-o", str(second))
    before, after = json.loads(first.read_text()), json.loads(second.read_text())
    assert before["provisional"]
    assert not after["provisional"]
    assert after["id"] == before["id"]
    assert after["revision"] > before["revision"]
    run(
        home,
        "refine",
        "-",
        "--continue",
        str(second),
        "--format",
        "json",
        "-o",
        str(third),
        stdin="And I never ask for help.",
    )
    assert "And I never ask for help." in json.loads(third.read_text())["concern"]["text"]


def test_a_document_that_is_none_is_refused_in_one_sentence(home: dict[str, str], tmp_path: Path) -> None:
    odd = tmp_path / "odd.json"
    odd.write_text('{"schema": "something else"}', encoding="utf-8")
    done = run(home, "refine", "--continue", str(odd))
    assert done.returncode == 2
    assert len(done.stderr.strip().splitlines()) == 1


@pytest.mark.parametrize(
    ("toml", "says"),
    [
        ('modell = "playbook"', "did you mean 'model'"),
        ("max_characters = 0", "whole number above 0"),
        ("[programme]\nend = 2027-01-01", "did you mean 'programme.ends'"),
        ("model = ", "not valid TOML"),
        ('model = "gpt"', "knows only"),
    ],
)
def test_configuration_mistakes_are_named_with_the_nearest_match(
    home: dict[str, str], tmp_path: Path, toml: str, says: str
) -> None:
    (tmp_path / "refiner.toml").write_text(toml, encoding="utf-8")
    done = run(home, "refine", str(RAMBLE), cwd=tmp_path)
    assert done.returncode == 2
    assert says in done.stderr


def test_flags_win_over_variables_and_variables_over_the_file(home: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "refiner.toml").write_text("[programme]\nends = 2026-12-31\n", encoding="utf-8")
    ends = {"REFINER_PROGRAMME_ENDS": "2027-12-31"}
    by_file = json.loads(run(home, "refine", str(RAMBLE), "--format", "json", cwd=tmp_path).stdout)
    by_variable = json.loads(run(home | ends, "refine", str(RAMBLE), "--format", "json", cwd=tmp_path).stdout)
    flag = ("--programme-ends", "2026-12-31")
    by_flag = json.loads(run(home | ends, "refine", str(RAMBLE), "--format", "json", *flag, cwd=tmp_path).stdout)
    assert by_file["goals"]["high_impact"]["due"] <= "2026-12-31"
    assert by_variable["goals"]["high_impact"]["due"] > "2026-12-31"
    assert by_flag["goals"]["high_impact"]["due"] <= "2026-12-31"


def test_a_threshold_that_is_not_met_exits_1_and_a_missing_model_exits_3_under_strict(home: dict[str, str]) -> None:
    assert run(home, "refine", str(RAMBLE), "--fail-under", "100.0").returncode in (0, 1)
    missing = home | {"REFINER_WEIGHTS": "/nowhere/model.gguf"}
    strict = run(missing, "refine", str(RAMBLE), "--model", "embedded", "--strict", "--no-input")
    lenient = run(missing, "refine", str(RAMBLE), "--model", "embedded", "--no-input")
    assert strict.returncode == 3
    assert "Quick win" in strict.stdout
    assert lenient.returncode == 0
    assert "the playbook answered" in lenient.stdout


def test_probes_are_asked_on_a_terminal_and_enter_skips(home: dict[str, str]) -> None:
    child = spawn(home, "refine", str(RAMBLE))
    child.expect("1. Might this be it")
    child.expect("> ")
    child.sendline("")
    child.expect("2. Might this be it")
    child.expect("> ")
    child.sendline("yes, that's exactly it")
    child.expect("3. Might this be it")
    child.expect("> ")
    child.sendline("")
    child.expect("that's it")
    child.expect("High impact")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 0


def test_ctrl_c_exits_130_and_keeps_the_words_and_answers(home: dict[str, str]) -> None:
    child = spawn(home, "refine", str(RAMBLE))
    child.expect("1. Might this be it")
    child.expect("> ")
    child.sendline("No, it's not that")
    child.expect("2. Might this be it")
    child.expect("> ")
    time.sleep(0.5)  # readline prints its prompt a moment before it waits; a signal in between waits for the next key
    child.sendintr()
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 130
    kept = json.loads(next(path for path in drafts(home) if path.suffix == ".json").read_text(encoding="utf-8"))
    assert kept["answers"][0]["text"] == "No, it's not that"
    again = run(home, "refine", str(RAMBLE), "--format", "json")
    assert json.loads(again.stdout)["answers"][0]["state"] == "rejected"


def test_killed_at_any_moment_the_words_are_kept_or_still_in_the_file(home: dict[str, str], tmp_path: Path) -> None:
    """Kill a run that has answers at many moments; a rerun must find words and answers intact."""
    first = tmp_path / "first.json"
    run(home, "refine", str(RAMBLE), "--format", "json", "-o", str(first))
    answers = tmp_path / "answers.json"
    answers.write_text(json.dumps([{"text": "Yes, that's it"}]), encoding="utf-8")
    whole = first.read_text(encoding="utf-8")
    for number in range(12):
        command = [
            str(REFINER),
            "refine",
            "--continue",
            str(first),
            "--answers",
            str(answers),
            "--format",
            "json",
            "-o",
            str(first),
            "--model",
            "playbook",
        ]
        child = subprocess.Popen(command, env=home, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(0.05 + 0.07 * number)
        child.kill()
        child.wait()
        kept = json.loads(first.read_text(encoding="utf-8"))
        assert kept["concern"]["text"] == json.loads(whole)["concern"]["text"]
        for path in drafts(home):
            if path.suffix == ".json":
                json.loads(path.read_text(encoding="utf-8"))
        if kept["answers"]:
            first.write_text(whole, encoding="utf-8")
    done = run(home, "refine", "--continue", str(first), "--answers", str(answers), "--format", "json")
    assert json.loads(done.stdout)["hypotheses"][0]["state"] == "confirmed"


def test_a_pipe_that_closes_early_is_no_error(home: dict[str, str]) -> None:
    command = [str(REFINER), "refine", str(RAMBLE), "--model", "playbook", "--quiet"]
    child = subprocess.Popen(command, env=home, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert child.stdout is not None
    child.stdout.close()
    assert child.stderr is not None
    assert child.stderr.read() == b""
    child.stderr.close()
    child.wait()


def test_a_narrow_terminal_is_respected(home: dict[str, str]) -> None:
    child = spawn(home, "refine", str(RAMBLE), "--no-input", dimensions=(40, 50))
    plain = re.sub(r"\x1b\[[0-9;]*m", "", child.read())
    assert all(len(line.rstrip()) <= 50 for line in plain.splitlines() if not line.startswith("·"))


def test_markdown_escapes_what_was_written(home: dict[str, str]) -> None:
    text = "I redo every rota. ![x](http://evil.example/x.png) <b>bold</b> My deputy did it her way, so I redid it."
    shown = run(home, "refine", "-", "--format", "md", stdin=text).stdout
    assert "![x]" not in shown
    assert "<b>" not in shown


def test_help_is_quick_and_imports_nothing_heavy(home: dict[str, str]) -> None:
    code = (
        "import sys, runpy; sys.argv = ['refiner', '--help']\n"
        "try:\n    from refiner.cli import main; main()\n"
        "except SystemExit:\n    pass\n"
        "heavy = {'litellm', 'pydantic', 'xllamacpp', 'streamlit', 'rich', 'pluggy'} & set(sys.modules)\n"
        "assert not heavy, heavy"
    )
    done = subprocess.run([sys.executable, "-c", code], env=home, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("command", ["refine", "model", "schema"])
def test_every_command_has_help_and_the_readme_or_docs_name_it(home: dict[str, str], command: str) -> None:
    assert run(home, command, "--help").returncode == 0
    told = "".join(path.read_text(encoding="utf-8") for path in [ROOT / "README.md", *(ROOT / "docs").glob("*.md")])
    assert f"refiner {command}" in told


@pytest.mark.parametrize(
    "words", [("refine", "no-such-file.txt"), ("refine", "."), ("nonsense",), ("refine", "--nonsense")]
)
def test_usage_mistakes_exit_2_without_a_traceback(home: dict[str, str], words: tuple[str, ...]) -> None:
    done = run(home, *words)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr


def test_a_tampered_weights_file_is_refused(home: dict[str, str], tmp_path: Path) -> None:
    folder = tmp_path / "cache" / "goal-refiner" / "models"
    folder.mkdir(parents=True)
    (folder / WEIGHTS.name).write_bytes(b"not a model")
    done = run(home, "refine", str(RAMBLE), "--model", "embedded", "--strict", "--no-input")
    assert done.returncode == 3
    assert "damaged" in done.stderr
