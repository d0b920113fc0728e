import { createRegistry, type Registry } from '../../src/activity/registry.js';
import type { SourceMapping } from '../../src/activity/source-mapping.js';
import type {
  ActivityBatch,
  ActivityRequest,
  Answer,
  CallOptions,
  Capabilities,
  Connector,
  Diagnosis,
  DiagnosisRequest,
  DocumentRequest,
  IngestPromise,
  Question,
  RollupRow,
  RollupSpec,
  SourceStatus,
  StateStore,
  StoredDocument,
  Window,
  WriteDocument,
  WriteOutcome,
} from '../connector.js';
import { systemPacing, type Pacing } from '../pacing.js';
import { askQuestion } from './ask-question.js';
import { diagnoseSplunk } from './diagnosis/diagnose-splunk.js';
import { DocumentStore } from './document-store.js';
import { EventCollector } from './event-collector.js';
import { listSources } from './list-sources.js';
import type { SplunkPlatformSettings } from './platform-settings.js';
import { readActivities } from './read-activities.js';
import { rollUp } from './rollup/roll-up.js';
import { SplunkPlatform } from './splunk-platform.js';
import { SplunkStateStore } from './splunk-state-store.js';
import { storedDocuments } from './stored-documents.js';

interface SplunkConnectorOptions {
  readonly settings: SplunkPlatformSettings;
  readonly mappings: readonly SourceMapping[];
  readonly pacing?: Pacing;
}

/** The connector to Splunk Enterprise and Cloud, 9 and 10. */
export function createSplunkConnector(options: SplunkConnectorOptions): Connector {
  return new SplunkConnector(options);
}

class SplunkConnector implements Connector {
  readonly name = 'splunk';
  readonly capabilities: Capabilities = { rollup: true, ask: true, act: false, divisible: true };
  readonly groups: readonly string[];
  readonly ingest: IngestPromise;
  readonly state: StateStore;
  readonly #platform: SplunkPlatform;
  readonly #collector: EventCollector;
  readonly #registry: Registry;
  readonly #documents: DocumentStore;

  constructor({ settings, mappings, pacing = systemPacing }: SplunkConnectorOptions) {
    this.groups = settings.groups.map((group) => group.name);
    this.ingest = { safetyLag: settings.safetyLag, overlap: settings.overlap };
    this.#platform = new SplunkPlatform(settings, pacing);
    this.#collector = new EventCollector(settings.collector, settings.management, pacing);
    this.#registry = createRegistry(mappings);
    this.#documents = new DocumentStore(this.#platform, this.#collector);
    this.state = new SplunkStateStore(this.#platform);
  }

  sources(window: Window | undefined, options: CallOptions = {}): Promise<readonly SourceStatus[]> {
    return listSources(this.#platform, this.#registry, window, options);
  }

  activities(request: ActivityRequest, options: CallOptions = {}): AsyncIterable<ActivityBatch> {
    return readActivities(this.#platform, this.#registry, request, options);
  }

  rollup(spec: RollupSpec, window: Window, options: CallOptions = {}): AsyncIterable<RollupRow> {
    return rollUp(this.#platform, this.#registry, spec, window, options);
  }

  ask(question: Question, options: CallOptions = {}): Promise<Answer> {
    return askQuestion(this.#platform, this.#registry, question, options);
  }

  write(documents: readonly WriteDocument[], options: CallOptions = {}): Promise<readonly WriteOutcome[]> {
    return this.#documents.write(documents, options);
  }

  withdraw(kind: string, ids: readonly string[], options: CallOptions = {}): Promise<void> {
    return this.#documents.withdraw(kind, ids, options);
  }

  stored(request: DocumentRequest, options: CallOptions = {}): AsyncIterable<readonly StoredDocument[]> {
    return storedDocuments(this.#platform, request, options);
  }

  diagnose(request: DiagnosisRequest, options: CallOptions = {}): AsyncIterable<Diagnosis> {
    return diagnoseSplunk(this.#platform, this.#collector, this.#registry, request, options);
  }

  async close(): Promise<void> {
    await Promise.all([this.#platform.close(), this.#collector.close()]);
  }
}
