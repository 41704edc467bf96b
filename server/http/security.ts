/**
 * The headers that tell a browser what an answer may do. Pages: only our own files, no inline script or style,
 * sockets to our own host, and no string becomes script. The API: nothing at all, but open to every origin.
 * HSTS is left to the proxy that ends TLS, which alone knows whether every name below it is ready.
 */
import type { IncomingMessage } from 'node:http';
import type { RequestHandler } from 'express';
import helmet from 'helmet';

/** The policies that the embed and Lit in it register; all else that would make script or markup from text is refused. */
const TRUSTED_TYPES = ['news-ticker'];

export function pageSecurity(): RequestHandler {
  const contentSecurityPolicy = pagePolicy("'self'");
  const desk = helmet({ contentSecurityPolicy, strictTransportSecurity: false });
  // A link in a sandboxed frame opens a window that is sandboxed too, and there a page with this header is not shown.
  const others = helmet({
    contentSecurityPolicy,
    crossOriginOpenerPolicy: false,
    strictTransportSecurity: false,
  });
  return (request, response, next) => {
    (request.path.startsWith('/desk') ? desk : others)(request, response, next);
  };
}

/** A page that others show in a frame: those that `ancestorsOf` names for its address, as `frame-ancestors` says it. */
export function framedSecurity(ancestorsOf: (url: string) => string): RequestHandler {
  return helmet({
    contentSecurityPolicy: pagePolicy(({ url = '' }) => ancestorsOf(url)),
    crossOriginResourcePolicy: { policy: 'cross-origin' },
    crossOriginOpenerPolicy: false,
    // The older header knows only all or none.
    xFrameOptions: false,
    strictTransportSecurity: false,
  });
}

function pagePolicy(ancestors: string | ((request: IncomingMessage) => string)) {
  return {
    useDefaults: false,
    directives: {
      'default-src': ["'none'"],
      'script-src': ["'self'"],
      'style-src': ["'self'"],
      'img-src': ["'self'", 'data:'],
      'font-src': ["'self'"],
      'manifest-src': ["'self'"],
      'connect-src': ["'self'", (request: IncomingMessage) => ownSockets(request)],
      'base-uri': ["'none'"],
      'form-action': ["'self'"],
      'frame-ancestors': [ancestors],
      'require-trusted-types-for': ["'script'"],
      'trusted-types': TRUSTED_TYPES,
    },
  };
}

export function apiSecurity(): RequestHandler {
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: { 'default-src': ["'none'"], 'frame-ancestors': ["'none'"] },
    },
    crossOriginResourcePolicy: { policy: 'cross-origin' },
    strictTransportSecurity: false,
  });
}

/** Older browsers do not count a WebSocket to the same host as 'self', so it is named; only if it is a plain host. */
function ownSockets({ headers }: IncomingMessage): string {
  const host = headers.host ?? '';
  return /^([a-z0-9.-]+|\[[0-9a-f:]+\])(:\d{1,5})?$/i.test(host) ? `ws://${host} wss://${host}` : "'self'";
}
