/**
 * A function of a text that remembers its answers: the same few texts come again and again. All are dropped once there are `most`, and texts
 * longer than `longest` are not remembered, so that memory stays bounded on hostile input.
 */
export function memoized<V extends string | object>(most: number, longest: number, read: (text: string) => V): (text: string) => V {
  const answers = new Map<string, V>();
  const recentTexts = new Array<string>(RECENT).fill('');
  const recentAnswers = new Array<V | undefined>(RECENT).fill(undefined);
  return (text) => {
    const place = placeOf(text);
    const recent = recentAnswers[place];
    if (recent !== undefined && recentTexts[place] === text) return recent;
    let answer = answers.get(text);
    if (answer === undefined) {
      answer = read(text);
      if (text.length > longest) return answer;
      if (answers.size >= most) answers.clear();
      answers.set(text, answer);
    }
    recentTexts[place] = text;
    recentAnswers[place] = answer;
    return answer;
  };
}

/** Answers that are found without the hash of a text that was just read; a power of two. */
const RECENT = 2048;

/** Where the answer to a text is kept if it was asked for of late; by its length, some characters of its beginning and middle, and its end. */
function placeOf(text: string): number {
  const { length } = text;
  let hash = length;
  for (let at = 0; at < length; at += 1 + (length >>> 3)) hash = Math.imul(hash, 31) + text.charCodeAt(at);
  hash = Math.imul(hash, 31) + text.charCodeAt(length - 1);
  return (hash ^ (hash >>> 11)) & (RECENT - 1);
}
