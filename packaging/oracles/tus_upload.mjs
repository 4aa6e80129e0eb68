// tus-js-client against any tus endpoint: uploads random bytes through a small proxy that cuts the connection in the
// middle, lets the client resume, and compares SHA-256 of what was sent and what is stored.
//
//   node tus_upload.mjs --endpoint URL [--token BEARER] [--size BYTES] [--cuts N] [--chunk BYTES] [--metadata key=value]...
//                       [--header 'Name: value']... (--stored-url URL | --stored-dir DIR)
//
// --file PATH uploads that file instead of random bytes. --stored-url is fetched with the same token; {id} in it stands
// for the last part of the upload's URL. --stored-dir is searched for a file with the right content. Packages come from
// build/oracles (packaging/oracles/install), or from HEADROOM_ORACLES. Exit code 0: equal after at least one resumption.
import crypto from 'node:crypto';
import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const here = path.dirname(fileURLToPath(import.meta.url));
const oracles = process.env.HEADROOM_ORACLES ?? path.join(here, '../../build/oracles');
if (!fs.existsSync(path.join(oracles, 'node_modules/tus-js-client'))) {
  console.log(`SKIPPED: ${oracles} has no tus-js-client; run packaging/oracles/install`);
  process.exit(77);
}
const tus = createRequire(path.join(oracles, 'package.json'))('tus-js-client');

const { values } = parseArgs({ options: {
  endpoint: { type: 'string' }, token: { type: 'string' }, size: { type: 'string', default: '20000000' },
  cuts: { type: 'string', default: '1' }, chunk: { type: 'string' }, file: { type: 'string' },
  metadata: { type: 'string', multiple: true, default: [] }, header: { type: 'string', multiple: true, default: [] },
  'stored-url': { type: 'string' }, 'stored-dir': { type: 'string' } } });
if (!values.endpoint || (!values['stored-url'] && !values['stored-dir'])) {
  console.error('--endpoint and one of --stored-url and --stored-dir are needed; see the head of this file');
  process.exit(2);
}

const target = new URL(values.endpoint);
if (target.protocol !== 'http:') throw new Error('only http endpoints: the proxy does not speak TLS');
const content = values.file ? fs.readFileSync(values.file) : crypto.randomBytes(Number(values.size));
const sha256 = (bytes) => crypto.createHash('sha256').update(bytes).digest('hex');
const wanted = sha256(content);

/// Passes bytes on in both directions; cuts a connection, on both sides, whenever a share of the upload was carried, be
/// it by one connection or, as older versions of Node do it, by one for each request.
let cutsLeft = Number(values.cuts);
let cuts = 0;
let carried = 0;
const share = Math.floor(content.length / (cutsLeft + 1));
const proxy = net.createServer((client) => {
  const server = net.connect(Number(target.port || 80), target.hostname);
  client.on('data', (bytes) => {
    carried += bytes.length;
    if (cutsLeft > 0 && carried > share) {
      cutsLeft--;
      cuts++;
      carried = 0;
      client.destroy();
      server.destroy();
      return;
    }
    if (!server.write(bytes)) client.pause();
  });
  server.on('drain', () => client.resume());
  server.pipe(client);
  client.on('end', () => server.end());
  for (const [one, other] of [[client, server], [server, client]]) {
    one.on('error', () => other.destroy());
    one.on('close', () => other.destroy());
  }
});
await new Promise((listening) => proxy.listen(0, '127.0.0.1', listening));
const endpoint = new URL(values.endpoint);
endpoint.hostname = '127.0.0.1';
endpoint.port = String(proxy.address().port);

const pairs = (list, separator) => Object.fromEntries(list.map((text) => {
  const at = text.indexOf(separator);
  return [text.slice(0, at).trim(), text.slice(at + 1).trim()];
}));
const headers = { ...pairs(values.header, ':'), ...(values.token ? { Authorization: `Bearer ${values.token}` } : {}) };

let resumptions = 0;
const url = await new Promise((done, failed) => {
  const upload = new tus.Upload(content, {
    endpoint: endpoint.href, headers, metadata: pairs(values.metadata, '='), retryDelays: [0, 100, 300, 1000, 3000],
    ...(values.chunk ? { chunkSize: Number(values.chunk) } : {}),
    onShouldRetry: (error) => (resumptions++, console.log('resuming after:', String(error.message).slice(0, 100)), true),
    onError: failed, onSuccess: () => done(upload.url) });
  upload.start();
}).catch((error) => {
  console.error('FAIL the upload ended with', error.message);
  process.exit(1);
});
proxy.close();

async function stored() {
  if (values['stored-dir']) {
    const files = fs.readdirSync(values['stored-dir'], { recursive: true }).map((name) => path.join(values['stored-dir'], name));
    const match = files.find((name) => fs.statSync(name).isFile() && fs.statSync(name).size === content.length
      && sha256(fs.readFileSync(name)) === wanted);
    return match ? wanted : 'no such file';
  }
  const id = new URL(url).pathname.split('/').pop();
  const response = await fetch(values['stored-url'].replace('{id}', id), { headers });
  return response.ok ? sha256(Buffer.from(await response.arrayBuffer())) : `status ${response.status}`;
}

const found = await stored();
const equal = found === wanted;
const resumed = cuts === Number(values.cuts) && resumptions >= cuts;
console.log(equal ? 'PASS' : 'FAIL', `${content.length} bytes stored, SHA-256`, wanted, equal ? '' : `but found ${found}`);
console.log(resumed ? 'PASS' : 'FAIL', `${cuts} cut(s), ${resumptions} resumption(s)`);
process.exit(equal && resumed ? 0 : 1);
