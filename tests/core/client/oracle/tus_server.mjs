// The tus project's own server on a free port of this machine. Arguments: folder for the files, bytes after which each
// of the first PATCH requests is broken off, and how many of them. Prints "port N", then a line for each finished file.
import http from 'node:http';
import { EVENTS, Server } from '@tus/server';
import { FileStore } from '@tus/file-store';

const [directory, breakAfterText, breaksText] = process.argv.slice(2);
const breakAfter = Number(breakAfterText);
let breaks = Number(breaksText);

const tus = new Server({ path: '/api/teams/t/uploads', datastore: new FileStore({ directory }), relativeLocation: true });
tus.on(EVENTS.POST_FINISH, (request, response, upload) =>
  console.log('finished', JSON.stringify({ id: upload.id, size: upload.size, metadata: upload.metadata })));

const server = http.createServer((request, response) => {
  if (request.method === 'PATCH' && breaks > 0) {
    breaks -= 1;
    // Watched from beside: whoever listens to the request's data takes it away from the server.
    const before = request.socket.bytesRead;
    const watch = setInterval(() => {
      if (request.socket.bytesRead - before >= breakAfter) request.socket.destroy();
      if (request.socket.destroyed || response.writableEnded) clearInterval(watch);
    }, 1);
  }
  tus.handle(request, response);
});
server.listen(0, '127.0.0.1', () => console.log('port', server.address().port));
