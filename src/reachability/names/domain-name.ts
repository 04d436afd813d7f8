/** DNS names as they compare: neither letter case nor the root's dot counts, and Route 53 writes a star as `\052`. */
export function plainName(name: string): string {
  return name.toLowerCase().replaceAll('\\052', '*').replace(/\.$/, '');
}

/** Whether a plain name is a domain's or below it; everything is below the root. */
export function isAtOrBelow(name: string, domain: string): boolean {
  const plain = plainName(domain);
  return plain === '' || name === plain || name.endsWith(`.${plain}`);
}
