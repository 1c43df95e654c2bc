/** Options that every command takes, before or after its name. */
export interface GlobalOptions {
  address?: string;
  verbose?: boolean;
}
