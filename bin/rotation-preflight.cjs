#!/usr/bin/env node
// Syntax that any Node understands: a Node that is too old must get as far as being told so.
// Whatever goes wrong from here on ends with status 2, because Node's own 1 would read as "blocked".
'use strict';

var fs = require('fs');
var path = require('path');

var OLDEST_NODE = 24;

function write(descriptor, text) {
  try {
    fs.writeSync(descriptor, text);
  } catch (_) {
    // Nobody is listening: the status still tells.
  }
}

function wantsJson(args) {
  return / --format[ =]json( |$)/.test(' ' + args.join(' '));
}

function giveUp(code, message, hint, resource) {
  write(2, 'rotation-preflight: ' + message + ' ' + hint + '\n');
  if (wantsJson(process.argv.slice(2))) {
    var error = { code: code, message: message, resource: resource || null, hint: hint };
    write(1, JSON.stringify({ schemaVersion: 1, error: error }) + '\n');
  }
  process.exit(2);
}

function onCrash(error) {
  // The reader of a pipe went away: there is nobody to tell.
  if (error && error.code === 'EPIPE') process.exit(2);
  // An error that knows what to do about it was foreseen, however far it came.
  if (error && error.code && error.hint) giveUp(error.code, error.message, error.hint, error.resource);
  var said = String((error && error.message) || error)
    .split('\n')[0]
    .replace(/\.$/, '');
  giveUp(
    'INTERNAL',
    'Internal error: ' + said + '.',
    'This is a bug: please report it with the command that led to it.'
  );
}

if (parseInt(process.versions.node, 10) < OLDEST_NODE) {
  giveUp(
    'NODE_TOO_OLD',
    'Node ' + process.versions.node + ' is too old.',
    'Install Node ' + OLDEST_NODE + ' or newer, then run the same command again.'
  );
} else if (!fs.existsSync(path.join(__dirname, '..', 'dist', 'main.js'))) {
  giveUp(
    'CONFIGURATION',
    'This copy is not built yet.',
    'Run `npm ci && npm run build` in ' + path.dirname(__dirname) + '.'
  );
} else {
  // Until main.js says otherwise: a run that ends before its verdict must not read as "allowed" either.
  process.exitCode = 2;
  process.on('uncaughtException', onCrash);
  process.on('unhandledRejection', onCrash);
  require('./start.cjs').start().catch(onCrash);
}
