#!/usr/bin/env node
// A mock of the workers that analyse comments, in Node.js: answers over HTTP, directly and in RunPod's envelope, with
// nothing but what Node brings.
//
//   PORT=5300 WORKER_KEY=... scripts/examples/analysis-worker.mjs
//
// Set SENTIMENT_WORKER_URL=http://127.0.0.1:5300/sentiment, or .../sentiment/runsync for the envelope, and so on for
// EMBEDDINGS_WORKER_URL (/embeddings), TOPIC_MODEL_WORKER_URL (/topic-model) and RECOMMENDATIONS_WORKER_URL
// (/recommendations); ANALYSIS_WORKER_KEY is the key. MOCK_WORKER_DELAY_MS makes it slow.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { fileURLToPath } from 'node:url';

if (process.argv.includes('--help')) {
  const head = readFileSync(fileURLToPath(import.meta.url), 'utf8').split('\n').slice(1);
  console.log(head.slice(0, head.findIndex(line => !line.startsWith('//'))).map(line => line.replace(/^\/\/ ?/, '')).join('\n'));
  process.exit();
}

const KEY = process.env.WORKER_KEY || '';
const DELAY_MS = Number(process.env.MOCK_WORKER_DELAY_MS || 0);
const DIMENSIONS = 768;
const MOST_BYTES = 32 << 20;
const GOOD = new Set('clear good great well friendly patiently finally answers fine helpful best understood thanks'.split(' '));
const BAD = new Set('fast late fails hot missing lost hard slow never bad boring confusing broken'.split(' '));

const words = text => text.toLowerCase().split(/[^\p{L}\p{M}\p{N}]+/u).filter(Boolean);
const completed = more => ({ version: '1', status: 'completed', completedAt: new Date().toISOString(), ...more });

/** Says how each comment is meant: three shares that sum to 1. */
const sentiment = ({ items }) => completed({ results: items.map(({ submissionId, text }) => {
  const good = words(text).filter(word => GOOD.has(word)).length + 0.1;
  const bad = words(text).filter(word => BAD.has(word)).length + 0.1;
  const total = good + bad + 0.4;
  return { submissionId, positive: good / total, neutral: 0.4 / total, negative: bad / total, servedBy: 'node' };
}) });

/** Says what a comment means: 768 numbers, of length 1. */
function embeddings({ text }) {
  const vector = new Array(DIMENSIONS).fill(0);
  vector[0] = 0.01;
  words(text).forEach(word => { vector[createHash('sha256').update(word).digest().readUInt32BE(0) % DIMENSIONS] += 1; });
  const length = Math.hypot(...vector);
  return completed({ result: { embedding: vector.map(number => number / length), modelName: 'words' } });
}

/** Says what the comments are about: here, the words that most of them have. */
function topics({ items }) {
  const telling = items.map(({ submissionId, text }) => ({ submissionId, its: new Set(words(text).filter(word => word.length > 4)) }));
  const count = some => Object.entries(some.flatMap(({ its }) => [...its]).reduce((sum, word) => ({ ...sum, [word]: (sum[word] || 0) + 1 }), {}))
    .sort((one, other) => other[1] - one[1]);
  const seeds = count(telling).filter(([, times]) => times > 1).slice(0, 5).map(([word]) => word);
  const of = telling.map(each => ({ ...each, topicIndex: seeds.findIndex(seed => each.its.has(seed)) })).filter(each => each.topicIndex >= 0);
  return completed({ topics: [...new Set(of.map(each => each.topicIndex))].map(topicIndex => {
    const members = of.filter(each => each.topicIndex === topicIndex);
    return { topicIndex, rawLabel: `${topicIndex}_${seeds[topicIndex]}`, docCount: members.length, keywords: count(members).slice(0, 5).map(([word]) => word) };
  }), assignments: of.map(({ submissionId, topicIndex }) => ({ submissionId, topicIndex, probability: 0.9 })), outlierCount: items.length - of.length, metrics: {} });
}

/** Says what to do about it: 3 to 7 things, each with the comments behind it. */
function recommendations({ items }) {
  const behind = bad => items.filter(item => (item.sentiment === 'negative') === bad).map(item => item.submissionId);
  return completed({ recommendations: [['IMPROVEMENT', 'Look into the complaints', behind(true)], ['STRENGTH', 'Keep up what is liked', behind(false)],
    ['IMPROVEMENT', 'Tell them what changes', [...behind(true), ...behind(false)]], ['STRENGTH', 'Thank those who wrote', [...behind(false), ...behind(true)]]]
    .filter(([, , evidence]) => evidence.length > 0).map(([category, headline, supportingEvidence]) => ({ category, headline, supportingEvidence,
      description: `${supportingEvidence.length} comments say so.`, actionPlan: 'Talk about it, agree on one change, and ask again.', priority: 'MEDIUM' })) });
}

const WORK = { '/sentiment': sentiment, '/embeddings': embeddings, '/topic-model': topics, '/recommendations': recommendations };

function answer(response, status, body) {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

createServer((request, response) => {
  const enveloped = request.url.endsWith('/runsync');
  const work = WORK[enveloped ? request.url.slice(0, -'/runsync'.length) : request.url];
  if (request.url === '/health') {
    return answer(response, 200, { status: 'ok' });
  }
  if (KEY && request.headers.authorization !== `Bearer ${KEY}`) {
    return answer(response, 401, { error: 'wrong key' });
  }
  if (!work || request.method !== 'POST') {
    return answer(response, 404, { error: 'there is nothing' });
  }
  let held = '';
  request.setEncoding('utf8').on('data', more => {
    held += more;
    if (held.length > MOST_BYTES) {
      request.destroy();
    }
  }).on('end', () => setTimeout(() => {
    try {
      const body = JSON.parse(held);
      answer(response, 200, enveloped ? { id: 'sync-1', status: 'COMPLETED', output: work(body.input) } : work(body));
    } catch (wrong) {
      answer(response, 400, { error: wrong.message });
    }
  }, DELAY_MS));
}).listen(Number(process.env.PORT || 0), '127.0.0.1', function listening() {
  console.log(`ready on port ${this.address().port}`);
});
