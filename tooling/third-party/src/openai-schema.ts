import { readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";

const file = new URL("../openai-schema.json", import.meta.url);
// Its formats (`unixtime`) are OpenAI's own, and numbers say the same.
const ajv = new Ajv2020({ strict: false, validateFormats: false, allErrors: true });
ajv.addSchema(JSON.parse(readFileSync(file, "utf8")) as object, "openai");

/** What is wrong with a value by OpenAI's own schema of that name; nothing if it is right. */
export function faultsOf(name: string, value: unknown): string[] {
  const validate = ajv.getSchema(`openai#/components/schemas/${name}`);
  if (!validate) throw new Error(`No schema ${name}`);
  if (validate(value)) return [];
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}
