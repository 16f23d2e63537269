from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from refiner.classifier import Fitted, read_fitted, write_row
from refiner.encoder import KEPT, LETTERS, PIECE, Encoder, pieces
from refiner.errors import PluginError
from refiner.hypotheses import read
from refiner.intake import take_in
from refiner.playbook import Playbook
from refiner.plugins import Plugins
from refiner.ranking import rank
from tests.conftest import EXAMPLES, Refine, cases

FIRST, THREE = 0.85, 0.95  # shares of fresh texts with a labelled cause first, and among three
NATURAL_FIRST, NATURAL_THREE = 0.45, 0.7  # the same of texts that were not written for a cause of the list
HEAD = '{"columns": ["a", "b"], "bias": [0.0, 0.5]}'


def test_causes_are_found_in_texts_that_nobody_fitted_on(plugins: Plugins) -> None:
    listed = cases("rambles")
    ranked = [[one.cause for one in rank(plugins, case["text"])[:3]] for case in listed]
    first = sum(found[0] in case["causes"] for found, case in zip(ranked, listed, strict=True))
    three = sum(bool(set(found) & set(case["causes"])) for found, case in zip(ranked, listed, strict=True))
    assert first >= FIRST * len(listed)
    assert three >= THREE * len(listed)


def test_causes_are_found_in_texts_written_before_the_list_was_seen(plugins: Plugins) -> None:
    listed = cases("natural")
    ranked = [
        [one.cause for one in read(plugins, take_in(case["text"], limit=20_000, any_language=False)).ranked[:3]]
        for case in listed
    ]
    first = sum(found[0] in case["causes"] for found, case in zip(ranked, listed, strict=True))
    three = sum(bool(set(found) & set(case["causes"])) for found, case in zip(ranked, listed, strict=True))
    assert first >= NATURAL_FIRST * len(listed)
    assert three >= NATURAL_THREE * len(listed)


def test_scores_are_logarithms_of_probabilities(plugins: Plugins) -> None:
    scores = [one.score for one in rank(plugins, "I redo what my people do and then I stay till nine.")]
    assert scores == sorted(scores, reverse=True)
    assert math.isclose(sum(math.exp(score) for score in scores if score > -20), 1.0, abs_tol=1e-6)


def test_both_views_know_every_cause_of_the_playbook(plugins: Plugins) -> None:
    wanted = set(plugins.playbook.causes)
    assert set(plugins.fitted["causes"].columns) == wanted, "run `make fit`"
    assert set(plugins.fitted["encoder"].columns) == wanted, "run `make tune`"


def test_a_cause_that_only_one_view_knows_counts_as_untrained(plugins: Plugins) -> None:
    kept = plugins.fitted["encoder"]
    assert isinstance(kept, Encoder)
    missing = kept.columns[0]
    plugins.fitted["encoder"] = Encoder(
        "encoder", kept.path, replace(kept.head, columns=("new.one", *kept.columns[1:]))
    )
    try:
        found = {one.cause: one.score for one in rank(plugins, "They laughed and I went back to my bench.")}
    finally:
        plugins.fitted["encoder"] = kept
    assert set(found) == set(plugins.playbook.causes)
    assert found[missing] == -20.0


def test_two_cue_phrases_draw_a_cause_of_a_plugin_level_with_the_best(plugins: Plugins) -> None:
    themes = list(plugins.playbook.themes)
    fresh = replace(themes[0].causes[0], id="bees.swarm", theme="bees", cues=("the queen", "swarm*"))
    theme = replace(themes[0], id="bees", causes=(fresh,))
    wider = Plugins(plugins.manager)
    wider.__dict__["playbook"] = Playbook.of([*themes, theme])
    wider.__dict__["fitted"] = plugins.fitted
    ranked = rank(wider, "The queen left and they swarmed while I was at the meeting.")
    assert next(one.score for one in ranked if one.cause == "bees.swarm") == pytest.approx(ranked[0].score)
    silent = next(one for one in rank(wider, "My boss passes over me.") if one.cause == "bees.swarm")
    assert silent.score < -10


def test_a_row_of_weights_is_read_as_it_was_written() -> None:
    fitted = read_fitted("\n".join([HEAD, write_row("late night", 1.5, [0.25, -1.0])]), "mine")
    assert fitted.weights_of("late night") == pytest.approx({"a": 0.25, "b": -1.0}, abs=0.01)
    assert fitted.weights_of("early") == {}
    scores = fitted.score("late nights again")
    assert scores["a"] > scores["b"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "no json",
        HEAD + "\nterm\t1.0\t0.1",
        HEAD + "\nterm\t1.0\t0.1\tAAAAAAAA",
        '{"columns": ["a"], "bias": []}',
        "[]",
    ],
)
def test_malformed_weights_are_refused_by_name(text: str) -> None:
    with pytest.raises(PluginError, match="'mine'"):
        read_fitted(text, "mine")


@settings(deadline=None)
@given(st.text(max_size=3000))
def test_pieces_of_any_text_fit_the_encoder(text: str) -> None:
    assert all(len(piece) <= LETTERS for piece in pieces(text))
    assert pieces(text)


def test_pieces_hold_every_sentence_of_a_long_text() -> None:
    text = " ".join(f"This is sentence number {number} of a long complaint about the rota." for number in range(100))
    found = pieces(text)
    assert " ".join(found) == text
    assert all(len(piece.split()) <= PIECE + 12 for piece in found)
    assert max(len(piece.split()) for piece in found) < 1.3 * min(len(piece.split()) for piece in found)


def test_without_the_encoder_the_words_decide_and_the_document_says_so(refine: Refine, plugins: Plugins) -> None:
    broken = Encoder("encoder", Path("nowhere.gguf"), Fitted("encoder", ("a",), (0.0,), {}))
    assert broken.score("anything") == {}
    assert "nowhere.gguf" in broken.problem
    kept = plugins.fitted["encoder"]
    plugins.fitted["encoder"] = broken
    try:
        found = refine(EXAMPLES[0].read_text(encoding="utf-8"))
    finally:
        plugins.fitted["encoder"] = kept
    assert set(found.goals) == {"quick_win", "high_impact"}
    assert any("nowhere.gguf" in note for note in found.provenance.notes)


def test_a_full_memory_forgets_nothing_that_is_asked_now(plugins: Plugins) -> None:
    encoder = plugins.fitted["encoder"]
    first = "I redo what my people do."
    assert encoder.score(first)
    many = [first, *(f"Sentence number {number} about the rota." for number in range(KEPT - 1))]
    assert all(encoder.score_all(many))
    assert all(encoder.score_all([first, "A new sentence about the night shift."]))
