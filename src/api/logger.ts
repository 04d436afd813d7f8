import { type DestinationStream, type Logger, pino } from 'pino';

const REDACTED = [
  'authorization',
  'Authorization',
  'req.headers.authorization',
  'headers.authorization',
  'err.config',
  'err.cause',
];

/** The service's log: one JSON object a line. What could bear a credential is cut out even if it is logged by mistake. */
export function createLogger(destination?: DestinationStream): Logger {
  const options = { base: null, redact: { paths: REDACTED, censor: '[redacted]' } };
  return destination === undefined ? pino(options) : pino(options, destination);
}
