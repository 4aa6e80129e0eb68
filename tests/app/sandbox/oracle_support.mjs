// What the oracle tests share: packages from packaging/oracles, the real sandbox, and checks that say what they claim.
import { spawn } from 'node:child_process';
import crypto from 'node:crypto';
import { createRequire } from 'node:module';
import fs from 'node:fs';
import http from 'node:http';
import os from 'node:os';
import path from 'node:path';

// Clients take it for granted; Debian 12's Node 18 has it only by import.
globalThis.crypto ??= crypto.webcrypto;
export const require = createRequire(path.join(process.env.HEADROOM_ORACLES, 'package.json'));

let failed = 0;
export function check(claim, condition, seen = '') {
  console.log(condition ? 'PASS' : 'FAIL', claim, condition ? '' : seen);
  if (!condition) failed++;
}

const sleep = (ms) => new Promise((done) => setTimeout(done, ms));
export async function until(condition, what) {
  for (let i = 0; i < 1600; i++) {
    const value = await condition();
    if (value) return value;
    await sleep(50);
  }
  throw new Error('never happened: ' + what);
}

const children = [];
export async function startSandbox(...args) {
  const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'headroom-oracle-'));
  const portFile = path.join(directory, 'port');
  const child = spawn(process.env.HEADROOM_SANDBOX,
    ['--state', path.join(directory, 'state'), '--listen', '127.0.0.1:0', '--port-file', portFile, ...args],
    { stdio: ['ignore', 'inherit', 'ignore'] });
  children.push({ child, directory });
  await until(() => fs.existsSync(portFile), 'the sandbox listens');
  return Number(fs.readFileSync(portFile, 'utf8'));
}

/// Fills in the checkout page as a browser would.
export function pay(session, number) {
  return fetch(session.url, { method: 'POST', redirect: 'manual', body: new URLSearchParams({ email: 'ann@example.com',
    cardNumber: number, cardExpiry: '12 / 44', cardCvc: '123', billingName: 'Ann Lee' }) });
}

/// A server that keeps raw bodies and answers as told.
export async function receiver(answer) {
  const server = http.createServer((request, response) => {
    const parts = [];
    request.on('data', (part) => parts.push(part)).on('end', () => {
      response.statusCode = answer({ headers: request.headers, body: Buffer.concat(parts) });
      response.end();
    });
  });
  await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
  return { url: `http://127.0.0.1:${server.address().port}/hook`, close: () => server.close() };
}

export async function run(test) {
  try {
    await test();
  } catch (error) {
    console.log('FAIL', error);
    failed++;
  }
  for (const { child, directory } of children) {
    const ended = new Promise((done) => child.on('exit', done));
    child.kill('SIGTERM');
    await ended;
    fs.rmSync(directory, { recursive: true, force: true });
  }
  process.exit(failed ? 1 : 0);
}
