"""What the Python clients are asked to do; details are what upstream's own classes made of it."""

import asyncio
from dataclasses import asdict

from dbgpt.core import ModelMessage, ModelRequest
from dbgpt.model.base import ModelInstance
from dbgpt.model.cluster import ModelRegistryClient, RemoteWorkerManager
from dbgpt.model.cluster.base import WorkerApplyRequest, WorkerStartupRequest
from dbgpt.model.cluster.client import RemoteLLMClient
from dbgpt.model.cluster.embedding.remote_embedding import (
    RemoteEmbeddings,
    RemoteRerankEmbeddings,
)


class Clients:
    """Those of one controller."""

    def __init__(self, controller: str):
        self.registry = ModelRegistryClient(controller)
        self.manager = RemoteWorkerManager(self.registry)
        self.llm = RemoteLLMClient(controller)


calls = {}


def call(function):
    """`registry__register` is called `registry.register`."""
    calls[function.__name__.replace("__", ".")] = function
    return function


def output(item) -> dict:
    # `thinking_text` first: `text` raises for an output that has none.
    thinking = item.thinking_text
    return {
        "thinking": thinking,
        "text": item.text if item.has_text or not thinking else "",
        "error_code": item.error_code,
        "finish_reason": item.finish_reason,
        "usage": item.usage,
    }


def run_data(rows) -> list:
    return [{"host": row.host, "port": row.port, "worker_key": row.worker_key} for row in rows]


@call
async def registry__get_all_instances(clients, model_name=None, healthy_only=False):
    rows = await clients.registry.get_all_instances(model_name, healthy_only)
    return [asdict(row) for row in rows]


@call
async def registry__sync_get_all_instances(clients, model_name, healthy_only=False):
    rows = await asyncio.to_thread(
        clients.registry.sync_get_all_instances, model_name, healthy_only
    )
    return [asdict(row) for row in rows]


@call
async def registry__get_all_model_instances(clients, healthy_only=False):
    rows = await clients.registry.get_all_model_instances(healthy_only=healthy_only)
    return [asdict(row) for row in rows]


@call
async def registry__register_instance(clients, **instance):
    return await clients.registry.register_instance(ModelInstance(**instance))


@call
async def registry__send_heartbeat(clients, **instance):
    return await clients.registry.send_heartbeat(ModelInstance(**instance))


@call
async def registry__deregister_instance(clients, **instance):
    return await clients.registry.deregister_instance(ModelInstance(**instance))


@call
async def manager__get_model_instances(clients, worker_type, model_name):
    return run_data(await clients.manager.get_model_instances(worker_type, model_name))


@call
async def manager__get_all_model_instances(clients, worker_type):
    return run_data(await clients.manager.get_all_model_instances(worker_type))


@call
async def manager__supported_models(clients):
    return [asdict(worker) for worker in await clients.manager.supported_models()]


@call
async def manager__model_startup(clients, **request):
    return await clients.manager.model_startup(WorkerStartupRequest(**request))


@call
async def manager__model_shutdown(clients, **request):
    return await clients.manager.model_shutdown(WorkerStartupRequest(**request))


@call
async def manager__worker_apply(clients, **request):
    return asdict(await clients.manager.worker_apply(WorkerApplyRequest(**request)))


@call
async def manager__generate_stream(clients, **params):
    return [output(item) async for item in clients.manager.generate_stream(params)]


@call
async def manager__generate(clients, **params):
    return output(await clients.manager.generate(params))


@call
async def manager__leave_stream(clients, **params):
    """Goes after the first output."""
    outputs = clients.manager.generate_stream(params)
    first = output(await anext(outputs))
    await outputs.aclose()
    return first


@call
async def manager__embeddings(clients, **params):
    return await clients.manager.embeddings(params)


@call
async def manager__count_token(clients, model, prompt):
    return await clients.manager.count_token({"model": model, "prompt": prompt})


@call
async def manager__get_model_metadata(clients, model):
    return (await clients.manager.get_model_metadata({"model": model})).to_dict()


@call
async def manager__parameter_descriptions(clients, worker_type, model_name):
    rows = await clients.manager.parameter_descriptions(worker_type, model_name)
    return [asdict(row) for row in rows]


def model_request(model: str, messages: list, **rest) -> ModelRequest:
    return ModelRequest(model=model, messages=[ModelMessage(**row) for row in messages], **rest)


@call
async def llm__models(clients):
    return [metadata.to_dict() for metadata in await clients.llm.models()]


@call
async def llm__generate(clients, **request):
    return output(await clients.llm.generate(model_request(**request)))


@call
async def llm__generate_stream(clients, **request):
    outputs = clients.llm.generate_stream(model_request(**request))
    return [output(item) async for item in outputs]


@call
async def llm__count_token(clients, model, prompt):
    return await clients.llm.count_token(model, prompt)


@call
async def embeddings__embed_documents(clients, model, texts):
    return await asyncio.to_thread(RemoteEmbeddings(model, clients.manager).embed_documents, texts)


@call
async def embeddings__embed_query(clients, model, text):
    return await asyncio.to_thread(RemoteEmbeddings(model, clients.manager).embed_query, text)


@call
async def embeddings__aembed_documents(clients, model, texts):
    return await RemoteEmbeddings(model, clients.manager).aembed_documents(texts)


@call
async def reranker__predict(clients, model, query, candidates):
    reranker = RemoteRerankEmbeddings(model, clients.manager)
    return await asyncio.to_thread(reranker.predict, query, candidates)


@call
async def reranker__apredict(clients, model, query, candidates):
    return await RemoteRerankEmbeddings(model, clients.manager).apredict(query, candidates)
