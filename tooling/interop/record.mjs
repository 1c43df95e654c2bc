// Records what real DB-GPT processes answer, byte for byte, into ../fixtures/<version>/.
// usage: node record.mjs [version...]
import { mkdir, rm } from "node:fs/promises";
import { install, launchPython, launchUpstream, versions } from "./launch.mjs";
import { recordController } from "./record-controller.mjs";
import { Recorder } from "./recorder.mjs";

/** The list of supported models is 2 MB; one row per kind shows all there is to it. */
function shortenSupports(text) {
  const wanted = [
    "scripted",
    "scripted-embed",
    "scripted-rerank", // ours
    "gpt-4o-mini",
    "glm-4-9b-chat",
  ];
  const rows = JSON.parse(text);
  for (const row of rows) {
    row.models = row.models.filter(
      (model, i, all) => wanted.includes(model.model) && all.findIndex((other) => other.model === model.model) === i,
    );
  }
  return JSON.stringify(rows);
}

const human = (content) => [{ role: "human", content }];

function generate(model, script, extra = {}) {
  const body = { model, messages: human(script), echo: false, version: "v2", ...extra };
  return { path: "/api/worker/generate_stream", body };
}

/** Frames repeat the text, so a stream grows with the square of its tokens: long ones once only. */
async function recordStreams(recorder, worker, long) {
  const streams = {
    text: 'say:Hello from a real DB-GPT worker. Quotes " and \\ and tabs\t and </s> pass.',
    "long-text": `count:${long ? 150 : 25}`,
    code: `code:${long ? 70 : 25}`,
    chinese: `zh:${long ? 70 : 25}`,
    emoji: "emoji:14",
    thinking: `think:${long ? 60 : 24}`,
    "thinking-only": "thinkonly:8",
    "media-image": "media:image",
    "media-audio": "media:audio",
    "media-video": "media:video",
    metrics: `metrics:${long ? 40 : 16}`,
    nulls: "nulls:",
    empty: "empty:",
    silent: "silent:",
    rewrite: "rewrite:",
    slow: "slow:12:20",
    echo: "echo:",
    error: "error:the model refused",
    "late-error": "lateerror:the model gave up",
    raise: "raise:boom",
    "late-raise": "lateraise:boom",
  };
  for (const [name, script] of Object.entries(streams)) {
    await recorder.stream(name, worker, generate("scripted", script));
  }
  await recorder.stream("unknown-model", worker, generate("nobody", "say:hello"));
  const everything = {
    temperature: 0.5,
    max_new_tokens: 100,
    stop: ["###"],
    stop_token_ids: [2],
    context_len: 4096,
    metrics: true,
    span_id: "abc:def",
    context: { conv_uid: "1" },
    top_p: 0.9,
    top_k: 40,
    presence_penalty: 0.1,
    frequency_penalty: 0.2,
    chat_model: true,
  };
  await recorder.stream("echo-all-options", worker, generate("scripted", "echo:", everything));
  const parts = [
    { type: "text", object: { data: "echo:", format: "text" } },
    { type: "image", object: { data: "https://example.com/a.png", format: "url@image/png" } },
  ];
  await recorder.stream("echo-media-message", worker, generate("scripted", parts));
  const bare = { model: "scripted", prompt: "say:a bare prompt" };
  await recorder.stream("prompt", worker, { path: "/api/worker/generate_stream", body: bare });
}

