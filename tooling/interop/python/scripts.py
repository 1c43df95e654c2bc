"""What the scripted models say; the same for every version of DB-GPT.

The last human message (or the bare prompt) is `name` or `name:arguments`:

    say:TEXT        TEXT, word by word             count:N        N tokens of English
    code:N          N tokens of code               zh:N           N tokens of Chinese
    emoji:N         N emoji, every second frame    think:N        N/2 tokens of thinking, then text
                    ends in half a character       thinkonly:N    N tokens of thinking, no text
    media:KIND      image (default), audio, video  error:TEXT     error_code 1 in the first frame
                    beside a text                  lateerror:TEXT error_code 1 after three frames
    raise:TEXT      an exception at once           lateraise:TEXT an exception after three frames
    slow:N:MS       N tokens, MS ms apart          wait:MS:TEXT   TEXT after MS ms of silence
    echo:           the parameters that arrived, as JSON
    metrics:N       N tokens with GPU rows in the metrics of each frame
    nulls:          a frame whose usage has nulls  empty:         one frame with no text
    silent:         no frame at all                die:N          the process exits after N frames
    rewrite:        text that changes at its tail  stats:         how generations ended, as JSON
    numbered:ID:N   N tokens that nobody else gets, for ../../chaos

think, thinkonly and media need 0.7 or later: before, an output is a text.

Anything else is answered by `You said: ...`.
"""

import asyncio
import json
import os
import threading
from collections import Counter
from itertools import cycle, islice

from dbgpt.core import ModelOutput
from vocabulary import CHINESE, CODE, EMOJI, PIXEL, english, words

# A generation that was left behind counts as cancelled once Python closes its generator, which for
# an abandoned one may be much later; `frames` tells at once whether it goes on.
stats = Counter(started=0, finished=0, cancelled=0, failed=0, frames=0)


def build(text, thinking=None, error_code=0, usage=None, finish_reason=None):
    """One output, made by the version's own factory where it has one."""
    if hasattr(ModelOutput, "build"):
        return ModelOutput.build(
            text, thinking, error_code=error_code, usage=usage, finish_reason=finish_reason
        )
    return ModelOutput(
        text=text, error_code=error_code, usage=usage, finish_reason=finish_reason
    )


class Answer:
    """Builds frames as upstream's vLLM worker does: usage in each, a finish reason in the last."""

    def __init__(self, prompt: str):
        self.prompt_tokens = len(prompt.split())
        self.text = ""
        self.thinking = ""
        self.tokens = 0

    def frame(self, text="", thinking="", finish_reason=None, error_code=0):
        self.tokens += 1 if text or thinking else 0
        self.text += text
        self.thinking += thinking
        return self.shown(self.text, finish_reason, error_code)

    def shown(self, text, finish_reason=None, error_code=0):
        usage = {
            "prompt_tokens": self.prompt_tokens,
            "completion_tokens": self.tokens,
            "total_tokens": self.prompt_tokens + self.tokens,
        }
        return build(
            text,
            self.thinking or None,
            error_code=error_code,
            usage=usage,
            finish_reason=finish_reason,
        )

    def last(self):
        return self.shown(self.text, finish_reason="stop")


async def run_script(prompt: str, params: dict):
    name, _, rest = prompt.partition(":")
    answer = Answer(prompt)

    def number(default=20):
        return int(rest.split(":")[0] or default)

    if name in ("count", "code", "zh", "slow", "metrics"):
        tokens = {
            "code": lambda n: islice(cycle(CODE), n),
            "zh": lambda n: islice(cycle(CHINESE), n),
        }.get(name, english)
        pause = int(rest.split(":")[1]) / 1000 if name == "slow" else 0
        for token in tokens(number()):
            # Even an unpaced model gives way to the event loop once per token.
            await asyncio.sleep(pause)
            yield answer.frame(token)
        yield answer.last()
    elif name == "numbered":
        question, count = rest.split(":")
        for index in range(int(count)):
            await asyncio.sleep(0.003)
            yield answer.frame(f"{question};{index} ")
        yield answer.last()
    elif name == "say":
        for token in words(rest):
            await asyncio.sleep(0)
            yield answer.frame(token)
        yield answer.last()
    elif name == "emoji":
        for token in islice(cycle(EMOJI), number()):
            await asyncio.sleep(0)
            # A tokenizer that splits a character decodes its first half as U+FFFD.
            yield answer.shown(answer.text + "\ufffd")
            yield answer.frame(token)
        yield answer.last()
    elif name in ("think", "thinkonly"):
        total = number()
        thoughts = total if name == "thinkonly" else total // 2
        for token in english(thoughts):
            await asyncio.sleep(0)
            yield answer.frame(thinking=token)
        for token in english(total - thoughts):
            await asyncio.sleep(0)
            yield answer.frame(token)
        yield answer.last()
    elif name == "media":
        yield media_output(rest or "image")
    elif name == "error":
        yield build(rest or "scripted error", error_code=1)
    elif name in ("lateerror", "lateraise"):
        for token in english(3):
            await asyncio.sleep(0)
            yield answer.frame(token)
        if name == "lateraise":
            raise RuntimeError(rest or "scripted exception")
        yield build(rest or "scripted error", error_code=1)
    elif name == "raise":
        raise RuntimeError(rest or "scripted exception")
    elif name == "wait":
        delay, _, text = rest.partition(":")
        await asyncio.sleep(int(delay) / 1000)
        yield answer.frame(text or "done")
        yield answer.last()
    elif name == "rewrite":
        for text in ("Hello wrld", "Hello world", "Hello, world!"):
            yield answer.shown(text)
    elif name == "nulls":
        usage = {"prompt_tokens": None, "completion_tokens": 1, "total_tokens": None}
        yield build("null", usage=usage)
    elif name == "empty":
        yield build("")
    elif name == "silent":
        pass
    elif name == "die":
        for token in english(number()):
            await asyncio.sleep(0.01)
            yield answer.frame(token)
        await asyncio.sleep(0.05)
        os._exit(1)
    elif name in ("echo", "stats"):
        value = stats if name == "stats" else params
        yield build(json.dumps(value, default=_plain, ensure_ascii=False))
    else:
        for token in words("You said: " + prompt):
            await asyncio.sleep(0)
            yield answer.frame(token)
        yield answer.last()


