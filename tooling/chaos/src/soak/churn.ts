import { createFleet } from "@modelfleet/client/node";
import { request } from "undici";
import { answerOf, promptOf } from "../expected-answer.ts";
import { type SteadyCluster, urlOf } from "../steady-cluster.ts";

/** They come again: clients remember up to a thousand, and would grow until they do. */
const names = 20;

/**
 * What operators do meanwhile: models are started on a worker, asked once in every way, stopped and forgotten; workers of a
 * moment register and leave.
 */
export class Churn {
  /** How many models came and went. */
  models = 0;
  readonly failures: string[] = [];
  readonly #cluster: SteadyCluster;
  readonly #fleets: ReturnType<typeof createFleet>[];
  #timer: NodeJS.Timeout | undefined;
  #turn: Promise<void> | undefined;
  #number = 0;

  constructor(cluster: SteadyCluster) {
    this.#cluster = cluster;
    const gateway = urlOf(cluster.front("gateway"));
    this.#fleets = [createFleet({ controller: cluster.controllerUrl }), createFleet({ controller: gateway, gateway })];
  }

  resume(everyMs: number): void {
    this.#timer ??= setInterval(() => {
      // One after the other; a slow one is not followed by two.
      this.#turn ??= this.#next().then(() => {
        this.#turn = undefined;
      });
    }, everyMs);
  }

  async pause(): Promise<void> {
    clearInterval(this.#timer);
    this.#timer = undefined;
    await this.#turn;
  }

  async close(): Promise<void> {
    await this.pause();
    await Promise.all(this.#fleets.map((fleet) => fleet.close()));
  }

  async #next(): Promise<void> {
    const number = this.#number++;
    const name = number % names;
    try {
      await this.#model(`passing-${name}`, number);
      await this.#instance(`ghost-${name}`, 1_024 + (number % 60_000));
      this.models += 1;
    } catch (error) {
      this.failures.push(`model passing-${name}: ${String(error)}`);
    }
  }

  async #model(model: string, number: number): Promise<void> {
    const [fleet] = this.#fleets as [ReturnType<typeof createFleet>];
    const { port } = this.#cluster.workers[number % this.#cluster.workers.length] as { port: number };
    const place = { model, host: "127.0.0.1", port };
    await fleet.workers.start(place);
    const question = { id: model, tokens: 3 };
    const messages = promptOf(question);
    for (const each of this.#fleets) {
      const { text } = await each.chat.generate({ model, messages });
      if (text !== answerOf(question)) throw new Error(`it said ${text}`);
    }
    await this.#askApi(model, messages);
    await fleet.workers.stop({ ...place, deleteAfter: true });
  }

  async #askApi(model: string, content: string): Promise<void> {
    const { statusCode, body } = await request(`${urlOf(this.#cluster.front("api"))}/v1/chat/completions`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ model, messages: [{ role: "user", content }] }),
    });
    const text = await body.text();
    if (statusCode !== 200) throw new Error(`the API answered ${statusCode}: ${text}`);
  }

  /** A worker of whom nobody hears again. */
  async #instance(name: string, port: number): Promise<void> {
    const url = `${this.#cluster.controllerUrl}/api/controller/models`;
    const row = { model_name: `${name}@llm`, host: "127.0.0.1", port };
    await this.#call(url, "POST", row);
    const query = { ...row, port: String(port), remove_from_registry: "true" };
    await this.#call(`${url}?${new URLSearchParams(query)}`, "DELETE");
  }

  async #call(url: string, method: "POST" | "DELETE", row?: object): Promise<void> {
    const headers = { "content-type": "application/json" };
    const { statusCode, body } = await request(url, { method, ...(row ? { headers, body: JSON.stringify(row) } : {}) });
    const text = await body.text();
    if (statusCode !== 200) throw new Error(`the controller answered ${statusCode}: ${text}`);
  }
}
