"""A model provider for DB-GPT 0.7 and later whose answers are those of scripts.py.

Everything around the script is upstream's: its adapter registry, DefaultModelWorker and
EmbeddingsModelWorker, and so its metrics, model_context and handling of exceptions.
"""

import time
from dataclasses import dataclass, field
from typing import Optional

import scripts
import vectors
from dbgpt.core import Embeddings, EmbeddingModelMetadata, ModelMetadata, RerankEmbeddings
from dbgpt.core.interface.parameter import (
    EmbeddingDeployModelParameters,
    LLMDeployModelParameters,
    RerankerDeployModelParameters,
)
from dbgpt.model.adapter.base import (
    LLMModelAdapter,
    register_embedding_adapter,
    register_model_adapter,
)

PROVIDER = "scripted"


@dataclass
class ScriptedLLMParameters(LLMDeployModelParameters):
    provider: str = PROVIDER

    flavour: Optional[str] = field(
        default="plain",
        metadata={"help": "A text with a choice.", "valid_values": ["plain", "spicy"]},
    )
    load_seconds: Optional[float] = field(
        default=0.0, metadata={"help": "How long loading the model takes."}
    )
    fail_to_load: Optional[bool] = field(
        default=False, metadata={"help": "Whether loading the model fails."}
    )
    api_key: Optional[str] = field(
        default=None, metadata={"help": "A value to keep secret.", "tags": "privacy"}
    )


class ScriptedAdapter(LLMModelAdapter):
    def match(self, provider, model_name=None, model_path=None):
        return provider == PROVIDER

    def model_param_class(self, model_type=None):
        return ScriptedLLMParameters

    # Upstream asks the adapter, not the parameters; so it is one answer for the whole process.
    blocking = False

    def support_async(self):
        return not self.blocking

    def get_generate_stream_function(self, model, deploy_model_params):
        return scripts.blocking

    def load_from_params(self, params):
        time.sleep(params.load_seconds)
        if params.fail_to_load:
            raise RuntimeError("the scripted model was told to fail")
        # Metadata tells clients which roles the model's template knows.
        self.support_system_message = not params.name.endswith("-no-system")
        return object(), scripts.WordTokenizer()

    def get_async_generate_stream_function(self, model, deploy_model_params):
        return scripts.generate_stream

    def get_default_conv_template(self, model_name, model_path):
        return None


@dataclass
class ScriptedEmbeddingParameters(EmbeddingDeployModelParameters):
    provider: str = PROVIDER


@dataclass
class ScriptedRerankerParameters(RerankerDeployModelParameters):
    provider: str = PROVIDER


class ScriptedEmbeddings(Embeddings):
    @classmethod
    def param_class(cls):
        return ScriptedEmbeddingParameters

    @classmethod
    def from_parameters(cls, parameters):
        return cls()

    def embed_documents(self, texts):
        return [vectors.embed(text) for text in texts]

    def embed_query(self, text):
        return vectors.embed(text)


class ScriptedReranker(RerankEmbeddings):
    @classmethod
    def param_class(cls):
        return ScriptedRerankerParameters

    @classmethod
    def from_parameters(cls, parameters):
        return cls()

    def predict(self, query, candidates):
        return vectors.rerank(query, candidates)


scripts.install_gpu_rows()
register_model_adapter(
    ScriptedAdapter,
    supported_models=[
        ModelMetadata(
            model=["scripted", "scripted-extra"],
            context_length=8192,
            description="Answers as the prompt tells it to",
        )
    ],
)
register_embedding_adapter(
    ScriptedEmbeddings,
    supported_models=[EmbeddingModelMetadata(model="scripted-embed", dimension=4)],
)
register_embedding_adapter(
    ScriptedReranker,
    supported_models=[EmbeddingModelMetadata(model="scripted-rerank")],
)
