/**
 * Waits until a worker was asked for a generation of this model, or has stopped one before its end. The harness
 * answers as soon as it has happened.
 */
export async function until(what: "asked" | "cancelled", control: string, model: string): Promise<void> {
  const response = await fetch(`${control}/${what}?model=${model}`);
  const text = await response.text();
  if (!response.ok) throw new Error(text);
}
