import type { Activity } from '../activity/activity.js';

/** Numbers of what keeps bare account names apart: the organisation, or the product where the record names none. */
export class RealmBook {
  readonly names: string[] = [];
  readonly #numbers = new Map<string, number>();
  readonly #products = new Map<string, number>();
  /** The organisation asked for last: most records name the same. */
  #last = '';
  #lastNumber = -1;

  of(activity: Activity): number {
    const { organization } = activity;
    if (organization !== '') {
      if (organization === this.#last) return this.#lastNumber;
      this.#lastNumber = this.#numbers.get(organization) ?? this.add(organization);
      this.#last = organization;
      return this.#lastNumber;
    }
    const known = this.#products.get(activity.source);
    if (known !== undefined) return known;
    const dot = activity.source.indexOf('.');
    const product = dot < 0 ? activity.source : activity.source.slice(0, dot);
    const realm = this.#numbers.get(product) ?? this.add(product);
    this.#products.set(activity.source, realm);
    return realm;
  }

  add(name: string): number {
    const realm = this.names.push(name) - 1;
    this.#numbers.set(name, realm);
    return realm;
  }
}
