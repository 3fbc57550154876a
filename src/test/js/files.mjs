// Strangers to the files: the presigner and the client of AWS, and another server that speaks S3.
//   node files.mjs presign ENDPOINT BUCKET REGION ID SECRET SECONDS   prints addresses, one JSON a line
//   node files.mjs client ENDPOINT BUCKET REGION ID SECRET            does everything once, prints what is wrong
//   node files.mjs serve FOLDER BUCKET                                prints its port, and serves until it is ended
import { createHash, randomBytes } from 'node:crypto';

const [what, ...given] = process.argv.slice(2);

async function aws([endpoint, bucket, region, accessKeyId, secretAccessKey]) {
  const sdk = await import('@aws-sdk/client-s3');
  const client = new sdk.S3Client({ endpoint, region, forcePathStyle: true, credentials: { accessKeyId, secretAccessKey }, maxAttempts: 1 });
  return { sdk, client, bucket };
}

async function presign(about) {
  const { sdk, client, bucket } = await aws(about);
  const { getSignedUrl } = await import('@aws-sdk/s3-request-presigner');
  const signingDate = new Date('2026-03-02T10:00:00Z');
  const expiresIn = Number(about[5]);
  const commands = [
    ['GET', new sdk.GetObjectCommand({ Bucket: bucket, Key: 'mas/document/a b+c~é (1).pdf', ResponseContentDisposition: 'attachment; filename="a b.pdf"; filename*=UTF-8\'\'a%20b.pdf',
      ResponseContentType: 'application/pdf' })],
    ['PUT', new sdk.UploadPartCommand({ Bucket: bucket, Key: 'mas/recording/1', UploadId: 'up/lo+ad=', PartNumber: 7 })],
    ['PUT', new sdk.PutObjectCommand({ Bucket: bucket, Key: 'mas/document/2' })],
    ['DELETE', new sdk.DeleteObjectCommand({ Bucket: bucket, Key: 'mas/document/2' })],
    ['HEAD', new sdk.HeadObjectCommand({ Bucket: bucket, Key: 'mas/document/2' })],
  ];
  for (const [method, command] of commands) {
    console.log(JSON.stringify({ method, key: command.input.Key, url: await getSignedUrl(client, command, { expiresIn, signingDate }) }));
  }
}

async function useClient(about) {
  const { sdk, client, bucket } = await aws(about);
  const Bucket = bucket;
  const wrong = [];
  const expect = (name, right, found) => right === found || wrong.push(`${name}: ${found}, not ${right}`);
  const refused = async (name, code, work) => expect(name, code, await work().then(() => 'done', problem => problem.name));
  const body = randomBytes(300_000);
  await client.send(new sdk.PutObjectCommand({ Bucket, Key: 'sdk/one', Body: body, ContentType: 'application/pdf' }));
  const got = await client.send(new sdk.GetObjectCommand({ Bucket, Key: 'sdk/one' }));
  expect('object', true, body.equals(Buffer.from(await got.Body.transformToByteArray())));
  const range = await client.send(new sdk.GetObjectCommand({ Bucket, Key: 'sdk/one', Range: 'bytes=10-19' }));
  expect('range', true, body.subarray(10, 20).equals(Buffer.from(await range.Body.transformToByteArray())));
  expect('content range', 'bytes 10-19/300000', range.ContentRange);
  const head = await client.send(new sdk.HeadObjectCommand({ Bucket, Key: 'sdk/one' }));
  expect('length', 300_000, head.ContentLength);
  expect('etag', got.ETag, head.ETag);
  await refused('no object', 'NoSuchKey', () => client.send(new sdk.GetObjectCommand({ Bucket, Key: 'sdk/none' })));
  await refused('no head', 'NotFound', () => client.send(new sdk.HeadObjectCommand({ Bucket, Key: 'sdk/none' })));
  const { UploadId } = await client.send(new sdk.CreateMultipartUploadCommand({ Bucket, Key: 'sdk/many' }));
  const parts = [randomBytes(5 << 20), randomBytes(5 << 20), randomBytes(77)];
  const Parts = [];
  for (const [index, Body] of parts.entries()) {
    const { ETag } = await client.send(new sdk.UploadPartCommand({ Bucket, Key: 'sdk/many', UploadId, PartNumber: index + 1, Body }));
    expect('part', `"${createHash('md5').update(Body).digest('hex')}"`, ETag);
    Parts.push({ PartNumber: index + 1, ETag });
  }
  const listed = await client.send(new sdk.ListPartsCommand({ Bucket, Key: 'sdk/many', UploadId, MaxParts: 2 }));
  expect('parts', '1,2', listed.Parts.map(part => part.PartNumber).join());
  expect('more parts', true, listed.IsTruncated);
  await refused('wrong order', 'InvalidPartOrder', () => client.send(new sdk.CompleteMultipartUploadCommand({ Bucket, Key: 'sdk/many', UploadId,
    MultipartUpload: { Parts: [Parts[1], Parts[0]] } })));
  await client.send(new sdk.CompleteMultipartUploadCommand({ Bucket, Key: 'sdk/many', UploadId, MultipartUpload: { Parts } }));
  const many = await client.send(new sdk.GetObjectCommand({ Bucket, Key: 'sdk/many' }));
  expect('whole', true, Buffer.concat(parts).equals(Buffer.from(await many.Body.transformToByteArray())));
  await refused('completed', 'NoSuchUpload', () => client.send(new sdk.ListPartsCommand({ Bucket, Key: 'sdk/many', UploadId })));
  const other = await client.send(new sdk.CreateMultipartUploadCommand({ Bucket, Key: 'sdk/other' }));
  await client.send(new sdk.AbortMultipartUploadCommand({ Bucket, Key: 'sdk/other', UploadId: other.UploadId }));
  await refused('aborted', 'NoSuchUpload', () => client.send(new sdk.ListPartsCommand({ Bucket, Key: 'sdk/other', UploadId: other.UploadId })));
  const first = await client.send(new sdk.ListObjectsV2Command({ Bucket, Prefix: 'sdk/', MaxKeys: 1 }));
  expect('first page', 'sdk/many', first.Contents.map(each => each.Key).join());
  const second = await client.send(new sdk.ListObjectsV2Command({ Bucket, Prefix: 'sdk/', ContinuationToken: first.NextContinuationToken }));
  expect('second page', 'sdk/one', second.Contents.map(each => each.Key).join());
  await client.send(new sdk.DeleteObjectCommand({ Bucket, Key: 'sdk/one' }));
  await client.send(new sdk.DeleteObjectCommand({ Bucket, Key: 'sdk/many' }));
  const none = await client.send(new sdk.ListObjectsV2Command({ Bucket, Prefix: 'sdk/' }));
  expect('deleted', 0, none.KeyCount);
  console.log(wrong.length === 0 ? 'all is right' : wrong.join('\n'));
  process.exit(wrong.length === 0 ? 0 : 1);
}

async function serve([directory, bucket]) {
  const { default: S3rver } = await import('s3rver');
  const server = new S3rver({ address: '127.0.0.1', port: 0, silent: true, directory, configureBuckets: [{ name: bucket }] });
  const { port } = await server.run();
  console.log(`port ${port}`);
}

await { presign, client: useClient, serve }[what](given);
