import type { ParameterDescription, SupportedModel } from "@modelfleet/core";
import type { EngineFactories } from "./engine-factory.ts";
import type { LocalModel } from "./local-model.ts";
import type { ModelTable } from "./model-table.ts";

/** The models that are here, running or not, and those that the engines offer by name. */
export async function supportedModels(
  factories: EngineFactories,
  models: readonly LocalModel[],
): Promise<SupportedModel[]> {
  const here = models.map(described);
  const names = new Set(here.map(keyOf));
  const offered = await Promise.all(
    Object.entries(factories).map(async ([provider, factory]) => {
      const rows = (await factory.supportedModels?.()) ?? [];
      return rows.map((row) => ({ provider, ...row }));
    }),
  );
  return [...here, ...offered.flat().filter((row) => !names.has(keyOf(row)))];
}

/** @throws ModelNotFoundError for a model that neither is here nor is offered */
export async function parameterDescriptions(
  factories: EngineFactories,
  table: ModelTable,
  workerKey: string,
): Promise<ParameterDescription[]> {
  const model = table.get(workerKey);
  if (model) return [...(model.factory.parameters ?? [])];
  for (const factory of Object.values(factories)) {
    const offered = (await factory.supportedModels?.())?.find((row) => keyOf(row) === workerKey);
    if (offered) return [...offered.params];
  }
  return [...(table.known(workerKey).factory.parameters ?? [])];
}

const keyOf = ({ model, workerType }: { model: string; workerType: string }): string => `${model}@${workerType}`;

function described(model: LocalModel): SupportedModel {
  const row = { model: model.name, workerType: model.workerType, pathExist: true, enabled: true };
  try {
    const { provider, factory } = model;
    return { ...row, provider, proxy: provider.startsWith("proxy/"), params: factory.parameters ?? [] };
  } catch {
    // A remembered model of an engine that is no longer here.
    return { ...row, enabled: false, proxy: false, params: [] };
  }
}
