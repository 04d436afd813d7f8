import { ENDPOINT_PATH } from './situations/endpoint-path.ts';
import { GAPS } from './situations/gaps.ts';
import { HEALTHY } from './situations/healthy.ts';
import { HOSTS } from './situations/hosts.ts';
import { INTERNET_PATH } from './situations/internet-path.ts';
import { NOT_MODELLED } from './situations/not-modelled.ts';
import { PRECONDITIONS } from './situations/preconditions.ts';
import { SELDOM } from './situations/seldom.ts';
import { SERVICE_PATH } from './situations/service-path.ts';
import { SEVERAL } from './situations/several.ts';
import type { Situation } from './situations/situation.ts';
import { TARGETS } from './situations/targets.ts';

export const SITUATIONS: readonly Situation[] = [
  ...HEALTHY,
  ...INTERNET_PATH,
  ...ENDPOINT_PATH,
  ...HOSTS,
  ...SERVICE_PATH,
  ...TARGETS,
  ...PRECONDITIONS,
  ...GAPS,
  ...NOT_MODELLED,
  ...SEVERAL,
  ...SELDOM,
];
