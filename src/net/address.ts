import ipaddr from 'ipaddr.js';

export type Family = 4 | 6;

/** An IP address as its family and its value: 0 to 2^32-1 or 0 to 2^128-1. */
export interface Address {
  readonly family: Family;
  readonly value: bigint;
}

// Dotted quads without leading zeros: ipaddr.js also takes octal, hexadecimal and short forms, which AWS never writes.
const IPV4 = /^(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(?:\.(?!$)|$)){4}$/;
const IPV6 = /^[0-9a-fA-F:]*:[0-9a-fA-F:.]*$/;

/** Parses an address as AWS writes it, or null. */
export function parseAddress(text: string): Address | null {
  if (IPV4.test(text)) return { family: 4, value: fromBytes(ipaddr.IPv4.parse(text).toByteArray()) };
  const tail = text.slice(text.lastIndexOf(':') + 1);
  if (IPV6.test(text) && (!tail.includes('.') || IPV4.test(tail)) && ipaddr.IPv6.isValid(text)) {
    return { family: 6, value: fromBytes(ipaddr.IPv6.parse(text).toByteArray()) };
  }
  return null;
}

/** Canonical text: dotted quad, or RFC 5952. */
export function formatAddress({ family, value }: Address): string {
  const bytes = toBytes(value, family === 4 ? 4 : 16);
  return family === 4 ? new ipaddr.IPv4(bytes).toString() : new ipaddr.IPv6(bytes).toRFC5952String();
}

function fromBytes(bytes: readonly number[]): bigint {
  return bytes.reduce((value, byte) => (value << 8n) | BigInt(byte), 0n);
}

function toBytes(value: bigint, length: number): number[] {
  const bytes: number[] = [];
  for (let i = length - 1; i >= 0; i--) bytes.push(Number((value >> BigInt(8 * i)) & 0xffn));
  return bytes;
}
