import fc from 'fast-check';

/** Property tests draw the same cases in every run; another seed draws others, and a failure prints the one it came from. */
const seed = Number(process.env['PROPERTY_SEED'] ?? '20261123');
if (!Number.isInteger(seed)) throw new RangeError('PROPERTY_SEED is not a whole number');
fc.configureGlobal({ ...fc.readConfigureGlobal(), seed });
