/** Where an instance listens; models of one worker process share it. */
export const addressOf = ({ host, port }: { host: string; port: number }): string => `${host}:${port}`;
