import type { Writable } from 'node:stream';
import { styleText } from 'node:util';
import { ecsFormat } from '@elastic/ecs-winston-format';
import { createLogger as createWinstonLogger, format, transports, type Logform, type Logger } from 'winston';
import { printable } from './printable.js';
import { redactSecrets } from './redaction.js';

export const LOG_LEVELS = ['error', 'warn', 'info', 'debug'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

export interface LoggingOptions {
  readonly level: LogLevel;
  /** `event.dataset` of every line. One logger per dataset: a child logger's own is lost in the format. */
  readonly dataset: string;
  readonly stream: Writable;
  /** Lines for people instead of ECS JSON; for a terminal. */
  readonly pretty: boolean;
  readonly version?: string;
}

const SPLAT = Symbol.for('splat');
const MESSAGE = Symbol.for('message');

/** First in the chain, so that no later format and no transport ever sees a secret. */
const redact = format((info) => {
  const fields = info as Record<PropertyKey, unknown>;
  for (const key of Object.keys(info)) {
    if (key !== 'level') fields[key] = (redactSecrets({ [key]: fields[key] }) as Record<string, unknown>)[key];
  }
  if (fields[SPLAT] !== undefined) fields[SPLAT] = redactSecrets(fields[SPLAT]);
  return info;
});

const LEVEL_STYLES = { error: 'red', warn: 'yellow', info: 'cyan', debug: 'gray' } as const;

function prettyValue(value: unknown): string {
  if (value instanceof Error) return printable(value.message);
  return printable(typeof value === 'string' ? value : JSON.stringify(value));
}

const HIDDEN_IN_PRETTY: readonly string[] = ['level', 'message', 'timestamp', 'stack'];

const pretty = format((info, options) => {
  const { colours } = options as { readonly colours: boolean };
  const level = info.level as LogLevel;
  const fields = Object.entries(info)
    .filter(([key]) => !HIDDEN_IN_PRETTY.includes(key))
    .map(([key, value]) => ` ${key}=${prettyValue(value)}`);
  const time = String(info.timestamp).slice(11, 19);
  const label = colours ? styleText(LEVEL_STYLES[level], level.padEnd(5)) : level.padEnd(5);
  (info as Record<PropertyKey, unknown>)[MESSAGE] = `${time} ${label} ${prettyValue(info.message)}${fields.join('')}`;
  return info;
});

function lineFormat(options: LoggingOptions): Logform.Format {
  if (options.pretty)
    return format.combine(redact(), format.timestamp(), pretty({ colours: 'isTTY' in options.stream && options.stream.isTTY === true }));
  return format.combine(
    redact(),
    ecsFormat({
      serviceName: 'throughline',
      eventDataset: options.dataset,
      apmIntegration: false,
      ...(options.version === undefined ? {} : { serviceVersion: options.version }),
    }),
  );
}

/**
 * A logger that writes one line per call to `stream`: ECS JSON, or readable text on a terminal. Log an error as
 * `log.error('what failed', { err })`; it becomes `error.type`, `error.message` and `error.stack_trace`.
 */
export function createLogger(options: LoggingOptions): Logger {
  return createWinstonLogger({
    level: options.level,
    format: lineFormat(options),
    // eslint-disable-next-line @typescript-eslint/no-unsafe-class-instance-assignment -- winston declares the class as an instance
    transports: [new transports.Stream({ stream: options.stream })],
    exitOnError: false,
  });
}
