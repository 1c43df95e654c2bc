/** A section of the documentation. */
export interface GuideDocument {
  /** The file it stands in, from the root of the repository. */
  source: string;
  /** The headings that lead to it, such as `@modelfleet/client › Options`. */
  title: string;
  /** Markdown. */
  text: string;
}
