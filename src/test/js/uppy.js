// Uppy's client of S3, as a front end uses it against the product: each of its calls is one of the contract's.
const given = new URLSearchParams(location.hash.slice(1));
const api = given.get('api');
const state = text => { document.getElementById('state').textContent = text; };
const events = [];

async function ask(method, path, body) {
  const answer = await fetch(api + path, { method, body: body && JSON.stringify(body),
    headers: { authorization: `Bearer ${given.get('token')}`, ...body && { 'content-type': 'application/json' } } });
  const json = await answer.json();
  if (!answer.ok) {
    throw new Error(`${answer.status} ${json.message}`);
  }
  return json.data;
}

const uppy = new Uppy.Uppy({ autoProceed: true }).use(Uppy.AwsS3, {
  shouldUseMultipart: true,
  getChunkSize: () => 8 << 20,
  createMultipartUpload: async file => {
    const begun = await ask('POST', '/api/file-uploads', { kind: given.get('kind'), name: file.name, bytes: file.size });
    return { uploadId: begun.id, key: begun.fileId };
  },
  listParts: async (file, { uploadId }) => (await ask('GET', `/api/file-uploads/${uploadId}`)).parts
    .map(part => ({ PartNumber: part.number, Size: part.bytes, ETag: part.etag })),
  signPart: async (file, { uploadId, partNumber }) => {
    const { url } = await ask('POST', `/api/file-uploads/${uploadId}/parts/${partNumber}`);
    events.push(`sign ${partNumber}`);
    return { url: new URL(url, api).href, method: 'PUT' };
  },
  completeMultipartUpload: async (file, { uploadId }) => {
    const made = await ask('POST', `/api/file-uploads/${uploadId}/complete`);
    return { location: made.id };
  },
  abortMultipartUpload: async (file, { uploadId }) => { await ask('DELETE', `/api/file-uploads/${uploadId}`); },
});
uppy.on('upload-success', (file, answer) => state(`done ${answer.uploadURL ?? answer.body?.location}`));
uppy.on('upload-error', (file, problem) => state(`failed ${problem.message}`));
uppy.on('s3-multipart:part-uploaded', (file, part) => {
  events.push(`part ${part.PartNumber}`);
  if (given.get('pause') && events.filter(each => each.startsWith('part')).length === 1) {
    uppy.pauseResume(file.id);
    state('paused');
    setTimeout(() => uppy.pauseResume(file.id), 500);
  }
});
document.getElementById('file').addEventListener('change', event => {
  const [file] = event.target.files;
  uppy.addFile({ name: file.name, type: file.type, data: file });
});
