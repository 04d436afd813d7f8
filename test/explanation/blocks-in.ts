/** The blocks of addresses that a message lists: `10.0.1.0/24, 10.0.2.0/24`, `2001:db8::10`. */
export function blocksIn(text: string): readonly string[] {
  return text.split(', ').map((block) => {
    if (!/^[\d.:a-f]+(\/\d+)?$/.test(block)) throw new Error(`Not a block of addresses: ${block}`);
    return block.includes('/') ? block : `${block}/${block.includes(':') ? 128 : 32}`;
  });
}
