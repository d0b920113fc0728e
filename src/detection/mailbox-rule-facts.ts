import type { FactName } from './facts.js';
import { settingOf } from './setting-of.js';

/** Folders that come with a mailbox and that hardly anybody looks into; intruders choose them (Microsoft, alert "Suspicious inbox manipulation rule"). */
const UNREAD_FOLDERS = /(?:^|[\\/:])(?:rss\b.*|conversation history|deleted items|junk\b.*|sync issues|trash|spam)$/u;

/** Words of payments, and of the warnings that would tell the owner of a taken-over mailbox. */
const TELLING_WORDS =
  /invoice|payment|remittance|payroll|salary|\bbank|\bwire\b|transfer|\biban\b|purchase order|phish|hack|fraud|scam|malware|virus|suspicious|security|password|\bmfa\b|helpdesk|docusign/u;

/** Parameters that name what a rule looks for. */
const CONDITIONS = /contains\w*$|^(?:rulecondition|from|query)$/u;

/** A name that says nothing: one or two characters, one repeated, or no letter or digit at all. */
const isNameless = (name: string): boolean => name.length <= 2 || /^(.)\1*$/u.test(name) || !/[\p{L}\p{N}]/u.test(name);

/**
 * What the settings of a mailbox rule say about its purpose.
 *
 * @param attributes of the change, `name=value` each, in any case; of any product, unknown ones say nothing
 */
export const mailboxRuleFacts = (attributes: readonly string[]): readonly FactName[] => {
  const facts = new Set<FactName>();
  for (const attribute of attributes) {
    const [key, text] = settingOf(attribute);
    const [name, value] = [key.trim(), text.trim()];
    if (value === 'false' || value === '') continue;
    const action = name === 'ruleaction' ? value : name;
    if (action.includes('delete') && !action.startsWith('alwaysdelete')) facts.add('hides-mail');
    if (action === 'markasread' || (name === 'movetofolder' && UNREAD_FOLDERS.test(value))) facts.add('hides-mail');
    if ((name === 'name' || name === 'rulename') && isNameless(value)) facts.add('nameless-rule');
    if (CONDITIONS.test(name) && TELLING_WORDS.test(value)) facts.add('rule-on-telling-words');
  }
  return [...facts];
};
