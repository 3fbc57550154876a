// Prints what the parser finds wrong with AsyncAPI documents, by file; ends with 1 if anything.
import fs from 'node:fs';
import { Parser } from '@asyncapi/parser';

const parser = new Parser();
const INFORMATION = 2;
let wrong = 0;
for (const file of process.argv.slice(2)) {
  const { diagnostics } = await parser.parse(fs.readFileSync(file, 'utf8'));
  for (const each of diagnostics.filter(one => one.severity < INFORMATION)) {
    console.log(`${file}: ${each.code} ${each.message} at ${each.path.join('/')}`);
    wrong++;
  }
}
process.exit(wrong > 0 ? 1 : 0);
