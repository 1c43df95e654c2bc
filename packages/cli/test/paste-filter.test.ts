import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { PasteFilter } from "../src/chat/paste-filter.ts";

async function filtered(pieces: readonly string[]): Promise<string> {
  const filter = new PasteFilter({
    input: process.stdin,
    onPaste: (text) => `<${text}>`,
    lineBreak: "|",
  });
  for (const piece of pieces) filter.write(piece);
  filter.end();
  let typed = "";
  for await (const chunk of filter) typed += String(chunk);
  return typed;
}

describe("PasteFilter", () => {
  it("takes pastes and Alt-Enter out of keys, and leaves all other keys", async () => {
    const typed = "a\x1b[A\x1b\rb\x1b[200~x\r\ny\x1b[Bz\x1b[201~c\x1b[200~\x1b[201~\x1bOP\x1b";
    expect(await filtered([typed])).toBe("a\x1b[A|b<x\r\ny\x1b[Bz>c<>\x1bOP\x1b");
  });

  it("does so wherever the input is cut", async () => {
    const typed = "ab\x1b\rc\x1b[200~x\n你\x1b[201~\x1b[D\x1b[20~d\x1b[200~e";
    const whole = await filtered([typed]);
    expect(whole).toBe("ab|c<x\n你>\x1b[D\x1b[20~d<e>");
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(typed.length), { maxLength: 8 }), async (cuts) => {
        const at = [0, ...cuts.sort((a, b) => a - b), typed.length];
        expect(await filtered(at.slice(1).map((end, index) => typed.slice(at[index], end)))).toBe(whole);
      }),
    );
  });
});
