/** Waits until the worker has stopped the one generation of this model; the harness answers when it has. */
export async function untilCancelled(control: string, model: string): Promise<void> {
  const response = await fetch(`${control}/cancelled?model=${model}`);
  if (!response.ok) throw new Error(await response.text());
  await response.text();
}
