// What the official clients of Cloudinary and Vercel Blob send, as golden files for our own requests.
//
//   HEADROOM_ORACLES=build/oracles node record_storage_clients.mjs write|check FOLDER
//
// `check` records again and compares with the files there: exit code 1 when a client changed, 77 without the packages.
import crypto from 'node:crypto';
import fs from 'node:fs';
import http from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

const [mode, folder] = process.argv.slice(2);
const oracles = process.env.HEADROOM_ORACLES ?? 'build/oracles';
if (!fs.existsSync(path.join(oracles, 'node_modules/@vercel/blob'))) {
  console.log(`SKIPPED: ${oracles} has no @vercel/blob; run packaging/oracles/install`);
  process.exit(77);
}
const require = createRequire(path.resolve(oracles, 'package.json'));
// Clients take it for granted; Debian 12's Node 18 has it only by import.
globalThis.crypto ??= crypto.webcrypto;
// Signatures carry the time.
const RealDate = Date;
globalThis.Date = class extends RealDate {
  constructor(...parts) { super(...(parts.length ? parts : [1700000000000])); }
  static now() { return 1700000000000; }
};

/// Fields of multipart/form-data, and the file's bytes under its own name.
function formFields(contentType, body) {
  const boundary = /boundary=(.+)$/.exec(contentType)[1];
  const fields = {};
  for (const part of body.toString('latin1').split(`--${boundary}`).slice(1, -1)) {
    const [head, ...rest] = part.split('\r\n\r\n');
    const value = rest.join('\r\n\r\n').replace(/\r\n$/, '');
    fields[/name="([^"]+)"/.exec(head)[1]] = value.length > 10000 ? `${value.length} bytes` : value;
  }
  return fields;
}

let recorded = [];
let answer = () => ({});
const server = http.createServer((request, response) => {
  const parts = [];
  request.on('data', (part) => parts.push(part)).on('end', () => {
    const body = Buffer.concat(parts);
    const kept = Object.entries(request.headers).filter(([name]) => /^(x-|authorization$|content-range$)/.test(name));
    const entry = { method: request.method, target: request.url, headers: Object.fromEntries(kept) };
    const id = entry.headers['x-api-blob-request-id'];
    if (id) entry.headers['x-api-blob-request-id'] = id.replace(/[0-9a-f]+$/, 'RANDOM');
    if (entry.headers['x-unique-upload-id']) entry.headers['x-unique-upload-id'] = 'RANDOM';
    const type = request.headers['content-type'] ?? '';
    if (type.startsWith('multipart/form-data')) entry.fields = formFields(type, body);
    else if (type === 'application/json') entry.json = JSON.parse(body);
    else entry.bytes = body.length;
    recorded.push(entry);
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(answer(entry)));
  });
});
await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
const base = `http://127.0.0.1:${server.address().port}`;

async function cloudinary() {
  recorded = [];
  answer = (entry) => entry.target.includes('destroy') ? { result: 'ok' }
    : { public_id: 'photos/t/p', bytes: 5, created_at: '2023-11-14T22:13:20Z', resources: [], status: 'ok' };
  process.env.CLOUDINARY_URL = `cloudinary://KEY:SECRET@demo?upload_prefix=${base}`;
  const { v2 } = require('cloudinary');
  const file = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'headroom-record-')), 'blob');
  fs.writeFileSync(file, 'hello');
  const asset = { type: 'authenticated', resource_type: 'raw' };
  const sha256 = '2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824';
  await v2.uploader.upload(file, { ...asset, public_id: 'photos/t/p', overwrite: true, invalidate: true, context: { sha256 } });
  await v2.uploader.explicit('photos/t/p', asset);
  await v2.uploader.destroy('photos/t/p', { ...asset, invalidate: true });
  await v2.api.resources({ ...asset, prefix: 'photos/', max_results: 10, next_cursor: 'abc' });
  await v2.api.ping();
  // Larger than one request may be: in parts of our own size.
  const large = Buffer.alloc(100_000_001);
  fs.writeFileSync(file, large);
  const sum = crypto.createHash('sha256').update(large).digest('hex');
  await new Promise((done, failed) => v2.uploader.upload_large(file, { ...asset, public_id: 'photos/t/p', overwrite: true, invalidate: true,
    context: { sha256: sum }, chunk_size: 8 * 1024 * 1024 }, (error, result) => error ? failed(error) : done(result)));
  const link = v2.utils.private_download_url('photos/t/p', '', { ...asset, expires_at: 1700000600 });
  fs.rmSync(path.dirname(file), { recursive: true });
  return { source: `npm cloudinary@${require('cloudinary/package.json').version}`, requests: recorded, download: link.replace(base, '') };
}

