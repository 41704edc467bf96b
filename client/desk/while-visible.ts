/** Does it now, every so many ms while the page is looked at, and when somebody comes back to it; until stopped. */
export function whileVisible(everyMs: number, deed: () => void): () => void {
  const look = () => {
    if (!document.hidden) deed();
  };
  const timer = setInterval(look, everyMs);
  document.addEventListener('visibilitychange', look);
  look();
  return () => {
    clearInterval(timer);
    document.removeEventListener('visibilitychange', look);
  };
}
