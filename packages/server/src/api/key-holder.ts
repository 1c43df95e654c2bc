import { InvalidInputError } from "@modelfleet/core";
import type { MetricFamily } from "../metrics/metric-family.ts";
import { RateBucket } from "./rate-bucket.ts";
import { rateLimited } from "./rate-limited.ts";
import type { ApiUsage } from "./usage.ts";

/** A key, and what may be done with it. */
export interface ApiKey {
  key: string;
  /** What it is called in figures: of a person or a program, and not secret. */
  name: string;
  /** The models that it opens; all by default. Others are not there for it. */
  models?: readonly string[] | undefined;
  /** The most requests to models; without limit by default. */
  requestsPerMinute?: number | undefined;
  /** The most tokens, of prompts and answers, as workers count them; without limit by default. */
  tokensPerMinute?: number | undefined;
}

/** Who has a key: what is left of its rates, and what it has used. */
export class KeyHolder {
  readonly name: string;
  /** `undefined` for all. */
  readonly models: readonly string[] | undefined;
  readonly #requests: RateBucket | undefined;
  readonly #tokens: RateBucket | undefined;
  readonly #answers = new Map<number, number>();
  #promptTokens = 0;
  #completionTokens = 0;

  /** @param now in milliseconds @throws InvalidInputError for rates that are none */
  constructor({ name, models, requestsPerMinute, tokensPerMinute }: Omit<ApiKey, "key">, now: () => number) {
    this.name = name;
    this.models = models;
    this.#requests = bucket(requestsPerMinute, name, now);
    this.#tokens = bucket(tokensPerMinute, name, now);
  }

  mayUse(model: string): boolean {
    return this.models === undefined || this.models.includes(model);
  }

  /** Lets a request to a model in. @throws ApiError 429 where a rate is used up */
  admit(): void {
    for (const [rate, what] of [
      [this.#requests, "requests"],
      [this.#tokens, "tokens"],
    ] as const) {
      const waitMs = rate?.waitMs ?? 0;
      if (waitMs === 0) continue;
      const seconds = Math.ceil(waitMs / 1_000);
      throw rateLimited(waitMs, `The ${what} per minute of this key are used up. Try again in ${seconds} s.`);
    }
    this.#requests?.take(1);
  }

  used({ prompt_tokens, completion_tokens }: ApiUsage): void {
    this.#promptTokens += prompt_tokens;
    this.#completionTokens += completion_tokens;
    this.#tokens?.take(prompt_tokens + completion_tokens);
  }

  answered(status: number): void {
    this.#answers.set(status, (this.#answers.get(status) ?? 0) + 1);
  }

  get requestSamples(): MetricFamily["samples"] {
    return [...this.#answers].map(([status, value]) => ({ labels: { key: this.name, status: String(status) }, value }));
  }

  get tokenSamples(): MetricFamily["samples"] {
    const sample = (kind: string, value: number) => ({ labels: { key: this.name, kind }, value });
    return [sample("prompt", this.#promptTokens), sample("completion", this.#completionTokens)];
  }
}

/** What each key has used, by its name and never by itself. */
export function keyMetrics(holders: readonly KeyHolder[]): MetricFamily[] {
  const family = (name: string, help: string, samples: MetricFamily["samples"]): MetricFamily[] =>
    samples.length === 0 ? [] : [{ name, type: "counter", help, samples }];
  return [
    ...family(
      "modelfleet_api_key_requests_total",
      "Requests by name of the key and status.",
      holders.flatMap(({ requestSamples }) => requestSamples),
    ),
    ...family(
      "modelfleet_api_key_tokens_total",
      "Tokens by name of the key, as workers count them.",
      holders.flatMap(({ tokenSamples }) => tokenSamples),
    ),
  ];
}

function bucket(perMinute: number | undefined, name: string, now: () => number): RateBucket | undefined {
  if (perMinute === undefined) return undefined;
  if (Number.isFinite(perMinute) && perMinute >= 1) return new RateBucket(perMinute, now);
  throw new InvalidInputError(`The rates of the key ${JSON.stringify(name)} must be numbers of at least 1 a minute.`);
}
