// The official smtp-server as a mail server that our mailer talks to, with mailparser reading what it got.
//
//   node smtp_server.mjs --key KEY.pem --cert CERT.pem [--security starttls|tls|none] [--login USER:PASSWORD] [--methods PLAIN,LOGIN]
//
// Listens on a free port of 127.0.0.1. Each line on stdout is a JSON object: {"port":...} first, then one for each thing
// that a client did ("login", "mail", "recipient", "message", "error"). Recipients whose address holds "reject" are refused
// for good (550), "later" for now (451); senders too. A message whose subject holds "reject" or "later" is refused after
// its data. Security "none" offers no STARTTLS, as when somebody in the middle strips it. Ends with stdin.
import fs from 'node:fs';
import path from 'node:path';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const here = path.dirname(fileURLToPath(import.meta.url));
const oracles = process.env.HEADROOM_ORACLES ?? path.join(here, '../../build/oracles');
if (!fs.existsSync(path.join(oracles, 'node_modules/smtp-server')) || !fs.existsSync(path.join(oracles, 'node_modules/mailparser'))) {
  console.log(`SKIPPED: ${oracles} has no smtp-server; run packaging/oracles/install`);
  process.exit(77);
}
const require = createRequire(path.join(oracles, 'package.json'));
const { SMTPServer } = require('smtp-server');
const { simpleParser } = require('mailparser');

const { values } = parseArgs({ options: {
  key: { type: 'string' }, cert: { type: 'string' }, security: { type: 'string', default: 'starttls' },
  login: { type: 'string' }, methods: { type: 'string', default: 'PLAIN,LOGIN' } } });
if (!values.key || !values.cert) {
  console.error('--key and --cert are needed; see the head of this file');
  process.exit(2);
}
const say = (what) => console.log(JSON.stringify(what));
const refusal = (text) => /reject/.test(text) ? Object.assign(new Error('refused for good'), { responseCode: 550 })
  : /later/.test(text) ? Object.assign(new Error('try again later'), { responseCode: 451 }) : null;

/// What a reader of the mail sees, and what only its bytes tell.
async function read(raw) {
  const mail = await simpleParser(raw);
  const text = raw.toString('latin1');
  return {
    what: 'message', subject: mail.subject, from: mail.from?.value ?? [], to: mail.to?.value ?? [],
    id: mail.messageId, date: mail.date?.toISOString(), text: mail.text, html: mail.html,
    headers: mail.headerLines.map(({ key, line }) => [key, line]),
    pictures: mail.attachments.map((part) => ({ cid: part.cid, type: part.contentType, bytes: part.size,
      checksum: part.checksum, disposition: part.contentDisposition, related: part.related })),
    longest: Math.max(...text.split('\r\n').map((line) => line.length)), bareLineEnds: /[^\r]\n|\r[^\n]/.test(text) };
}

const offersTls = values.security !== 'none';
const server = new SMTPServer({
  key: fs.readFileSync(values.key), cert: fs.readFileSync(values.cert), secure: values.security === 'tls',
  authMethods: values.methods.split(','), authOptional: !values.login, allowInsecureAuth: false,
  hideSTARTTLS: !offersTls, disabledCommands: offersTls ? [] : ['STARTTLS'], logger: false, disableReverseLookup: true,
  onAuth(auth, session, done) {
    const right = `${auth.username}:${auth.password}` === values.login;
    say({ what: 'login', method: auth.method, right, secure: session.secure });
    done(right ? null : Object.assign(new Error('bad credentials'), { responseCode: 535 }), right ? { user: auth.username } : undefined);
  },
  onMailFrom(address, session, done) {
    say({ what: 'mail', address: address.address, secure: session.secure, user: session.user ?? '' });
    done(refusal(address.address));
  },
  onRcptTo(address, session, done) {
    say({ what: 'recipient', address: address.address });
    done(refusal(address.address));
  },
  onData(stream, session, done) {
    const chunks = [];
    stream.on('data', (chunk) => chunks.push(chunk));
    stream.on('end', async () => {
      const message = await read(Buffer.concat(chunks));
      const refused = refusal(message.subject ?? '');
      say({ ...message, taken: !refused });
      done(refused);
    });
  } });
server.on('error', (error) => say({ what: 'error', code: error.code ?? '', text: error.message }));
server.listen(0, '127.0.0.1', () => say({ what: 'listening', port: server.server.address().port }));
process.stdin.on('end', () => process.exit(0)).resume();
