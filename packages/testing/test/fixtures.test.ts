import { load, names, versions } from "@modelfleet/fixtures";
import { describe, expect, test } from "vitest";
import { createStandInCluster, type StandInCluster, type StandInGeneration, type StandInModel } from "../src/index.ts";

// What the stand-in answers, beside what real processes of each version answered to the same request.

/** Recorded streams of which every frame is compared. `text` splits its words in another place. */
const streams = ["long-text", "thinking", "thinking-only", "raise", "unknown-model", "silent", "empty", "error"];
const media = ["media-image", "media-audio", "media-video"];

const answers = [
  "apply-invalid",
  "apply-null-params",
  "apply-unknown-model",
  "apply-restart",
  "apply-restart-reranker",
  "controller-deregister-invalid",
  "controller-health",
  "controller-models",
  "controller-models-bare-name",
  "controller-models-by-key",
  "controller-models-unknown-key",
  "controller-register-invalid",
  "controller-register-unknown-key",
  "controller-unknown-route",
  "count-token-no-model",
  "count-token-unknown-model",
  "descriptions-unknown-model",
  "echo-media-message",
  "embeddings-unknown-model",
  "generate-no-model",
  "generate-null-temperature",
  "generate-unknown-model",
  "metadata",
  "metadata-unknown-model",
  "no-health-route",
  "rerank",
  "rerank-no-worker-type",
  "shutdown-unknown-model",
  "startup-invalid",
];

function generationOf(version: string): StandInGeneration {
  if (version === "0.5.0" || version === "0.7.0") return version;
  return version.split(".", 2).join(".") as StandInGeneration;
}

/** Takes out what differs from run to run: times, speeds, addresses. */
function steady(body: string): string {
  return body
    .replace(/("(?:\w+_ms|\w+_per_second|timecost)":\s?)(?:null|[\d.e+-]+)/gu, "$1_")
    .replace(/("last_heartbeat":\s?)"[^"]+"/gu, "$1_")
    .replace(/127\.0\.0\.1:\d+/gu, "ADDRESS")
    .replace(/("port":\s?)\d{4,}/gu, "$1_")
    .replace(/@(?:scripted|stand-in)\(ADDRESS\)/gu, "@PROVIDER(ADDRESS)");
}

function bodyOf(version: string, name: string): string {
  const fixture = load(version, name);
  return "text" in fixture ? fixture.text : new TextDecoder().decode(fixture.bytes);
}

/** The frames of a recording as the script of a model, so that both say the same. */
function script(version: string, name: string): StandInModel["answer"] {
  const frames = bodyOf(version, name).split("\0").slice(0, -1);
  return frames.map((frame) => {
    const { text, content, error_code, finish_reason, usage } = JSON.parse(frame);
    const parts = [content ?? { type: "text", object: { data: text, format: "text" } }].flat();
    const find = (type: string): string | undefined => parts.find((part) => part.type === type)?.object.data;
    return {
      text: find("text"),
      thinking: find("thinking"),
      media: parts
        .filter(({ type }) => !["text", "thinking"].includes(type))
        .map(({ type, object }) => ({ type, ...object })),
      errorCode: error_code,
      finishReason: finish_reason ?? undefined,
      usage,
    };
  });
}

function clusterLike(version: string, model: Partial<StandInModel> = {}): StandInCluster {
  return createStandInCluster({
    generation: generationOf(version),
    controllers: ["http://127.0.0.1:8000"],
    workers: ["http://127.0.0.1:8001"],
    models: [
      { name: "scripted", contextLength: 8192, ...model },
      { name: "scripted-embed", type: "text2vec" },
      { name: "scripted-rerank", type: "reranker" },
    ],
  });
}

async function replay(cluster: StandInCluster, version: string, name: string): Promise<Response> {
  const { request } = load(version, name);
  const isController = request.path.startsWith("/api/controller") || name === "controller-health";
  const server = (isController ? cluster.controllers : cluster.workers)[0];
  return cluster.fetch(`${server?.url}${request.path}`, {
    method: request.method,
    ...(request.body === undefined
      ? {}
      : { body: JSON.stringify(request.body), headers: { "content-type": "application/json" } }),
  });
}

const recorded = versions().flatMap((version) => names(version).map((name) => ({ version, name })));
const chosen = (list: readonly string[]) => recorded.filter(({ name }) => list.includes(name));

describe("streams", () => {
  test.each(chosen([...streams, "text", "late-error", "chinese", "code"]))(
    "$version $name: scripted",
    async ({ version, name }) => {
      // What upstream makes of an exception, or of an unknown model, is the stand-in's own to make.
      const model =
        name === "raise"
          ? {
              answer: () => {
                throw new Error("boom");
              },
            }
          : { answer: script(version, name) ?? "" };
      const response = await replay(clusterLike(version, model), version, name);
      expect(response.headers.get("content-type")).toBeNull();
      expect(steady(await response.text())).toBe(steady(bodyOf(version, name)));
    },
  );

  test.each(chosen(media).filter(({ version }) => generationOf(version) !== "0.7.0"))(
    "$version $name: scripted",
    async ({ version, name }) => {
      const response = await replay(clusterLike(version, { answer: script(version, name) }), version, name);
      expect(steady(await response.text())).toBe(steady(bodyOf(version, name)));
    },
  );

  test.each(chosen(["long-text", "thinking"]))("$version $name: a plain answer", async ({ version, name }) => {
    const last = [script(version, name) ?? []].flat().at(-1) as { text?: string; thinking?: string };
    const model = { answer: last.text ?? "", ...(last.thinking ? { thinking: last.thinking } : {}) };
    const response = await replay(clusterLike(version, model), version, name);
    expect(steady(await response.text())).toBe(steady(bodyOf(version, name)));
  });
});

describe("answers", () => {
  test.each(chosen(answers))("$version $name", async ({ version, name }) => {
    const fixture = load(version, name);
    const response = await replay(clusterLike(version), version, name);
    expect(response.status).toBe(fixture.status);
    expect(response.headers.get("content-type")).toBe(fixture.headers["content-type"]);
    const body = steady(await response.text());
    if (name !== "controller-models") expect(body).toBe(steady(bodyOf(version, name)));
    // There, one process per model: the order of the rows is another.
    else expect(keys(body)).toEqual(keys(bodyOf(version, name)));
  });
});

function keys(rows: string): string[] {
  return (rows.match(/"model_name":"[^"]+"/gu) ?? []).sort();
}
