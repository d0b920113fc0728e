/** Fill, stroke and text on the fill, per domain: the palette of Okabe and Ito, grey for what other tools say. */
export const DOMAIN_HUES = [
  ['email', '#e69f00', '#000'],
  ['identity', '#0072b2', '#fff'],
  ['saas', '#009e73', '#000'],
  ['network', '#56b4e9', '#000'],
  ['endpoint', '#cc79a7', '#000'],
  ['cloud', '#d55e00', '#000'],
  ['alert', '#9aa1a9', '#000'],
] as const;

/** Lanes, graph, strips, bars and plots. */
export const PICTURES = `
svg{display:block;max-width:100%;height:auto;overflow:visible}
svg text{font-size:12px;fill:var(--ink);font-family:system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif}
svg .tick,svg .part{font-size:11px;fill:var(--muted)}
svg .tiny{font-size:10px;fill:var(--muted)}
svg .strong{fill:var(--ink);font-weight:600}
svg .lane{font-weight:600}
.lanes{width:100%}
.narrow{display:none}
.band{fill:none}
.band.even{fill:var(--surface)}
.axis{stroke:var(--strong-line);stroke-width:1;fill:none}
.grid{stroke:var(--line);stroke-width:1}
.fold{fill:var(--page);opacity:.94}
.zigzag{fill:none;stroke:var(--strong-line);stroke-width:1.5}
.link{fill:none;stroke:var(--muted);stroke-width:1.25;opacity:.75}
.span{stroke-width:4;opacity:.55}
.mark{stroke:var(--outline);stroke-width:1}
.hollow{fill:var(--page);stroke-width:2.5}
svg .number{font-size:10px;font-weight:650;text-anchor:middle;pointer-events:none}
${DOMAIN_HUES.map(([domain, , text]) => `svg .number.on-${domain}{fill:${text}}`).join('')}
svg .number.on-page{fill:var(--ink)}
svg .number.beside{text-anchor:start}
.lanes a:hover .mark,.lanes a:hover .hollow{stroke-width:3}
.graph .edge{fill:none;stroke:var(--strong-line);stroke-width:1}
.graph path,.shape path{fill:var(--surface);stroke:var(--ink);stroke-width:1.5}
.graph text{paint-order:stroke;stroke:var(--page);stroke-width:3px;stroke-linejoin:round}
.graph .edge{stroke:var(--strong-line);fill:none;stroke-width:1.1}
.graph .name{font-weight:600}
.shape{display:inline-block;width:13px;height:13px;margin-right:5px;vertical-align:-2px}
.strip .bar{fill:var(--bar)}
.strip .seen,.strip .here{fill:var(--mark)}
.plus{fill:var(--ink)}.minus{fill:var(--strong-line)}
.days .pale{fill:var(--bar)}
.days .solid{fill:var(--mark)}
.days .tiny{paint-order:stroke;stroke:var(--page);stroke-width:3px;stroke-linejoin:round}
.limit{stroke:var(--ink);stroke-width:1;stroke-dasharray:4 3}
.calibrations{display:flex;gap:32px;flex-wrap:wrap;align-items:flex-start}
.multiples{display:flex;flex-wrap:wrap;gap:16px 18px;flex:1 1 420px}
.plot figcaption{margin:0 0 4px;color:var(--ink);max-width:120px}
.plot.main figcaption{max-width:none;font-weight:650}
.multiples .plot{width:118px}
.multiples figcaption .muted{display:block}
.factor-two{fill:var(--band)}
.diagonal{stroke:var(--strong-line);stroke-width:1;stroke-dasharray:3 3}
.curve{fill:none;stroke:var(--ink);stroke-width:1.5}
.interval{stroke:var(--ink);stroke-width:1.25;opacity:.65}
.point{fill:var(--ink);stroke:var(--ink);stroke-width:1}
.point.hollow{fill:var(--page);stroke-width:1.2}
.counts{margin-top:16px}
footer{margin-top:64px;padding-top:16px;padding-bottom:40px;color:var(--muted);font-size:12px}
.print-only{display:none}
`;