def media_output(kind: str) -> ModelOutput:
    from dbgpt.core.interface.llm import MediaContent, MediaObject

    data, data_format = {
        "image": (PIXEL, "base64@image/png"),
        "audio": ("https://example.com/a.wav", "url@audio/wav"),
        "video": ("https://example.com/v.mp4", "url@video/mp4"),
    }[kind]
    text = MediaObject(data=f"Here is your {kind}.", format="text")
    content = [
        MediaContent(type="text", object=text),
        MediaContent(type=kind, object=MediaObject(data=data, format=data_format)),
    ]
    return ModelOutput(error_code=0, content=content)


def _plain(value):
    to_dict = getattr(value, "dict", None) or getattr(value, "to_dict", None)
    return to_dict() if to_dict else str(value)


def last_human_text(params: dict) -> str:
    for message in reversed(params.get("messages") or []):
        if message.role == "human":
            content = message.content
            if isinstance(content, str):
                return content
            # From 0.7 a message may be a list of media; the script is its text.
            return "".join(part.get_text() for part in content if part.type == "text")
    return params.get("prompt") or ""


async def generate_stream(model, tokenizer, params, device, context_len):
    """The function that DefaultModelWorker calls; the signature is upstream's."""
    if model is None:
        raise RuntimeError("the model is not loaded")
    prompt = last_human_text(params)
    # Asking for the counts must not change them.
    counted = Counter() if prompt.startswith("stats:") else stats
    counted["started"] += 1
    # A prefill takes time. Without it upstream divides by the whole milliseconds between start and
    # first frame, which are then zero, and answers "float division by zero" (0.7.0 to 0.8.2).
    await asyncio.sleep(0.003)
    try:
        with gpu_rows(prompt.startswith("metrics:")):
            async for output in run_script(prompt, dict(params)):
                counted["frames"] += 1
                yield output
        counted["finished"] += 1
    except (asyncio.CancelledError, GeneratorExit):
        counted["cancelled"] += 1
        raise
    except Exception:
        counted["failed"] += 1
        raise


class gpu_rows:
    """Lets upstream's metrics see a GPU for as long as one script runs: there is none here."""

    running = 0

    def __init__(self, wanted: bool):
        self.wanted = int(wanted)

    def __enter__(self):
        gpu_rows.running += self.wanted

    def __exit__(self, *_):
        gpu_rows.running -= self.wanted


def install_gpu_rows() -> None:
    """Metrics scripts need rows to show; upstream's worker still builds the metrics from them."""
    from dbgpt.model.cluster.worker import default_worker
    from dbgpt.util.model_utils import GPUInfo

    real = default_worker._get_current_cuda_memory
    frames = iter(range(10**9))

    def current_memory():
        if not gpu_rows.running:
            return real()
        used = 5.0 + next(frames) / 1024
        return [
            GPUInfo(
                total_memory_gb=23.64,
                allocated_memory_gb=used,
                cached_memory_gb=used + 0.5,
                available_memory_gb=23.64 - used,
            )
        ]

    default_worker._get_current_cuda_memory = current_memory


class WordTokenizer:
    """One token per word, so that token counts can be asserted. Takes a text or a list, as
    Hugging Face's do, and like theirs gives a list of tokens or a list of such lists."""

    model_max_length = 8192

    def __call__(self, prompt):
        class Encoded:
            input_ids = (
                list(range(len(prompt.split())))
                if isinstance(prompt, str)
                else [list(range(len(text.split()))) for text in prompt]
            )

        return Encoded


def blocking(model, tokenizer, params, device, context_len):
    """The same answers from a generator that blocks its thread, as upstream's huggingface models."""
    loop = asyncio.new_event_loop()
    outputs = generate_stream(model, tokenizer, params, device, context_len)
    try:
        while True:
            try:
                yield loop.run_until_complete(outputs.__anext__())
            except StopAsyncIteration:
                return
    finally:
        # In a thread: an abandoned generator may be closed in one whose event loop is running.
        closer = threading.Thread(target=loop.run_until_complete, args=[outputs.aclose()])
        closer.start()
        closer.join()
        loop.close()
