import type { Activity } from '../activity/activity.js';
import type { ActivityList } from '../activity/activity-list.js';
import { hashText } from '../baselines/hash.js';
import type { ValueScore } from '../baselines/shared-values.js';
import { AccountWindow, outwardAddresses } from './account-window.js';
import { isStrange, TRAVEL_CONCURRENT, TRAVEL_IMPOSSIBLE } from './account-facets.js';
import { DeviceWindow } from './device-window.js';
import type { FactName } from './facts.js';
import type { FindingContext, JudgedWindow } from './finding-builder.js';
import { mailboxRuleFacts } from './mailbox-rule-facts.js';
import { mailDomain, MailboxWindow } from './mailbox-window.js';
import { authenticationOf, senderOf } from './mailbox-facets.js';
import { isPrivateAddress } from './private-address.js';
import { KIND_FACETS } from './raw-score.js';
import { settingOf } from './setting-of.js';
import { accountAmount, accountList, deviceList, mailboxList } from './unit-layout.js';

const value: ValueScore = { own: 0, raw: 0, seen: 0, history: 0, peersSharing: 0, peers: 0, estateSharing: 0, estate: 0 };

/** A facet below this counts as "far beyond usual" for the facts of mass change. */
const MASS = Math.log(1000);

/** States what the window shows beyond the classes of its activities. Idempotent: facts are set, not added. */
export function addFacts(unit: JudgedWindow, activities: ActivityList, context: FindingContext): void {
  const { window } = unit;
  const set = (name: FactName, times = 1): void => {
    window.facts.set(name, times);
  };
  const entity = context.resolver.entity(window.entity);
  if (entity.critical) set('critical-asset');
  if (entity.vip) set('vip');
  if (unit.score.facets.filter((surprisal) => surprisal >= Math.log(100)).length >= 4) set('many-facets');
  if (window instanceof AccountWindow) accountFacts(unit, window, activities, context, set);
  else if (window instanceof MailboxWindow) mailboxFacts(unit, window, activities, context, set);
  else if (window instanceof DeviceWindow) deviceFacts(unit, window, context, set);
}

/** A facet below 1 in 20 is unusual enough to be stated. */
const UNUSUAL = Math.log(20);

type SetFact = (name: FactName, times?: number) => void;

/** Values of a list that the subject never showed: all, those nobody in the estate showed, and those hardly anybody did. */
interface Novelty {
  readonly own: number;
  readonly estate: number;
  readonly strange: number;
}

function novel(unit: JudgedWindow, list: number, context: FindingContext): Novelty {
  let own = 0;
  let estate = 0;
  let strange = 0;
  const seen = unit.window.lists[list];
  for (let at = 0; seen !== undefined && at < seen.size; at += 1) {
    context.state.pattern.judgeValue(unit.subject, list, seen.hash(at), value);
    if (value.seen > 0) continue;
    own += 1;
    if (value.estateSharing === 0) estate += 1;
    if (isStrange(value)) strange += 1;
  }
  return { own, estate, strange };
}

const surprisalOf = (unit: JudgedWindow, facet: string): number =>
  unit.score.facets[KIND_FACETS[unit.window.kind]?.position.get(facet) ?? -1] ?? 0;

function accountFacts(unit: JudgedWindow, window: AccountWindow, activities: ActivityList, context: FindingContext, set: SetFact): void {
  const { pattern } = context.state;
  if (pattern.windowsOf(unit.subject) - (context.mode === 'retrospective' ? 1 : 0) <= 0) set('first-seen-account');
  const network = novel(unit, accountList('origin-network'), context);
  const prefix = novel(unit, accountList('origin-prefix'), context);
  if (network.strange + prefix.strange > 0) set('new-network-for-account');
  if (network.estate + prefix.estate > 0) set('new-network-for-estate');
  if (novel(unit, accountList('origin-country'), context).own > 0) set('new-country-for-account');
  if (novel(unit, accountList('client'), context).own > 0) set('new-client-for-account');
  const action = novel(unit, accountList('action'), context);
  if (action.own > 0) set('new-action-for-account', action.own);
  if (action.estate > 0) set('new-action-for-peers', action.estate);
  if (unit.travel.kind >= TRAVEL_CONCURRENT && surprisalOf(unit, 'travel') >= UNUSUAL) set('concurrent-use');
  if (unit.travel.kind === TRAVEL_IMPOSSIBLE) set('impossible-travel');
  if (novel(unit, accountList('mail-recipient'), context).own > 0 || novel(unit, accountList('sharing'), context).own > 0)
    set('new-recipient-domain');
  const anonymous = (index: number): boolean => {
    const activity = activities.at(index);
    return activity?.actionClass === 'file-shared-external' && activity.targetName === '';
  };
  if (window.facts.has('file-shared-external') && window.events.some(anonymous)) set('anonymous-link');
  if (surprisalOf(unit, 'delete-volume') >= MASS && (window.amounts[accountAmount('delete-volume')] ?? 0) >= 20) set('mass-deletion');
  if (surprisalOf(unit, 'read-volume') >= MASS && (window.amounts[accountAmount('read-volume')] ?? 0) >= 20) set('mass-download');
  if (
    (window.facts.get('file-written') ?? 0) >= 50 &&
    Math.max(surprisalOf(unit, 'activity-volume'), surprisalOf(unit, 'distinct-resources')) >= MASS
  ) {
    set('mass-write', window.facts.get('file-written') ?? 0);
  }
  for (const index of window.changed) changeFacts(activities.at(index), context, set);
  const { name } = context.resolver.entity(window.entity);
  for (const index of window.events) activityFacts(name, activities.at(index), set);
}

