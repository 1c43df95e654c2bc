import type { ParameterDescription } from "@modelfleet/core";
import { isRemotePath } from "../serving/check-models.ts";
import { proxyProviders } from "../serving/proxy-providers.ts";
import { providers, type ServedModel } from "../serving/served-model.ts";
import { stripToLine } from "../terminal/control-stripper.ts";
import { say } from "../terminal/talk.ts";
import type { ConfigFile } from "./config-file.ts";
import type { ConfigSection } from "./config-section.ts";
import { isModulePath, loadModuleEngine } from "./module-engine.ts";
import { isOthers, isProxy, knownProvider, parametersOf, providerNames } from "./providers.ts";
import { sayUnread } from "./say-unread.ts";

type WorkerType = ServedModel["workerType"];

const lists = { llms: "llm", embeddings: "text2vec", rerankers: "reranker" } as const;

export const workerTypes: readonly WorkerType[] = Object.values(lists);

/**
 * The models of the sections `[[models.llms]]`, `[[models.embeddings]]` and `[[models.rerankers]]`. What DB-GPT runs and
 * we cannot is left out, and said, as long as something remains.
 *
 * @param only of this type; of all by default
 * @throws CommandError that says where in the file something is wrong
 */
export async function readConfigModels(file: ConfigFile, only?: WorkerType): Promise<ServedModel[]> {
  const entries = Object.entries(lists)
    .filter(([_list, workerType]) => only === undefined || workerType === only)
    .flatMap(([list, workerType]) => file.tables("models", list).map((section) => ({ section, workerType })));
  const served = entries.filter(({ section }) => !isOthers(section.text("provider") ?? ""));
  for (const { section } of served.length > 0 ? entries.filter((entry) => !served.includes(entry)) : []) {
    const provider = section.text("provider");
    const name = stripToLine(section.text("name") ?? "A model");
    say(`${section.place}: ${name} is left out: ${provider} needs a worker of DB-GPT's own.`);
  }
  sayUnread(file.section("models"), [...Object.keys(lists), "default_llm", "default_embedding", "default_reranker"]);
  const models: ServedModel[] = [];
  for (const { section, workerType } of served.length > 0 ? served : entries) {
    models.push(await readModel(file, section, workerType));
    sayUnread(section);
  }
  return models;
}

async function readModel(file: ConfigFile, section: ConfigSection, workerType: WorkerType): Promise<ServedModel> {
  const name = section.text("name");
  if (name === undefined) throw section.error(undefined, "needs a name.");
  if (name.includes("@")) throw section.error("name", 'has an "@", which no model may have.');
  const given = section.text("provider");
  if (given === undefined) throw section.error(undefined, `needs a provider. There are: ${providerNames()}.`);
  const weight = section.number("weight", { min: 0 });
  const common = { name, workerType, source: section.place, ...(weight !== undefined && { weight }) };
  if (isModulePath(given)) return { ...common, ...(await ownModel(file, section, given)) };
  const provider = knownProvider(given);
  if (provider === undefined) {
    const reason = isOthers(given) ? "needs a worker of DB-GPT's own" : "is not known";
    throw section.error("provider", `is ${JSON.stringify(given)}, which ${reason}. There are: ${providerNames()}.`);
  }
  if (provider === providers.echo && workerType !== "llm") throw section.error("provider", "only chats.");
  const params = { provider, ...readParams(section, await parametersOf(provider, workerType)) };
  if (provider === providers.llamaCpp) return { ...common, params: { ...params, ...llamaCppParams(file, section) } };
  return isProxy(provider) ? { ...common, ...proxyModel(section, params) } : { ...common, params };
}

/** Everything that stands there is for the engine, which knows what it takes. */
async function ownModel(
  file: ConfigFile,
  section: ConfigSection,
  provider: string,
): Promise<Pick<ServedModel, "params" | "engine">> {
  const given = section.unread.map(({ key }) => [key, section.any(key)]);
  try {
    return {
      params: { provider, ...Object.fromEntries(given) },
      engine: await loadModuleEngine(file.resolve(provider)),
    };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw section.error("provider", `is a module that ${reason}`);
  }
}

function readParams(section: ConfigSection, descriptions: readonly ParameterDescription[]): Record<string, unknown> {
  const params: Record<string, unknown> = {};
  for (const { paramName, paramType, validValues } of descriptions) {
    // Kept apart from the params.
    if (paramName === "api_key" || paramName === "use") continue;
    const value = readParam(section, paramName, paramType ?? "string", validValues);
    if (value !== undefined) params[paramName] = value;
  }
  const concurrency = section.number("concurrency", { min: 1, whole: true });
  return concurrency === undefined ? params : { ...params, concurrency };
}

function readParam(
  section: ConfigSection,
  key: string,
  type: string,
  choices: readonly unknown[] | null | undefined,
): unknown {
  if (type === "boolean") return section.flag(key);
  if (type === "integer" || type === "float") return section.number(key, { whole: type === "integer" });
  return choices ? section.choice(key, choices.map(String)) : section.text(key);
}

function llamaCppParams(file: ConfigFile, section: ConfigSection): Record<string, unknown> {
  const path = section.text("path");
  if (path === undefined) {
    throw section.error(undefined, "needs a path: that of a GGUF file, or hf:USER/REPO, which is downloaded.");
  }
  const cpu = section.flag("prefer_cpu") === true || section.text("device") === "cpu";
  return { path: isRemotePath(path) ? path : file.resolve(path), ...(cpu && { n_gpu_layers: 0 }) };
}

function proxyModel(
  section: ConfigSection,
  params: Readonly<Record<string, unknown>>,
): Pick<ServedModel, "params" | "apiKey"> {
  for (const key of ["api_base", "api_url"]) checkUrl(section, key);
  const apiType = section.text("api_type");
  if (apiType !== undefined && !/^open_?ai$/i.test(apiType)) {
    throw section.error("api_type", `is ${JSON.stringify(apiType)}, but only OpenAI's own protocol is served.`);
  }
  const { keyVariable } = proxyProviders[String(params.provider)] ?? {};
  const byDefault = keyVariable && !section.has("api_url") ? process.env[keyVariable] || undefined : undefined;
  return { params, apiKey: section.text("api_key") ?? byDefault };
}

function checkUrl(section: ConfigSection, key: string): void {
  const text = section.text(key);
  if (text === undefined) return;
  if (!URL.canParse(text) || !/^https?:$/.test(new URL(text).protocol)) {
    throw section.error(key, "must be a whole URL that begins with http:// or https://.");
  }
  const { username, password } = new URL(text);
  if (username || password) throw section.error(key, "must have no user and password in it: set api_key.");
}
