import { readFileSync } from 'node:fs';
import type { Splunkd } from '../../test/support/splunkd/splunkd.js';
import { FaultProxy, type FaultRule } from '../server/fault-proxy.js';
import type { Way } from './kills-platform.js';

/** A way to both ports of the stand-in for splunkd, by proxies that have its certificate. */
export class SplunkWay implements Way {
  readonly #management: FaultProxy;
  readonly #collector: FaultProxy;

  private constructor(management: FaultProxy, collector: FaultProxy) {
    this.#management = management;
    this.#collector = collector;
  }

  static async start({ url, collector, certificates, authority }: Splunkd): Promise<SplunkWay> {
    const tls = { cert: readFileSync(certificates.serverCertificate), key: readFileSync(certificates.serverKey), ca: authority };
    return new SplunkWay(await FaultProxy.start(url, tls), await FaultProxy.start(collector.url, tls));
  }

  get url(): string {
    return this.#management.url;
  }

  /** Address of the collector. */
  get collector(): string {
    return this.#collector.url;
  }

  get rule(): FaultRule | undefined {
    return this.#management.rule;
  }

  set rule(rule: FaultRule | undefined) {
    this.#management.rule = rule;
    this.#collector.rule = rule;
  }

  async close(): Promise<void> {
    await Promise.all([this.#management.close(), this.#collector.close()]);
  }
}
