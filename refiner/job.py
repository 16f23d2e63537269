"""Run a piece of the pipeline in a thread of its own; CLI and page only follow its events."""

from __future__ import annotations

import asyncio
import queue
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from refiner.model import Refinement

Work = Callable[[Callable[[str], None]], Refinement]


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened: progress in words, a finished revision or the error that ended the job."""

    kind: Literal["progress", "done", "failed"]
    message: str = ""


class Job:
    """One run of `work`, started at once; it goes on whether or not anybody follows it."""

    def __init__(self, work: Work) -> None:
        self._events: list[Event] = []
        self._waiting: list[queue.SimpleQueue[Event]] = []
        self._lock = threading.Lock()
        self._result: Refinement | None = None
        self._error: BaseException | None = None
        self._thread = threading.Thread(target=self._run, args=(work,), name="refinement", daemon=True)
        self._thread.start()

    def _run(self, work: Work) -> None:
        try:
            self._result = work(lambda message: self._put(Event("progress", message)))
        except BaseException as error:  # handed over to whoever asks for the result
            self._error = error
            self._put(Event("failed", str(error)))
        else:
            self._put(Event("done"))

    def _put(self, event: Event) -> None:
        with self._lock:
            self._events.append(event)
            for waiting in self._waiting:
                waiting.put(event)

    def events(self) -> Iterator[Event]:
        """Yield every event from the first one on, until the job has ended."""
        mine: queue.SimpleQueue[Event] = queue.SimpleQueue()
        with self._lock:
            for event in self._events:
                mine.put(event)
            self._waiting.append(mine)
        while True:
            event = mine.get()
            yield event
            if event.kind != "progress":
                return

    def result(self, timeout: float | None = None) -> Refinement:
        """Wait for the end and return the refinement, or raise what the work raised."""
        self._thread.join(timeout)
        if self._error is not None:
            raise self._error
        if self._result is None:
            raise TimeoutError("the refinement is still under way")
        return self._result

    async def aresult(self) -> Refinement:
        """Wait for the end without blocking the event loop."""
        return await asyncio.to_thread(self.result)
