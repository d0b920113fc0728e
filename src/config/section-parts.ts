import { Type } from '@sinclair/typebox';

/** A PEM text, which a file holds. */
export const Pem = (what: string, file: string) =>
  Type.Optional(Type.String({ minLength: 1, description: `${what} as PEM text`, examples: [`\${file:${file}}`] }));

/** A duration. */
export const Seconds = (description: string, example: number) =>
  Type.Optional(Type.Number({ minimum: 0, maximum: 86_400, description, examples: [example] }));
