/** What an app that understands a request tells the server that keeps account of it. */
export interface RequestNotes {
  /** The model that it is for. */
  model?: string | undefined;
}

/** What a request has whose server wants to know. */
export const requestNotes: unique symbol = Symbol("requestNotes");

/** Says which model a request is for, where anybody wants to know. */
export function noteModel(request: Request, model: unknown): void {
  const notes = (request as { [requestNotes]?: RequestNotes | undefined })[requestNotes];
  if (notes && typeof model === "string") notes.model = model;
}
