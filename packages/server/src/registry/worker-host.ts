/** Each part of a dotted name; underscores as Docker's networks have them. */
const namePattern = /^[a-z\d_](?:[\w.-]{0,252}[a-z\d_.])?$/i;
/** Names whose last part is a number are IPv4 addresses, in one of their many notations. */
const numberLast = /(?:^|\.)(?:\d+|0x[\da-f]*)\.?$/i;
const plainIPv4 = /^(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)(?:\.(?!$)|$)){4}$/;

/** IPv4 in IPv6: mapped, or at the end of a translator's networks (RFC 6052, 7915 and 8215). */
const ipv4Within = /^(?:::ffff:(?:0:)?|64:ff9b:(?:1:|:).*?)([\da-f]{1,4}):([\da-f]{1,4})$/;
/** And at the beginning of a tunnel's (RFC 3056). */
const sixToFour = /^2002:([\da-f]{1,4}):([\da-f]{1,4}):/;

/**
 * Why a host is none that a worker can be reached at, in words that follow its name; `undefined` for one that may be.
 * A cluster calls what is registered: `169.254.169.254` would have it ask a cloud's own services for secrets, and
 * `x/path?` or `user@x` something else than a worker.
 */
export function workerHostFault(host: string): string | undefined {
  const plain = host.startsWith("[") && host.endsWith("]") ? host.slice(1, -1) : host;
  if (plain.includes(":")) return ipv6Fault(plain);
  if (!namePattern.test(plain)) return "is no host name and no IP address";
  return numberLast.test(plain) ? ipv4Fault(plain) : undefined;
}

function ipv4Fault(host: string): string | undefined {
  const address = plainIPv4.test(host) ? host : URL.parse(`http://${host}`)?.hostname;
  if (!address) return "is no host name and no IP address";
  const [first, second] = address.split(".").map(Number) as [number, number];
  if (first === 0) return "is no address of a machine";
  if (first === 169 && second === 254) return "is a link-local address";
  return first >= 224 ? "is a multicast or broadcast address" : undefined;
}

function ipv6Fault(host: string): string | undefined {
  // The parser knows every notation, and none that has a zone.
  const address = URL.parse(`http://[${host}]`)?.hostname.slice(1, -1);
  if (!address) return "is no host name and no IP address";
  const within = ipv4Within.exec(address) ?? sixToFour.exec(address);
  if (within) {
    const [high, low] = [Number.parseInt(within[1] as string, 16), Number.parseInt(within[2] as string, 16)];
    return ipv4Fault([high >> 8, high & 255, low >> 8, low & 255].join("."));
  }
  if (address === "::1") return undefined;
  // The first 96 bits are zero: nobody, or IPv4 as it was once written.
  if (/^::(?:[\da-f]{1,4}(?::[\da-f]{1,4})?)?$/.test(address)) return "is no address of a machine";
  if (/^fe[89ab]/.test(address)) return "is a link-local address";
  return address.startsWith("ff") ? "is a multicast or broadcast address" : undefined;
}
