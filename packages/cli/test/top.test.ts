import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { masked } from "./support/captured.ts";
import { startCluster } from "./support/cluster.ts";
import { Command, program, run } from "./support/command.ts";
import { frameWith } from "./support/frames.ts";
import { type ObservedFleet, startObservedFleet } from "./support/observed-fleet.ts";
import { screenAfter } from "./support/screen.ts";

let fleet: ObservedFleet;
beforeAll(async () => {
  fleet = await startObservedFleet();
  await fleet.ask("qwen3-32b");
  await fleet.ask("broken");
  for (let i = 0; i < 2; i++) await fleet.begin("slow-thinker");
  // A third one waits for a slot.
  void fleet.begin("slow-thinker").catch(() => undefined);
});
afterAll(() => fleet[Symbol.asyncDispose]());

const narrow = { columns: 80, rows: 24 };
const cleared = "\x1b[2J";

function top(terminal = narrow, ...args: string[]): Command {
  return new Command(["top", "--address", fleet.address, "--interval", "0.2", ...args], { terminal });
}

describe("top on a terminal", { timeout: 60_000 }, () => {
  it.each([
    [80, 24],
    [120, 30],
  ])("shows the fleet at %i columns, and all about one instance", async (columns, rows) => {
    await using command = top({ columns, rows });
    // From the second look on there are speeds.
    const list = await frameWith(command, "0.0 tok/s", { columns, rows });
    expect(list).toMatchObject({ alternate: true, cursorHidden: true });
    await expect(masked(list.lines)).toMatchFileSnapshot(`captures/top-${columns}.txt`);

    command.type("/slow\r\r");
    const { lines } = await frameWith(command, "requests that ran", { columns, rows });
    await expect(masked(lines)).toMatchFileSnapshot(`captures/top-instance-${columns}.txt`);
    command.type("q");
    expect(await command.exit).toBe(0);
  });

  it("selects, filters, sorts and explains its keys", async () => {
    await using command = top();
    await command.shows("0.0 tok/s");
    command.type("\x1b[B");
    await command.shows("› bge-reranker");
    command.type("/zzz");
    await command.shows("Nothing of that name");
    command.type("\x7f\x7f\x7fdisabled\r");
    // Said below the rows once the filter is no longer being typed.
    const { lines: filtered } = await frameWith(command, "Esc all", narrow);
    expect(filtered).toContain("filter: disabled");
    const rows = filtered.filter((line) => /^[› ] (?!NAME)\S/.test(line));
    expect(rows).toHaveLength(1);
    expect(rows[0]).toContain("bge-reranker");
    command.type("\x1b");
    await command.shows("slow-thinker", command.screen.length);
    command.type("sss");
    const { lines: sorted } = await frameWith(command, "BUSY▼", narrow);
    expect(sorted[4]).toContain("slow-thinker");
    command.type("r");
    await command.shows("BUSY▲");
    command.type("?");
    await command.shows("PgUp PgDn");
    command.type("q");
    expect(await command.exit).toBe(0);
  });

  it("takes Escape and a key right after it for two keys", async () => {
    await using command = top();
    await command.shows("0.0 tok/s");
    command.type("\r");
    await command.shows("Esc back");
    command.type("\x1b/slow");
    await command.shows("filter: slow█");
    command.type("\r\r");
    await command.shows("slow-thinker (llm)");
    command.type("\x1bq");
    expect(await command.exit).toBe(0);
  });

  it("fits again when the terminal gets another size", async () => {
    await using command = top();
    await command.shows("0.0 tok/s");
    /** The first frame on the screen that was cleared for it; frames of the old size may come until then. */
    const resized = async (columns: number, rows: number): Promise<string[]> => {
      const before = command.stdout.length;
      command.resize(columns, rows);
      await command.gets(cleared, before);
      const from = command.stdout.indexOf(cleared, before);
      // On a wider terminal what stands too far right is seen there: it would be written over the last column.
      return (await frameWith(command, "↑↓ select", { columns: 120, rows, from })).lines;
    };
    const lines = await resized(120, 12);
    expect(lines.at(-1)).toContain("q quit");
    expect(lines[3]).toContain("WAIT");
    const small = await resized(40, 6);
    expect(small.at(-1)).toBe("↑↓ select · Enter details · / filter · …");
    expect(small.filter((line) => line.length > 40)).toEqual([]);
    command.type("q");
    expect(await command.exit).toBe(0);
  });

  it.each([
    ["q", (command: Command) => command.type("q"), 0],
    ["Ctrl-C", (command: Command) => command.type("\x03"), 0],
    ["SIGTERM", (command: Command) => command.child.kill("SIGTERM"), 128 + 15],
    ["SIGHUP", (command: Command) => command.child.kill("SIGHUP"), 128 + 1],
  ])("gives the terminal back on %s", async (_how, leave, exitCode) => {
    await using command = top();
    await command.shows("instances");
    leave(command);
    expect(await command.exit).toBe(exitCode);
    expect(command.stderr).toBe("");
    const screen = await screenAfter(command.stdout, 80, 24);
    expect(screen).toMatchObject({ alternate: false, cursorHidden: false });
    expect(screen.lines.join("")).toBe("");
  });

  it("gives the terminal back in a crash, before its stack is printed", async () => {
    const file = fileURLToPath(new URL("./support/crashing-screen.ts", import.meta.url));
    await using command = new Command([file], { program: program.slice(0, -1), terminal: narrow });
    expect(await command.exit).toBe(1);
    const { alternate, cursorHidden, lines } = await screenAfter(command.stdout, 80, 24);
    expect({ alternate, cursorHidden }).toEqual({ alternate: false, cursorHidden: false });
    expect(lines.join("\n")).toContain("Error: crashed on purpose");
  });

  it("keeps what it knew while no controller answers, and says so", async () => {
    await using other = await startObservedFleet();
    await using command = new Command(["top", "--address", other.address, "--interval", "0.2"], { terminal: narrow });
    await command.shows("0.0 tok/s");
    await other.stopController();
    const { lines } = await frameWith(command, "what is shown is old", narrow);
    expect(lines.join("\n")).toContain("slow-thinker");
    command.type("q");
    expect(await command.exit).toBe(0);
  });

  it("says where there is no controller at all, on the screen that stays", async () => {
    await using command = new Command(["top", "--address", "http://127.0.0.1:9"], { terminal: narrow });
    expect(await command.exit).toBe(3);
    expect(command.screen).toContain("No controller answered");
    expect(command.stdout).not.toContain("\x1b[?1049h");
  });

  it("shows names for what they are", async () => {
    await using cluster = await startCluster({ models: [{ name: "evil\x1b[2Jname" }, { name: "通义千问" }] });
    await using command = new Command(["top", "--address", cluster.address], { terminal: narrow });
    const { lines } = await frameWith(command, "通义千问", narrow);
    const rows = lines.filter((line) => line.includes("127.0.0.1"));
    expect(rows[1]).toMatch(/evilname +llm/);
    expect(rows.length).toBe(3);
    command.type("q");
    expect(await command.exit).toBe(0);
  });
});

