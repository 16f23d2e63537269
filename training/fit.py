"""Fit what links a mentee's words to causes, kinds of sentence and examples; write it as data.

    python training/fit.py          fit on the training split and write prompts/refiner_prompts/fitted/
    python training/fit.py --report  cross-validate on the training split, print a table, write nothing

Everything is deterministic. The sealed test split is never read here.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import numpy as np
import split
from scipy.sparse import csr_matrix, vstack
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import KFold

from refiner import plugins
from refiner.model import Sentence
from refiner.ranking import CUE_WEIGHT, KNN_COUNT, KNN_WEIGHT, cue_hits
from refiner.sentences import split as sentences_of
from refiner.words import terms, words

OUT = Path(__file__).parent.parent / "prompts" / "refiner_prompts" / "fitted"
LABELS = Path(__file__).parent / "labels" / "causes.jsonl"
SNIPPETS = Path(__file__).parent / "labels" / "snippets.jsonl"
RAMBLES = Path(__file__).parent / "labels" / "rambles.jsonl"
CENTRING = 0.3  # of a cause's mean score that is taken off, lest common causes win by being common
THEME_SHARE = 0.7  # of a theme's weight that each of its causes inherits
KEEP = 0.8  # smaller weights change no ranking and only swell the file
KINDS = ("none", "symptom", "cause", "context")


def own_words(example: split.Example) -> str:
    """Return what the mentee of an example wrote and said."""
    said = [turn["text"] for turn in example.get("conversation", []) if turn["speaker"] == "mentee"]
    return " ".join([example["text"], *said])


def helper_texts(example: split.Example) -> list[str]:
    """Return further descriptions of the same causes: the expert's hypotheses, titles and evidence."""
    causes = " ".join(hypothesis["cause"] for hypothesis in example["hypotheses"])
    evidence = " ".join(quote for issue in example["issues"] if issue["kind"] == "cause" for quote in issue["evidence"])
    return [causes, f"{evidence} {' '.join(issue['title'] for issue in example['issues'])}"]


class Data:
    """The training split with cause labels, and the playbook's own words for each cause."""

    def __init__(self) -> None:
        self.playbook = plugins.load().playbook
        self.examples = split.load(test=False)
        labels = {row["id"]: row["causes"] for row in map(json.loads, LABELS.read_text().splitlines())}
        self.causes = sorted(self.playbook.causes)
        self.themes = [theme.id for theme in self.playbook.themes]
        self.theme_of = np.array([self.themes.index(self.playbook.causes[cause].theme) for cause in self.causes])
        self.texts = [own_words(example) for example in self.examples]
        self.helpers = [helper_texts(example) for example in self.examples]
        self.labels = np.array([[cause in labels[one["id"]] for cause in self.causes] for one in self.examples], int)
        self.theme_labels = np.array([[theme in one["themes"] for theme in self.themes] for one in self.examples], int)
        for row, column in zip(*np.nonzero(self.labels), strict=True):
            self.theme_labels[row, self.theme_of[column]] = 1
        snippets = [json.loads(line) for line in SNIPPETS.read_text(encoding="utf-8").splitlines()]
        self.snippets = [row["text"] for row in snippets]
        self.snippet_causes = np.array([self.causes.index(row["cause"]) for row in snippets])
        rambles = [json.loads(line) for line in RAMBLES.read_text(encoding="utf-8").splitlines()]
        self.rambles = [row["text"] for row in rambles]
        self.ramble_labels = np.array([[cause in row["causes"] for cause in self.causes] for row in rambles], int)
        self.described = [
            " . ".join([cause.title, cause.cause, cause.probe, *(cue.replace("*", "") for cue in cause.cues)])
            for cause in (self.playbook.causes[identifier] for identifier in self.causes)
        ]
        self.cues = np.array(
            [[cue_hits(words(text), self.playbook.causes[cause].cues) for cause in self.causes] for text in self.texts]
        )

    def cue_weights(self, rows: np.ndarray) -> np.ndarray:
        """Return the weight of one cue hit for every cause: rarer cues weigh more."""
        found: np.ndarray = np.log(len(rows) / (1 + (self.cues[rows] > 0).sum(0)))
        return found


