import { type Finding, note, ok, problem, warning } from "./finding.ts";

type Environment = Readonly<Record<string, string | undefined>>;

/** What package.json's `engines` says. */
const neededNode = [22, 12] as const;

export function checkNode(version: string): Finding {
  const [major = 0, minor = 0] = version.replace(/^v/, "").split(".").map(Number);
  const [neededMajor, neededMinor] = neededNode;
  const enough = major > neededMajor || (major === neededMajor && minor >= neededMinor);
  if (enough) return ok("node", `Node ${version}`);
  const needed = neededNode.join(".");
  return problem("node", `Node ${version} is older than ${needed}`, `Install Node ${needed} or newer.`);
}

/** Whether a proxy of the environment stands between this machine and these servers. */
export function checkProxies(urls: readonly string[], environment: Environment): Finding {
  const through = urls.filter((url) => proxyFor(url, environment) !== undefined);
  const set = ["HTTP_PROXY", "HTTPS_PROXY"].filter((name) => variable(environment, name));
  if (set.length === 0) return ok("proxy", "no proxy in the environment");
  if (through.length === 0) return note("proxy", `${set.join(" and ")} set, but NO_PROXY leaves the cluster out`);
  const hosts = [...new Set(through.map((url) => new URL(url).hostname))];
  const shown = hosts.length > 3 ? `${hosts.slice(0, 3).join(", ")} and ${hosts.length - 3} more` : hosts.join(", ");
  return warning(
    "proxy",
    `${set.join(" and ")} set: calls to ${shown} go through a proxy`,
    `If the proxy cannot reach them, or holds answers back until they are whole: NO_PROXY=${hosts.slice(0, 3).join(",")}`,
  );
}

/** The variable that names a proxy for this URL; undefined where it is called directly. */
function proxyFor(url: string, environment: Environment): string | undefined {
  const { protocol, hostname, port } = new URL(url);
  const name = protocol === "https:" ? "HTTPS_PROXY" : "HTTP_PROXY";
  if (!variable(environment, name)) return undefined;
  const exempt = (variable(environment, "NO_PROXY") ?? "").split(/[\s,]+/).filter(Boolean);
  const host = hostname.replace(/^\[|\]$/g, "").toLowerCase();
  const isExempt = exempt.some((entry) => {
    if (entry === "*") return true;
    const [, pattern = "", itsPort] = /^(.*?)(?::(\d+))?$/.exec(entry.toLowerCase().replace(/^\*?\./, "")) ?? [];
    if (itsPort && itsPort !== (port || (protocol === "https:" ? "443" : "80"))) return false;
    return host === pattern || host.endsWith(`.${pattern}`);
  });
  return isExempt ? undefined : name;
}

/** Lower case wins, as undici has it. */
function variable(environment: Environment, name: string): string | undefined {
  return environment[name.toLowerCase()] || environment[name] || undefined;
}