async function recordWorker(recorder, worker, port) {
  const post = (route, body) => ({ path: `/api/worker/${route}`, body });
  const get = (route) => ({ method: "GET", path: `/api/worker/${route}` });
  const texts = ["the quick fox", "a slow dog"];
  const rerank = { model: "scripted-rerank", input: texts, query: "quick fox" };
  const at = { host: "127.0.0.1", port };
  const scripted = (name, extra = {}) => ({ name, provider: "scripted", ...extra });
  const start = (model, worker_type, params) => ({ ...at, model, worker_type, params });
  const startup = start("late", "llm", scripted("late"));
  const lateEmbed = start("late-embed", "text2vec", scripted("late-embed"));
  const change = { flavour: "spicy" };
  const calls = {
    generate: post("generate", generate("scripted", "say:hello there").body),
    "generate-thinking": post("generate", generate("scripted", "think:10").body),
    "generate-error": post("generate", generate("scripted", "raise:boom").body),
    "generate-unknown-model": post("generate", generate("nobody", "say:hello").body),
    "generate-null-temperature": post("generate", generate("scripted", "say:hi", { temperature: null }).body),
    "generate-no-model": post("generate", { messages: human("say:secret prompt") }),
    "generate-unknown-role": post("generate", {
      model: "scripted",
      messages: [{ role: "user", content: "say:hi" }],
    }),
    "count-token": post("count_token", { model: "scripted", prompt: "one two three" }),
    "count-token-no-model": post("count_token", { prompt: "one two three" }),
    "count-token-unknown-model": post("count_token", { model: "nobody", prompt: "one" }),
    metadata: post("model_metadata", { model: "scripted" }),
    "metadata-unknown-model": post("model_metadata", { model: "nobody" }),
    embeddings: post("embeddings", { model: "scripted-embed", input: texts }),
    "embeddings-worker-type": post("embeddings", {
      model: "scripted-embed",
      input: texts,
      worker_type: "text2vec",
    }),
    "embeddings-unknown-model": post("embeddings", { model: "nobody", input: texts }),
    rerank: post("embeddings", { ...rerank, worker_type: "reranker" }),
    "rerank-no-worker-type": post("embeddings", rerank),
    descriptions: get("parameter/descriptions?model=scripted&worker_type=llm"),
    "descriptions-text2vec": get("parameter/descriptions?model=scripted-embed&worker_type=text2vec"),
    "descriptions-unknown-model": get("parameter/descriptions?model=nobody&worker_type=llm"),
    supports: get("models/supports"),
    "apply-start": post("apply", { model: "scripted", apply_type: "start", worker_type: "llm" }),
    "apply-null-params": post("apply", {
      model: "scripted",
      apply_type: "start",
      worker_type: "llm",
      params: null,
      apply_user: null,
    }),
    "apply-unknown-model": post("apply", { model: "nobody", apply_type: "stop" }),
    "apply-invalid": post("apply", { model: "scripted", apply_type: "explode" }),
    "apply-restart": post("apply", { model: "scripted", apply_type: "restart" }),
    "apply-update-params": post("apply", {
      model: "scripted",
      apply_type: "update_params",
      params: change,
    }),
    "apply-update-params-unchanged": post("apply", {
      model: "scripted",
      apply_type: "update_params",
      params: change,
    }),
    startup: post("models/startup", startup),
    "startup-again": post("models/startup", startup),
    "startup-after-failure": post("models/startup", startup),
    "startup-text2vec": post("models/startup", lateEmbed),
    "startup-unknown-provider": post("models/startup", {
      ...startup,
      model: "odd",
      params: { name: "odd", provider: "nothing" },
    }),
    "startup-load-fails": post("models/startup", start("broken", "llm", scripted("broken", { fail_to_load: true }))),
    "startup-invalid": post("models/startup", { model: "late" }),
    "apply-restart-started-at-run-time": post("apply", { model: "late", apply_type: "restart" }),
    shutdown: post("models/shutdown", { ...lateEmbed, params: {} }),
    "embeddings-after-shutdown": post("embeddings", { model: "late-embed", input: texts }),
    "shutdown-unknown-model": post("models/shutdown", { ...startup, model: "nobody" }),
    "apply-stop": post("apply", { model: "scripted-embed", apply_type: "stop", worker_type: "text2vec" }),
    "apply-restart-reranker": post("apply", {
      model: "scripted-rerank",
      apply_type: "restart",
      worker_type: "reranker",
    }),
    "apply-stop-llm": post("apply", { model: "scripted", apply_type: "stop" }),
    "generate-after-stop": post("generate", generate("scripted", "say:hello").body),
    "no-health-route": { method: "GET", path: "/api/health" },
  };
  for (const [name, call] of Object.entries(calls)) {
    await recorder.answer(name, worker, call, name === "supports" ? shortenSupports : undefined);
  }
}

async function recordProxy(recorder, proxy) {
  const streams = {
    "proxy-text": "count:20",
    "proxy-thinking": "think:20",
    "proxy-upstream-error": "error:500",
  };
  for (const [name, script] of Object.entries(streams)) {
    await recorder.stream(name, proxy, generate("proxied", script));
  }
  const count = { model: "proxied", prompt: "one two three" };
  await recorder.answer("proxy-count-token", proxy, { path: "/api/worker/count_token", body: count });
}

async function record(version) {
  const recorder = new Recorder(version);
  await rm(recorder.directory, { recursive: true, force: true });
  await mkdir(recorder.directory, { recursive: true });
  const running = [];
  const start = async (promise) => {
    const process = await promise;
    running.push(process);
    return process;
  };
  try {
    const upstream = await start(launchUpstream());
    const controller = await start(launchPython(version, "controller.py"));
    const models = ["scripted", "scripted-embed@text2vec", "scripted-rerank@reranker"];
    const worker = await start(
      launchPython(version, "worker.py", ["--controller", controller.url, "--models", ...models]),
    );
    await recordController(recorder, controller.url);
    await recordStreams(recorder, worker.url, version === versions[0]);
    await recordWorker(recorder, worker.url, worker.port);
    const proxyArgs = ["--controller", controller.url, "--upstream", `${upstream.url}/v1`];
    const proxy = await start(launchPython(version, "proxy_worker.py", proxyArgs));
    await recordProxy(recorder, proxy.url);
    const rejected = await start(launchPython(version, "proxy_worker.py", [...proxyArgs, "--api-key", "wrong"]));
    await recorder.stream("proxy-wrong-key", rejected.url, generate("proxied", "count:3"));
    const blocking = await start(launchPython(version, "worker.py", ["--models", "blocking", "--blocking"]));
    await recorder.answer("count-token-blocking-model", blocking.url, {
      path: "/api/worker/count_token",
      body: { model: "blocking", prompt: "one two three" },
    });
    const dying = await start(
      launchPython(version, "worker.py", ["--controller", controller.url, "--models", "mortal"]),
    );
    await recorder.stream("worker-dies", dying.url, generate("mortal", "die:10"));
    await recorder.write("recording.json", {
      version,
      package: `dbgpt==${version}`,
      modes: { controller: controller.mode, worker: worker.mode },
    });
  } finally {
    // Workers first: they deregister.
    for (const process of running.reverse()) await process.stop();
  }
}

// The recordings before 0.7 are of complete clusters; what PyPI has of those must not write over them.
const recordable = versions.filter((version) => !version.startsWith("0.6."));
const wanted = process.argv.slice(2).length ? process.argv.slice(2) : recordable;
const others = wanted.filter((version) => !recordable.includes(version));
if (others.length) throw new Error(`cannot record ${others.join(", ")}: use ${recordable.join(", ")}`);
await install(...wanted);
for (const version of wanted) {
  await record(version);
  console.log(`recorded ${version}`);
}
