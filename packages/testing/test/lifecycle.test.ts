import { expect, test } from "vitest";
import { prompt, read, setUp } from "./support.ts";

const startup = (model: string, worker_type = "llm") => ({
  host: "worker-1.test",
  port: 8001,
  model,
  worker_type,
  params: { name: model, provider: "stand-in" },
});
const apply = (model: string, apply_type: string, more: object = {}) => ({ model, apply_type, ...more });

test("a model that starts and stops comes and goes in the registry", async () => {
  const { post, rows } = setUp();
  const late = "?model_name=late%40llm";
  expect(await (await post("models/startup", startup("late"))).json()).toBeNull();
  expect(await rows(late)).toMatchObject([{ healthy: true, host: "worker-1.test" }]);
  expect((await post("generate", prompt("", { model: "late" }))).status).toBe(200);
  expect((await post("models/startup", startup("late"))).status).toBe(500);
  expect((await post("models/shutdown", startup("late"))).status).toBe(200);
  expect(await rows(late)).toMatchObject([{ healthy: false }]);
  expect((await post("models/shutdown", startup("late"))).status).toBe(500);
  await post("models/startup", startup("late"));
  await post("models/shutdown", { ...startup("late"), delete_after: true });
  expect(await rows(late)).toEqual([]);
});

test("rows of stopped models can go at once", async () => {
  const { post, rows } = setUp({ stoppedRows: "remove" });
  await post("apply", apply("stand-in", "stop"));
  expect(await rows("?model_name=stand-in%40llm")).toEqual([]);
});

test("apply: start, stop, restart and new parameters", async () => {
  const { post, rows } = setUp({ restart: "working" });
  const act = async (type: string, more?: object) =>
    read<{ message: string; success: boolean }>(await post("apply", apply("stand-in", type, more)));
  const healthy = async () => (await rows("?model_name=stand-in%40llm"))[0]?.healthy;
  expect(await act("stop")).toMatchObject({
    success: true,
    message: "model stand-in@stand-in(worker-1.test:8001) stop successfully",
  });
  expect(await healthy()).toBe(false);
  expect(await act("start")).toMatchObject({ success: true });
  expect(await healthy()).toBe(true);
  expect(await act("restart")).toMatchObject({ success: true });
  const update = { params: { flavour: "spicy" } };
  expect((await act("update_params", update)).message).toBe("Update worker params and restart successfully");
  expect((await act("update_params", update)).message).toBe("Update worker params successfully");
  expect((await post("apply", apply("nobody", "start"))).status).toBe(500);
});

test.each([
  ["0.6", "stand-in", "llm", 500],
  ["0.8", "stand-in", "llm", 200],
  ["0.8", "stand-in-embed", "text2vec", 500],
] as const)("upstream's restart, %s %s", async (generation, model, worker_type, status) => {
  const { post, rows } = setUp({ generation });
  expect((await post("apply", apply(model, "restart", { worker_type }))).status).toBe(status);
  const [row] = await rows(`?model_name=${model}%40${worker_type}`);
  expect(row?.healthy).toBe(status === 200);
  expect((await post("apply", apply(model, "start", { worker_type }))).status).toBe(status);
});

test("upstream's shutdown from 0.7 stops the model, fails and leaves the row", async () => {
  const { post, rows } = setUp({ shutdown: "upstream" });
  expect((await post("models/shutdown", startup("stand-in"))).status).toBe(500);
  expect((await rows("?model_name=stand-in%40llm"))[0]?.healthy).toBe(true);
  const output = await (await post("generate", prompt("hi"))).json();
  expect(output).toMatchObject({ error_code: 1 });
});
