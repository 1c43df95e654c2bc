"""The kinds of models that a worker process runs."""

import asyncio
import os

import scripts
import vectors
from dbgpt.core.interface.llm import ModelExtraMedata, ModelMetadata
from dbgpt.model.parameter import (
    EmbeddingModelParameters,
    ModelParameters,
    ProxyModelParameters,
)

from . import frames

# A model's path chooses what it is, as it chooses upstream's adapter.
SCRIPTED_PATH = "scripted"
PROXY_PATH = "chatgpt_proxyllm"


class ChatModel:
    worker_type = "llm"
    # As upstream calls a model that is no text2vec in the messages of `apply`.
    kind = "vllm"
    params_class = ModelParameters
    concurrency = 5

    def __init__(self, params: dict):
        self.name = params["model_name"]
        limit = int(params.get("limit_model_concurrency") or self.concurrency)
        self.slots = asyncio.Semaphore(limit)
        self.provider = None
        self.stream = scripts.generate_stream

    async def outputs(self, params: dict):
        async with self.slots:
            measured = frames.Measured(params)
            stream = self.stream(self.provider or object(), None, params, None, 8192)
            try:
                async for output in stream:
                    yield measured.add(output)
            except Exception as error:
                yield frames.failure(error)
            finally:
                await stream.aclose()

    def count_tokens(self, prompt: str) -> int:
        # Recorded: models that generate asynchronously cannot count.
        raise NotImplementedError

    def metadata(self) -> ModelMetadata:
        roles = ["human", "ai"] + ([] if self.name.endswith("-no-system") else ["system"])
        return ModelMetadata(
            model=self.name,
            context_length=8192,
            ext_metadata=ModelExtraMedata(prompt_roles=roles),
        )


class ProxyModel(ChatModel):
    """Answers with the package's own client and its own reading of the request."""

    kind = "proxy"
    params_class = ProxyModelParameters
    concurrency = 100

    def __init__(self, params: dict):
        super().__init__(params)
        from dbgpt.model.proxy.llms import chatgpt
        from dbgpt.model.proxy.llms.proxy_model import ProxyModel as Provider

        known = {key: value for key, value in params.items() if key in _fields(self.params_class)}
        model_params = self.params_class(**known)
        self.provider = Provider(model_params, chatgpt.OpenAILLMClient.new_client(model_params))
        self.stream = chatgpt.chatgpt_generate_stream

    def count_tokens(self, prompt: str) -> int:
        return -1


class EmbeddingModel:
    worker_type = "text2vec"
    kind = "text2vec"
    params_class = EmbeddingModelParameters

    def __init__(self, params: dict):
        self.name = params["model_name"]
        self.rerank = bool(params.get("rerank"))

    def embeddings(self, texts: list[str], query) -> list[list[float]]:
        if self.rerank:
            return [vectors.rerank(query, texts)]
        return [vectors.embed(text) for text in texts]


def create(worker_type: str, params: dict):
    """Raises for parameters that lead to no model, as upstream does for a path without adapter."""
    path = os.path.basename(params["model_path"])
    if worker_type == "text2vec" and path == SCRIPTED_PATH:
        return EmbeddingModel(params)
    if worker_type == "llm" and path in (SCRIPTED_PATH, PROXY_PATH):
        return (ProxyModel if path == PROXY_PATH else ChatModel)(params)
    raise ValueError(f"Can not find adapter for model {params['model_name']}")


def _fields(cls) -> set[str]:
    return set(cls.__dataclass_fields__)
