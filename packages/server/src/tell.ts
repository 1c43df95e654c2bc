/** Tells a listener of the application's, such as its log. One that fails, at once or later, stops nothing here. */
export function tell<Told extends readonly unknown[]>(
  listener: ((...told: Told) => unknown) | undefined,
  ...told: Told
): void {
  void (async () => listener?.(...told))().catch(() => {});
}
