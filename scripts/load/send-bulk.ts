import type { Client, estypes } from '@elastic/elasticsearch';

/** Documents that go in one request. */
export const BATCH = 5_000;

/** @throws Error with the first operation that the server refused */
export async function sendBulk(client: Client, operations: object[], refresh: estypes.Refresh = false): Promise<void> {
  const answer = await client.bulk({ operations, refresh });
  if (answer.errors) throw new Error(JSON.stringify(answer.items.find((item) => item.create?.error !== undefined)));
}
