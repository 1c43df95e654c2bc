import { excerpt } from "./excerpt.ts";
import type { GuideDocument } from "./guide-document.ts";
import type { GuideFinding } from "./guide-index.ts";
import { guideTerms } from "./guide-terms.ts";

/** About how long an excerpt is, in characters: the best section's, and another one's. */
const bestLength = 1400;
const otherLength = 600;

/** How good the second section must be, as a share of the best one's score, to be shown and not only named. */
const closeScore = 0.75;

const whatIAm = "I am a full-text search over modelfleet's documentation, not a language model.";

const cite = ({ title, source }: GuideDocument): string => `- ${title} (\`${source}\`)`;

/** Some of what could be asked for, from all over and not the first file's. */
function topics(documents: readonly GuideDocument[]): string {
  const titles = documents.filter(({ title }) => title.includes("›")).map(({ title }) => title);
  const step = Math.max(1, Math.floor(titles.length / 6));
  const some = titles.filter((_, index) => index % step === 0).slice(0, 6);
  return `Some of what is there:\n\n${some.map((title) => `- ${title}`).join("\n")}`;
}

function nothingFits(documents: readonly GuideDocument[]): string {
  return [
    `I found nothing in the documentation that fits. ${whatIAm} I only know what is written there, and look for the words of your question.`,
    topics(documents),
    "For answers to anything else, add a model: llama.cpp, Ollama or any OpenAI-compatible server.",
  ].join("\n\n");
}

/** For a greeting, and whatever else names nothing to look for. */
function introduction(documents: readonly GuideDocument[]): string {
  return `Ask me something about modelfleet. ${whatIAm}\n\n${topics(documents)}`;
}

/** The answer to a question as Markdown, with its sources. */
export function composeAnswer(
  question: string,
  findings: readonly GuideFinding[],
  documents: readonly GuideDocument[],
): string {
  const [best, second] = findings;
  if (!best) return guideTerms(question).length > 0 ? nothingFits(documents) : introduction(documents);
  const shown = second && second.score >= closeScore * best.score ? [best, second] : [best];
  const parts = shown.map(({ document }, index) => {
    const text = excerpt(document.text, question, index === 0 ? bestLength : otherLength);
    return `**${document.title}**\n\n${text}`;
  });
  const sources = findings.slice(0, 3).map(({ document }) => cite(document));
  return [...parts, `Sources:\n\n${sources.join("\n")}`, `_${whatIAm}_`].join("\n\n");
}
