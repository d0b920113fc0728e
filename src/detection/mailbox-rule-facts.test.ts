import { describe, expect, test } from 'vitest';
import { mailboxRuleFacts } from './mailbox-rule-facts.js';

describe('what a mailbox rule is for', () => {
  test.each([
    ['deletes what comes', ['DeleteMessage=True'], ['hides-mail']],
    ['moves answers where nobody looks', ['MoveToFolder=RSS Subscriptions', 'Name=Feeds'], ['hides-mail']],
    ['a folder given by its path', ['moveToFolder=someone@example.com:\\Conversation History'], ['hides-mail']],
    ['marks as read', ['MoveToFolder=Projects', 'MarkAsRead=True'], ['hides-mail']],
    ['is named by a dot', ['Name=.', 'MoveToFolder=Projects'], ['nameless-rule']],
    ['is named by dots and dashes', ['Name=..-..'], ['nameless-rule']],
    ['is named aaaa', ['Name=aaaa'], ['nameless-rule']],
    ['waits for payments', ['SubjectContainsWords=invoice;payment;bank'], ['rule-on-telling-words']],
    ['waits for warnings', ['SubjectOrBodyContainsWords=phishing;hacked'], ['rule-on-telling-words']],
    [
      'as Outlook says it',
      ['ruleName=.', 'ruleAction=MarkAsRead', 'ruleCondition=(Subject contains "wire")'],
      ['nameless-rule', 'hides-mail', 'rule-on-telling-words'],
    ],
    ['deletes, as Outlook says it', ['ruleName=Spam mail', 'ruleAction=PermanentDelete'], ['hides-mail']],
    [
      'all of it',
      ['Name=..', 'MoveToFolder=RSS Feeds', 'MarkAsRead=True', 'BodyContainsWords=wire'],
      ['nameless-rule', 'hides-mail', 'rule-on-telling-words'],
    ],
  ])('%s', (_, attributes, facts) => {
    expect(mailboxRuleFacts(attributes)).toEqual(facts);
  });

  test.each([
    ['sorts a newsletter', ['Name=Newsletters', 'From=newsletter@example.com', 'MoveToFolder=Newsletters', 'StopProcessingRules=True']],
    ['what is switched off', ['MarkAsRead=False', 'DeleteMessage=False', 'AlwaysDeleteOutlookRulesBlob=False']],
    ['a folder of that name within another word', ['MoveToFolder=Junkyard orders customers', 'Name=Orders']],
    ['a telling word in the name alone', ['Name=Invoices', 'MoveToFolder=Invoices']],
    ['nothing at all', ['', '=', 'noise']],
  ])('says nothing of a rule that merely sorts: %s', (_, attributes) => {
    expect(mailboxRuleFacts(attributes)).toEqual([]);
  });
});
