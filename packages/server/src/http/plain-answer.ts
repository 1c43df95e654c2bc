/** Makes a response of text in JSON in the form of the server that took the request. */
export type MakeJsonResponse = (text: string) => Response;

/**
 * What a request has whose server writes an answer of text as it is: to make a `Response` of the web's, with a stream
 * for its body, takes longer than most answers.
 */
export const makeJsonResponse: unique symbol = Symbol("makeJsonResponse");

export function jsonMakerOf(request: Request): MakeJsonResponse | undefined {
  return (request as { [makeJsonResponse]?: MakeJsonResponse })[makeJsonResponse];
}
