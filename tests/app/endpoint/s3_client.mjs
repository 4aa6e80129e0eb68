// AWS's own client reads what the endpoint wrote into S3, and the reverse.
//
//   HEADROOM_ORACLES=DIR node s3_client.mjs HEADROOM_ENDPOINT FILE_WITH_THE_SERVERS_ADDRESS
import { execFileSync } from 'node:child_process';
import crypto from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createRequire } from 'node:module';

const [endpoint, record] = process.argv.slice(2);
const oracles = process.env.HEADROOM_ORACLES;
const skip = (why) => { console.log(`SKIPPED: ${why}`); process.exit(77); };
if (!fs.existsSync(path.join(oracles, 'node_modules/@aws-sdk/client-s3'))) skip(`${oracles} has no @aws-sdk/client-s3; run packaging/oracles/install`);
const address = fs.existsSync(record) && /^endpoint=(.+)$/m.exec(fs.readFileSync(record, 'utf8'))?.[1];
if (!address) skip('no S3 server (packages swift-* and memcached)');
const { S3Client, CreateBucketCommand, PutObjectCommand, GetObjectCommand, HeadObjectCommand, ListObjectsV2Command } =
  createRequire(path.join(oracles, 'package.json'))('@aws-sdk/client-s3');

let failed = 0;
const check = (claim, condition, seen = '') => {
  console.log(condition ? 'PASS' : 'FAIL', claim, condition ? '' : seen);
  if (!condition) failed++;
};
const Bucket = `oracle-${crypto.randomUUID()}`;
const client = new S3Client({ endpoint: address, region: 'us-east-1', forcePathStyle: true,
  credentials: { accessKeyId: 'test:tester', secretAccessKey: 'testing' } });
await client.send(new CreateBucketCommand({ Bucket }));
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'headroom-oracle-'));
const move = (from, to, blobs) => execFileSync(endpoint, ['move-blobs', '--from', from, '--to', to], { encoding: 'utf8',
  env: { ...process.env, HEADROOM_DATA: path.join(folder, 'data'), HEADROOM_STORAGE_FOLDER: path.join(folder, blobs),
    HEADROOM_S3_ENDPOINT: address, HEADROOM_S3_BUCKET: Bucket, HEADROOM_S3_ACCESS_KEY: 'test:tester', HEADROOM_S3_SECRET_KEY: 'testing' } });

// Small, and large enough to go in parts.
const ours = { 'photos/team/small': crypto.randomBytes(5_000), 'photos/team/large': crypto.randomBytes(21_000_000) };
const fileOf = (blobs, key) => path.join(folder, blobs, path.dirname(key), `_${path.basename(key).slice(0, 2)}`, path.basename(key));
for (const [key, bytes] of Object.entries(ours)) {
  fs.mkdirSync(path.dirname(fileOf('ours', key)), { recursive: true });
  fs.writeFileSync(fileOf('ours', key), bytes);
}
move('disk', 's3', 'ours');
for (const [Key, bytes] of Object.entries(ours)) {
  const got = await client.send(new GetObjectCommand({ Bucket, Key }));
  check(`AWS's client reads ${Key}`, Buffer.from(await got.Body.transformToByteArray()).equals(bytes));
  const head = await client.send(new HeadObjectCommand({ Bucket, Key }));
  check('with its sum', head.Metadata.sha256 === crypto.createHash('sha256').update(bytes).digest('hex'), JSON.stringify(head.Metadata));
}
const listed = await client.send(new ListObjectsV2Command({ Bucket, Prefix: 'photos/' }));
check("AWS's client lists them", listed.Contents.map((one) => one.Key).join() === 'photos/team/large,photos/team/small');

const theirs = crypto.randomBytes(9_000_000);
await client.send(new PutObjectCommand({ Bucket, Key: 'headshots/team/theirs', Body: theirs, ContentType: 'image/jpeg' }));
move('s3', 'disk', 'theirs');
check("we read what AWS's client wrote", fs.readFileSync(fileOf('theirs', 'headshots/team/theirs')).equals(theirs));
check('and our own', fs.readFileSync(fileOf('theirs', 'photos/team/large')).equals(ours['photos/team/large']));
fs.rmSync(folder, { recursive: true });
process.exit(failed ? 1 : 0);
