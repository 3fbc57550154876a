// Signs the requests of a file with the signer of AWS's own SDK and prints the file with its signatures.
import { createHash, createHmac } from "node:crypto";
import { readFileSync } from "node:fs";
import { SignatureV4 } from "@smithy/signature-v4";

class Sha256 {
  constructor(key) {
    this.hash = key ? createHmac("sha256", key) : createHash("sha256");
  }
  update(data) {
    this.hash.update(data);
  }
  async digest() {
    return new Uint8Array(this.hash.digest());
  }
}

const escaped = (part) => encodeURIComponent(part).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
const { at, seconds, keys, region, requests } = JSON.parse(readFileSync(process.argv[2], "utf8"));
const signingDate = new Date(at);
for (const request of requests) {
  const signer = new SignatureV4({
    credentials: { accessKeyId: keys.id, secretAccessKey: keys.secret, sessionToken: request.session },
    region, service: "s3", sha256: Sha256, uriEscapePath: false, applyChecksum: false,
  });
  const query = {};
  for (const [name, value] of request.query ?? []) query[name] = name in query ? [query[name], value].flat() : value;
  const wire = () => ({
    method: request.method, protocol: "https:", hostname: request.headers.host, query: { ...query },
    path: request.path.split("/").map(escaped).join("/"), headers: { ...request.headers }, body: request.body,
  });
  request.signature = (await signer.sign(wire(), { signingDate })).headers.authorization.match(/Signature=(\w+)/)[1];
  const inQuery = await signer.presign(wire(), { signingDate, expiresIn: seconds, hoistableHeaders: new Set() });
  request.presigned = inQuery.query["X-Amz-Signature"];
}
console.log(JSON.stringify({ at, seconds, keys, region, requests }));
