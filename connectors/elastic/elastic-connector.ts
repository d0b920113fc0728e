import { createRegistry, type Registry } from '../../src/activity/registry.js';
import type { SourceMapping } from '../../src/activity/source-mapping.js';
import type {
  ActivityBatch,
  ActivityRequest,
  CallOptions,
  Answer,
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
import { askQuestion } from './ask-question.js';
import { rollUp } from './composite-rollup.js';
import { diagnoseCluster } from './diagnosis/diagnose-cluster.js';
import { DocumentStore } from './document-store.js';
import { ElasticGateway } from './elastic-gateway.js';
import type { ElasticSettings } from './elastic-settings.js';
import { ElasticStateStore } from './elastic-state-store.js';
import { listSources } from './list-sources.js';
import { systemPacing, type Pacing } from '../pacing.js';
import { readActivities } from './read-activities.js';
import { storedDocuments } from './stored-documents.js';

export interface ElasticConnectorOptions {
  readonly settings: ElasticSettings;
  readonly mappings: readonly SourceMapping[];
  readonly pacing?: Pacing;
}

/** The connector to Elasticsearch 8 and 9, Elastic Cloud and OpenSearch 2. */
export function createElasticConnector(options: ElasticConnectorOptions): Connector {
  return new ElasticConnector(options);
}

class ElasticConnector implements Connector {
  readonly name: string;
  readonly capabilities: Capabilities = { rollup: true, ask: true, act: false, divisible: true };
  readonly groups: readonly string[];
  readonly ingest: IngestPromise;
  readonly state: StateStore;
  readonly #gateway: ElasticGateway;
  readonly #registry: Registry;
  readonly #documents: DocumentStore;

  constructor({ settings, mappings, pacing = systemPacing }: ElasticConnectorOptions) {
    this.name = settings.product;
    this.groups = settings.groups.map((group) => group.name);
    this.ingest = { safetyLag: settings.safetyLag, overlap: settings.overlap };
    this.#gateway = new ElasticGateway(settings, pacing);
    this.#registry = createRegistry(mappings);
    this.#documents = new DocumentStore(this.#gateway);
    this.state = new ElasticStateStore(this.#gateway);
  }

  sources(window: Window | undefined, options: CallOptions = {}): Promise<readonly SourceStatus[]> {
    return listSources(this.#gateway, this.#registry, window, options);
  }

  activities(request: ActivityRequest, options: CallOptions = {}): AsyncIterable<ActivityBatch> {
    return readActivities(this.#gateway, this.#registry, request, options);
  }

  rollup(spec: RollupSpec, window: Window, options: CallOptions = {}): AsyncIterable<RollupRow> {
    return rollUp(this.#gateway, this.#registry, spec, window, options);
  }

  ask(question: Question, options: CallOptions = {}): Promise<Answer> {
    return askQuestion(this.#gateway, this.#registry, question, options);
  }

  write(documents: readonly WriteDocument[], options: CallOptions = {}): Promise<readonly WriteOutcome[]> {
    return this.#documents.write(documents, options);
  }

  withdraw(kind: string, ids: readonly string[], options: CallOptions = {}): Promise<void> {
    return this.#documents.withdraw(kind, ids, options);
  }

  stored(request: DocumentRequest, options: CallOptions = {}): AsyncIterable<readonly StoredDocument[]> {
    return storedDocuments(this.#gateway, request, options);
  }

  diagnose(request: DiagnosisRequest, options: CallOptions = {}): AsyncIterable<Diagnosis> {
    return diagnoseCluster(this.#gateway, this.#registry, request, options);
  }

  async close(): Promise<void> {
    await this.#gateway.close();
  }
}
