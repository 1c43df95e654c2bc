import { reasonOf } from "../controller/reason.ts";
import { isAbort } from "../failure.ts";
import { restoredBySignals } from "../terminal/restored-by-signals.ts";
import { readKeys } from "./keyboard.ts";
import { Screen } from "./screen.ts";
import { pageRows, topFrame } from "./top-frame.ts";
import { initialState, pressKey, type TopState } from "./top-state.ts";
import { type WatchOptions, watchFleet } from "./watch-fleet.ts";

export interface LiveTopOptions extends Omit<WatchOptions, "signal"> {
  address: string;
  filter: string;
  /** Ends it. */
  signal: AbortSignal;
}

/** The fleet on the whole screen, until a key or the signal ends it. */
export async function liveTop({ address, filter, signal, ...watched }: LiveTopOptions): Promise<void> {
  // A Ctrl-C that came until here would be waited for in vain.
  signal.throwIfAborted();
  const left = new AbortController();
  const leave = (): void => left.abort(new DOMException("Left.", "AbortError"));
  signal.addEventListener("abort", leave, { once: true });
  const { stdin, stdout } = process;
  let state: TopState = { ...initialState, filter };
  using screen = new Screen(stdout);

  const failed = Promise.withResolvers<never>();
  let drawing: Promise<void> = Promise.resolve();
  let asked = false;
  /** One frame after the other; of several that wait, one. */
  const draw = (): void => {
    if (asked) return;
    asked = true;
    drawing = drawing.then(async () => {
      asked = false;
      const { columns, rows } = screen.size;
      const frame = await topFrame(state, address, { columns, rows });
      const fits = columns === screen.size.columns && rows === screen.size.rows;
      // Another size since then has asked for a frame of its own, on a screen that was cleared for that.
      if (fits && !left.signal.aborted) screen.show(frame);
    });
    drawing.catch(failed.reject);
  };
  const onResize = (): void => {
    screen.clear();
    draw();
  };
  using _keys = readKeys(stdin, (key) => {
    const next = pressKey(state, key, pageRows(screen.size));
    if (!next) return leave();
    state = next;
    draw();
  });
  using _signals = restoredBySignals(screen.close);
  stdout.on("resize", onResize);
  draw();
  try {
    await Promise.race([follow(), failed.promise]);
    signal.throwIfAborted();
  } finally {
    leave();
    stdout.off("resize", onResize);
    signal.removeEventListener("abort", leave);
  }

  async function follow(): Promise<void> {
    try {
      for await (const look of watchFleet({ ...watched, signal: left.signal })) {
        if ("status" in look) state = { ...state, fleet: look.status, failure: undefined };
        else state = { ...state, failure: `${reasonOf(look.error)}; what is shown is old` };
        draw();
      }
    } catch (error) {
      if (!isAbort(error)) throw error;
    }
  }
}
