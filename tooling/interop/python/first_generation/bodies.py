"""The bodies of requests to a worker. Not in the package; strict where recorded refusals say so."""

from typing import Optional, Union

from dbgpt.core.interface.message import ModelMessage
from dbgpt.model.base import WorkerApplyType
from dbgpt.model.parameter import WorkerType
from pydantic import BaseModel, ConfigDict


class Body(BaseModel):
    # Fields of other versions are dropped, as recorded.
    model_config = ConfigDict(extra="ignore", protected_namespaces=())


class Generation(Body):
    messages: list[ModelMessage]
    model: str
    # What may be left out may still not be null: `temperature: null` is a 422.
    prompt: str = None
    temperature: float = None
    max_new_tokens: int = None
    stop: Union[str, list[str]] = None
    stop_token_ids: list[int] = []
    context_len: int = None
    echo: bool = True
    metrics: bool = False
    version: str = "v2"
    span_id: str = None
    context: dict = None


class Embedding(Body):
    model: str
    input: list[str]
    span_id: Optional[str] = None
    query: Optional[str] = None


class TokenCount(Body):
    model: str
    prompt: str


class OfModel(Body):
    model: str


class Startup(Body):
    host: str
    port: int
    model: str
    worker_type: WorkerType
    params: dict


class Apply(Body):
    model: str
    apply_type: WorkerApplyType
    worker_type: WorkerType = WorkerType.LLM
    params: dict = None
    apply_user: str = None
