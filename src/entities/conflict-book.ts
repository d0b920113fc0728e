import type { ByteReader } from './byte-reader.js';
import type { ByteWriter } from './byte-writer.js';

/** A directory id given beside more names than this is a constant put there by mistake, not somebody's id. */
const MAXIMUM_CLAIMANTS = 8;
/** A changed sign-in name is believed after this many records, if the old name has been silent since the first of them. */
const RECORDS_FOR_RENAME = 3;

interface Claim {
  readonly since: number;
  last: number;
  records: number;
}

export type Verdict = 'open' | 'renamed' | 'shared';

/**
 * Directory ids that were seen beside a name of somebody else. One such record may be bad data; a sign-in name that was
 * changed shows up as the same id under a new name, and never again under the old.
 */
export class ConflictBook {
  readonly #claims = new Map<number, Map<number, Claim>>();

  /** @param ownerLast When the name that first held the id was last seen. */
  note(id: number, claimant: number, time: number, ownerLast: number): Verdict {
    let claims = this.#claims.get(id);
    if (claims === undefined) {
      claims = new Map();
      this.#claims.set(id, claims);
    }
    const claim = claims.get(claimant);
    if (claim === undefined) {
      claims.set(claimant, { since: time, last: time, records: 1 });
    } else if (time > claim.last) {
      claim.last = time;
      claim.records++;
    }
    if (claims.size > MAXIMUM_CLAIMANTS) {
      this.#claims.delete(id);
      return 'shared';
    }
    return claims.size === 1 && claim !== undefined && claim.records >= RECORDS_FOR_RENAME && ownerLast < claim.since ? 'renamed' : 'open';
  }

  /** Every name that stands beside an id of somebody else. */
  claimants(): ReadonlySet<number> {
    return new Set([...this.#claims.values()].flatMap((claims) => [...claims.keys()]));
  }

  write(writer: ByteWriter): void {
    writer.number(this.#claims.size);
    for (const [id, claims] of this.#claims) {
      writer.numbers([id, claims.size]);
      for (const [claimant, claim] of claims) writer.numbers([claimant, claim.since, claim.last, claim.records]);
    }
  }

  read(reader: ByteReader): void {
    const count = reader.number();
    for (let index = 0; index < count; index++) {
      const [id = 0, size = 0] = reader.numbers();
      const claims = new Map<number, Claim>();
      for (let entry = 0; entry < size; entry++) {
        const [claimant = 0, since = 0, last = 0, records = 0] = reader.numbers();
        claims.set(claimant, { since, last, records });
      }
      this.#claims.set(id, claims);
    }
  }
}
