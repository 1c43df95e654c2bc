import { createStore, type Store } from "./store.ts";

export type Theme = "system" | "light" | "dark";
export type Language = "en" | "zh";

export interface Preferences {
  theme: Theme;
  language: Language;
}

/** Read by public/first-paint.js as well. */
const key = "modelfleet.preferences";
const themes: readonly string[] = ["system", "light", "dark"] satisfies Theme[];

function read(): Preferences {
  const preferred: Language = globalThis.navigator?.language.startsWith("zh") ? "zh" : "en";
  try {
    const { theme, language } = JSON.parse(localStorage.getItem(key) ?? "{}") as Record<string, unknown>;
    return {
      theme: themes.includes(String(theme)) ? (theme as Theme) : "system",
      language: language === "en" || language === "zh" ? language : preferred,
    };
  } catch {
    // Storage may be refused, or hold what somebody else wrote.
    return { theme: "system", language: preferred };
  }
}

function apply({ theme, language }: Preferences): void {
  const root = document.documentElement;
  if (theme === "system") delete root.dataset.theme;
  else root.dataset.theme = theme;
  root.lang = language === "zh" ? "zh-CN" : "en";
}

/** Theme and language. */
export const preferences: Store<Preferences> = createStore(read());

/** Applies the preferences to the document from now on, and has the browser keep them. */
export function followPreferences(): void {
  apply(preferences.get());
  preferences.subscribe(() => {
    apply(preferences.get());
    try {
      localStorage.setItem(key, JSON.stringify(preferences.get()));
    } catch {
      // Then they last as long as the page.
    }
  });
}
