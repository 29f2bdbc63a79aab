import type { Context } from 'koa';
import { z } from 'zod';
import { answer } from './answers.ts';

/** `GET /api/v1/schema.json`: what the API answers, made from what its answers are made by. */
export function showSchema(ctx: Context): void {
  ctx.set('Content-Type', 'application/schema+json');
  ctx.set('Cache-Control', 'no-cache');
  ctx.body = `${JSON.stringify(schemaOfApi(), undefined, 2)}\n`;
}

function schemaOfApi(): object {
  const { $schema, ...schema } = z.toJSONSchema(answer, {
    target: 'draft-2020-12',
    // Later versions of the exporter may say more.
    override: ({ jsonSchema }) => {
      if (jsonSchema.additionalProperties === false) delete jsonSchema.additionalProperties;
    },
  });
  const title = 'Answers of the JSON API of synthetic-exporter';
  return { $schema, $id: 'urn:synthetic-exporter:api:v1', title, ...schema };
}
