import type { Topic } from "./mutation.ts";

const head = `<!-- Written by \`npx -y pnpm@12 snapshots\` from tooling/security/src/mutations. -->

# How each protection is tested

What [SECURITY.md](../SECURITY.md) promises, and the tests that fail without it. \`npx -y pnpm@12 prove-security\` shows
that they do: in a copy of the packages it takes each protection away, runs its test, and puts it back; a test that passes
without its protection, or does not hold with it, is told, and the command fails. \`--only TEXT\` takes those with TEXT in
what they protect, their file or their test.
`;

/** The list for people to read. */
export function documentOf(topics: readonly Topic[]): string {
  const sections = topics.map(({ title, mutations }) => {
    const rows = mutations.map(({ protection, test, named }) => `| ${protection} | \`${test}\`: ${named} |`);
    return `\n## ${title}\n\n| what is protected | by which test it is noticed |\n| --- | --- |\n${rows.join("\n")}\n`;
  });
  return head + sections.join("");
}
