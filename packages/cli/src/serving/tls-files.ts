import { createSecureContext } from "node:tls";
import type { ServeTls } from "@modelfleet/server/node";
import { readPem } from "../controller/connect-options.ts";
import { exitCodes } from "../exit-codes.ts";
import { CommandError } from "../failure.ts";

export interface TlsFiles {
  tlsCert?: string | undefined;
  tlsKey?: string | undefined;
  tlsClientCa?: string | undefined;
}

/** What a server presents, from its files. `undefined` without them. @throws CommandError for files that will not do */
export function readTls({ tlsCert, tlsKey, tlsClientCa }: TlsFiles): ServeTls | undefined {
  if (tlsCert === undefined && tlsKey === undefined && tlsClientCa === undefined) return undefined;
  if (tlsCert === undefined || tlsKey === undefined) {
    throw new CommandError("https needs both --tls-cert and --tls-key.", exitCodes.usage);
  }
  const tls: ServeTls = {
    cert: readPem(tlsCert, "--tls-cert"),
    key: readPem(tlsKey, "--tls-key"),
    ...(tlsClientCa !== undefined && { clientCa: readPem(tlsClientCa, "--tls-client-ca") }),
  };
  try {
    createSecureContext({ cert: tls.cert as string, key: tls.key as string, ca: tls.clientCa as string | undefined });
  } catch (error) {
    const { code = "" } = error as NodeJS.ErrnoException;
    const fault =
      code === "ERR_OSSL_X509_KEY_VALUES_MISMATCH" ? "do not belong together" : "are not what they should be";
    throw new CommandError(
      `${[tlsCert, tlsKey, tlsClientCa].filter(Boolean).join(" and ")} ${fault}: give certificates and keys in PEM. (${code})`,
      exitCodes.failed,
    );
  }
  return tls;
}
