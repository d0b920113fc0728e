/** Contrast of every visible text with what lies behind it, after WCAG 2.2, 1.4.3; runs in the page. */
export const CONTRAST = `(() => {
  const channels = (colour) => (colour.match(/[\\d.]+/g) || []).map(Number);
  const luminance = ([r, g, b]) => [r, g, b].map((v) => v / 255).map((v) => (v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)).reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  const behind = (element) => {
    for (let node = element; node; node = node.parentElement) {
      const colour = channels(getComputedStyle(node).backgroundColor);
      if (colour.length === 3 || colour[3] > 0.99) return colour;
    }
    return [255, 255, 255];
  };
  const problems = new Set();
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    if (!walker.currentNode.textContent.trim() || element.closest('script,style,title,desc,.hidden,.skip') || !element.checkVisibility({ checkOpacity: true })) continue;
    const style = getComputedStyle(element);
    const svg = element.closest('svg');
    let background = behind(element);
    if (svg) {
      const mark = element.classList.contains('number') && !element.classList.contains('on-page') ? element.parentElement.querySelector('.mark') : null;
      if (mark) background = channels(getComputedStyle(mark).fill);
    }
    const text = channels(svg ? style.fill : style.color);
    const [light, dark] = [luminance(text), luminance(background)].sort((a, b) => b - a);
    const ratio = (light + 0.05) / (dark + 0.05);
    if (ratio < 4.5) problems.add(element.tagName + '.' + (element.getAttribute('class') || '') + ' ' + ratio.toFixed(2));
  }
  return [...problems];
})()`;