describe("top elsewhere", { timeout: 60_000 }, () => {
  const args = (...more: string[]): string[] => ["top", "--address", fleet.address, "--interval", "0.2", ...more];

  it("prints one table", async () => {
    const { exitCode, stdout, stderr } = await run(args());
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
    expect(stdout).not.toContain("\x1b");
    const [titles, ...rows] = stdout.trimEnd().split("\n");
    expect(titles).toMatch(/^NAME +TYPE +ADDRESS +STATE +BUSY +WAIT +TOK\/S +FIRST +ERR +BEAT$/);
    expect(
      rows.map((row) => row.split(/ +/)).map(([name, , , state, busy, wait]) => [name, state, busy, wait]),
    ).toEqual([
      ["bge-m3", "healthy", "-", "-"],
      ["bge-reranker", "disabled", "-", "-"],
      ["broken", "healthy", "0/2", "0"],
      ["qwen3-32b", "healthy", "0/2", "0"],
      ["qwen3-32b", "unhealthy", "-", "-"],
      ["slow-thinker", "healthy", "2/2", "1"],
    ]);
  });

  it("prints JSON", async () => {
    const { stdout } = await run(args("--json", "-m", "broken"));
    expect(JSON.parse(stdout)).toMatchObject([
      { modelName: "broken", figures: "here", tokensPerSecond: 0, requests: { ok: 0, error: 1 } },
    ]);
    const { stdout: without } = await run(args("--json", "-m", "bge-m3"));
    expect(JSON.parse(without)).toMatchObject([{ figures: "none", requestsInFlight: null, requests: null }]);
  });

  it("goes on with a line of JSON for each look, until Ctrl-C", async () => {
    await using command = new Command(args("--json", "--watch", "-m", "slow"));
    while (command.stdout.split("\n").length < 3) await command.shows("\n", command.screen.length);
    for (const line of command.stdout.trimEnd().split("\n")) {
      expect(JSON.parse(line)).toMatchObject({ at: expect.any(String), instances: [{ requestsWaiting: 1 }] });
    }
    command.child.kill("SIGINT");
    expect(await command.exit).toBe(130);
    expect(command.stderr).toBe("");
  });

  it("refuses a wrong interval", async () => {
    expect(await run(["top", "--interval", "soon"])).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining("soon"),
    });
  });
});
