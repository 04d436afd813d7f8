import type { CapturedFacts } from '../gate/ports.ts';
import type { CliDeps } from './deps.ts';

const SHOWN = 5;

/** Reads the facts of `--snapshot`, and says on stderr which files of a folder are no part of them. */
export async function readFacts(path: string, { readSnapshot, terminal }: CliDeps): Promise<CapturedFacts> {
  const facts = await readSnapshot(path);
  const passedOver = facts.passedOver ?? [];
  if (passedOver.length > 0) {
    const more = passedOver.length > SHOWN ? ` and ${passedOver.length - SHOWN} more` : '';
    const names = `${passedOver.slice(0, SHOWN).join(', ')}${more}`;
    terminal.err(`rotation-preflight: ${path}: passed over, since nothing in it is read: ${names}.\n`);
  }
  return facts;
}
