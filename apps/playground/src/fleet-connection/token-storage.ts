const keyOf = (address: string): string => `modelfleet.token ${new URL(address).origin}`;

/** Tokens, one per origin, for as long as the tab is open: nothing that outlives it may hold them. */
export const tokenStorage = {
  get(address: string): string | undefined {
    try {
      return sessionStorage.getItem(keyOf(address)) ?? undefined;
    } catch {
      return undefined;
    }
  },
  set(address: string, token: string | undefined): void {
    try {
      if (token) sessionStorage.setItem(keyOf(address), token);
      else sessionStorage.removeItem(keyOf(address));
    } catch {
      // Then the token has to be typed in again after a reload.
    }
  },
};
