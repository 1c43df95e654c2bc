import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { Markdown } from "../src/markdown/markdown.tsx";
import { plainText } from "../src/markdown/plain-text.ts";
import { inlineImage, safeAddress } from "../src/markdown/safe-address.ts";

const html = (text: string): string => renderToStaticMarkup(<Markdown text={text} />);

test.each([
  "<script>alert(1)</script>",
  '<img src="x" onerror="alert(1)">',
  'text <iframe src="https://evil.example"></iframe> text',
  "[click](javascript:alert(1))",
  "[click](JaVaScRiPt&colon;alert(1))",
  "[click](data:text/html;base64,PHNjcmlwdD4=)",
  "![pic](https://evil.example/p.png)",
  "![pic](data:image/svg+xml;base64,PHN2Zz4=)",
  "```html\n<script>alert(1)</script>\n```",
  "| <b>x</b> | [y](vbscript:z) |\n| --- | --- |\n| <script>1</script> | ![z](//evil.example/z.png) |",
  "<style>body{display:none}</style>\n\n<svg onload=alert(1)>",
])("comes to nothing: %s", (text) => {
  const markup = html(text);
  expect(markup).not.toMatch(/<(script|iframe|img|style|svg onload|object|embed|form)\b/i);
  expect(markup).not.toMatch(/(href|src)="(?!https?:|mailto:)/i);
});

test("links open elsewhere and tell nobody from where", () => {
  expect(html("[a](https://example.com/b)")).toContain('target="_blank" rel="noopener noreferrer nofollow"');
});

test("an image that needs no request is shown", () => {
  expect(html("![dot](data:image/png;base64,AAAA)")).toContain('<img src="data:image/png;base64,AAAA" alt="dot"');
});

test("addresses", () => {
  expect(safeAddress("https://example.com")).toBe("https://example.com/");
  expect(safeAddress("mailto:a@example.com")).toBe("mailto:a@example.com");
  for (const address of [
    "javascript:alert(1)",
    "file:///etc/passwd",
    "/path",
    "#/fleet",
    "//example.com",
    "java\nscript:alert(1)",
  ]) {
    expect(safeAddress(address)).toBeUndefined();
  }
  expect(inlineImage("data:image/svg+xml;base64,AAAA")).toBeUndefined();
});

test("character references are read, and what is none stays", () => {
  expect(plainText("a &amp; b &lt;c&gt; &#39;d&#x27; &nothing; &#xFFFFFF;")).toBe("a & b <c> 'd' &nothing; &#xFFFFFF;");
});