def vectorizer() -> TfidfVectorizer:
    """Return the tf-idf that `refiner.classifier.Fitted` repeats."""
    return TfidfVectorizer(analyzer=terms, sublinear_tf=True, min_df=2)


def logistic(matrix: csr_matrix, labels: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Fit one logistic regression a column; return weights (columns × terms) and biases."""
    weights, bias = np.zeros((labels.shape[1], matrix.shape[1])), np.full(labels.shape[1], -6.0)
    for column in range(labels.shape[1]):
        if 0 < labels[:, column].sum() < len(labels):
            model = LogisticRegression(C=10, solver="liblinear", random_state=0).fit(matrix, labels[:, column])
            weights[column], bias[column] = model.coef_[0], model.intercept_[0]
    return weights, bias


def fit_causes(data: Data, rows: np.ndarray) -> tuple[TfidfVectorizer, np.ndarray, np.ndarray]:
    """Return the vectorizer, weights and biases of the cause classifier; themes lend their strength."""
    texts = [data.texts[row] for row in rows] + [
        text for part in (0, 1) for text in (data.helpers[row][part] for row in rows)
    ]
    texts += data.snippets + data.rambles
    tfidf = vectorizer()
    matrix = tfidf.fit_transform(texts)
    described = tfidf.transform(data.described)
    matrix = vstack([matrix, described, described]).tocsr()
    identity = np.eye(len(data.causes), dtype=int)
    of_causes = np.vstack(
        [data.labels[rows]] * 3 + [identity[data.snippet_causes], data.ramble_labels] + [identity] * 2
    )
    themes = np.eye(len(data.themes), dtype=int)[data.theme_of]
    ramble_themes = (data.ramble_labels @ themes > 0).astype(int)
    of_themes = np.vstack([data.theme_labels[rows]] * 3 + [themes[data.snippet_causes], ramble_themes] + [themes] * 2)
    weights, bias = logistic(matrix, of_causes)
    theme_weights, theme_bias = logistic(matrix, of_themes)
    joined = weights + THEME_SHARE * theme_weights[data.theme_of]
    total = bias + THEME_SHARE * theme_bias[data.theme_of]
    usual = (tfidf.transform([data.texts[row] for row in rows]) @ joined.T + total).mean(0)
    return tfidf, joined, total - CENTRING * (usual - usual.mean())


def prune(weights: np.ndarray) -> np.ndarray:
    """Return the weights without those too small to matter."""
    return np.where(np.abs(weights) >= KEEP, weights, 0.0)


def report(data: Data) -> None:
    """Cross-validate the ranking of causes and print how often a labelled one comes first."""
    rows = []
    for train, test in KFold(5, shuffle=True, random_state=0).split(data.texts):
        tfidf, weights, bias = fit_causes(data, train)
        matrix = tfidf.transform([data.texts[row] for row in test])
        scores = matrix @ prune(weights).T + bias
        near = (matrix @ tfidf.transform([data.texts[row] for row in train]).T).toarray()
        for position, row in enumerate(test):
            best = np.argsort(-near[position])[:KNN_COUNT]
            neighbours = (near[position][best][:, None] * data.labels[train][best]).sum(0)
            cues = np.minimum(data.cues[row], 3) * data.cue_weights(train)
            order = np.argsort(-(scores[position] + CUE_WEIGHT * cues + KNN_WEIGHT * neighbours))
            rows.append(
                [
                    data.labels[row][order[0]],
                    data.labels[row][order[:3]].max(),
                    data.theme_labels[row][data.theme_of[order[0]]],
                ]
            )
    values = np.array(rows).mean(0)
    print(
        f"{len(data.causes)} causes, {len(rows)} examples: a labelled cause first {values[0]:.3f}, "
        f"among three {values[1]:.3f}, theme of the first {values[2]:.3f}"
    )


def write(
    name: str, columns: list[str], bias: np.ndarray, tfidf: TfidfVectorizer | None, weights: np.ndarray | None
) -> None:
    """Write one set of weights: a head, then a term a line with its idf and weights in hundredths."""
    lines = [json.dumps({"columns": columns, "bias": [round(float(value), 3) for value in bias]})]
    if tfidf is not None and weights is not None:
        for term, number in sorted(tfidf.vocabulary_.items()):
            pairs = [
                [int(column), round(100 * weights[column, number])] for column in np.nonzero(weights[:, number])[0]
            ]
            pairs = [pair for pair in pairs if pair[1]]
            if pairs:
                lines.append(
                    json.dumps(
                        [term, round(float(tfidf.idf_[number]), 3), pairs],
                        separators=(",", ":"),
                        ensure_ascii=False,
                    )
                )
    (OUT / f"{name}.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")


def fit_index(data: Data) -> None:
    """Write the vectors of the examples' own words, for the nearest examples."""
    tfidf = vectorizer()
    matrix = tfidf.fit_transform(data.texts)
    write(
        "examples",
        [one["id"] for one in data.examples],
        np.zeros(len(data.examples)),
        tfidf,
        matrix.toarray(),
    )


def kind_of(sentence: Sentence, example: split.Example) -> str:
    """Return the kind of the issue whose evidence a sentence carries, else "none"."""
    for issue in example["issues"]:
        if any(quote in sentence.text or sentence.text in quote for quote in issue["evidence"]):
            return str(issue["kind"])
    return "none"


def fit_kinds(data: Data) -> None:
    """Write the classifier of sentences; print its cross-validated macro-F1."""
    from sklearn.metrics import f1_score

    texts, kinds, groups = [], [], []
    for number, example in enumerate(data.examples):
        said = [turn["text"] for turn in example.get("conversation", []) if turn["speaker"] == "mentee"]
        for text in [example["text"], *said]:
            for sentence in sentences_of(text):
                texts.append(sentence.text)
                kinds.append(KINDS.index(kind_of(sentence, example)))
                groups.append(number)
    labels = np.eye(len(KINDS), dtype=int)[kinds]
    guessed = np.zeros(len(kinds), int)
    for train, test in KFold(5, shuffle=True, random_state=0).split(data.examples):
        inside, outside = np.isin(groups, train), np.isin(groups, test)
        tfidf = vectorizer()
        weights, bias = logistic(
            tfidf.fit_transform([text for text, use in zip(texts, inside, strict=True) if use]),
            labels[inside],
        )
        guessed[outside] = (
            tfidf.transform([text for text, use in zip(texts, outside, strict=True) if use]) @ weights.T + bias
        ).argmax(1)
    print(f"kinds of {len(texts)} sentences: macro-F1 {f1_score(kinds, guessed, average='macro'):.3f}")
    tfidf = vectorizer()
    weights, bias = logistic(tfidf.fit_transform(texts), labels)
    write("kinds", list(KINDS), bias, tfidf, prune(weights))


def write_examples(data: Data) -> None:
    """Write the training examples that the product ships for retrieval and prompts."""
    labels = [[cause for cause, on in zip(data.causes, row, strict=True) if on] for row in data.labels]
    lines = [
        json.dumps(
            {
                "id": one["id"],
                "text": own_words(one),
                "summary": one["summary"],
                "causes": causes,
                "quick_win": one["quick_win"]["statement"],
                "high_impact": one["high_impact"]["statement"],
            },
            ensure_ascii=False,
        )
        for one, causes in zip(data.examples, labels, strict=True)
    ]
    (OUT.parent / "examples.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")


def main() -> None:
    """Fit everything, or only report."""
    data = Data()
    report(data)
    if "--report" in sys.argv:
        return
    OUT.mkdir(exist_ok=True)
    everything = np.arange(len(data.examples))
    tfidf, weights, bias = fit_causes(data, everything)
    write("causes", data.causes, bias, tfidf, prune(weights))
    write("cues", data.causes, data.cue_weights(everything), None, None)
    fit_index(data)
    fit_kinds(data)
    write_examples(data)


if __name__ == "__main__":
    main()