/** Consoles and control planes of clouds as an identity provider names what is signed in to. */
const CONSOLES: ReadonlySet<string> = new Set([
  'azure portal',
  'microsoft azure portal',
  'windows azure service management api',
  'google cloud console',
  'google cloud platform',
  'aws account federation',
  'aws iam identity center',
  'aws single sign-on',
  'amazon web services',
]);

/** A sign-in is identity, wherever to; that it was to a cloud's console its source tells, or the name of what was signed in to. */
const isConsole = ({ domain, source, service, client }: Activity): boolean =>
  domain === 'cloud' || source === 'aws.cloudtrail' || CONSOLES.has(service.toLowerCase()) || CONSOLES.has(client.toLowerCase());

function activityFacts(account: string, activity: Activity | undefined, set: SetFact): void {
  if (activity === undefined) return;
  if (activity.actionClass === 'sign-in' && activity.authentication === 'password' && isConsole(activity)) set('console-single-factor');
  if (activity.domain === 'cloud' && activity.actorType === 'service') set('machine-credentials');
  if (outwardAddresses(activity).some((address) => isPrivateAddress(account, address))) set('private-recipient');
}

const BROAD_SCOPES = [
  'mail.',
  'files.',
  'directory.',
  'offline_access',
  'full_access',
  'sites.',
  'user_impersonation',
  'https://mail.google',
  'auth/drive',
  'full',
  'api',
];
const ADMIN_WORDS = ['admin', 'owner', 'root', 'privileged', 'poweruser'];

/** Reads what was set: where mail goes, how wide a consent is, how high a role. */
function changeFacts(activity: Activity | undefined, context: FindingContext, set: SetFact): void {
  if (activity?.change === undefined) return;
  for (const attribute of activity.change.attributes) {
    const [name, text] = settingOf(attribute);
    if (name.includes('forward') || name.includes('redirect')) {
      const domain = mailDomain(text);
      if (domain !== '' && !context.resolver.isOwnDomain(domain)) set('forward-external');
    }
    if (name.includes('scope') && BROAD_SCOPES.some((word) => text.includes(word))) set('broad-scope');
    if ((name.includes('role') || name.includes('policy') || name.includes('group')) && ADMIN_WORDS.some((word) => text.includes(word)))
      set('admin-role');
  }
  if (activity.actionClass === 'mailbox-rule' || activity.actionClass === 'transport-rule')
    for (const fact of mailboxRuleFacts(activity.change.attributes)) set(fact);
  const actor = new Set(activity.actor.map(({ value: text }) => text));
  if (activity.target.some(({ value: text }) => actor.has(text))) set('change-on-self');
}

function mailboxFacts(unit: JudgedWindow, window: MailboxWindow, activities: ActivityList, context: FindingContext, set: SetFact): void {
  if (novel(unit, mailboxList('sender'), context).own > 0) set('new-sender');
  if (novel(unit, mailboxList('sender-domain'), context).estate > 0) set('new-sender-domain');
  if (novel(unit, mailboxList('link-domain'), context).estate > 0) set('rare-link');
  if (surprisalOf(unit, 'look-alike') > 0) set('look-alike-domain');
  for (const index of window.messages) {
    const email = activities.at(index)?.email;
    if (email === undefined) continue;
    const domain = mailDomain(senderOf(email));
    if (authenticationOf(email).failed) set('authentication-failed');
    const reply = mailDomain(email.replyTo);
    if (reply !== '' && reply !== domain) set('reply-elsewhere');
    const colleague = context.resolver.isOwnDomain(domain) ? '' : context.state.mail.colleague(email.fromDisplayName);
    if (colleague !== '') set('display-name-impersonation');
  }
}

/** Names under one domain from which on they are many. */
const MANY_NAMES = 10;

function deviceFacts(unit: JudgedWindow, window: DeviceWindow, context: FindingContext, set: SetFact): void {
  const destination = novel(unit, deviceList('destination'), context);
  if (destination.own > 0) set('new-destination-for-device', destination.own);
  if (destination.estate > 0) set('new-destination-for-estate', destination.estate);
  if (novel(unit, deviceList('internal-edge'), context).own > 0) set('new-internal-edge');
  if (novel(unit, deviceList('service-port'), context).own > 0) set('unusual-port');
  const basis = unit.raw.basis[KIND_FACETS[window.kind]?.position.get('beaconing') ?? -1];
  if (basis !== undefined && surprisalOf(unit, 'beaconing') >= Math.log(100)) {
    const contact = window.contacts.get(basis.hash);
    if (contact?.count === basis.observed) set('high-frequency-contact', contact.count);
    else set('periodic-contact');
  }
  const basisOf = (facet: string): number => unit.raw.basis[KIND_FACETS[window.kind]?.position.get(facet) ?? -1]?.observed ?? 0;
  if (surprisalOf(unit, 'dns-tunnel') >= Math.log(100) && basisOf('dns-tunnel') >= MANY_NAMES)
    set('many-subdomains', basisOf('dns-tunnel'));
  if (basisOf('generated-names') >= 2) set('generated-domain', basisOf('generated-names'));
  if (surprisalOf(unit, 'credential-switch') > 0) set('credential-switched');
  for (const contact of window.contacts.values()) {
    context.state.pattern.judgeValue(unit.subject, deviceList('destination'), contact.key, value);
    if (value.estateSharing === 0 && context.state.pattern.estateSharing(1, mailboxList('link-domain'), hashText(contact.name, 15)) > 0)
      set('destination-from-mail');
  }
}
