"""The routes of a worker process. What a handler raises becomes a bare 500, as recorded."""

from dbgpt.configs.model_config import EMBEDDING_MODEL_CONFIG, LLM_MODEL_CONFIG
from dbgpt.model.base import SupportedModel, WorkerSupportedModel
from dbgpt.model.parameter import ProxyModelParameters
from dbgpt.util.parameter_utils import _get_parameter_descriptions
from fastapi import FastAPI
from fastapi.responses import StreamingResponse

from . import bodies, frames
from .manager import Manager


def worker_app(manager: Manager) -> FastAPI:
    app = FastAPI()
    post = lambda path: app.post(f"/api/worker/{path}")  # noqa: E731
    get = lambda path: app.get(f"/api/worker/{path}")  # noqa: E731

    async def outputs(body: bodies.Generation):
        try:
            model = manager.find(body.model, "llm")
        except Exception as error:
            yield frames.failure(error)
            return
        params = {key: value for key, value in dict(body).items() if value is not None}
        async for output in model.outputs(params):
            yield output

    @post("generate_stream")
    async def generate_stream(body: bodies.Generation):
        return StreamingResponse(frames.frame(output) async for output in outputs(body))

    @post("generate")
    async def generate(body: bodies.Generation):
        last = None
        async for output in outputs(body):
            last = output
        return last

    @post("embeddings")
    async def embeddings(body: bodies.Embedding):
        return manager.find(body.model, "text2vec").embeddings(body.input, body.query)

    @post("count_token")
    async def count_token(body: bodies.TokenCount):
        return manager.find(body.model, "llm").count_tokens(body.prompt)

    @post("model_metadata")
    async def model_metadata(body: bodies.OfModel):
        return manager.find(body.model, "llm").metadata()

    @post("apply")
    async def apply(body: bodies.Apply):
        return await manager.apply(body.model, body.worker_type.value, body.apply_type)

    @post("models/startup")
    async def startup(body: bodies.Startup):
        params = {**body.params, "model_name": body.model}
        await manager.start(body.worker_type.value, params)

    @post("models/shutdown")
    async def shutdown(body: bodies.Startup):
        await manager.stop(body.model, body.worker_type.value)

    @get("parameter/descriptions")
    async def descriptions(model: str, worker_type: str):
        return _get_parameter_descriptions(manager.find(model, worker_type).params_class)

    @get("models/supports")
    async def supports():
        return [WorkerSupportedModel(manager.host, manager.port, supported_models())]

    return app


def supported_models() -> list[SupportedModel]:
    """The package's own list. No model lies on this disk, so only proxied ones can be started."""
    rows = []
    for worker_type, config in (("llm", LLM_MODEL_CONFIG), ("text2vec", EMBEDDING_MODEL_CONFIG)):
        for name, path in config.items():
            proxy = path.endswith("_proxyllm")
            params = _get_parameter_descriptions(ProxyModelParameters) if proxy else None
            rows.append(SupportedModel(name, path, worker_type, False, proxy, proxy, params))
    return rows
