/** Why a search is refused, in the words of splunkd. */
export class SplError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'SplError';
  }

  static in(command: string, reason: string): SplError {
    return new SplError(`Error in '${command}' command: ${reason}`);
  }
}
