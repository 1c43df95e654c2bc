import { BlockList, isIP } from "node:net";
import { exitCodes } from "../exit-codes.ts";
import { CommandError } from "../failure.ts";

/** IP addresses and networks, such as `10.0.0.7`, `10.0.0.0/8` and `fd00::/8`. */
export class AddressList {
  readonly #list = new BlockList();

  /** @param what names them in the error @throws CommandError for an entry that is none */
  constructor(entries: readonly string[], what: string) {
    for (const entry of entries) this.#add(entry, what);
  }

  /** Whether an address is one of them. One of IPv4 is the same in the form of IPv6, in which some systems tell it. */
  has(address: string | undefined): boolean {
    // What follows a percent sign names a network card.
    const plain = address?.replace(/%.*$/, "") ?? "";
    const version = isIP(plain);
    return version !== 0 && this.#list.check(plain, version === 4 ? "ipv4" : "ipv6");
  }

  #add(entry: string, what: string): void {
    const [address = "", prefix, more] = entry.split("/");
    const version = isIP(address);
    const bits = version === 4 ? 32 : 128;
    if (
      version === 0 ||
      address.includes("%") ||
      more !== undefined ||
      (prefix !== undefined && !isPrefix(prefix, bits))
    ) {
      throw new CommandError(
        `${what}: ${JSON.stringify(entry)} is no IP address and no network: give such as 10.0.0.7, 10.0.0.0/8 or fd00::/8.`,
        exitCodes.usage,
      );
    }
    const family = version === 4 ? "ipv4" : "ipv6";
    if (prefix === undefined) this.#list.addAddress(address, family);
    else this.#list.addSubnet(address, Number(prefix), family);
  }
}

function isPrefix(text: string, bits: number): boolean {
  return /^\d{1,3}$/.test(text) && Number(text) <= bits;
}
