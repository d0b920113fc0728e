import { ECS_VERSION, relatedOf } from '../analyst/envelope.js';
import { grouped, isoTime, rounded } from '../analyst/spoken.js';
import { documentId } from '../documents/ids.js';
import type { IndicatorDocument } from '../documents/indicator.js';
import { validDocument } from '../documents/validate.js';
import type { Channel, LifeStory } from '../entities/life-story.js';
import type { IndicatorStore } from '../entities/indicator-store.js';
import type { ProfileInput } from './entity-profiles.js';

const DAY = 86_400_000;
const HOUR = 3_600_000;
/** Indicators written in all. */
const MOST_INDICATORS = 2_000;
/** Of those, at most so many for being in both mail and network, and so many for being most prevalent. */
const MOST_CROSSING = 700;
const MOST_PREVALENT = 300;

type Medium = 'mail' | 'clicks' | 'network' | 'identity' | 'alerts';

const MEDIUM: Readonly<Record<Channel, Medium>> = {
  'mail-sender': 'mail',
  'mail-reply-to': 'mail',
  'mail-recipient': 'mail',
  'mail-link': 'mail',
  'mail-click': 'clicks',
  'mail-relay': 'mail',
  dns: 'network',
  http: 'network',
  tls: 'network',
  connection: 'network',
  'sign-in': 'identity',
  operation: 'identity',
  alert: 'alerts',
};

type Channels = Readonly<Record<Medium, { readonly first: string | null; readonly events: number }>>;

const channelsOf = (story: LifeStory): Channels => {
  const of = (medium: Medium): Channels[Medium] => {
    const parts = story.channels.filter(({ channel }) => MEDIUM[channel] === medium);
    return {
      first: parts.length === 0 ? null : isoTime(Math.min(...parts.map(({ first }) => first))),
      events: parts.reduce((sum, { count }) => sum + count, 0),
    };
  };
  return { mail: of('mail'), clicks: of('clicks'), network: of('network'), identity: of('identity'), alerts: of('alerts') };
};

type Reach = IndicatorDocument['throughline']['indicator']['reach'];

const reachOf = ({ mail, clicks, network, identity }: Channels): Reach => {
  const inMail = mail.events > 0;
  const inNetwork = network.events > 0 || clicks.events > 0;
  const inServices = identity.events > 0;
  if (inMail && inNetwork) return inServices ? 'mail, network and sign-in' : 'mail and network';
  if (inMail) return inServices ? 'mail and sign-in' : 'mail';
  if (inNetwork) return inServices ? 'network and sign-in' : 'network';
  return inServices ? 'sign-in' : 'alert';
};

const crosses = (reach: Reach): boolean => reach === 'mail and network' || reach === 'mail, network and sign-in';

const mailToNetwork = ({ mail, clicks, network }: Channels): number | null => {
  const contacts = [clicks.first, network.first].filter((first) => first !== null).map((first) => Date.parse(first));
  return mail.first === null || contacts.length === 0 ? null : rounded((Math.min(...contacts) - Date.parse(mail.first)) / HOUR);
};

const indicatorOf = (story: LifeStory, end: number, { tenant, registry, concerns }: ProfileInput): IndicatorDocument => {
  const entity = { id: `${story.kind}:${story.name}`, name: story.name, type: story.kind, role: 'destination' } as const;
  const concern = concerns.get(entity.id);
  const channels = channelsOf(story);
  const reach = reachOf(channels);
  return validDocument('indicator', {
    '@timestamp': isoTime(story.lastSeen),
    ecs: { version: ECS_VERSION },
    message: `${story.name}, seen in ${reach}: ${grouped(story.count)} events, ${grouped(story.prevalence)} of the estate, since ${isoTime(story.firstSeen).slice(0, 10)}`,
    event: {
      kind: 'state',
      action: 'indicator',
      start: isoTime(story.firstSeen),
      end: isoTime(story.lastSeen),
      risk_score: rounded(concern?.score ?? 0),
    },
    related: relatedOf([entity]),
    throughline: {
      id: documentId('indicator', tenant, entity.id),
      kind: 'indicator',
      tenant,
      entity,
      indicator: {
        type: story.kind,
        reach,
        known_days: rounded(Math.max(0, end - story.firstSeen) / DAY),
        events: story.count,
        prevalence: story.prevalence,
        first_by: [...new Set(story.by.map(({ entity: who }) => registry.entity(who).name))],
        ...channels,
        mail_to_network_hours: mailToNetwork(channels),
        anomalies: concern?.part ?? 0,
        surprisal: rounded(concern?.surprisal ?? 0),
        incidents: concern?.incidentCount ?? 0,
        incident_ids: [...(concern?.incidents ?? [])],
      },
    },
  });
};

interface Candidate {
  readonly name: string;
  readonly prevalence: number;
}

const byPrevalence = (a: Candidate, b: Candidate): number => b.prevalence - a.prevalence || (a.name < b.name ? -1 : 1);

/**
 * Life stories of outside domains and addresses: all that an anomaly or incident concerns, those that turned up in both mail
 * and network (rarest first), the most prevalent, then the rarest; 2,000 at most, in that order.
 *
 * @param end end of the data, epoch milliseconds
 */
export const indicatorProfiles = (
  input: ProfileInput & { readonly indicators: IndicatorStore; readonly end: number },
): readonly IndicatorDocument[] => {
  const { indicators, concerns } = input;
  const chosen = new Map<string, LifeStory>();
  const choose = (name: string): void => {
    if (chosen.size >= MOST_INDICATORS || chosen.has(name)) return;
    const story = indicators.story(name);
    if (story?.name === name) chosen.set(name, story);
  };
  for (const id of concerns.ids()) {
    const colon = id.indexOf(':');
    if (['domain', 'address'].includes(id.slice(0, colon))) choose(id.slice(colon + 1));
  }
  const all = [...indicators.names()].map((name) => ({ name, prevalence: indicators.prevalence(name) })).sort(byPrevalence);
  const rarest = [...all].sort((a, b) => a.prevalence - b.prevalence || (a.name < b.name ? -1 : 1));
  let crossing = 0;
  for (const { name } of rarest) {
    if (crossing >= MOST_CROSSING) break;
    const story = indicators.story(name);
    if (story === undefined || !crosses(reachOf(channelsOf(story)))) continue;
    crossing += 1;
    choose(name);
  }
  for (const { name } of all.slice(0, MOST_PREVALENT)) choose(name);
  for (const { name } of rarest.slice(0, MOST_INDICATORS)) choose(name);
  return [...chosen.values()].map((story) => indicatorOf(story, input.end, input));
};
