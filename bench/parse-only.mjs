// What no reader of the file can do without: start, read, JSON.parse.
import { readFileSync } from 'node:fs';

JSON.parse(readFileSync(process.argv[2], 'utf8'));
