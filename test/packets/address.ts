/** An address by its family and value; parsed here so that nothing is shared with what is under test. */
export interface Address {
  readonly family: 4 | 6;
  readonly value: bigint;
}

export interface Block {
  readonly family: 4 | 6;
  readonly first: bigint;
  readonly last: bigint;
  /** Length of the prefix in bits. */
  readonly length: number;
}

export function addressOf(text: string): Address {
  if (text.includes(':')) return { family: 6, value: fromGroups(text) };
  const bytes = text.split('.').map(Number);
  if (bytes.length !== 4 || bytes.some((b) => !(b >= 0 && b <= 255))) throw new Error(`Not an address: ${text}`);
  return { family: 4, value: bytes.reduce((sum, byte) => sum * 256n + BigInt(byte), 0n) };
}

function fromGroups(text: string): bigint {
  const [head = '', tail] = text.split('::');
  const groups = (part: string) => (part === '' ? [] : part.split(':'));
  const before = groups(head);
  const after = tail === undefined ? [] : groups(tail);
  const zeros = tail === undefined ? [] : Array.from({ length: 8 - before.length - after.length }, () => '0');
  return [...before, ...zeros, ...after].reduce((sum, group) => sum * 65536n + BigInt(`0x${group}`), 0n);
}

export function blockOf(text: string): Block {
  const [address = '', prefix = ''] = text.split('/');
  const { family, value } = addressOf(address);
  const length = Number(prefix);
  const size = 1n << BigInt((family === 4 ? 32 : 128) - length);
  const first = value - (value % size);
  return { family, first, last: first + size - 1n, length };
}

export function holds(block: Block, address: Address): boolean {
  return block.family === address.family && block.first <= address.value && address.value <= block.last;
}

export function sameAddress(a: Address, b: Address): boolean {
  return a.family === b.family && a.value === b.value;
}

/** Not on the internet: private, shared, loopback, link-local, multicast and reserved ranges; of IPv6 all but 2000::/3. */
const HIDDEN = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.168.0.0/16',
  '224.0.0.0/4',
  '240.0.0.0/4',
].map(blockOf);
const GLOBAL = blockOf('2000::/3');

export function isOnInternet(address: Address): boolean {
  return address.family === 6 ? holds(GLOBAL, address) : !HIDDEN.some((b) => holds(b, address));
}
