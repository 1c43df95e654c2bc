/** What a page runs in: one of the three engines that browsers are made with. */
export interface Engine {
  name: string;
  /** What `navigator.userAgent` says in it, and in neither of the others. */
  userAgent: RegExp;
  /** Checks of the suite that nothing can pass in it, with the reason. */
  cannot?: Readonly<Record<string, string>>;
  /** Starts a browser without a window, with a profile of its own. Throws the reason when this machine cannot have it. */
  open(): Promise<Tab>;
}

/** The only page of a browser. Elements are found by XPath, which all three take, and waited for. */
export interface Tab {
  /** Of the browser. */
  version: string;
  /** Until everything that the page loads at first is there. */
  goto(url: string): Promise<void>;
  /** What the expression gives, or the promise that it gives resolves to: something that JSON can hold. */
  evaluate(expression: string): Promise<unknown>;
  click(xpath: string): Promise<void>;
  type(xpath: string, text: string): Promise<void>;
  /** Of the page, in CSS pixels. */
  resize(width: number, height: number): Promise<void>;
  /** A PNG of what is seen. */
  screenshot(): Promise<Uint8Array>;
  /** Ends the browser, whatever it does. */
  close(): Promise<void>;
}

/** Nothing that a tab does takes longer, in milliseconds. */
export const tabTimeoutMs = 120_000;
