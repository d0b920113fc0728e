import type { Alias, Entity, EntityResolver } from './entity-types.js';
import type { IndicatorStore } from './indicator-store.js';
import type { Channel, LifeStory } from './life-story.js';

const DAY = 86_400_000;
const MAXIMUM_ENTITIES = 10;
const MAXIMUM_ALIASES = 40;

const CHANNEL_WORDS: Readonly<Record<Channel, string>> = {
  'mail-sender': 'sender of mail',
  'mail-reply-to': 'reply address in mail',
  'mail-recipient': 'written to by mail',
  'mail-link': 'link in mail',
  'mail-click': 'link opened from mail',
  'mail-relay': 'server that delivered mail',
  dns: 'name look-up (DNS)',
  http: 'web request (HTTP)',
  tls: 'encrypted connection (TLS)',
  connection: 'network connection',
  'sign-in': 'sign-in from it',
  operation: 'use of a service from it',
  alert: 'alert of another tool',
};

/**
 * The answer to `throughline lookup DOMAIN|ADDRESS|USER`, as plain text: what the data says of a domain, address, account or
 * device, whether or not anything ever alerted.
 */
export function renderLifeStory(text: string, entities: EntityResolver, indicators: IndicatorStore): string {
  const host = text.slice(text.lastIndexOf('@') + 1);
  const story = host !== text && entities.isOwnDomain(host.trim().toLowerCase()) ? undefined : indicators.story(host);
  const found = entities.find(text).map((entity) => entities.entity(entity));
  const others =
    story === undefined ? found : found.filter(({ type, name }) => (type !== 'domain' && type !== 'address') || name !== story.name);
  if (story === undefined && others.length === 0) return `Nothing in the data names "${text.trim()}".\n`;
  const sections = others.slice(0, MAXIMUM_ENTITIES).map((entity) => entitySection(entity, entities));
  if (story !== undefined) sections.unshift(storySection(text, story, entities));
  if (others.length > MAXIMUM_ENTITIES) sections.push(`… and ${others.length - MAXIMUM_ENTITIES} more. A longer text finds fewer.\n`);
  return sections.join('\n');
}

function storySection(text: string, story: LifeStory, entities: EntityResolver): string {
  const inside = story.kind === 'address' ? entities.isInternal(story.name) : entities.isOwnDomain(story.name);
  const asked = text.trim().toLowerCase();
  const first = story.channels[0];
  const people = story.by.map(({ entity }) => entities.entity(entity));
  const names = [...new Map(people.map(({ number, name }) => [number, name])).values()];
  const lines = [
    `${story.name} is ${inside ? "the organisation's own" : 'an outside'} ${story.kind}${asked === story.name ? '' : ` (asked for: ${asked})`}.`,
    seen(story.firstSeen, story.lastSeen, first === undefined ? '' : ` (${CHANNEL_WORDS[first.channel]})`),
    whoSentence(story, names),
    '',
    ...table(
      ['Where', 'First seen (UTC)', 'Events'],
      story.channels.map(({ channel, first: time, count }) => [
        CHANNEL_WORDS[channel],
        moment(time),
        count === 65_535 ? '65,535 or more' : grouped(count),
      ]),
    ),
  ];
  return `${lines.join('\n')}\n`;
}

function whoSentence(story: LifeStory, names: readonly string[]): string {
  const events = `${grouped(story.count)} ${story.count === 1 ? 'event' : 'events'}`;
  if (names.length === 0) return `${events} in all; the records do not say who had to do with it.`;
  const many = story.prevalence > names.length;
  const count = story.exact && !many ? names.length : story.prevalence;
  const who = `${story.exact ? '' : 'About '}${grouped(count)} ${count === 1 ? 'account or device' : 'accounts and devices'}`;
  return `${who} had to do with it, in ${events}${many ? '; first' : ''}: ${names.join(', ')}.`;
}

function entitySection(entity: Entity, entities: EntityResolver): string {
  const marks = [
    entity.vip ? 'important person' : '',
    entity.critical ? 'critical asset' : '',
    entity.shared ? 'shared by many, so it proves nothing' : '',
  ].filter((mark) => mark !== '');
  const aliases = entities.aliases(entity.number);
  const associates = entities.associates(entity.number, entity.lastSeen);
  const lines = [
    `${entity.name} is ${article(entity.type)} (${entity.id})${marks.length === 0 ? '' : `: ${marks.join('; ')}`}.`,
    entity.firstSeen === 0 && entity.lastSeen === 0
      ? 'It is known from configuration only; no record names it.'
      : seen(entity.firstSeen, entity.lastSeen, ''),
    ...(entity.groups.length === 0 ? [] : [`Groups and roles: ${entity.groups.join(', ')}.`]),
    ...(associates.length === 0
      ? []
      : [`When last seen: ${associates.map(({ entity: other, reason }) => `${reason} ${entities.entity(other).name}`).join('; ')}.`]),
    '',
    ...table(['Known as', 'Kind', 'From (UTC)', 'To (UTC)'], aliases.slice(0, MAXIMUM_ALIASES).map(aliasRow)),
    ...(aliases.length > MAXIMUM_ALIASES ? [`… and ${aliases.length - MAXIMUM_ALIASES} more names`] : []),
  ];
  return `${lines.join('\n')}\n`;
}

const aliasRow = ({ value, scheme, from, to }: Alias): readonly string[] => [
  value,
  scheme,
  from === 0 ? 'configured' : moment(from),
  to === 0 ? '' : moment(to),
];

const article = (type: string): string => (/^[aeio]/.test(type) ? `an ${type}` : `a ${type}`);
const moment = (time: number): string => new Date(time).toISOString().slice(0, 19).replace('T', ' ');
const grouped = (value: number): string => value.toLocaleString('en-US');

function seen(first: number, last: number, where: string): string {
  if (last - first < 1000) return `It was seen once, on ${moment(first)} UTC${where}.`;
  return `It was first seen on ${moment(first)} UTC${where} and last seen on ${moment(last)} UTC, ${span(last - first)} later.`;
}

function span(milliseconds: number): string {
  const days = Math.floor(milliseconds / DAY);
  if (days > 0) return days === 1 ? '1 day' : `${days} days`;
  const minutes = Math.floor(milliseconds / 60_000);
  if (minutes === 0) return 'less than a minute';
  if (minutes >= 60) return minutes < 120 ? '1 hour' : `${Math.floor(minutes / 60)} hours`;
  return minutes === 1 ? '1 minute' : `${minutes} minutes`;
}

function table(header: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const widths = header.map((title, column) => Math.max(title.length, ...rows.map((row) => (row[column] ?? '').length)));
  const line = (cells: readonly string[]): string =>
    `  ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')}`.trimEnd();
  return [line(header), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)];
}
