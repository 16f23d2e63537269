"""Fit what links a mentee's words to causes and kinds of sentence; write it as data.

    python training/fit.py           fit on the training split and write prompts/refiner_prompts/fitted/
    python training/fit.py --report  cross-validate on the training split, print a table, write nothing

Everything is deterministic. The sealed test split is never read here.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import numpy as np
import softmax
import split
from corpus import Corpus, Labelled, own_words
from scipy.special import log_softmax
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.metrics import f1_score
from sklearn.model_selection import KFold

from refiner.classifier import write_row
from refiner.model import Sentence
from refiner.sentences import split as sentences_of
from refiner.words import terms

OUT = Path(__file__).parent.parent / "prompts" / "refiner_prompts" / "fitted"
PENALTY = 0.02
FOLDS = 5
KINDS = ("none", "symptom", "cause", "context")


def vectorizer(least: int) -> TfidfVectorizer:
    """Return the tf-idf that `refiner.classifier.Fitted` repeats, of terms in at least `least` texts."""
    return TfidfVectorizer(analyzer=terms, sublinear_tf=True, min_df=least)


def fit_causes(corpus: Corpus, train: Labelled) -> tuple[TfidfVectorizer, np.ndarray, np.ndarray]:
    """Return vectorizer, weights and biases of the classifier of causes."""
    both = train + corpus.helpers
    tfidf = vectorizer(3)
    weights, bias = softmax.fit(tfidf.fit_transform(both.texts), both.targets, corpus.membership, PENALTY)
    return tfidf, weights, bias


def report(corpus: Corpus) -> None:
    """Cross-validate the ranking of causes and print how often a labelled one comes first."""
    texts = corpus.rambles
    scores = np.zeros_like(texts.targets)
    for train, test in KFold(FOLDS, shuffle=True, random_state=0).split(texts.texts):
        tfidf, weights, bias = fit_causes(corpus, texts[train])
        scores[test] = tfidf.transform(texts[test].texts) @ weights.T + bias
        print(f"fold of {len(test)} texts done", file=sys.stderr)
    order = np.argsort(-scores, axis=1)
    labelled = texts.targets > 0
    themes = labelled @ corpus.membership > 0
    rows = np.arange(len(scores))
    found = np.stack(
        [
            labelled[rows, order[:, 0]],
            np.take_along_axis(labelled, order[:, :3], 1).any(1),
            themes[rows, corpus.theme_of[order[:, 0]]],
        ],
        axis=1,
    )
    chances = np.exp(log_softmax(scores, axis=1)).max(1)
    lengths = np.array([len(text.split()) for text in texts.texts])
    example = rows < len(corpus.examples)
    print(f"{len(corpus.causes)} causes; a labelled cause first, among the first three, its theme first")
    parts = {
        "all": rows >= 0,
        "examples": example,
        "rambles, up to 80 words": ~example & (lengths <= 80),
        "rambles, 81 to 175": ~example & (lengths > 80) & (lengths <= 175),
        "rambles, longer": ~example & (lengths > 175),
        "surest third": chances >= np.quantile(chances, 2 / 3),
        "least sure third": chances < np.quantile(chances, 1 / 3),
    }
    for name, part in parts.items():
        first, three, theme = found[part].mean(0)
        print(f"{name:25} {part.sum():5}   {first:.3f}  {three:.3f}  {theme:.3f}")


def write(name: str, columns: list[str], tfidf: TfidfVectorizer, weights: np.ndarray, bias: np.ndarray) -> None:
    """Write one classifier as `refiner.classifier.read_fitted` reads it.

    Only differences between columns matter, so each term's mean is taken off first.
    """
    centred = weights - weights.mean(0)
    lines = [json.dumps({"columns": columns, "bias": [round(float(value), 3) for value in bias]})]
    lines += [
        write_row(term, float(tfidf.idf_[number]), centred[:, number].tolist())
        for term, number in sorted(tfidf.vocabulary_.items())
    ]
    (OUT / f"{name}.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")


def kind_of(sentence: Sentence, example: split.Example) -> str:
    """Return the kind of the issue whose evidence a sentence carries, else "none"."""
    for issue in example["issues"]:
        if any(quote in sentence.text or sentence.text in quote for quote in issue["evidence"]):
            return str(issue["kind"])
    return "none"


def fit_kinds(corpus: Corpus) -> None:
    """Write the classifier of sentences; print its cross-validated macro-F1."""
    texts, kinds, groups = [], [], []
    for number, example in enumerate(corpus.examples):
        said = [turn["text"] for turn in example.get("conversation", []) if turn["speaker"] == "mentee"]
        for text in [example["text"], *said]:
            for sentence in sentences_of(text):
                texts.append(sentence.text)
                kinds.append(KINDS.index(kind_of(sentence, example)))
                groups.append(number)
    sentences = Labelled(texts, np.eye(len(KINDS))[kinds])

    def fitted(rows: np.ndarray) -> tuple[TfidfVectorizer, np.ndarray, np.ndarray]:
        tfidf = vectorizer(2)
        part = sentences[rows]
        weights, bias = softmax.fit(tfidf.fit_transform(part.texts), part.targets, np.ones((len(KINDS), 1)), 0.2)
        return tfidf, weights, bias

    guessed = np.zeros(len(kinds), int)
    for train, test in KFold(FOLDS, shuffle=True, random_state=0).split(corpus.examples):
        rows = np.nonzero(np.isin(groups, test))[0]
        tfidf, weights, bias = fitted(np.nonzero(np.isin(groups, train))[0])
        guessed[rows] = (tfidf.transform(sentences[rows].texts) @ weights.T + bias).argmax(1)
    print(f"kinds of {len(texts)} sentences: macro-F1 {f1_score(kinds, guessed, average='macro'):.3f}")
    tfidf, weights, bias = fitted(np.arange(len(kinds)))
    write("kinds", list(KINDS), tfidf, weights, bias)


def write_examples(corpus: Corpus) -> None:
    """Write the training examples that the product ships for retrieval and prompts."""
    lines = [
        json.dumps(
            {
                "id": one["id"],
                "text": own_words(one),
                "summary": one["summary"],
                "causes": corpus.labels[one["id"]],
                "quick_win": one["quick_win"]["statement"],
                "high_impact": one["high_impact"]["statement"],
            },
            ensure_ascii=False,
        )
        for one in corpus.examples
    ]
    (OUT.parent / "examples.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")


def main() -> None:
    """Fit everything, or only report."""
    corpus = Corpus()
    if "--report" in sys.argv:
        report(corpus)
        return
    OUT.mkdir(exist_ok=True)
    tfidf, weights, bias = fit_causes(corpus, corpus.rambles)
    write("causes", corpus.causes, tfidf, weights, bias)
    fit_kinds(corpus)
    write_examples(corpus)


if __name__ == "__main__":
    main()
