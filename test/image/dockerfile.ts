/** What the last stage of a Dockerfile says about the image, as far as this project's Dockerfile says it. */
export interface Image {
  readonly env: Readonly<Record<string, string>>;
  readonly workdir: string;
  readonly copies: readonly { readonly from: string; readonly to: string }[];
  readonly user: string;
  readonly port: number;
  readonly healthCheck: readonly string[];
  /** Entry point and default command, as the engine would join them. */
  readonly start: readonly string[];
}

export function parseDockerfile(text: string): Image {
  const lines = text
    .replaceAll(/^#.*\n/gm, '')
    .replaceAll('\\\n', ' ')
    .split('\n');
  const stage = lines.slice(lines.findLastIndex((line) => line.startsWith('FROM ')) + 1);
  const all = (instruction: string) =>
    stage.filter((line) => line.startsWith(`${instruction} `)).map((line) => line.slice(instruction.length + 1).trim());
  const one = (instruction: string) => {
    const [value, ...more] = all(instruction);
    if (value === undefined || more.length > 0) throw new Error(`The last stage needs exactly one ${instruction}`);
    return value;
  };
  const workdir = one('WORKDIR');

  return {
    env: Object.fromEntries(all('ENV').flatMap((line) => line.split(/\s+/).map(assignment))),
    workdir,
    copies: all('COPY').flatMap((line) => {
      const words = line.split(/\s+/).filter((word) => !word.startsWith('--'));
      const to = words.at(-1) ?? '';
      // Built files stand in the build stage where they stand in this repository.
      return words.slice(0, -1).map((from) => ({ from: from.replace(`${workdir}/`, ''), to }));
    }),
    user: one('USER'),
    port: Number(one('EXPOSE')),
    healthCheck: JSON.parse(one('HEALTHCHECK').replace(/^.*?CMD /, '')),
    start: [...JSON.parse(one('ENTRYPOINT')), ...JSON.parse(one('CMD'))],
  };
}

function assignment(word: string): [name: string, value: string] {
  const at = word.indexOf('=');
  return [word.slice(0, at), word.slice(at + 1)];
}
