import { RecentTexts } from './recent-texts.js';

/** Answers that are found without the hash of a text that was just read. */
const RECENT = 2048;

/**
 * A function of a text that remembers its answers: the same few texts come again and again. All are dropped once there are `most`, and texts
 * longer than `longest` are not remembered, so that memory stays bounded on hostile input.
 */
export function memoized<V extends string | object>(most: number, longest: number, read: (text: string) => V): (text: string) => V {
  const answers = new Map<string, V>();
  const recent = new RecentTexts<V>(RECENT);
  return (text) => {
    const latest = recent.get(text);
    if (latest !== undefined) return latest;
    let answer = answers.get(text);
    if (answer === undefined) {
      answer = read(text);
      if (text.length > longest) return answer;
      if (answers.size >= most) answers.clear();
      answers.set(text, answer);
    }
    recent.set(text, answer);
    return answer;
  };
}
