import { common, createLowlight } from "lowlight";
import type { ReactNode } from "react";

const lowlight = createLowlight(common);

type Nodes = ReturnType<typeof lowlight.highlight>["children"];

/** Code as elements with the classes of highlight.js; `undefined` for a language that is not known. */
export function highlight(text: string, language: string): ReactNode {
  const name = language.toLowerCase();
  if (!lowlight.registered(name)) return undefined;
  return elements(lowlight.highlight(name, text).children);
}

function elements(nodes: Nodes): ReactNode {
  return nodes.map((node, place) => {
    if (node.type === "text") return node.value;
    if (node.type !== "element") return null;
    const names = node.properties.className;
    return (
      // Nodes of one text never change their order.
      <span key={`${place} node`} className={Array.isArray(names) ? names.join(" ") : undefined}>
        {elements(node.children as Nodes)}
      </span>
    );
  });
}
