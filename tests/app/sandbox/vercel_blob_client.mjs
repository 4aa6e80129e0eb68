// The official Vercel Blob client against the sandbox's stand-in.
import crypto from 'node:crypto';
import { pathToFileURL } from 'node:url';
import { check, require, run, startSandbox } from './oracle_support.mjs';

await run(async () => {
  const port = await startSandbox();
  process.env.VERCEL_BLOB_API_URL = `http://127.0.0.1:${port}/vercel-blob/api`;
  process.env.VERCEL_BLOB_RETRIES = '1';
  const { put, head, list, del, issueSignedToken, presignUrl } = await import(pathToFileURL(require.resolve('@vercel/blob')).href);
  const token = 'vercel_blob_rw_sandbox_secret';
  const stored = { access: 'private', token };
  const bytes = crypto.randomBytes(1_000_000);
  const refusal = async (call) => { try { await call(); return {}; } catch (error) { return error; } };
  const read = async (url, headers = { authorization: `Bearer ${token}` }) => {
    const response = await fetch(url, { headers });
    return { status: response.status, bytes: Buffer.from(await response.arrayBuffer()) };
  };

  const blob = await put('photos/a b ü.jpg', bytes, { ...stored, contentType: 'image/jpeg', cacheControlMaxAge: 60 });
  check('a put is stored', blob.pathname === 'photos/a b ü.jpg' && blob.contentType === 'image/jpeg', JSON.stringify(blob));
  check('it is read with the token', (await read(blob.url)).bytes.equals(bytes));
  check('in part, too', (await read(blob.url, { authorization: `Bearer ${token}`, range: 'bytes=5-9' })).bytes.equals(bytes.subarray(5, 10)));
  check('and not without', (await read(blob.url, {})).status === 403);
  const facts = await head(blob.url, { token });
  check('head knows it', facts.size === bytes.length && facts.uploadedAt instanceof Date && facts.etag === blob.etag);
  check('head says what is not there', (await refusal(() => head('none', { token }))).constructor.name === 'BlobNotFoundError');

  const validUntil = Date.now() + 60_000;
  const signedToken = await issueSignedToken({ operations: ['get'], validUntil, token });
  // The client makes links for the service's own host: ours has the same parameters.
  const here = (presigned) => presigned.replace(/^https:\/\/[^/]+\//, `http://127.0.0.1:${port}/vercel-blob/content/`);
  const { presignedUrl } = await presignUrl(signedToken, { operation: 'get', pathname: 'photos/plain.jpg', access: 'private', validUntil: validUntil - 1000 });
  await put('photos/plain.jpg', 'plain', stored);
  await put('photos/other.jpg', 'other', stored);
  check('a signed link reads it', (await read(here(presignedUrl), {})).bytes.toString() === 'plain', presignedUrl);
  check('it and no other', (await read(here(presignedUrl).replace('plain.jpg', 'other.jpg'), {})).status === 403);
  check('and not longer', (await read(here(presignedUrl).replace(/valid-until=\d/, 'valid-until=9'), {})).status === 403);

  check('a taken name is refused', /already exists/.test((await refusal(() => put('photos/a b ü.jpg', 'x', stored))).message));
  await put('photos/a b ü.jpg', 'second', { ...stored, allowOverwrite: true });
  check('but can be replaced', (await read(blob.url)).bytes.toString() === 'second');
  const suffixed = await put('photos/x.jpg', 'x', { ...stored, addRandomSuffix: true });
  check('a suffix makes another name', /^photos\/x-[0-9a-f]+\.jpg$/.test(suffixed.pathname), suffixed.pathname);
  check('public access is refused', /public access/.test((await refusal(() => put('p', 'x', { access: 'public', token }))).message));

  const large = crypto.randomBytes(18 * 1024 * 1024 + 7);
  const whole = await put('large.bin', large, { ...stored, multipart: true });
  check('parts become one blob', (await read(whole.url)).bytes.equals(large));

  for (let i = 0; i < 5; i++) await put(`list/${i}`, 'x', stored);
  const first = await list({ prefix: 'list/', limit: 3, token });
  const second = await list({ prefix: 'list/', limit: 3, cursor: first.cursor, token });
  check('listings have pages', first.hasMore && !second.hasMore
    && [...first.blobs, ...second.blobs].map((one) => one.pathname).join() === 'list/0,list/1,list/2,list/3,list/4');
  await del([blob.url, 'list/0', 'never was'], { token });
  check('deleted is gone', (await read(blob.url)).status === 404 && (await list({ prefix: 'list/', token })).blobs.length === 4);
  check('another token is refused', (await refusal(() => head('list/1', { token: 'vercel_blob_rw_sandbox_other' }))).constructor.name === 'BlobAccessError');
});
