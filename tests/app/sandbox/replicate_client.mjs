// The official replicate client drives the sandbox, and the official verifier reads its webhooks.
import { check, receiver, require, run, startSandbox, until } from './oracle_support.mjs';
import fs from 'node:fs';

const Replicate = require('replicate');
const { Webhook } = require('standardwebhooks');
const refused = async (promise) => promise.then(() => ({ response: { status: 0 } }), (error) => error);
const photo = fs.readFileSync(process.env.HEADROOM_PHOTO);

await run(async () => {
  process.env.HEADROOM_SANDBOX_REPLICATE_PACE = '400,150,3600000';
  const port = await startSandbox();
  const baseUrl = `http://127.0.0.1:${port}/replicate/v1`;
  const replicate = new Replicate({ auth: 'r8_oracle', baseUrl, useFileOutput: false });
  const wait = { mode: 'poll', interval: 50 };

  const output = await replicate.run('google/nano-banana', { wait,
    input: { prompt: 'a headshot', image_input: [new Blob([photo], { type: 'image/jpeg' })], output_format: 'jpg' } });
  check('an official model gives one address', typeof output === 'string' && output.includes('/replicate/delivery/'), output);
  const picture = Buffer.from(await (await fetch(output)).arrayBuffer());
  check('under which there is a JPEG', picture.subarray(0, 3).toString('hex') === 'ffd8ff', picture.subarray(0, 12));

  const files = await replicate.files.list();
  check('the client uploaded the photo', files.results.length === 1 && files.results[0].size === photo.length, files);
  check('its address is the one that the input holds',
    (await replicate.predictions.list()).results[0].input.image_input[0] === files.results[0].urls.get);
  check('it can be deleted', (await replicate.files.delete(files.results[0].id)) !== false);
  check('and is gone', (await refused(replicate.files.get(files.results[0].id))).response.status === 404);

  const model = await replicate.models.get('tencentarc', 'photomaker');
  check('a model shows its schema',
    model.latest_version.openapi_schema.components.schemas.Input.required.includes('input_image'), model);
  const list = await replicate.run(`tencentarc/photomaker:${model.latest_version.id}`, { wait,
    input: { input_image: photo, prompt: 'a person img', num_outputs: 1 } });
  check('a community model gives a list', Array.isArray(list) && list.length === 1, list);
  check('official models are not called by version without one',
    (await refused(replicate.predictions.create({ model: 'tencentarc/photomaker', input: { input_image: 'x' } }))).response.status === 404);

  const short = await replicate.predictions.create({ model: 'google/nano-banana', input: { prompt: 'p', image_input: [output] }, wait: 5 });
  check('Prefer: wait waits for the end', short.status === 'failed' && short.completed_at, short);
  const slow = await replicate.predictions.create({ model: 'google/nano-banana', input: { prompt: 'sandbox slow' } });
  check('a prediction begins', slow.status === 'starting' && slow.version === 'hidden', slow);
  const cancelled = await replicate.predictions.cancel(slow.id);
  check('and can be cancelled', cancelled.status === 'canceled', cancelled);

  const invalid = await refused(replicate.predictions.create({ model: 'google/nano-banana', input: { prompt: 'p', aspect_ratio: '4x5' } }));
  check('an input that does not fit is 422', invalid.response.status === 422, invalid);
  const unpaid = await refused(replicate.predictions.create({ model: 'google/nano-banana', input: { prompt: 'sandbox unpaid' } }));
  check('no money is 402', unpaid.response.status === 402, unpaid);
  const stranger = new Replicate({ auth: 'r8_wrong', baseUrl });
  check('a wrong token is 401', (await refused(stranger.predictions.list())).response.status === 401);
  const throttled = await replicate.predictions.create({ model: 'google/nano-banana', input: { prompt: 'sandbox throttled' } });
  check('the client comes back after 429', throttled.status === 'starting', throttled);
  const flagged = await refused(replicate.run('google/nano-banana', { wait, input: { prompt: 'sandbox flagged' } }));
  check('a flagged one fails with its words', /flagged as sensitive/.test(flagged.message), flagged);

  const got = [];
  let refusals = 1;
  const hook = await receiver((request) => (got.push(request), refusals-- > 0 ? 500 : 200));
  const { key } = await replicate.webhooks.default.secret.get();
  check('there is a secret', key.startsWith('whsec_'), key);
  const told = await replicate.predictions.create({ model: 'google/nano-banana', webhook: hook.url,
    webhook_events_filter: ['start', 'completed'], input: { prompt: 'sandbox failed' } });
  await until(() => got.length >= 3, 'two events, one of them twice');
  const verified = got.map(({ headers, body }) => new Webhook(key).verify(body.toString(), headers));
  check('standardwebhooks accepts each', verified.length === 3);
  check('the refused one came again under the same id', new Set(got.map((one) => one.headers['webhook-id'])).size === 2);
  check('they are about the prediction', verified.every((one) => one.id === told.id));
  check('in both states', verified.some((one) => one.status === 'processing') && verified.some((one) => one.status === 'failed'));
  const throws = (call) => { try { call(); return false; } catch { return true; } };
  check('changed bytes do not fit', throws(() => new Webhook(key).verify(got[0].body + ' ', got[0].headers)));
  hook.close();
});
