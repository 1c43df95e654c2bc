// A tiny OpenAI-compatible upstream for proxy-model workers. node: modules only.
//
// usage: node openai-upstream.mjs [--port 0] [--key test-key]
// Prints {"ready":true,"port":N,"mode":"upstream"} and ends when stdin closes.
//
// The last user message chooses the answer: `slow:N:MS`, `count:N`, `think:N` (reasoning_content
// first), `error:STATUS`, `stats` (how the streams ended, as JSON), anything else is repeated.
import { createServer } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";

const { values } = parseArgs({
  options: {
    port: { type: "string", default: "0" },
    key: { type: "string", default: "test-key" },
  },
});
const stats = { started: 0, finished: 0, aborted: 0 };
const english = "The upstream answers in plain words and the proxy worker passes them on .".split(" ");

/** What to say: pieces of `{ content }` or `{ reasoning_content }`, and the pause between them. */
function script(prompt) {
  const [name, first, second] = prompt.split(":");
  const tokens = (count) => Array.from({ length: count }, (_, i) => (i ? " " : "") + english[i % english.length]);
  if (name === "count") return { pieces: tokens(Number(first)).map((content) => ({ content })) };
  if (name === "slow") {
    return { pieces: tokens(Number(first)).map((content) => ({ content })), pause: Number(second) };
  }
  if (name === "think") {
    const half = Math.floor(Number(first) / 2);
    return {
      pieces: [
        ...tokens(half).map((reasoning_content) => ({ reasoning_content })),
        ...tokens(Number(first) - half).map((content) => ({ content })),
      ],
    };
  }
  if (name === "stats") return { pieces: [{ content: JSON.stringify(stats) }] };
  const words = prompt.split(" ");
  return { pieces: words.map((word, i) => ({ content: (i ? " " : "") + word })) };
}

function json(response, status, body) {
  response.writeHead(status, { "content-type": "application/json" });
  response.end(JSON.stringify(body));
}

function textOf(content) {
  if (typeof content === "string") return content;
  return (content ?? []).map((part) => part.text ?? "").join("");
}

async function chat(response, body) {
  const last = body.messages.findLast((message) => message.role === "user");
  const prompt = textOf(last?.content);
  if (prompt.startsWith("error:")) {
    const error = { message: "scripted upstream error", type: "server_error", code: null };
    return json(response, Number(prompt.slice(6)) || 500, { error });
  }
  const { pieces, pause = 0 } = script(prompt);
  const usage = {
    prompt_tokens: prompt.split(" ").length,
    completion_tokens: pieces.length,
    total_tokens: prompt.split(" ").length + pieces.length,
  };
  const base = { id: "chatcmpl-1", created: 1700000000, model: body.model };
  if (!body.stream) {
    const message = { role: "assistant", content: "" };
    for (const piece of pieces) {
      for (const [key, text] of Object.entries(piece)) message[key] = (message[key] ?? "") + text;
    }
    const choices = [{ index: 0, message, finish_reason: "stop" }];
    return json(response, 200, { ...base, object: "chat.completion", choices, usage });
  }

  stats.started++;
  response.on("close", () => {
    if (response.writableFinished) stats.finished++;
    else stats.aborted++;
  });
  response.writeHead(200, { "content-type": "text/event-stream" });
  const send = (delta, finish_reason = null, extra = {}) => {
    const choices = [{ index: 0, delta, finish_reason }];
    const chunk = { ...base, object: "chat.completion.chunk", choices, ...extra };
    response.write(`data: ${JSON.stringify(chunk)}\n\n`);
  };
  send({ role: "assistant", content: "" });
  for (const piece of pieces) {
    if (pause) await sleep(pause);
    if (response.destroyed) return;
    send(piece);
  }
  // Like DeepSeek and others, which send usage beside the finish reason without being asked.
  send({}, "stop", { usage });
  response.end("data: [DONE]\n\n");
}

const server = createServer(async (request, response) => {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  if (request.headers.authorization !== `Bearer ${values.key}`) {
    const error = {
      message: "Incorrect API key provided.",
      type: "invalid_request_error",
      code: "invalid_api_key",
    };
    return json(response, 401, { error });
  }
  const { pathname } = new URL(request.url, "http://upstream");
  if (pathname === "/v1/models") {
    const data = [{ id: "proxied", object: "model", created: 1700000000, owned_by: "modelfleet" }];
    return json(response, 200, { object: "list", data });
  }
  if (pathname === "/v1/chat/completions") {
    return chat(response, JSON.parse(Buffer.concat(chunks).toString()));
  }
  if (pathname === "/v1/embeddings") {
    const { input, model } = JSON.parse(Buffer.concat(chunks).toString());
    const data = [input].flat().map((text, index) => {
      return { object: "embedding", index, embedding: [text.length, 1, 0, 0.5] };
    });
    return json(response, 200, { object: "list", model, data, usage: { prompt_tokens: 1 } });
  }
  json(response, 404, { error: { message: `no route ${pathname}`, type: "not_found" } });
});

server.listen(Number(values.port), "127.0.0.1", () => {
  console.log(JSON.stringify({ ready: true, port: server.address().port, mode: "upstream" }));
});
process.stdin.resume();
process.stdin.on("end", () => process.exit(0));
process.on("SIGTERM", () => process.exit(0));