/** One column on a phone; tables become labelled blocks. */
export const NARROW = `
@media (max-width:960px){
.overview{grid-template-columns:minmax(0,1fr)}
.overview .panel:nth-of-type(1){grid-column:auto}
.overview .panel{margin-top:16px}
.tellings,.columns{grid-template-columns:minmax(0,1fr)}
.incident-body{padding-left:20px}
.facets .picture{width:auto}
}
@media (max-width:720px){
main,.bar-inner,footer{padding-left:16px;padding-right:16px}
html{scroll-padding-top:12px}
.top{position:static}
.bar-inner nav{flex-basis:100%;order:3;flex-wrap:wrap;gap:4px 16px}
.controls{margin-left:auto}
.overview{padding-top:20px}
h1{font-size:22px}
.first-title{font-size:17px}
.section{margin-top:40px}
.trust>div{grid-template-columns:minmax(0,1fr);gap:0}
.wide{display:none}.narrow,.path.narrow{display:block;width:100%}
.incident{border-left:0;border-right:0;border-radius:0;margin-left:-16px;margin-right:-16px}
.incident-head{grid-template-columns:22px minmax(0,1fr) auto;padding:14px 16px;gap:4px 8px}
.incident-body{padding:0 16px 20px}
.score b{font-size:22px}
.stages{display:block;border-left:2px solid var(--strong-line);margin-left:4px}
.stages li,.stages li:first-child{clip-path:none;background:none;padding:4px 0 4px 14px;margin:0;position:relative}
.stages li::before{content:"";position:absolute;left:-6px;top:10px;width:10px;height:10px;border-radius:50%;background:var(--page);border:2px solid var(--strong-line)}
.stages small{display:inline;margin-right:8px}
.stack,.stack tbody,.stack tr,.stack th,.stack td{display:block;width:auto}
.stack thead{display:none}
.stack tr{padding:10px 0;border-bottom:1px solid var(--line)}
.stack tbody th,.stack tbody td,.stack td.n{display:grid;grid-template-columns:104px minmax(0,1fr);gap:0 12px;border:0;padding:2px 0;text-align:left;white-space:normal}
.stack tbody th::before,.stack tbody td::before{content:attr(data-label);color:var(--muted);font:400 12px/20px system-ui,-apple-system,"Segoe UI",sans-serif;grid-row:1/span 9}
.stack tbody th>*,.stack tbody td>*{grid-column:2;justify-self:start}
.stack tbody .none{display:none}
.tall .stack tr{padding:10px 12px}
.tall th,.tall td,.tall th:last-child,.tall td:last-child{padding-left:0;padding-right:0}
#anomalies-table .id{min-width:0}
.facets th,.facets td:nth-child(2){width:auto}
.why>p,.why>table,.why>.note{margin-left:0}
.why>table{width:100%}
.why>summary{grid-template-columns:26px minmax(0,1fr);row-gap:0}
.badge{grid-row:1/3;align-self:start}
.why-odds{grid-column:2}
.story li{grid-template-columns:minmax(0,1fr);gap:0}
.query{grid-template-columns:minmax(0,1fr) auto}
.query code{grid-column:1/-1;grid-row:2}
.graph-box{display:none}
.path{list-style:none;border-left:2px solid var(--strong-line);margin-left:6px;padding-left:14px}
.path li{padding:3px 0;overflow-wrap:anywhere}
.path li b{font-weight:600}
.path small{display:inline}
.stack.ranked tr{display:grid;grid-template-columns:22px minmax(0,1fr) auto;gap:2px 8px}
.stack.ranked tbody th,.stack.ranked tbody td,.stack.ranked td.n{display:block;padding:0}
.stack.ranked tbody th::before,.stack.ranked tbody td::before{content:none}
.stack.ranked td:nth-child(4){grid-column:2;grid-row:2}
.stack.ranked td:nth-child(5){grid-column:2/-1;grid-row:3;color:var(--muted);font-size:12px}
.stack.ranked td small{display:inline;margin-left:6px}
.multiples{flex-basis:100%}
.calibrations{gap:16px}
}
`;

/** Paper: everything open, nothing sticky, the first hundred rows of the long table. */
export const PRINT = `
@media print{
html{font-size:10pt;scroll-padding-top:0}
.top{position:static}
.controls,.toolbar,.skip,.copy,.fallback,#mark-seen,nav{display:none!important}
main,.bar-inner,footer{max-width:none;padding:0}
.tall{max-height:none;overflow:visible;border:0}
.scroll{overflow:visible}
#anomaly-rows tr:nth-child(n+101){display:none}
.print-only{display:block}
.incident{break-inside:auto;border:0;border-top:2px solid var(--ink);border-radius:0}
.incident-body{padding:0}
.incident-head{padding:12px 0}
tr,.figure svg,.telling,.stages{break-inside:avoid}
h2,h3,h4{break-after:avoid}
details:not([open])>summary{color:inherit}
.mark,.hollow,.f-email,.f-identity,.f-saas,.f-network,.f-endpoint,.f-cloud,.f-alert,.chip,.bar,.badge,.dot,.stages li,.band{print-color-adjust:exact;-webkit-print-color-adjust:exact}
a{color:inherit}
}
`;
