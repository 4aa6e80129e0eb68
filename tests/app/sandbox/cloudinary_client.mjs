// The official Cloudinary client against the sandbox's stand-in.
import crypto from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { check, require, run, startSandbox } from './oracle_support.mjs';

await run(async () => {
  const port = await startSandbox();
  const prefix = `http://127.0.0.1:${port}/cloudinary`;
  // Before the client is loaded: it chooses http or https then.
  process.env.CLOUDINARY_URL = `cloudinary://sandbox:sandbox-secret@sandbox?upload_prefix=${prefix}`;
  const cloudinary = require('cloudinary').v2;
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'headroom-oracle-'));
  const file = path.join(folder, 'face.bin');
  const bytes = crypto.randomBytes(3_000_000);
  fs.writeFileSync(file, bytes);
  const asset = { type: 'authenticated', resource_type: 'raw' };
  const refusal = async (call) => { try { await call(); } catch (error) { return error.error ?? error; } };

  check('ping', (await cloudinary.api.ping()).status === 'ok');
  const stored = await cloudinary.uploader.upload(file, { ...asset, public_id: 'photos/a & ü', overwrite: false,
    tags: ['a', 'b'], context: { k: 'v=1|2' } });
  check('an upload is stored', stored.bytes === bytes.length && stored.public_id === 'photos/a & ü' && stored.type === 'authenticated');
  check('tags and context', stored.tags.join() === 'a,b' && stored.context.custom.k === 'v=1|2', JSON.stringify(stored));
  check('the reply is signed', cloudinary.utils.verify_api_response_signature(stored.public_id, stored.version, stored.signature));
  const again = await cloudinary.uploader.upload(file, { ...asset, public_id: 'photos/a & ü', overwrite: false });
  check('without overwrite the first stays', again.existing === true);

  const link = (options) => cloudinary.utils.private_download_url('photos/a & ü', '', { ...asset, ...options });
  const expiresAt = Math.floor(Date.now() / 1000) + 60;
  const fetched = await fetch(link({ expires_at: expiresAt }));
  check('a signed link reads it', Buffer.from(await fetched.arrayBuffer()).equals(bytes));
  const part = await fetch(link({ expires_at: expiresAt }), { headers: { range: 'bytes=10-19' } });
  check('and a part of it', part.status === 206 && Buffer.from(await part.arrayBuffer()).equals(bytes.subarray(10, 20)));
  check('a changed link does not', (await fetch(link({ expires_at: expiresAt }).replace('expires_at=', 'expires_at=1'))).status === 401);
  check('an expired link does not', (await fetch(link({ expires_at: expiresAt - 120 }))).status === 401);
  check('nobody reads it without', (await fetch(`${prefix}/v1_1/sandbox/raw/download?public_id=photos%2Fa`)).status === 401);

  check('explicit finds it', (await cloudinary.uploader.explicit('photos/a & ü', asset)).bytes === bytes.length);
  check('explicit says what is not there', (await refusal(() => cloudinary.uploader.explicit('none', asset))).http_code === 404);
  for (let i = 0; i < 5; i++) await cloudinary.uploader.upload(file, { ...asset, public_id: `list/${i}` });
  const first = await cloudinary.api.resources({ ...asset, prefix: 'list/', max_results: 3 });
  const second = await cloudinary.api.resources({ ...asset, prefix: 'list/', max_results: 3, next_cursor: first.next_cursor });
  check('listings have pages', [...first.resources, ...second.resources].map((one) => one.public_id).join()
    === 'list/0,list/1,list/2,list/3,list/4' && !second.next_cursor);

  const large = crypto.randomBytes(14_000_003);
  fs.writeFileSync(file, large);
  const inParts = (options) => new Promise((done, failed) => cloudinary.uploader.upload_large(file,
    { ...asset, public_id: 'large', ...options }, (error, result) => error ? failed(error) : done(result)));
  const whole = await inParts({ chunk_size: 6_000_000 });
  const wholeLink = cloudinary.utils.private_download_url('large', '', { ...asset, expires_at: expiresAt });
  check('parts become one asset', whole.bytes === large.length && whole.public_id === 'large'
    && Buffer.from(await (await fetch(wholeLink)).arrayBuffer()).equals(large), JSON.stringify(whole));
  check('parts that are too small are refused', /5mb/.test((await refusal(() => inParts({ chunk_size: 1_000_000 }))).message));

  const wrong = await refusal(() => cloudinary.uploader.upload(file, { ...asset, public_id: 'x', api_secret: 'wrong' }));
  check('a wrong secret is refused with what should be signed', wrong.http_code === 401 && /^Invalid Signature .*String to sign - 'public_id=x/.test(wrong.message), JSON.stringify(wrong));
  const stale = await refusal(() => cloudinary.uploader.upload(file, { ...asset, public_id: 'x', timestamp: 1700000000 }));
  check('an old time is refused', /^Stale request/.test(stale.message));
  check('another type is another asset', (await cloudinary.uploader.destroy('photos/a & ü', { resource_type: 'raw' })).result === 'not found');
  check('destroyed', (await cloudinary.uploader.destroy('photos/a & ü', { ...asset, invalidate: true })).result === 'ok');
  check('and gone', (await cloudinary.uploader.destroy('photos/a & ü', asset)).result === 'not found');
  fs.rmSync(folder, { recursive: true });
});
