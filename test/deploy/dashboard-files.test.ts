import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import type { Dashboard } from '@grafana/grafana-foundation-sdk/dashboard';
import { parse } from 'yaml';
import { DASHBOARDS, textOf } from '../../deploy/grafana/src/files.ts';
import { interpolate, queriesOf } from '../support/dashboards.ts';

const DEPLOY = new URL('../../deploy/', import.meta.url);
const FOLDER = new URL('grafana/dashboards/', DEPLOY);
const ALL = [...DASHBOARDS.values()];

test('the dashboards are as their sources say: npm run dashboards', () => {
  assert.deepEqual(readdirSync(FOLDER).sort(), [...DASHBOARDS.keys()].sort());
  for (const [file, dashboard] of DASHBOARDS) {
    assert.equal(readFileSync(new URL(file, FOLDER), 'utf8'), textOf(dashboard), file);
  }
});

test('every panel has a place of its own, a number, a description and queries', () => {
  for (const { title, panels = [] } of ALL) {
    const cells = panels.flatMap(({ gridPos = { x: 0, y: 0, w: 24, h: 1 } }) =>
      Array.from({ length: gridPos.w * gridPos.h }, (_cell, index) => {
        const x = gridPos.x + (index % gridPos.w);
        assert.ok(x < 24, `${title} is too wide`);
        return `${x},${gridPos.y + Math.floor(index / gridPos.w)}`;
      }),
    );
    assert.equal(new Set(cells).size, cells.length, `panels of ${title} cover one another`);
    assert.equal(new Set(panels.map(({ id }) => id)).size, panels.length);
    for (const panel of panels) {
      if (panel.type === 'row') continue;
      assert.ok('description' in panel && panel.description, `${title}: ${panel.title}`);
      assert.ok('targets' in panel && panel.targets?.length, `${title}: ${panel.title}`);
    }
  }
});

test('the dashboards ask nothing that they have no variable for, and link to none that is not there', () => {
  const uids = ALL.map(({ uid }) => uid);
  assert.equal(new Set(uids).size, uids.length);
  for (const dashboard of ALL) {
    for (const { expression } of queriesOf(dashboard)) {
      assert.doesNotThrow(() => interpolate(expression, anyValues(dashboard)));
    }
    for (const [, uid] of textOf(dashboard).matchAll(/"\/d\/([\w-]+)\?/g)) {
      assert.ok(uids.includes(uid), `${dashboard.title} links to ${uid}`);
    }
  }
});

function anyValues({ templating }: Dashboard): Record<string, string> {
  const names = ['__range', '__rate_interval', ...(templating.list ?? []).map(({ name }) => name)];
  return Object.fromEntries(names.map((name) => [name, '1m']));
}

test('what is provisioned is where compose.yaml mounts it, with the addresses that it gives', () => {
  const compose = parse(textAt('compose.yaml')) as Compose;
  const { environment, volumes } = compose.services.grafana;
  const provisioning = 'grafana/provisioning';
  const { providers } = parse(textAt(`${provisioning}/dashboards/synthetic.yml`)) as Providers;
  const datasources = ['prometheus', 'alertmanager'].flatMap((name) => {
    const file = parse(textAt(`${provisioning}/datasources/${name}.yml`)) as Datasources;
    return file.datasources;
  });

  assert.ok(volumes.includes(`./${provisioning}:/etc/grafana/provisioning:ro`));
  for (const { options } of providers) {
    assert.ok(volumes.includes(`./grafana/dashboards:${options.path}:ro`));
  }
  assert.deepEqual(
    datasources.map(({ type, url }) => [type, environment[url.slice(1)]]),
    [
      ['prometheus', 'http://prometheus:9090'],
      ['alertmanager', 'http://alertmanager:9093'],
    ],
  );
});

interface Compose {
  readonly services: {
    readonly grafana: {
      readonly environment: Readonly<Record<string, string>>;
      readonly volumes: readonly string[];
    };
  };
}

interface Providers {
  readonly providers: readonly { readonly options: { readonly path: string } }[];
}

interface Datasources {
  readonly datasources: readonly { readonly type: string; readonly url: string }[];
}

function textAt(path: string): string {
  return readFileSync(new URL(path, DEPLOY), 'utf8');
}
