import assert from 'node:assert/strict';
import { createServer, type RequestListener } from 'node:http';
import { test } from 'node:test';
import http from '../../probes/http.ts';
import { temporaryFile } from '../support/command.ts';
import { ask } from '../support/http-told.ts';
import { serve } from '../support/serve.ts';
import { tell } from '../support/told.ts';

/** Says again all that it was told. */
const echo: RequestListener = (request, response) => {
  response.setHeader('X-Echo', request.headers.authorization ?? '');
  response.setHeader('Set-Cookie', 'sid=0123456789; Path=/');
  response.end(
    `${request.url} ${JSON.stringify(request.headers)} ${Object.values(request.headers).join(' ')}`,
  );
};

test('secrets never come back, however they are sent, and whatever says them again', async (t) => {
  const file = await temporaryFile(t, 'token', 'from-a-file\n');
  const never = async (
    config: object,
    path: string,
    ...secrets: readonly string[]
  ): Promise<void> => {
    const { text, verdict } = await ask(t, echo, { config, path });
    assert.equal(verdict, 'success');
    for (const secret of secrets) assert.ok(!text.includes(secret), `${secret} in ${text}`);
  };
  const basic = Buffer.from('bob:hunter2').toString('base64');
  await never({ basic_auth: { username: 'bob', password: 'hunter2' } }, '/', 'hunter2', basic);
  await never({ bearer_token: 'opaque-one' }, '/', 'opaque-one');
  await never({ authorization: { type: 'Own', credentials_file: file } }, '/', 'from-a-file');
  await never({ headers: { 'X-Api-Key': 'k3y-of-ours' } }, '/', 'k3y-of-ours');
  await never({ headers: { Cookie: 'sid=ours-alone' } }, '/', 'ours-alone');
  await never({ http_headers: { 'X-Any': { secrets: ['hush-hush'] } } }, '/', 'hush-hush');
  await never({ http_headers: { 'X-Any': { files: [file] } } }, '/', 'from-a-file');
  await never({}, '/?token=in-the-query', 'in-the-query');
  await never({}, '/', '0123456789');
});

test('the password of a URL is no part of anything', async (t) => {
  const port = await serve(t, createServer(echo));
  const { text } = await tell(http, `http://bob:hunter2@127.0.0.1:${port}/`);

  assert.ok(
    !text.includes('hunter2') && !text.includes(Buffer.from('bob:hunter2').toString('base64')),
  );
});
