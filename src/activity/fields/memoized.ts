/**
 * A function of a text that remembers its answers: the same few texts come again and again. All are dropped once there are `most`, and texts
 * longer than `longest` are not remembered, so that memory stays bounded on hostile input.
 */
export function memoized<V extends string | object>(most: number, longest: number, read: (text: string) => V): (text: string) => V {
  const answers = new Map<string, V>();
  return (text) => {
    const known = answers.get(text);
    if (known !== undefined) return known;
    const answer = read(text);
    if (text.length > longest) return answer;
    if (answers.size >= most) answers.clear();
    answers.set(text, answer);
    return answer;
  };
}
