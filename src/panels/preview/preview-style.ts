import { PAGE_STYLE } from '../../report/page-style.js';
import { GRID_COLUMNS } from '../dashboard-file.js';
import { HEAT_COLOURS } from '../palette.js';

const UNIT_HEIGHT = 80;
const MOST_HEIGHT = 12;

const widths = Array.from({ length: GRID_COLUMNS }, (_, index) => `.w-${String(index + 1)}{grid-column:span ${String(index + 1)}}`).join(
  '',
);
const heights = Array.from(
  { length: MOST_HEIGHT },
  (_, index) => `.h-${String(index + 1)}{max-height:${String((index + 1) * UNIT_HEIGHT)}px}`,
).join('');
const heats = HEAT_COLOURS.map(
  (colour, index) =>
    `.heat .heat-${String(index + 1)}{background:${colour};color:${index === HEAT_COLOURS.length - 1 ? '#fff' : '#16191d'}}`,
).join('');

/** The style of the report, and what dashboards add to it. */
export const PREVIEW_STYLE = `${PAGE_STYLE}
.bar-inner nav{flex-wrap:wrap}
.dashboard{padding-top:32px}
.dashboard>h2{font-size:24px;border:0;margin:0;padding:0}
.dashboard>p{color:var(--muted);max-width:70em}
.filters{font-size:12px;display:flex;flex-wrap:wrap;gap:6px;margin-top:8px}
.grid-of{display:grid;grid-template-columns:repeat(${String(GRID_COLUMNS)},minmax(0,1fr));gap:12px;margin-top:16px;align-items:stretch}
.tile{border:1px solid var(--line);border-radius:6px;padding:10px 12px;display:flex;flex-direction:column;min-width:0;overflow:hidden}
.tile h3{font-size:14px}
.question{font-size:12px;color:var(--muted)}
.tile-body{overflow:auto;margin-top:8px;min-height:0}
.tile .empty{margin:0}
.of-number .question{min-height:36px}
.big{font-size:34px;line-height:1.1;font-weight:650}
.tile table{font-size:12px}
.tile th,.tile td{padding:4px 10px 4px 0}
.tile .stack thead th{position:sticky;top:0;background:var(--page)}
.tile td .cell{display:inline;overflow-wrap:normal}
.tile td .cell.long{overflow-wrap:anywhere}
.tile td.n{white-space:nowrap}
.tile td time,.tile td .id,.tile td .verdict{white-space:nowrap}
.tile .verdict{min-width:0}
.bars th{width:44%;border:0;overflow-wrap:anywhere}
.bars td{border:0}
.bars .bar-of svg{width:100%;height:14px}
.bars td.n{white-space:nowrap;width:1%;padding-right:0}
.key{display:inline-flex;align-items:center;gap:5px;font-size:12px}
.swatch{width:10px;height:10px}
.tile .legend{margin:0 0 6px}
.chart{width:100%;height:auto}
.chart.narrow{display:none}
.line{fill:none;stroke-width:2}
.heat{width:auto;min-width:100%}
.heat td,.heat th,.heat td:last-child{border:1px solid var(--page);padding:5px 8px;text-align:center}
.heat tbody th{text-align:left}
.heat td.none{background:var(--surface)}
${widths}${heights}${heats}
@media (max-width:720px){
.grid-of{grid-template-columns:minmax(0,1fr)}
.tile{grid-column:auto;max-height:none}
.tile-body{max-height:70vh}
.chart.wide{display:none}.chart.narrow{display:block}
.tile td .cell{grid-column:2}
.bars th{width:46%}
.tile .bars td.n,.tile .bars th{display:table-cell}
}
@media print{.tile{max-height:none;break-inside:avoid}.tile-body{overflow:visible}}
`;
