import { Ajv2020 } from 'ajv/dist/2020.js';
import { Type } from '@sinclair/typebox';
import { describe, expect, it } from 'vitest';
import { ModelFile } from '../detection/models/model-file.js';
import { DashboardFile } from '../panels/dashboard-file.js';
import { PanelFile } from '../panels/panel-file.js';
import { ConfigurationFile } from './configuration-schema.js';
import { validator } from './schema-validator.js';
import { UserMappingFile } from './user-mapping-file.js';

describe('schemas of content files', () => {
  it.each(Object.entries({ ConfigurationFile, DashboardFile, ModelFile, PanelFile, UserMappingFile }))(
    '%s is a valid JSON Schema',
    (_, schema) => {
      const ajv = new Ajv2020();
      expect(ajv.validateSchema(schema), ajv.errorsText()).toBe(true);
    },
  );

  it('cannot be compiled with an unknown keyword', () => {
    expect(() => validator(Type.String({ longest: 3 }))).toThrow('unknown keyword: "longest"');
  });
});
