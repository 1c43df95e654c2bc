/**
 * Our own extension: a client that can take deltas sends this header with the value `delta`; a worker that honours it
 * answers with the same, and its frames then carry only new text. Without it in the answer, text is cumulative.
 */
export const deltaStreamHeader = "x-modelfleet-stream";

/**
 * Our own extension: tells a gateway which registered instance a call is for, as `host:port`. Without it the gateway
 * chooses. Workers of DB-GPT pay no heed to it; ours refuse a call for another address than their own.
 */
export const instanceHeader = "x-modelfleet-instance";

/**
 * Our own extension: with the value `0`, a gateway's 502 says that the request has reached no worker, so that any other one
 * may be tried.
 */
export const sentHeader = "x-modelfleet-sent";

/** Names the span that a request continues. Source: `DBGPT_TRACER_SPAN_ID` in DB-GPT's `util/tracer`. */
export const spanHeader = "db-gpt-trace-span-id";
