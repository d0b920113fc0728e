import { Command } from 'commander';
import { renderLifeStory } from '../../entities/render-life-story.js';
import { loadKnowledge } from '../../pipeline/knowledge-file.js';
import { printable } from '../../printable.js';
import { print, type CommandContext } from '../command-context.js';
import { DEMO_FOLDER } from '../demo-folder.js';

interface LookupOptions {
  readonly out: string;
}

const EXAMPLES = `
Examples:
  throughline lookup partner.example --out ./result    a domain in mail and network: since when, by whom, how often
  throughline lookup 203.0.113.7 --out ./result        an address
  throughline lookup ada@example.com --out ./result    an account with all its names
  throughline lookup @example.com --out ./result       everyone whose name holds this`;

async function lookup(name: string, options: LookupOptions, context: CommandContext): Promise<void> {
  const { registry, indicators } = loadKnowledge(options.out);
  const text = renderLifeStory(name, registry, indicators);
  await print(context.stdout, `${text.trimEnd().split('\n').map(printable).join('\n')}\n`);
}

export function lookupCommand(context: CommandContext): Command {
  return new Command('lookup')
    .description('tell everything known about a domain, an address, a user or a device, even if nothing ever alerted')
    .argument('<name>', 'domain, address, mail address, account or device')
    .option('--out <dir>', 'folder that replay or demo wrote to', DEMO_FOLDER)
    .addHelpText('after', EXAMPLES)
    .action((name: string, options: LookupOptions) => lookup(name, options, context));
}
