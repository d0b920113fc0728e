import { Type, type Static } from '@sinclair/typebox';
import { suggest } from '../config/suggestion.js';
import { readYamlContent, rejectProblems, type ContentProblem } from '../config/yaml-content.js';
import { Exact, OneOf } from '../documents/common.js';
import { conditionProblems, fieldsOf, type PanelText } from './load-panels.js';
import { Condition, PANEL_KINDS } from './panel-file.js';

/** A question answered by documents themselves: it becomes a saved search. */
const Question = Exact({
  id: Type.String({ pattern: '^[a-z0-9-]+$', description: 'short name', examples: ['incidents-by-score'] }),
  title: Type.String({ minLength: 1, description: 'heading' }),
  question: Type.String({ minLength: 1, pattern: '\\?$', description: 'what an analyst asks', examples: ['What was unusual last?'] }),
  documents: OneOf(PANEL_KINDS, 'kind of document that answers it'),
  filter: Type.Optional(Type.Array(Condition, { description: 'which documents' })),
  columns: Type.Array(Type.String({ minLength: 1 }), { minItems: 1, uniqueItems: true, description: 'fields shown, left to right' }),
  sort: Type.String({ minLength: 1, description: 'field; largest or latest first' }),
});
export type Question = Static<typeof Question>;

const QuestionFile = Exact({ questions: Type.Array(Question, { minItems: 1, description: 'questions' }) });

/** The questions of a file. Throws ConfigError with `file:line:column` and a fix for each problem. */
export function loadQuestions({ path, text }: PanelText): readonly Question[] {
  const content = readYamlContent(text, path, QuestionFile);
  const problems: ContentProblem[] = [];
  const ids = new Set<string>();
  content.value.questions.forEach((question, index) => {
    const at = ['questions', index];
    if (ids.has(question.id)) problems.push({ path: [...at, 'id'], message: `two questions are called '${question.id}'` });
    ids.add(question.id);
    const fields = fieldsOf(question.documents);
    [...question.columns, question.sort].forEach((field, place) => {
      if (fields.has(field)) return;
      const where = place < question.columns.length ? [...at, 'columns', place] : [...at, 'sort'];
      problems.push({
        path: where,
        message: `documents of the kind ${question.documents} have no field '${field}'; ${suggest(field, [...fields.keys()], 'One of')}`,
      });
    });
    problems.push(...conditionProblems(question.documents, question.filter ?? [], [...at, 'filter']));
  });
  rejectProblems(content, problems);
  return content.value.questions;
}
