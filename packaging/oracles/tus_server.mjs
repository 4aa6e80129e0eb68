// The official tus server as a peer for our own upload client: listens on a free port of 127.0.0.1 and writes it to a file.
//
//   node tus_server.mjs --dir DIR --port-file FILE [--cut-after BYTES]
//
// --cut-after destroys the first PATCH connection once it carried that much. Ends with the process.
import fs from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';

const here = path.dirname(fileURLToPath(import.meta.url));
const oracles = process.env.HEADROOM_ORACLES ?? path.join(here, '../../build/oracles');
if (!fs.existsSync(path.join(oracles, 'node_modules/@tus/server'))) {
  console.log(`SKIPPED: ${oracles} has no @tus/server; run packaging/oracles/install`);
  process.exit(77);
}
const require = createRequire(path.join(oracles, 'package.json'));
const load = (name) => import(pathToFileURL(require.resolve(name)).href);
const { Server } = await load('@tus/server');
const { FileStore } = await load('@tus/file-store');

const { values } = parseArgs({ options: { dir: { type: 'string' }, 'port-file': { type: 'string' }, 'cut-after': { type: 'string' } } });
if (!values.dir || !values['port-file']) {
  console.error('--dir and --port-file are needed; see the head of this file');
  process.exit(2);
}
fs.mkdirSync(values.dir, { recursive: true });
const tus = new Server({ path: '/files', datastore: new FileStore({ directory: values.dir }) });
let cutAfter = values['cut-after'] ? Number(values['cut-after']) : 0;
const server = http.createServer((request, response) => {
  if (request.method === 'PATCH' && cutAfter > 0) {
    // Reading the request here would take its bytes away from tus: the socket is asked instead.
    const { socket } = request;
    const before = socket.bytesRead;
    const watch = setInterval(() => {
      if (cutAfter > 0 && socket.bytesRead - before > cutAfter) {
        cutAfter = 0;
        socket.destroy();
      }
    }, 2);
    socket.once('close', () => clearInterval(watch));
    response.once('close', () => clearInterval(watch));
  }
  tus.handle(request, response);
});
server.listen(0, '127.0.0.1', () => {
  fs.writeFileSync(values['port-file'] + '.new', `${server.address().port}\n`);
  fs.renameSync(values['port-file'] + '.new', values['port-file']);
});
