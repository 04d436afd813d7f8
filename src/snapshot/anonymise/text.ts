import { type Address, formatAddress, parseAddress } from '../../net/address.ts';
import { formatCidr, parseCidr } from '../../net/cidr.ts';
import { mapCidr } from './addresses.ts';
import { AWS_DESCRIPTIONS, isKept } from './kept-words.ts';
import { isAwsHost, mapArn, mapAwsHost, mapName, mapServiceName } from './names.ts';
import type { Names } from './scramble.ts';

export interface TextMap extends Names {
  readonly address: (address: Address) => Address;
}

/** A text with other names and addresses in place of its own; `field` is the name of what holds it. */
export function mapText(text: string, field: string, map: TextMap): string {
  if (isKept(text, field)) return text;
  const own = AWS_DESCRIPTIONS.map((d) => d.exec(text)?.[0] ?? '').find((beginning) => beginning !== '') ?? '';
  return own + text.slice(own.length).replaceAll(/[^\s,;+"'()<>|=@]+/g, (word) => mapWord(word, field, map));
}

function mapWord(word: string, field: string, map: TextMap): string {
  if (isKept(word, field)) return word;
  if (word.startsWith('arn:')) return mapArn(word, map);
  if (word.startsWith('com.amazonaws.')) return mapServiceName(word, map);
  const [, scheme = '', place = word, path = ''] = /^([a-z]+:\/\/)([^/]*)(.*)$/.exec(word) ?? [];
  if (scheme !== '') return `${scheme}${mapWord(place, field, map)}${mapName(path, map)}`;
  return mapBlock(word, map) ?? mapPlace(word, map);
}

function mapBlock(word: string, { address, made }: TextMap): string | null {
  const cidr = parseCidr(word);
  const single = parseAddress(word);
  const other =
    cidr !== null ? formatCidr(mapCidr(cidr, address)) : single !== null ? formatAddress(address(single)) : null;
  if (other !== null && other !== word) made.add(other);
  return other;
}

/** A host or address, perhaps with a port. */
function mapPlace(word: string, map: TextMap): string {
  const [, host = word, port = ''] = /^(.+?)(:\d{1,5})$/.exec(word) ?? [];
  const block = port === '' ? null : mapBlock(host.replace(/^\[(.*)\]$/, '$1'), map);
  if (block !== null) return host.startsWith('[') ? `[${block}]${port}` : `${block}${port}`;
  const quad = (text: string) => mapBlock(text, map) ?? text;
  return `${isAwsHost(host) ? mapAwsHost(host, map, quad) : mapName(host, map)}${port}`;
}
