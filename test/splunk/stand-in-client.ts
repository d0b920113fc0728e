import { Agent, request } from 'undici';
import { ACCOUNTS, type Splunkd } from '../support/splunkd/splunkd.js';

/** What a test sends. */
export interface Sent {
  readonly method?: 'GET' | 'POST' | 'DELETE' | 'PUT';
  readonly form?: Readonly<Record<string, string>>;
  readonly json?: unknown;
  readonly query?: Readonly<Record<string, string>>;
  readonly token?: string;
}

/** What came back; `broken`: the connection ended before the answer did. */
export interface Received {
  readonly status: number;
  readonly text: string;
  readonly broken: boolean;
}

/** Asks the stand-in as a client of no library would. */
export async function ask(splunkd: Splunkd, path: string, sent: Sent = {}): Promise<Received> {
  const { form, json, query = {}, token = ACCOUNTS.service.token } = sent;
  const dispatcher = new Agent({ connect: { ca: splunkd.authority } });
  const search = new URLSearchParams(query).toString();
  const body = form === undefined ? (json === undefined ? null : JSON.stringify(json)) : new URLSearchParams(form).toString();
  const type = form === undefined ? 'application/json' : 'application/x-www-form-urlencoded';
  try {
    const answer = await request(`${splunkd.url}${path}${search === '' ? '' : `?${search}`}`, {
      method: sent.method ?? (body === null ? 'GET' : 'POST'),
      headers: { authorization: `Bearer ${token}`, ...(body === null ? {} : { 'content-type': type }) },
      body,
      dispatcher,
    });
    let text = '';
    try {
      for await (const chunk of answer.body) text += String(chunk);
    } catch {
      return { status: answer.statusCode, text, broken: true };
    }
    return { status: answer.statusCode, text, broken: false };
  } finally {
    await dispatcher.destroy();
  }
}

export const jsonOf = ({ text }: Received): unknown => JSON.parse(text);

/** Lines of JSON; a line that was cut stays as it came. */
export const linesOf = ({ text }: Received): readonly unknown[] =>
  text
    .split('\n')
    .filter((line) => line !== '')
    .map((line): unknown => {
      try {
        return JSON.parse(line);
      } catch {
        return line;
      }
    });
