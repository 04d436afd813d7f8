import { printable } from './printable.ts';

/** The part of an ARN that people say aloud; anything else stays as it is. */
export function shortName(resource: string): string {
  const text = printable(resource);
  if (!text.startsWith('arn:')) return text;
  const [, , service, , , ...rest] = text.split(':');
  if (service === 'lambda' && rest[0] === 'function') return rest.slice(1).join(':');
  if (service === 'secretsmanager' && rest[0] === 'secret') return rest.slice(1).join(':');
  return rest.join(':') || text;
}

/** At most `length` characters, the middle left out: the ends of an id tell it from its neighbours. */
export function middleOut(text: string, length: number): string {
  const characters = [...text];
  if (characters.length <= length) return text;
  const tail = Math.floor((length - 1) / 2);
  return `${characters.slice(0, length - 1 - tail).join('')}…${characters.slice(characters.length - tail).join('')}`;
}
