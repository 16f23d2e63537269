from __future__ import annotations

import json
from pathlib import Path

import pytest

from refiner.errors import InputError
from refiner.intake import decode, is_thin, normalise, take_in
from refiner.language import detect
from tests.conftest import cases


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "no text"),
        (" \n\t ", "no text"),
        ("https://example.org/my-story", "only a link"),
        ("12345 !!! 67", "No words"),
        ("x" * 20_001, "max_characters"),
        ("No puedo más con mi trabajo y no sé qué hacer con el equipo que tengo.", "Spanish"),
        ('[{"speaker": "mentee"}]', "JSON input must be"),
    ],
)
def test_what_cannot_be_worked_on_is_refused_in_one_sentence(text: str, says: str) -> None:
    with pytest.raises(InputError) as refusal:
        take_in(text)
    assert says in str(refusal.value)
    assert "\n" not in str(refusal.value)


def test_the_limit_is_checked_before_anything_else_is_done() -> None:
    with pytest.raises(InputError, match=r"20,001 characters and the limit is 20,000"):
        take_in("\ud800" * 20_001)


@pytest.mark.parametrize("data", [b"\x00\x01\x02\xff", b"%PDF-1.7\n\x00\x93", bytes(range(256))])
def test_binary_input_is_refused(data: bytes) -> None:
    with pytest.raises(InputError, match="not plain text"):
        decode(data, "notes.doc")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_text_is_read_in_the_encodings_that_people_have(encoding: str) -> None:
    assert decode("Café, “stuck”".encode(encoding)) == "Café, “stuck”"


def test_a_few_words_are_thin_and_a_ramble_is_not() -> None:
    assert is_thin(take_in("Stuck again"))
    assert not is_thin(take_in("I keep redoing the rota every week because nobody else does it the way I would."))


def test_normalising_keeps_emoji_and_persian_joiners_and_drops_what_hides() -> None:
    assert normalise("a\u202eb\u200bc 👩\u200d🚒 می\u200cروم\x1b[31m\x00") == "abc 👩\u200d🚒 می\u200cروم[31m"


def test_no_hostile_string_breaks_intake() -> None:
    strings = json.loads((Path(__file__).parent.parent / "cases" / "naughty-strings.json").read_text(encoding="utf-8"))
    for string in strings:
        for text in (string, f"I am tired of this every single week. {string} I do not know what to do about it."):
            try:
                concern = take_in(text, any_language=True)
            except InputError:
                continue
            concern.text.encode()
            assert all(sentence.text in concern.text for sentence in concern.sentences)


def test_english_is_told_from_other_languages() -> None:
    wrong = [case["text"] for case in cases("language") if (case["lang"] == "en") != (detect(case["text"]) == "en")]
    assert len(wrong) <= 1, wrong


def test_turns_given_as_json_are_taken_as_they_are() -> None:
    turns = [{"speaker": "mentor", "text": "What is it?"}, {"speaker": "mentee", "text": "I never ask for help."}]
    concern = take_in(json.dumps({"text": "I am behind on everything.", "turns": turns}))
    assert [turn.speaker for turn in concern.turns] == ["mentee", "mentor", "mentee"]
    assert {sentence.source for sentence in concern.sentences} == {"turn:1", "turn:3"}
