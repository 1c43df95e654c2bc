import type { Locator, Page } from "playwright-core";

/** The chat page, by what it says to those who look at it or have it read to them. */
export class ChatRoom {
  readonly page: Page;
  readonly box: Locator;
  readonly stop: Locator;
  readonly questions: Locator;

  constructor(page: Page) {
    this.page = page;
    this.box = page.getByRole("textbox", { name: "Message", exact: true });
    this.stop = page.getByRole("button", { name: /^Stop( all)?$/ });
    this.questions = page.getByRole("article", { name: "You said" });
  }

  get model(): Locator {
    return this.page.getByRole("combobox", { name: "Model" });
  }

  answers(model?: string): Locator {
    return this.page.getByRole("article", { name: model ? `Answer of ${model}` : /^Answer of/ });
  }

  async choose(model: string): Promise<void> {
    await this.model.click();
    await this.page.getByRole("option", { name: model }).first().click();
  }

  /** Sends a message, once there is a model to send it to. */
  async ask(text: string): Promise<void> {
    await this.box.fill(text);
    const send = this.page.getByRole("button", { name: "Send", exact: true });
    await send.click();
  }

  /**
   * Waits until the last answer has come to its end, and gives its text. Not as it is seen just then: the browser draws the
   * blocks of an answer when they come into view (`content-visibility`), and until then they have no `innerText`.
   */
  async answered(): Promise<string> {
    const last = this.answers().last();
    await last.getByRole("button", { name: "Ask again" }).waitFor();
    return (await last.textContent()) ?? "";
  }

  /** Waits until there is something of an answer. */
  async coming(text: string | RegExp): Promise<void> {
    await this.answers().last().filter({ hasText: text }).waitFor();
  }
}
