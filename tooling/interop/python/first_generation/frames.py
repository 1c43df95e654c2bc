"""What one generation says: the outputs of a script or a provider, with metrics around them."""

import json
from dataclasses import asdict

import scripts
from dbgpt.core.interface.llm import ModelInferenceMetrics, ModelOutput
from dbgpt.util.model_utils import GPUInfo

APOLOGY = "**LLMServer Generate Error, Please CheckErrorInfo.**: "


def failure(error: Exception) -> ModelOutput:
    return ModelOutput(text=f"{APOLOGY}{error}", error_code=1)


def frame(output: ModelOutput) -> bytes:
    return json.dumps(asdict(output), ensure_ascii=False).encode() + b"\0"


class Measured:
    """Adds metrics and the model's context to each output of a generation."""

    def __init__(self, params: dict):
        self.context = {
            "prompt_echo_len_char": -1,
            "has_format_prompt": False,
            "echo": params["echo"],
        }
        self.last = ModelInferenceMetrics.create_metrics()

    def add(self, output: ModelOutput) -> ModelOutput:
        before = self.last
        now = ModelInferenceMetrics.create_metrics(before)
        now.collect_index = before.collect_index + 1
        now.first_completion_time_ms = before.first_completion_time_ms or now.current_time_ms
        if output.usage:
            self._count(now, output.usage)
        self.last = now
        output.metrics = now
        output.model_context = self.context
        return output

    @staticmethod
    def _count(metrics: ModelInferenceMetrics, usage: dict) -> None:
        done = usage.get("completion_tokens")
        # A count of nought counts as none.
        metrics.prompt_tokens = usage.get("prompt_tokens") or metrics.prompt_tokens
        metrics.completion_tokens = done or metrics.completion_tokens
        metrics.total_tokens = usage.get("total_tokens") or metrics.total_tokens
        if done:
            metrics.first_token_time_ms = metrics.first_token_time_ms or metrics.current_time_ms
        if metrics.first_completion_tokens is None:
            metrics.first_completion_tokens = done
        elapsed = metrics.current_time_ms - metrics.start_time_ms
        if metrics.total_tokens and elapsed:
            metrics.speed_per_second = done / (elapsed / 1000)
        metrics.current_gpu_infos = gpu_rows(metrics.collect_index)
        metrics.avg_gpu_infos = gpu_rows(metrics.collect_index)


def gpu_rows(index: int) -> list[GPUInfo]:
    if not scripts.gpu_rows.running:
        return []
    used = 5.0 + index / 1024
    return [GPUInfo(23.64, used, used + 0.5, 23.64 - used)]
