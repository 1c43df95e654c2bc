"""The worker process of DB-GPT before 0.7, whose models are configured by command-line values.

PyPI's packages of these versions lack `dbgpt.model.cluster`, so this runs only where a complete
installation is at hand: see the README.
"""

import asyncio
import os
import sys

import scripts
import service
from dbgpt.model.adapter.base import LLMModelAdapter, register_model_adapter
from dbgpt.model.base import ModelType
from dbgpt.model.cluster.base import WorkerStartupRequest
from dbgpt.model.cluster.worker import manager
from dbgpt.model.cluster.worker.embedding_worker import EmbeddingsModelWorker

# A model's path chooses its adapter.
SCRIPTED_PATH = "scripted"


class ScriptedAdapter(LLMModelAdapter):
    blocking = False

    def new_adapter(self, **kwargs):
        return type(self)()

    def match(self, model_type, model_name=None, model_path=None):
        return bool(model_path) and os.path.basename(model_path) == SCRIPTED_PATH

    def load_from_params(self, params):
        return object(), scripts.WordTokenizer()

    def model_type(self):
        # Any type but huggingface is loaded through `load_from_params`.
        return ModelType.VLLM

    def model_param_class(self, model_type=None):
        from dbgpt.model.parameter import ModelParameters

        return ModelParameters

    def support_async(self):
        return not self.blocking

    def get_async_generate_stream_function(self, model, model_path):
        return scripts.generate_stream

    def get_generate_stream_function(self, model, model_path):
        return scripts.blocking

    def get_default_conv_template(self, model_name, model_path):
        return None


class ScriptedLoader:
    def load(self, model_name, params):
        from dbgpt.core import Embeddings

        class Scripted(Embeddings):
            def embed_documents(self, texts):
                return [scripts.embed(text) for text in texts]

            def embed_query(self, text):
                return scripts.embed(text)

        return Scripted()

    def load_rerank_model(self, model_name, params):
        from dbgpt.core import RerankEmbeddings

        class Scripted(RerankEmbeddings):
            def predict(self, query, candidates):
                return scripts.rerank(query, candidates)

        return Scripted()


class ScriptedEmbeddingsWorker(EmbeddingsModelWorker):
    rerank = False

    def __init__(self):
        super().__init__(rerank_model=self.rerank)
        self._loader = ScriptedLoader()


class ScriptedRerankerWorker(ScriptedEmbeddingsWorker):
    rerank = True


def scripted(name: str, worker_type: str) -> dict:
    """The start parameters of one scripted model."""
    params = {"model_name": name, "model_path": SCRIPTED_PATH}
    if worker_type == "llm":
        return {**params, "worker_type": "llm"}
    # Rerankers have no type of their own yet.
    kind = "Reranker" if worker_type == "reranker" else "Embeddings"
    worker_class = f"first_generation.Scripted{kind}Worker"
    return {**params, "worker_type": "text2vec", "worker_class": worker_class}


def run(args, models: list[dict]) -> None:
    sock = service.listen(args.host, args.port)
    port = sock.getsockname()[1]
    models_started = asyncio.Event()

    async def start_others(local_manager):
        for params in models[1:]:
            await local_manager.model_startup(
                WorkerStartupRequest(
                    host=args.host,
                    port=port,
                    model=params["model_name"],
                    worker_type=params["worker_type"],
                    params=params,
                )
            )
        models_started.set()

    async def started():
        await models_started.wait()
        names = [f"{params['model_name']}@{params['worker_type']}" for params in models]
        service.ready(port=port, mode="package", models=names)

    service.serve_on(sock, started)
    directory = service.scratch()
    options = {
        **models[0],
        "host": args.host,
        "port": port,
        "worker_register_host": args.host,
        "heartbeat_interval": args.heartbeat_interval,
        "log_file": os.path.join(directory, "worker.log"),
        "tracer_file": os.path.join(directory, "trace.jsonl"),
        "log_level": "WARNING",
    }
    if args.controller:
        options["controller_addr"] = args.controller
    # The model reads its own parameters from the command line again.
    sys.argv[1:] = [
        word for key, value in options.items() for word in (f"--{key}", str(value))
    ]
    manager.run_worker_manager(start_listener=start_others)


scripts.install_gpu_rows()
register_model_adapter(ScriptedAdapter)
