import type { CapturedFacts, GatePorts, PreflightRequest, RotateSecretInput } from '../gate/ports.ts';
import type { RawItem } from '../snapshot/document.ts';

/** The document on stdout, everything else on stderr. */
export interface Terminal {
  out(text: string): void;
  err(text: string): void;
  /** Whether a person looks at stdout and wants colors. */
  readonly color: boolean;
  /** Columns of text on stdout. */
  readonly width: number;
}

/** Where AWS is asked, and as whom; null: as the SDK finds it. */
export interface AwsChoice {
  readonly region: string | null;
  readonly profile: string | null;
  /** Of further accounts: the function's, a shared VPC owner's, peers'. */
  readonly furtherProfiles: readonly string[];
}

export interface Capture {
  readonly signal: AbortSignal;
  /** Takes a line for the person who waits. */
  readonly progress: (line: string) => void;
}

export interface Service {
  /** http://127.0.0.1:8080 */
  readonly url: string;
  close(): Promise<void>;
}

/** The service, with example accounts in AWS's place. */
export interface Demo extends Service {
  /** What RotateSecret would have been called with, in order. */
  readonly sent: readonly RotateSecretInput[];
}

/** What the commands need of the world. Each function loads what it stands for when it is called. */
export interface CliDeps {
  readonly version: string;
  readonly terminal: Terminal;
  readonly sha256: GatePorts['sha256'];
  /** The ports with AWS behind them. */
  readonly askAws: (choice: AwsChoice) => Promise<GatePorts>;
  /** The facts that a check would read, as the JSON of a snapshot document. */
  readonly captureSnapshot: (choice: AwsChoice, request: PreflightRequest, capture: Capture) => Promise<RawItem>;
  /** @throws AppError INVALID_SNAPSHOT */
  readonly readSnapshot: (path: string) => Promise<CapturedFacts>;
  /** One JSON file. @throws AppError USAGE */
  readonly readJson: (path: string) => Promise<unknown>;
  /** @throws AppError UNWRITABLE_OUTPUT, before there is anything to write. */
  readonly ensureWritable: (path: string) => Promise<void>;
  /** @throws AppError UNWRITABLE_OUTPUT; the file is then as it was. */
  readonly writeFile: (path: string, text: string) => Promise<void>;
  readonly startService: () => Promise<Service>;
  readonly startDemo: () => Promise<Demo>;
  /** Once called, Ctrl-C ends the waiting and not the process. */
  readonly untilInterrupted: () => Promise<void>;
}
