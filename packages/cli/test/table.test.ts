import { describe, expect, it } from "vitest";
import { renderTable } from "../src/terminal/table.ts";
import type { Column } from "../src/terminal/table-column.ts";

interface Row {
  name: string;
  port: number;
  note: string;
  time: string;
}

const columns: Column<Row>[] = [
  { title: "NAME", cell: (row) => row.name, minWidth: 6 },
  { title: "PORT", cell: (row) => String(row.port), alignRight: true },
  { title: "NOTE", cell: (row) => row.note, optional: true },
  {
    title: "TIME",
    cell: (row) => row.time,
    short: { title: "T", cell: (row) => row.time.slice(11) },
  },
];
const row = (name: string, port = 8001, note = ""): Row => ({ name, port, note, time: "2026-11-21T10:01:34" });

describe("renderTable", () => {
  it("lines up, and ends no line with blanks", async () => {
    expect(await renderTable(columns, [row("a-long-name", 80), row("b", 8001, "x")])).toEqual([
      "NAME         PORT  NOTE  TIME",
      "a-long-name    80  -     2026-11-21T10:01:34",
      "b            8001  x     2026-11-21T10:01:34",
    ]);
  });

  it("lines up numbers in the last column", async () => {
    expect(await renderTable(columns.slice(0, 2), [row("a", 80), row("b", 8001)])).toEqual([
      "NAME  PORT",
      "a       80",
      "b     8001",
    ]);
  });

  it("lines up wide characters", async () => {
    expect(await renderTable(columns.slice(0, 2), [row("通义千问"), row("qwen🙂"), row("e\u0301tude")])).toEqual([
      "NAME      PORT",
      "通义千问  8001",
      "qwen🙂    8001",
      "e\u0301tude     8001",
    ]);
  });

  it("takes short forms and leaves out what is empty before it cuts", async () => {
    const rows = [row("a-rather-long-name"), row("b")];
    expect((await renderTable(columns, rows, { maxWidth: 44 }))[1]).toBe("a-rather-long-name  8001  -     10:01:34");
    expect((await renderTable(columns, rows, { maxWidth: 36 }))[1]).toBe("a-rather-long-name  8001  10:01:34");
    expect((await renderTable(columns, rows, { maxWidth: 30 }))[1]).toBe("a-rather-long…  8001  10:01:34");
  });

  it("cuts wide characters whole, and nothing below its least width", async () => {
    expect((await renderTable(columns, [row("通义千问对话")], { maxWidth: 10 }))[1]).toBe("通义…   8001  10:01:34");
  });
});
