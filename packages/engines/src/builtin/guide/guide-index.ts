import MiniSearch from "minisearch";
import { proseText, tableText } from "./blocks.ts";
import type { GuideDocument } from "./guide-document.ts";
import { guideTerm, guideTerms } from "./guide-terms.ts";

export interface GuideFinding {
  document: GuideDocument;
  score: number;
}

/** The share of a question's words that a section must have to be an answer to it. */
const leastShare = 0.5;

/** What people who ask here mostly want is to run something; the libraries' inner parts come after. */
const readerWeights: Readonly<Record<string, number>> = { "packages/cli/README.md": 1.4, "README.md": 1.2 };

/** The name of all this says nothing where something else is asked for, too. */
const own = guideTerm("modelfleet");

interface IndexedSection {
  id: number;
  title: string;
  prose: string;
  tables: string;
}

/** Full-text search over sections. */
export class GuideIndex {
  readonly #documents: readonly GuideDocument[];
  readonly #search: MiniSearch<IndexedSection>;

  constructor(documents: readonly GuideDocument[]) {
    this.#documents = documents;
    this.#search = new MiniSearch({
      fields: ["title", "prose", "tables"],
      tokenize: (text) => text.match(/[\p{L}\p{N}]+/gu) ?? [],
      processTerm: guideTerm,
      searchOptions: {
        // A table names many things in passing.
        boost: { title: 3, tables: 0.4 },
        boostDocument: (id) => readerWeights[documents[id as number]?.source ?? ""] ?? 1,
        // Short words have too many neighbours.
        prefix: (term) => term.length > 3,
        fuzzy: (term) => (term.length > 4 ? 0.2 : false),
      },
    });
    this.#search.addAll(
      documents.map(({ title, text }, id) => {
        return { id, title, prose: proseText(text), tables: tableText(text) };
      }),
    );
  }

  /** Sections that fit the question, the best first. */
  find(question: string): GuideFinding[] {
    const all = guideTerms(question);
    const others = all.filter((term) => term !== own);
    const [overview] = this.#documents;
    // What modelfleet is, the front page says.
    if (others.length === 0 && all.length > 0 && overview) return [{ document: overview, score: 1 }];
    return this.#search
      .search(others.join(" "))
      .flatMap(({ id, score, queryTerms }) => {
        const document = this.#documents[id as number];
        const share = new Set(queryTerms).size / others.length;
        return document && share >= leastShare ? [{ document, score: score * share }] : [];
      })
      .sort((a, b) => b.score - a.score);
  }
}
