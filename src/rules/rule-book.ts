import { bindRules, type RuleBook } from './bind-rules.ts';
import { RULE_SOURCES } from './generated/rule-sources.ts';

/** The rules this build was made with. Bound when it starts: a code without a rule stops it here. */
export const RULE_BOOK: RuleBook = bindRules(RULE_SOURCES);
