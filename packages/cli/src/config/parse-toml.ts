import { type AST, getStaticTOMLValue, ParseError, parseTOML, traverseNodes } from "toml-eslint-parser";
import { exitCodes } from "../exit-codes.ts";
import { CommandError } from "../failure.ts";

export interface TomlDocument {
  values: Readonly<Record<string, unknown>>;
  /** The line on which the value at these keys, or the table, begins; lists count from 0. */
  lineOf(keys: readonly (string | number)[]): number | undefined;
}

/** @throws CommandError that names line and column, and repeats nothing of what stands there */
export function parseToml(text: string, path: string): TomlDocument {
  let program: AST.TOMLProgram;
  try {
    program = parseTOML(text, { tomlVersion: "1.0" });
  } catch (error) {
    if (!(error instanceof ParseError)) throw error;
    const { lineNumber, column, message } = error;
    throw new CommandError(`${path}:${lineNumber}:${column + 1}: This is no TOML: ${message}.`, exitCodes.failed);
  }
  traverseNodes(program, { enterNode: (node) => refusePrototypes(node, path), leaveNode() {} });
  const lines = new Map<string, number>();
  for (const node of program.body[0].body) note(lines, [], node);
  return {
    values: getStaticTOMLValue(program),
    lineOf: (keys) => lines.get(JSON.stringify(keys)),
  };
}

/** The parser's tables are plain objects, and that key would reach the one that all others are made of. */
function refusePrototypes(node: AST.TOMLNode, path: string): void {
  if (node.type !== "TOMLKey" || !node.keys.some((key) => nameOf(key) === "__proto__")) return;
  const { line, column } = node.loc.start;
  throw new CommandError(`${path}:${line}:${column + 1}: No key may be named __proto__.`, exitCodes.failed);
}

/** Tables and keys; what lies in inline tables is found by the line of the table. */
function note(
  lines: Map<string, number>,
  above: readonly (string | number)[],
  node: AST.TOMLTable | AST.TOMLKeyValue,
): void {
  const keys = node.type === "TOMLTable" ? node.resolvedKey : [...above, ...node.key.keys.map(nameOf)];
  const { line } = node.loc.start;
  // A dotted key stands for the tables on its way, too.
  for (let depth = above.length + 1; depth <= keys.length; depth++) {
    const key = JSON.stringify(keys.slice(0, depth));
    if (!lines.has(key)) lines.set(key, line);
  }
  if (node.type === "TOMLTable") for (const child of node.body) note(lines, keys, child);
}

function nameOf(key: AST.TOMLBare | AST.TOMLQuoted): string {
  return key.type === "TOMLBare" ? key.name : key.value;
}
