/** A promise that is waited for later: a failure is told to who waits, and until then is no unhandled one. */
export function tellLater<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => undefined);
  return promise;
}
