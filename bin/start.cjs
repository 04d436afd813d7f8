'use strict';

const { enableCompileCache } = require('node:module');

/** Apart from the boot file, because the oldest Nodes cannot even parse an import(). */
exports.start = () => {
  enableCompileCache();
  return import('../dist/main.js');
};
