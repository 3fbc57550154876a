// Signs in and reads XP with types that are made of the contract; compiled with the types of openapi-typescript and with ours.
import type { components, paths } from './types.js';

declare const process: { argv: string[] };

type Post<P extends keyof paths> = paths[P] extends { post: infer O } ? O : never;
type Get<P extends keyof paths> = paths[P] extends { get: infer O } ? O : never;
type Answer<O> = O extends { responses: { 200: { content: { 'application/json': infer A } } } } ? A : never;
type Body<O> = O extends { requestBody: { content: { 'application/json': infer B } } } ? B : never;
type Query<O> = O extends { parameters: { query?: infer Q } } ? Q : never;
type Problem = components['schemas']['Problem'];

const [base, email, password] = process.argv.slice(2) as [string, string, string];

async function send<A>(path: string, init: RequestInit): Promise<A> {
  const answer = await fetch(base + path, init);
  const body: unknown = await answer.json();
  if (!answer.ok) {
    const problem = body as Problem;
    throw new Error(`${problem.code} ${problem.reason ?? ''} ${problem.message}`);
  }
  return body as A;
}

async function logIn(body: Body<Post<'/api/auth/login'>>): Promise<string> {
  const answer = await send<Answer<Post<'/api/auth/login'>>>('/api/auth/login',
    { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
  return answer.data.accessToken;
}

async function xp(token: string, query: NonNullable<Query<Get<'/api/student/me/xp'>>>) {
  const answer = await send<Answer<Get<'/api/student/me/xp'>>>(`/api/student/me/xp?limit=${query.limit ?? 50}`,
    { headers: { authorization: `Bearer ${token}` } });
  const amounts: number[] = answer.data.map(entry => entry.amount);
  return { limit: answer.page.limit, sum: amounts.reduce((a, b) => a + b, 0) };
}

// @ts-expect-error a word that is no code
const wrongCode: Problem['code'] = 'teapot';
// @ts-expect-error a password is needed
const wrongBody: Body<Post<'/api/auth/login'>> = { email };
void [wrongCode, wrongBody];

const read = await xp(await logIn({ email, password }), { limit: 10 });
console.log(`XP ${read.sum} of at most ${read.limit} entries`);
