/** WebSocket is the only transport that the server offers; the build leaves long polling and WebTransport out. */
export const Fetch = undefined;
export const XHR = undefined;
export const WT = undefined;
