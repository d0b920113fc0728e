import { closeSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Estate } from './estate.js';
import { LOG_FILES, type LogFile } from './log-files.js';
import { simulateEstate, type SimulationOptions } from './simulate-estate.js';

/** What was written. */
export interface WrittenEstate {
  readonly records: number;
  readonly truthRows: number;
  /** Records per log file, in the order of the file table; files without a record are absent. */
  readonly files: Readonly<Partial<Record<LogFile, number>>>;
}

/** How far the simulation is: records written so far and the event time reached. */
export type OnProgress = (progress: {
  readonly records: number;
  readonly time: number;
  readonly start: number;
  readonly end: number;
}) => void;

const BUFFER_BYTES = 1 << 18;
/** UTF-8 takes at most three bytes for a UTF-16 unit. */
const BYTES_PER_UNIT = 3;

class LineFile {
  readonly #descriptor: number;
  #buffer = Buffer.allocUnsafe(BUFFER_BYTES);
  #used = 0;
  records = 0;

  constructor(path: string, header: string) {
    mkdirSync(dirname(path), { recursive: true });
    this.#descriptor = openSync(path, 'w');
    if (header !== '') this.#append(header);
  }

  add(line: string): void {
    this.#append(line);
    this.records += 1;
  }

  #append(line: string): void {
    const needed = line.length * BYTES_PER_UNIT + 1;
    if (this.#used + needed > this.#buffer.length) this.#flush();
    if (needed > this.#buffer.length) this.#buffer = Buffer.allocUnsafe(needed);
    this.#used += this.#buffer.write(line, this.#used);
    this.#buffer[this.#used] = 0x0a;
    this.#used += 1;
  }

  #flush(): void {
    let written = 0;
    while (written < this.#used) written += writeSync(this.#descriptor, this.#buffer, written, this.#used - written);
    this.#used = 0;
  }

  close(): void {
    this.#flush();
    closeSync(this.#descriptor);
  }
}

function describe(estate: Estate, options: SimulationOptions, written: WrittenEstate): object {
  return {
    parameters: { ...options, start: new Date(estate.calendar.start).toISOString(), scale: estate.scale },
    records: written.records,
    files: written.files,
    organization: {
      name: estate.name,
      mailDomain: estate.mailDomain,
      directoryDomain: estate.adDomain,
      tenantId: estate.tenantId,
      awsAccount: estate.cloud.accountId,
    },
    internalNetworks: estate.sites.map((site) => `${site.network}.0.0/16`),
    egressAddresses: [...new Set(estate.sites.flatMap((site) => [site.egress.address, site.laterEgress.address]))],
    calendar: {
      ...estate.calendar,
      outage: {
        ...estate.calendar.outage,
        from: new Date(estate.calendar.outage.from).toISOString(),
        to: new Date(estate.calendar.outage.to).toISOString(),
      },
    },
    people: estate.people.map((person) => ({
      mail: person.mail,
      name: person.displayName,
      role: person.role,
      department: person.department,
      title: person.title,
      country: person.place.country,
      laptop: person.laptop.hostname,
      address: person.laptop.officeAddress,
    })),
    servers: estate.servers.map(({ hostname, address, role }) => ({ hostname, address, role })),
    integrations: [
      estate.engagement,
      estate.warehouse,
      estate.backup,
      estate.monitoring,
      estate.continuousIntegration,
      estate.directorySync,
      estate.securityScanner,
    ].map((integration) => ({
      name: integration.name,
      addresses: integration.endpoints.map((endpoint) => endpoint.address),
    })),
  };
}

/**
 * Simulates an estate into a folder: `logs/` with one file per source, `truth.ndjson` with what the scenarios did, and
 * `estate.json` with parameters and entities. Existing files are overwritten. Writes synchronously and in bounded memory.
 */
export function writeEstate(options: SimulationOptions, outDirectory: string, onProgress?: OnProgress): WrittenEstate {
  const simulation = simulateEstate(options);
  const { calendar } = simulation.estate;
  const end = calendar.start + calendar.days * 86_400_000;
  const files = new Map<LogFile, LineFile>();
  let records = 0;
  try {
    for (const { file, line, time } of simulation) {
      let target = files.get(file);
      if (target === undefined) {
        target = new LineFile(join(outDirectory, 'logs', file), LOG_FILES[file].header);
        files.set(file, target);
      }
      target.add(line);
      records += 1;
      if (onProgress !== undefined && records % 10_000 === 0) onProgress({ records, time, start: calendar.start, end });
    }
  } finally {
    for (const file of files.values()) file.close();
  }
  const counts: Partial<Record<LogFile, number>> = {};
  for (const name of Object.keys(LOG_FILES) as LogFile[]) {
    const file = files.get(name);
    if (file !== undefined) counts[name] = file.records;
  }
  const truth = new LineFile(join(outDirectory, 'truth.ndjson'), '');
  for (const row of simulation.truth) truth.add(JSON.stringify(row));
  truth.close();
  const written: WrittenEstate = { records, truthRows: simulation.truth.length, files: counts };
  const description = new LineFile(join(outDirectory, 'estate.json'), '');
  description.add(JSON.stringify(describe(simulation.estate, options, written), null, 2));
  description.close();
  onProgress?.({ records, time: end, start: calendar.start, end });
  return written;
}
