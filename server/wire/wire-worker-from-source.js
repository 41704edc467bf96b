/** @file The same thread when the server runs from its sources: a thread does not inherit tsx. */
import { register } from 'tsx/esm/api';

register();
await import('./wire-worker.ts');
