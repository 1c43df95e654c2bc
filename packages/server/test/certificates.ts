import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export interface TestCertificates {
  /** The authority's own certificate. */
  ca: string;
  server: { cert: string; key: string };
  client: { cert: string; key: string };
}

/** An authority, made for one run, and two that it vouches for: 127.0.0.1 and a client. */
export function makeCertificates(): TestCertificates {
  const folder = mkdtempSync(join(tmpdir(), "modelfleet-tls-"));
  const openssl = (...args: string[]): void => void execFileSync("openssl", args, { cwd: folder, stdio: "pipe" });
  const read = (name: string): string => readFileSync(join(folder, name), "utf8");
  const newKey = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"];
  const request = (name: string, ...more: string[]): void =>
    openssl(
      "req",
      "-x509",
      ...newKey,
      "-keyout",
      `${name}.key`,
      "-out",
      `${name}.crt`,
      "-subj",
      `/CN=${name}`,
      ...more,
    );
  try {
    request("authority", "-days", "2");
    const issued = ["-days", "2", "-CA", "authority.crt", "-CAkey", "authority.key"];
    const leaf = ["-addext", "basicConstraints=critical,CA:FALSE"];
    request("server", ...issued, ...leaf, "-addext", "subjectAltName=IP:127.0.0.1,DNS:localhost");
    request("client", ...issued, ...leaf, "-addext", "extendedKeyUsage=clientAuth");
    const pair = (name: string) => ({ cert: read(`${name}.crt`), key: read(`${name}.key`) });
    return { ca: read("authority.crt"), server: pair("server"), client: pair("client") };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
