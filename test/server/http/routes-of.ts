/** What an Express application takes, read from its own router: so that no description of it can forget a door. */
import type { Express } from 'express';

interface Layer {
  readonly route?: {
    readonly path: string | RegExp | readonly (string | RegExp)[];
    readonly methods: Readonly<Record<string, boolean>>;
  };
  readonly handle: { readonly stack?: readonly Layer[] };
  /** False for a router that is mounted below a path, whose routes could not be read from here. */
  readonly slash: boolean;
}

/** Such as `get /api/sections/{section}`, each once. */
export function routesOf(app: Express): string[] {
  const { stack } = app.router as unknown as { readonly stack: readonly Layer[] };
  return [...new Set(stack.flatMap(routesIn))].sort();
}

function routesIn({ route, handle, slash }: Layer): string[] {
  if (route) {
    const paths: readonly unknown[] = Array.isArray(route.path) ? route.path : [route.path];
    // `all()` refuses what the others do not take; on an application it names every method that there is.
    if (route.methods._all || route.methods.trace) return [];
    // OPTIONS is for browsers; HEAD goes with GET.
    const methods = Object.keys(route.methods).filter((name) => !['options', 'head'].includes(name));
    return methods.flatMap((method) => paths.map((path) => `${method} ${inBraces(String(path))}`));
  }
  if (!handle.stack) return [];
  if (!slash) throw new Error('a router is mounted below a path; mount it at the root');
  return handle.stack.flatMap(routesIn);
}

function inBraces(path: string): string {
  return path.replace(/:(\w+)/g, '{$1}');
}
