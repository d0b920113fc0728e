import type { TSchema } from '@sinclair/typebox';
import type { ValidateFunction } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formatsModule from 'ajv-formats';

/** A TypeBox schema whose static type is `T`. */
export type SchemaOf<T> = TSchema & { readonly static: T };

/** A test holds the schemas against the meta-schema, which takes longer to compile than they do; tidying up compiled checks does, too. */
const ajv = new Ajv2020({
  allErrors: true,
  useDefaults: true,
  strict: true,
  verbose: true,
  allowUnionTypes: true,
  validateSchema: false,
  code: { optimize: false },
});
formatsModule.default(ajv);
ajv.addVocabulary(['x-type']);

const compiled = new WeakMap<TSchema, ValidateFunction>();

/**
 * The compiled ajv check of a schema, built once per schema object. Fills in `default` values in place; a failed check
 * leaves its errors in `validate.errors`. Throws if the schema has a keyword that JSON Schema 2020-12 does not know.
 */
export function validator<T>(schema: SchemaOf<T>): ValidateFunction<T> {
  const known = compiled.get(schema);
  if (known !== undefined) return known as ValidateFunction<T>;
  const validate = ajv.compile<T>(schema);
  compiled.set(schema, validate);
  return validate;
}
