import type { ModelMetadata } from "@modelfleet/core";
import { stripToLine } from "../terminal/control-stripper.ts";
import { style } from "../terminal/style.ts";

type Fact = readonly [name: string, value: string | undefined];

/** What a model is, a fact on each line; those that are not known are left out. */
export function factLines(name: string, type: string, template: string | null, metadata?: ModelMetadata): string[] {
  const facts: readonly Fact[] = [
    ["Model", name],
    ["Type", type],
    ["Label", metadata?.label],
    ["Also named", metadata?.models.slice(1).join(", ")],
    ["Context length", tokens(metadata?.contextLength)],
    ["Longest answer", tokens(metadata?.maxOutputLength)],
    ["Calls functions", metadata && (metadata.functionCalling ? "yes" : "no")],
    ["Prompt template", template ?? metadata?.prompt?.promptChatTemplate],
    ["Prompt roles", metadata?.prompt?.promptRoles.join(", ")],
    ["Description", metadata?.description],
    ["More", metadata?.link],
  ];
  const known = facts.filter((fact): fact is readonly [string, string] => Boolean(fact[1]));
  const width = Math.max(...known.map(([title]) => title.length)) + 2;
  return known.map(([title, value]) => {
    return `${style("bold", title.padEnd(width), process.stdout)}${stripToLine(value)}`;
  });
}

function tokens(count: number | undefined): string | undefined {
  return count === undefined ? undefined : `${count} tokens`;
}
