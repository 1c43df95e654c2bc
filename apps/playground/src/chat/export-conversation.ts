import type { Conversation } from "./conversation.ts";

/** A conversation as a text to read. */
export function toMarkdown({ title, system, messages }: Conversation, you: string): string {
  const parts = messages.map((message) => {
    const who = message.role === "user" ? you : message.model;
    const images = message.role === "user" ? message.images.map(({ name }) => `*[${name}]*\n\n`).join("") : "";
    return `## ${who}\n\n${images}${message.text}`.trimEnd();
  });
  const head = [`# ${title}`, ...(system.trim() ? [`> ${system.trim().replaceAll("\n", "\n> ")}`] : [])];
  return `${[...head, ...parts].join("\n\n")}\n`;
}

/** A conversation with all that is known of it. */
export const toJson = (conversation: Conversation): string => `${JSON.stringify(conversation, null, 2)}\n`;

/** A name that every file system takes. */
export function fileName(title: string, extension: "md" | "json"): string {
  const name = title
    .normalize("NFC")
    .replaceAll(/[^\p{L}\p{N}]+/gu, "-")
    .replaceAll(/^-+|-+$/g, "")
    .slice(0, 60);
  return `${name || "conversation"}.${extension}`;
}

export function download(name: string, content: string, type: string): void {
  const url = URL.createObjectURL(new Blob([content], { type }));
  const link = Object.assign(document.createElement("a"), { href: url, download: name });
  link.click();
  // The download has the address by then.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
