import MiniSearch from "minisearch";
import { searchableText } from "./blocks.ts";
import type { GuideDocument } from "./guide-document.ts";
import { guideTerm, guideTerms } from "./guide-terms.ts";

export interface GuideFinding {
  document: GuideDocument;
  score: number;
}

/** The share of a question's words that a section must have to be an answer to it. */
const leastShare = 0.5;

/** The name of all this says nothing where something else is asked for, too. */
const own = guideTerm("modelfleet");

/** Full-text search over sections. */
export class GuideIndex {
  readonly #documents: readonly GuideDocument[];
  readonly #search: MiniSearch<{ id: number; title: string; text: string }>;

  constructor(documents: readonly GuideDocument[]) {
    this.#documents = documents;
    this.#search = new MiniSearch({
      fields: ["title", "text"],
      tokenize: (text) => text.match(/[\p{L}\p{N}]+/gu) ?? [],
      processTerm: guideTerm,
      searchOptions: {
        boost: { title: 3 },
        // Short words have too many neighbours.
        prefix: (term) => term.length > 3,
        fuzzy: (term) => (term.length > 4 ? 0.2 : false),
      },
    });
    this.#search.addAll(documents.map(({ title, text }, id) => ({ id, title, text: searchableText(text) })));
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
