import { print, type CommandContext } from './command-context.js';
import { listIncidents, type RankedIncident } from './incident-list.js';
import { readDocuments } from './read-documents.js';

const SHOWN = 5;

/** Prints the incidents of highest rank that need a person, or that there are none. */
export async function printFirstIncidents(folder: string, context: CommandContext): Promise<void> {
  const first: RankedIncident[] = [];
  let rank = 0;
  for await (const document of readDocuments(folder, 'incident')) {
    rank += 1;
    if (document.throughline.incident.needs_person) first.push({ rank, document });
    if (first.length === SHOWN) break;
  }
  if (first.length > 0) await print(context.stdout, `\nFirst things first:\n${listIncidents(first)}\n`);
  else if (rank > 0)
    await print(context.stdout, `\nNothing needs a person today; throughline incidents --all --out ${folder} lists what was found.\n\n`);
}
