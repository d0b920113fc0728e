/** Answers of the HTTP Event Collector by their code: status and text. */
export const HEC_CODES = {
  0: [200, 'Success'],
  1: [403, 'Token disabled'],
  2: [401, 'Token is required'],
  3: [401, 'Invalid authorization'],
  4: [403, 'Invalid token'],
  5: [400, 'No data'],
  6: [400, 'Invalid data format'],
  7: [400, 'Incorrect index'],
  8: [500, 'Internal server error'],
  9: [503, 'Server is busy'],
  10: [400, 'Data channel is missing'],
  11: [400, 'Invalid data channel'],
  12: [400, 'Event field is required'],
  13: [400, 'Event field cannot be blank'],
  14: [400, 'ACK is disabled'],
  15: [400, 'Error in handling indexed fields'],
  16: [400, 'Query string authorization is not enabled'],
  17: [200, 'HEC is healthy'],
  18: [503, 'HEC is unhealthy, queues are full'],
  19: [503, 'HEC is unhealthy, ack service unavailable'],
  20: [503, 'HEC is unhealthy, queues are full, ack service unavailable'],
  21: [400, 'Invalid token'],
  22: [400, 'Token disabled'],
  23: [503, 'Server is shutting down'],
  24: [200, 'Success, but queue is approaching its capacity'],
  25: [200, 'Success, but ACK channel is approaching its capacity'],
  26: [429, 'Queue is at capacity'],
  27: [429, 'ACK channel is at capacity'],
} as const satisfies Readonly<Record<number, readonly [status: number, text: string]>>;

export type HecCode = keyof typeof HEC_CODES;

/** An answer of the collector before it is written. */
export interface HecAnswer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

export function hecAnswer(code: HecCode, more: Readonly<Record<string, unknown>> = {}): HecAnswer {
  const [status, text] = HEC_CODES[code];
  return { status, body: { text, code, ...more } };
}