async function vercelBlob() {
  recorded = [];
  const blob = { url: `${base}/photos/t/p`, downloadUrl: `${base}/photos/t/p`, pathname: 'photos/t/p', size: 5,
    contentType: 'image/jpeg', contentDisposition: 'inline', cacheControl: '', uploadedAt: '2023-11-14T22:13:20.000Z', etag: '"e"' };
  answer = (entry) => {
    const action = entry.headers['x-mpu-action'];
    if (action === 'create') return { uploadId: 'up1', key: 'k/ünï' };
    if (action === 'upload') return { etag: `"p${entry.headers['x-mpu-part-number']}"` };
    if (entry.target.endsWith('/delete')) return null;
    if (entry.target.endsWith('/signed-token')) return signedToken;
    return entry.method === 'GET' && !entry.target.includes('url=') ? { blobs: [blob], hasMore: false } : blob;
  };
  // With a path, as in reality: the client is particular about the slash behind it.
  process.env.VERCEL_BLOB_API_URL = `${base}/api/blob`;
  const scope = { storeId: 'StOrEiD123', pathname: '*', operations: ['get'], validUntil: 1700003600000 };
  const signedToken = { delegationToken: `${Buffer.from(JSON.stringify(scope)).toString('base64url')}.c2ln`, clientSigningToken: 'signing secret' };
  const { put, head, list, del, issueSignedToken, presignUrl } = await import(pathToFileURL(require.resolve('@vercel/blob')).href);
  const token = 'vercel_blob_rw_StOrEiD123_secretpart';
  const stored = { access: 'private', token, contentType: 'image/jpeg', addRandomSuffix: false, allowOverwrite: true };
  await put('photos/t/p', Buffer.from('hello'), stored);
  await head('photos/t/p', { token });
  await list({ prefix: 'photos/', limit: 5, cursor: 'abc', token });
  await del('photos/t/p', { token });
  const permission = await issueSignedToken({ operations: ['get'], validUntil: 1700003600000, token });
  const { presignedUrl } = await presignUrl(permission, { operation: 'get', pathname: 'photos/t/p', access: 'private', validUntil: 1700000600000 });
  // The SDK has several parts under way at once; their numbers say which is which.
  await put('photos/t/p', Buffer.alloc(17 * 1024 * 1024), { ...stored, multipart: true });
  const number = (entry) => Number(entry.headers['x-mpu-part-number'] ?? (entry.headers['x-mpu-action'] === 'create' ? 0 : 99));
  recorded = [...recorded.slice(0, 5), ...recorded.slice(5).sort((a, b) => number(a) - number(b))];
  for (const entry of recorded)
    if (Array.isArray(entry.json)) entry.json.sort((a, b) => a.partNumber - b.partNumber);
  return { source: `npm @vercel/blob@${JSON.parse(fs.readFileSync(path.join(oracles, 'node_modules/@vercel/blob/package.json'))).version}`, requests: recorded,
    signedToken, link: presignedUrl.replace(/^https:\/\/[^/]+/, '') };
}

let failed = 0;
for (const [name, record] of [['cloudinary', cloudinary], ['vercel_blob', vercelBlob]]) {
  const file = path.join(folder, `${name}.json`);
  const text = `${JSON.stringify(await record(), null, 1)}\n`;
  if (mode === 'write') fs.writeFileSync(file, text);
  else if (fs.readFileSync(file, 'utf8') === text) console.log('PASS', name);
  else failed++, console.log('FAIL', name, 'sends something else now:', text);
}
process.exit(failed ? 1 : 0);
