import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { start } from "../harness/child.ts";
import { debianProgram } from "../harness/debian-program.ts";
import { freePort } from "../harness/free-port.ts";
import { type Engine, type Tab, tabTimeoutMs } from "./tab.ts";
import { startDisplay } from "./virtual-display.ts";
import { isReady, startSession, WebDriverError, type WebDriverSession } from "./web-driver.ts";

/** What hangs is ended then. */
const lifetimeMs = 300_000;

/** Its toolbar must not keep the window from being as narrow as a phone. */
const style = "* { min-width: 0; padding: 0; margin: 0; border-width: 0; }";

/** WebKitGTK in the small browser that comes with it, over its own WebDriver. It has no mode without a window. */
export const webkit: Engine = {
  name: "WebKit",
  userAgent: /AppleWebKit\/\S+ \(KHTML, like Gecko\) Version\/\S+ Safari\//,
  cannot: {
    "worker dies mid-answer":
      "WebKitGTK takes a connection that is closed between two chunks of an answer for the answer's end",
  },
  async open() {
    const file = await debianProgram("/usr/bin/WebKitWebDriver", "webkit2gtk-driver");
    const folder = await mkdtemp(join(tmpdir(), "modelfleet-webkit-"));
    const closing: (() => Promise<void>)[] = [() => rm(folder, { recursive: true, force: true, maxRetries: 5 })];
    const close = async (): Promise<void> => {
      for (const each of closing.splice(0).reverse()) await each();
    };
    try {
      await mkdir(join(folder, ".config/gtk-3.0"), { recursive: true });
      await writeFile(join(folder, ".config/gtk-3.0/gtk.css"), style);
      const display = await startDisplay(lifetimeMs);
      closing.push(display.close);
      const port = await freePort();
      const origin = `http://127.0.0.1:${port}`;
      const driver = start({
        name: "WebKitWebDriver",
        file,
        args: [`--port=${port}`],
        cwd: folder,
        env: { HOME: folder, DISPLAY: display.name },
        timeoutMs: lifetimeMs,
      });
      driver.stdout.resume();
      closing.push(driver.kill);
      await Promise.race([untilReady(origin), driver.ended]);
      const session = await startSession(origin, { timeouts: { script: tabTimeoutMs, implicit: tabTimeoutMs } });
      return tabOf(session, close);
    } catch (error) {
      await close();
      throw error;
    }
  },
};

function tabOf(session: WebDriverSession, close: () => Promise<void>): Tab {
  const evaluate = (expression: string): Promise<unknown> =>
    session.post("/execute/sync", { script: `return (${expression})`, args: [] });
  const find = async (xpath: string): Promise<string> => {
    const found = await session.post("/element", { using: "xpath", value: xpath });
    return `/element/${Object.values(found as Record<string, string>)[0]}`;
  };
  /** What moves or lies below something else cannot be clicked yet. */
  const click = async (xpath: string): Promise<void> => {
    const until = performance.now() + tabTimeoutMs;
    for (;;) {
      try {
        return void (await session.post(`${await find(xpath)}/click`));
      } catch (error) {
        if (!(error instanceof WebDriverError && error.mayPass) || performance.now() > until) throw error;
      }
    }
  };
  return {
    version: session.capabilities.browserVersion,
    goto: async (url) => void (await session.post("/url", { url })),
    evaluate,
    click,
    type: async (xpath, text) => void (await session.post(`${await find(xpath)}/value`, { text })),
    async resize(width, height) {
      // What is asked for is the window with its toolbar, what is wanted the page in it.
      const toolbar = Number(await evaluate("outerHeight - innerHeight"));
      await session.post("/window/rect", { x: 0, y: 0, width, height: height + toolbar });
      await evaluate(`new Promise((resolve) => {
        const look = () => innerWidth === ${width} && innerHeight === ${height} ? resolve() : requestAnimationFrame(look);
        look();
      })`);
    },
    screenshot: async () => Buffer.from(String(await session.get("/screenshot")), "base64"),
    close,
  };
}

/** The driver says nothing when it listens. */
async function untilReady(driver: string): Promise<void> {
  while (!(await isReady(driver))) await new Promise(setImmediate);
}
