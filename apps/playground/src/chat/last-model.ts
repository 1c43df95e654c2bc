const key = "modelfleet.model";

/** The model that was chosen last, which new conversations begin with. */
export const lastModel = {
  get(): string | undefined {
    try {
      return localStorage.getItem(key) ?? undefined;
    } catch {
      return undefined;
    }
  },
  set(model: string): void {
    try {
      localStorage.setItem(key, model);
    } catch {
      // Then the first one is chosen next time.
    }
  },
};
