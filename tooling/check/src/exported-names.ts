import { parseSync } from "oxc-parser";

export interface ExportedNames {
  values: string[];
  types: string[];
}

/** The names that an entry lists, from its source alone. `export *` is refused: a reviewer could not see what it adds. */
export function exportedNames(file: string, source: string): ExportedNames {
  const { module, errors } = parseSync(file, source);
  if (errors[0] !== undefined) throw new Error(`${file}: ${errors[0].message}`);
  const names: ExportedNames = { values: [], types: [] };
  for (const { entries } of module.staticExports) {
    for (const { exportName, isType } of entries) {
      if (exportName.name === null && exportName.kind !== "Default") {
        throw new Error(`${file}: "export *" at a package's entry; list the names.`);
      }
      (isType ? names.types : names.values).push(exportName.name ?? "default");
    }
  }
  return { values: names.values.sort(), types: names.types.sort() };
}
