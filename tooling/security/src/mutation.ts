/** A protection, and how it is taken away: without it, its test must fail. */
export interface Mutation {
  /** What holds because of it. */
  protection: string;
  /** From the root of the repository. */
  file: string;
  /** Stands in the file once. */
  find: string;
  replace: string;
  /** From the root of the repository. */
  test: string;
  /** Part of the full names of the tests that must notice. */
  named: string;
}

/** Protections of one line of what is promised. */
export interface Topic {
  title: string;
  mutations: readonly Mutation[];
}

/** The file without its protection. @throws Error where what is to be taken out does not stand there once */
export function mutated({ find, replace, file }: Mutation, text: string): string {
  const [before, after, ...more] = text.split(find);
  if (before === undefined || after === undefined || more.length > 0) {
    throw new Error(`${file} must have this once, and has it ${after === undefined ? "not" : "more often"}:\n${find}`);
  }
  return `${before}${replace}${after}`;
}
