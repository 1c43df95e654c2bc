import { isSecretParameter } from "@modelfleet/client/operator";
import type { ParameterDescription } from "@modelfleet/core";
import { stripToLine } from "../terminal/control-stripper.ts";
import { printTable } from "../terminal/print-table.ts";
import type { Column } from "../terminal/table-column.ts";
import { valueText } from "./parameter-options.ts";

/** The parameters of a model as a table. */
export function printParameters(parameters: readonly ParameterDescription[]): Promise<void> {
  return printTable(columns, parameters);
}

/** As `--json` has them: every field, null where the worker says nothing. */
export function parameterRow(parameter: ParameterDescription): Record<string, unknown> {
  const { paramName, paramType, required, isArray, defaultValue, validValues, description } = parameter;
  return {
    name: paramName,
    type: paramType ?? null,
    required,
    array: isArray,
    default: defaultValue ?? null,
    validValues: validValues ?? null,
    secret: isSecretParameter(parameter),
    description: description ?? null,
  };
}

const columns: readonly Column<ParameterDescription>[] = [
  { title: "PARAMETER", cell: ({ paramName }) => stripToLine(paramName), minWidth: 14 },
  { title: "TYPE", cell: ({ paramType = "", isArray }) => stripToLine(isArray ? `${paramType}[]` : paramType) },
  {
    title: "REQUIRED",
    cell: ({ required }) => (required ? "yes" : "no"),
    short: { title: "REQ", cell: ({ required }) => (required ? "yes" : "no") },
  },
  {
    title: "DEFAULT",
    cell: ({ defaultValue }) => (defaultValue === undefined ? "" : valueText(defaultValue)),
    minWidth: 8,
    optional: true,
  },
  {
    title: "VALUES",
    cell: ({ validValues = [] }) => validValues.map(valueText).join(", "),
    minWidth: 6,
    optional: true,
  },
  { title: "DESCRIPTION", cell: ({ description = "", label = "" }) => stripToLine(description || label), minWidth: 20 },
];
