import { type Language, preferences } from "./preferences.ts";
import { useStore } from "./store.ts";

type Text = string | ((...values: never[]) => string);
type Entry = Record<Language, Text>;

/** Both languages take the same values. */
type SameShape<T extends Record<string, Entry>> = {
  [K in keyof T]: T[K]["en"] extends string ? Record<Language, string> : Record<Language, T[K]["en"]>;
};

/** The texts of a wording in one language. */
export type Spoken<T extends Record<string, Entry>> = {
  readonly [K in keyof T]: T[K]["en"] extends string ? string : T[K]["en"];
};

/**
 * The texts of one room, each in every language: a missing one does not compile. Texts with values are functions.
 *
 * ```ts
 * export const wording = defineWording({
 *   send: { en: "Send", zh: "发送" },
 *   tokens: { en: (count: number) => `${count} tokens`, zh: (count: number) => `${count} 个 token` },
 * });
 * ```
 */
export function defineWording<const T extends Record<string, Entry>>(wording: T & SameShape<T>): T {
  return wording;
}

const spoken = new WeakMap<object, Partial<Record<Language, object>>>();

/** The texts in this language; the same object each time. */
function speak<T extends Record<string, Entry>>(wording: T, language: Language): Spoken<T> {
  const known = spoken.get(wording) ?? {};
  known[language] ??= Object.fromEntries(Object.entries(wording).map(([key, entry]) => [key, entry[language]]));
  spoken.set(wording, known);
  return known[language] as Spoken<T>;
}

/** The texts in the chosen language; components follow when it changes. */
export function useWording<T extends Record<string, Entry>>(wording: T): Spoken<T> {
  return speak(wording, useLanguage());
}

export function useLanguage(): Language {
  return useStore(preferences, ({ language }) => language);
}
