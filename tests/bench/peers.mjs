// The peers' side of packaging/bench. Prints seconds (uploads: of both sides; commands: of ours), nothing else.
//
//   node peers.mjs sharp COUNT PHOTO FOLDER WIDTHxHEIGHT     what headroom-bench export does, with sharp
//   node peers.mjs cutout COUNT PHOTO                        only the cut-out that a headshot begins with
//   node peers.mjs upload URL TOKEN COUNT BYTES              tus-js-client to any tus server, four at a time
//   node peers.mjs sign-in URL MAIL_FOLDER E-MAIL            prints token, team and member
//   node peers.mjs commands URL TOKEN TEAM MEMBER COUNT CONNECTIONS   commands on one team of the endpoint
import crypto from 'node:crypto';
import fs from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

const require = createRequire(path.join(process.env.HEADROOM_BENCH_PEERS ?? 'build/bench-peers', 'package.json'));
const load = (name) => import(pathToFileURL(require.resolve(name)).href);

/// Seconds that `count` runs of `one` take, `parallel` of them at a time.
async function timed(count, parallel, one) {
  const start = process.hrtime.bigint();
  let next = 0;
  await Promise.all(Array.from({ length: parallel }, async () => {
    while (next < count) await one(next++);
  }));
  return Number(process.hrtime.bigint() - start) / 1e9;
}

async function sharpExport(count, photo, folder, size) {
  const sharp = (await load('sharp')).default;
  sharp.concurrency(1);
  const [width, height] = size.split('x').map(Number);
  const bytes = fs.readFileSync(photo);
  return timed(count, 1, (i) => sharp(bytes).rotate().resize(width, height, { fit: 'cover' }).withIccProfile('srgb')
    .jpeg({ quality: 92, chromaSubsampling: '4:4:4' }).toFile(path.join(folder, `Member ${i}.jpg`)));
}

async function cutout(count, photo) {
  const file = path.resolve(photo);
  process.chdir(path.dirname(require.resolve('./package.json'))); // where it looks for its network
  const { removeBackground } = await load('@imgly/background-removal-node');
  const once = () => removeBackground(file, { model: 'medium' });
  await once(); // loads the network; ours has its networks loaded, too
  return timed(count, 1, once);
}

async function upload(url, token, count, bytes) {
  const tus = require('tus-js-client');
  const content = crypto.randomBytes(bytes);
  content.set([0xff, 0xd8, 0xff, 0xe0]); // the endpoint looks at the first bytes
  const one = () => new Promise((done, failed) => new tus.Upload(content, {
    endpoint: url, headers: token === '-' ? {} : { Authorization: `Bearer ${token}` },
    metadata: { photo_id: crypto.randomUUID(), filename: 'photo.jpg' }, onError: failed, onSuccess: done }).start());
  return timed(count, 4, one);
}

const agent = new http.Agent({ keepAlive: true, maxSockets: 64 });
const ask = (method, url, token, body) => new Promise((done, failed) => {
  const text = JSON.stringify(body);
  const request = http.request(url, { method, agent, headers: { 'Content-Type': 'application/json',
    'Content-Length': Buffer.byteLength(text), 'Idempotency-Key': crypto.randomUUID(),
    ...(token ? { Authorization: `Bearer ${token}` } : {}) } }, (response) => {
    const parts = [];
    response.on('data', (part) => parts.push(part));
    response.on('end', () => {
      const answer = Buffer.concat(parts).toString();
      if (response.statusCode >= 300) failed(new Error(`${method} ${url}: ${response.statusCode} ${answer}`));
      else done(answer ? JSON.parse(answer) : {});
    });
  });
  request.on('error', failed);
  request.end(text);
});

async function signIn(url, mails, email) {
  const nonce = crypto.randomUUID();
  const begun = await ask('POST', `${url}/api/sign-in`, null, { email, device_nonce: nonce });
  for (let tries = 0; tries < 200; tries++) {
    for (const name of fs.existsSync(mails) ? fs.readdirSync(mails).filter((file) => file.endsWith('.eml')) : []) {
      const mail = fs.readFileSync(path.join(mails, name), 'latin1');
      const code = /\b([0-9]{6})\b/.exec(mail.slice(mail.indexOf('\r\n\r\n')));
      if (!code) continue;
      const answer = await ask('POST', `${url}/api/sign-in/${begun.attempt_id}/code`, null,
        { code: code[1], device_nonce: nonce, device_name: 'bench' });
      return `${answer.token} ${answer.teams[0].team_id} ${answer.teams[0].member_id}`;
    }
    await new Promise((later) => setTimeout(later, 50));
  }
  throw new Error('no mail with a code came');
}

const commands = (url, token, team, member, count, connections) => timed(count, connections, (i) =>
  ask('PATCH', `${url}/api/teams/${team}/members/${member}`, token, { name: `Bench ${i}` }));

const [what, ...rest] = process.argv.slice(2);
const jobs = {
  sharp: () => sharpExport(Number(rest[0]), rest[1], rest[2], rest[3]),
  cutout: () => cutout(Number(rest[0]), rest[1]),
  upload: () => upload(rest[0], rest[1], Number(rest[2]), Number(rest[3])),
  'sign-in': () => signIn(...rest),
  commands: () => commands(rest[0], rest[1], rest[2], rest[3], Number(rest[4]), Number(rest[5])),
};
if (!jobs[what]) throw new Error('see the head of this file');
const answer = await jobs[what]();
console.log(typeof answer === 'number' ? answer.toFixed(3) : answer);
process.exit(0);
